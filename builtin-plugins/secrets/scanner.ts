/** @module Scans texts for secrets. */
import { hashOf } from 'enforcecore/sdk';
import type { Span, StreamBounds } from 'enforcecore/sdk';
import { BEFORE, RuleSet } from './engine.ts';
import { RedactionError } from './errors.ts';
import { labelsOf } from './labels.ts';
import type { Detection } from './rule.ts';
import { CATEGORIES, RULES } from './rules/index.ts';

/** A secret found in a text. Offsets are UTF-16 code units, `end` exclusive. */
export interface DetectedSecret {
  readonly category: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Which secrets are looked for. */
export interface SecretScannerOptions {
  /** Names of categories; all when absent. `[]`: none. */
  readonly categories?: readonly string[] | undefined;
}

/** What a find is replaced by: `<NAME>`, a mask of its form, a hash that stays the same, or nothing. */
export type SecretStrategy = 'placeholder' | 'mask' | 'hash' | 'remove';

export const SECRET_STRATEGIES: readonly SecretStrategy[] = ['placeholder', 'mask', 'hash', 'remove'];

const NO_SPANS: readonly Span[] = Object.freeze([]);
let everything: RuleSet | undefined;

/**
 * Finds keys, tokens, passwords and private keys.
 *
 * @throws RedactionError `EC_SECRETS_CATEGORY_UNKNOWN`
 * @example
 * ```ts
 * new SecretScanner().scanAndReport('key AKIAIOSFODNN7EXAMPLE'); // { aws_access_key: 1 }
 * ```
 */
export class SecretScanner {
  readonly categories: readonly string[];
  #rules: RuleSet | undefined;
  readonly stream: StreamBounds;

  constructor(options: SecretScannerOptions = {}) {
    this.categories = Object.freeze([...new Set((options.categories ?? CATEGORIES).map(knownCategory))]);
    this.stream = { before: BEFORE, hold: (text) => this.#ready().hold(text) };
  }

  /** What is found, in order and without overlap: the earliest, then the longest, then the most specific. */
  detect(text: string): DetectedSecret[] {
    const found: DetectedSecret[] = [];
    let done = 0;
    for (const { category, start, end } of this.#ready().find(text)) {
      if (start < done) continue;
      found.push({ category, start, end, text: text.slice(start, end) });
      done = end;
    }
    return found;
  }

  /** How many secrets of each category are found. */
  scanAndReport(text: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { category } of this.detect(text)) counts[category] = (counts[category] ?? 0) + 1;
    return counts;
  }

  /** Everything that is found from `from` on, overlaps too, with what stands in its place. */
  spans(text: string, from?: number, strategy: SecretStrategy = 'placeholder'): readonly Span[] {
    const found = this.#ready().find(text, from);
    return found.length === 0 ? NO_SPANS : found.map((one) => spanOf(one, strategy));
  }

  /** Rules are made ready when a text is first scanned: importing the room costs next to nothing. */
  #ready(): RuleSet {
    if (this.#rules) return this.#rules;
    if (this.categories.length === CATEGORIES.length) return (this.#rules = everything ??= new RuleSet(RULES));
    const wanted = new Set(this.categories);
    return (this.#rules = new RuleSet(RULES.filter(({ category }) => wanted.has(category))));
  }
}

function spanOf({ start, end, category, rank }: Detection, strategy: SecretStrategy): Span {
  return { start, end, category, rank, replacement: replacementOf(category, strategy) };
}

function replacementOf(category: string, strategy: SecretStrategy): Span['replacement'] {
  if (strategy === 'remove') return '';
  return strategy === 'hash' ? (text) => hashOf(text) : labelsOf(category)[strategy];
}

/** @throws RedactionError `EC_SECRETS_STRATEGY_UNKNOWN` */
export function knownStrategy(name: string): SecretStrategy {
  const known = SECRET_STRATEGIES.find((one) => one === name);
  if (known) return known;
  throw new RedactionError(`there is no strategy \`${name}\` for secrets`, { code: 'EC_SECRETS_STRATEGY_UNKNOWN' });
}

function knownCategory(name: string): string {
  if (CATEGORIES.includes(name)) return name;
  throw new RedactionError(`there is no category of secrets \`${String(name)}\``, {
    code: 'EC_SECRETS_CATEGORY_UNKNOWN',
  });
}
