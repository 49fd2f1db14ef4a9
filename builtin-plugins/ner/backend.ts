/** @module The recognizer for applications: names by the embedded model, the rest by validators. */
import { coverSpans, DETECTION, provideAlone } from 'enforcecore/sdk';
import type { ScoredSpan, Span } from 'enforcecore/sdk';
import { DEFAULT_THRESHOLD, NER_CATEGORIES } from './categories.ts';
import type { NerCategory } from './categories.ts';
import { embedded, recognizeNames } from './embedded/recognizer.ts';
import { NERError } from './errors.ts';

/** How sure names have to be. */
export interface NEROptions {
  /** Finds under this score, from 0 to 1, are left out. Default 0.8. */
  readonly threshold?: number;
  /** The language of the texts. The embedded model knows many and does not need to be told. Default `en`. */
  readonly language?: string;
}

/** What one analysis looks for. */
export interface AnalyzeOptions {
  /** What is looked for; everything that can be found when absent. */
  readonly categories?: Iterable<NerCategory>;
  /** Instead of the backend's own. */
  readonly threshold?: number;
}

/** `[start, end, category, score]`: UTF-16 offsets, `end` exclusive. */
export type NERSpan = readonly [start: number, end: number, category: string, score: number];

/**
 * Finds names of people and places, and with them the structured categories that a loaded room recognizes.
 *
 * @throws NERError `EC_NER_OPTION_INVALID` for a threshold outside of 0 to 1 or an empty language
 * @example
 * ```ts
 * new NERBackend().analyze('Please call Maria Gonzalez in Lisbon.');
 * // [[12, 26, 'person_name', 0.99…], [30, 36, 'location', 0.99…]]
 * ```
 */
export class NERBackend {
  readonly threshold: number;
  readonly language: string;

  constructor({ threshold = DEFAULT_THRESHOLD, language = 'en' }: NEROptions = {}) {
    this.threshold = checkThreshold(threshold);
    if (typeof language !== 'string' || !/^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,4}$/.test(language))
      throw new NERError('`language` must be a language tag', { code: 'EC_NER_OPTION_INVALID' });
    this.language = language;
  }

  /**
   * The finds of a text, by start.
   *
   * @throws NERError `EC_NER_CATEGORY_UNKNOWN`, `EC_NER_CATEGORY_UNAVAILABLE`, `EC_NER_OPTION_INVALID`
   */
  analyze(text: string, options: AnalyzeOptions = {}): NERSpan[] {
    if (typeof text !== 'string') throw new NERError('the text must be a string', { code: 'EC_NER_OPTION_INVALID' });
    const threshold = checkThreshold(options.threshold ?? this.threshold);
    const categories = wanted(options.categories);
    const exact = threshold <= EXACT ? structured(text, categories) : [];
    const names = recognizeNames(text, 0, { threshold, language: this.language, categories });
    return [...exact, ...outside(names, exact)]
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .map(({ start, end, category, score }) => [start, end, category, score]);
  }
}

/** How sure a find with a form and a check of its own is. */
const EXACT = 0.99;

function structured(text: string, categories: ReadonlySet<string>): ScoredSpan[] {
  const detection = provideAlone(DETECTION);
  const redactor = detection.redactor({
    categories: detection.categories.filter((name) => categories.has(name) && !embedded.categories.includes(name)),
  });
  return coverSpans(redactor.find(text) as readonly Span[]).map(({ start, end, winner }) => ({
    start,
    end,
    category: winner.category,
    score: EXACT,
  }));
}

/**
 * Whether the embedded model can be used here.
 *
 * @example
 * ```ts
 * isNerAvailable(); // true
 * ```
 */
export function isNerAvailable(): boolean {
  try {
    recognizeNames('Jane Doe', 0, {});
    return true;
  } catch {
    // A damaged package: the model does not unpack. The answer is the message.
    return false;
  }
}

function checkThreshold(threshold: number): number {
  if (typeof threshold === 'number' && threshold >= 0 && threshold <= 1) return threshold;
  throw new NERError('`threshold` must be a number from 0 to 1', { code: 'EC_NER_OPTION_INVALID' });
}

/** Asked for by name, a category that nothing finds is an error: silence would look like a clean text. */
function wanted(categories: Iterable<NerCategory> | undefined): ReadonlySet<string> {
  const known = new Set<string>([...embedded.categories, ...provideAlone(DETECTION).categories]);
  if (categories === undefined) return new Set(NER_CATEGORIES.filter((category) => known.has(category)));
  const asked = new Set<string>(categories);
  for (const category of asked) {
    if (!(NER_CATEGORIES as readonly string[]).includes(category))
      throw new NERError('a category is none of those that there are', { code: 'EC_NER_CATEGORY_UNKNOWN' });
    if (!known.has(category))
      throw new NERError(`nothing that is loaded finds \`${category}\``, { code: 'EC_NER_CATEGORY_UNAVAILABLE' });
  }
  return asked;
}

/** The names that are no part of a find with a form of its own, such as an e-mail address. Both lists are walked once. */
function outside(names: readonly ScoredSpan[], exact: readonly ScoredSpan[]): readonly ScoredSpan[] {
  const sorted = [...exact].sort((a, b) => a.start - b.start);
  let next = 0;
  let covered = 0;
  return names.filter(({ start, end }) => {
    for (; next < sorted.length && (sorted[next] as ScoredSpan).start <= start; next++)
      covered = Math.max(covered, (sorted[next] as ScoredSpan).end);
    return end > covered;
  });
}
