/** @module All detection of personal data, behind one class. */
import { coverSpans, foldForDetection, FOLD_REACH, holdForFolding, SPOKEN_REACH } from 'enforcecore/sdk';
import type { Folded, FoldOptions, Span } from 'enforcecore/sdk';
import { Finder } from './finder.ts';
import type { Kinds } from './finder.ts';
import { forgetLabels } from './labels.ts';
import { RECOGNIZERS } from './recognizers.ts';
import type { TextRecognizer, TokenRecognizer } from './recognizer.ts';
import { holdRuns, RUN_REACH, startOfRun } from './runs.ts';
import { ReplacedText, SAY, Surroundings, touches } from './second-look.ts';
import { DISGUISE, disguiseFrom } from './signs.ts';

const NOTHING: readonly Span[] = Object.freeze([]);

/**
 * Finds personal data of some categories. Takes time linear in the length of the text, and no place depends on what is
 * far from it, so that text may arrive in pieces.
 *
 * Sees through invisible characters, look-alike letters, digits of any script, escapes and references.
 */
export class Detector {
  /** How many characters before a find can decide about it. */
  readonly before: number;
  readonly #fold: FoldOptions;
  readonly #finder: Finder;
  readonly #standIn: (category: string) => string;
  #isPlain = true;

  /**
   * @param kinds - what is looked for, and what its finds are
   * @param standIn - what is put in place of a find, or looks like it
   * @param fold - which spellings are seen through besides the usual ones
   */
  constructor(kinds: Kinds, standIn: (category: string) => string, fold: FoldOptions = {}) {
    this.#standIn = standIn;
    this.#fold = fold;
    this.before = RUN_REACH + FOLD_REACH + (fold.spokenAt ? SPOKEN_REACH : 0);
    this.#finder = new Finder(
      RECOGNIZERS.filter(({ category }) => kinds.has(category)),
      kinds,
    );
  }

  /** Whether the text that was looked at last was ASCII from the place on, and nothing in it can stand for other characters. */
  get isPlain(): boolean {
    return this.#isPlain;
  }

  /** What is found at or after a place. What different categories find may overlap. */
  find(text: string, from = 0): readonly Span[] {
    const found = this.#look(text, from);
    for (let i = 0; i < found.length; i++) {
      if (!touches(text, found[i] as Span)) continue;
      const isPlain = this.#isPlain;
      const all = this.#lookAgain(text, from, found);
      this.#isPlain = isPlain;
      return all;
    }
    return found;
  }

  /**
   * Looks again with what was found replaced, where it touches other text: it may have stood so close to something else
   * that it hid it. So redacting a redacted text finds nothing new.
   */
  #lookAgain(text: string, from: number, first: readonly Span[]): readonly Span[] {
    const starts = new Set(first.map(({ start }) => start));
    const found = first.map((one) =>
      touches(text, one) || starts.has(one.end) ? { ...one, until: one.end + SAY } : one,
    );
    for (let round = 1; round < MOST_ROUNDS; round++) {
      const covers = coverSpans(found.map((one) => ({ ...one, replacement: this.#standIn(one.category) })));
      const places = covers.map(({ start, end, winner }) => ({
        start,
        end,
        replacement: winner.replacement,
      }));
      const rest = new ReplacedText(text, places);
      const before = found.length;
      const near = new Surroundings(found);
      for (const one of this.#look(rest.text, rest.forward(from))) {
        const place = rest.back(one);
        if (places.some(({ start, end }) => start <= place.start && place.end <= end)) continue;
        // What shows elsewhere shows because the text became shorter, which a stream cannot know.
        if (!near.has(place)) continue;
        found.push({ ...one, ...place, until: place.end + SAY });
      }
      if (found.length === before) break;
    }
    return found;
  }

  #look(text: string, from: number): readonly Span[] {
    const found: Span[] = [];
    const signs = this.#finder.find(text, from, found) | (from > 0 ? disguiseBefore(text, from) : 0);
    this.#isPlain = (signs & DISGUISE) === 0;
    // Both readings are covered: an escape can be part of what is found as it stands, too.
    const all = this.#isPlain && !this.#fold.spokenAt ? found : this.#findFolded(text, from, found);
    forgetLabels();
    return all.length > 0 ? all : NOTHING;
  }

  /** The first place that characters yet to come could still have a say in. */
  hold(text: string, from: number): number {
    const settled = holdForFolding(text, this.#fold);
    const plain = this.#hold(text, from);
    // Where nothing is disguised, what is folded is what stands there.
    if (plain <= from || (!this.#fold.spokenAt && disguiseFrom(text, Math.max(0, from - MOST_LEFT)) === 0))
      return Math.max(from, Math.min(settled, plain));
    const folded = foldForDetection(settled < text.length ? text.slice(0, settled) : text, this.#fold);
    const held = folded ? startIn(folded, this.#hold(folded.text, 0)) : Infinity;
    return Math.max(from, Math.min(settled, held, plain));
  }

  /** Not before `from`, where it does not matter. */
  #hold(text: string, from: number): number {
    let hold = this.#finder.leastDigits < Infinity ? holdRuns(text) : text.length;
    for (const one of this.#finder.bounded) {
      if (hold <= from) return hold;
      hold = Math.min(hold, 'hold' in one ? one.hold(text) : holdText(text, one, from));
    }
    // What is to come may stand so close to something that it has to be looked at again.
    return startOfRun(text, startOfWord(text, hold));
  }

  #findFolded(text: string, from: number, plain: readonly Span[]): readonly Span[] {
    const folded = foldForDetection(text, this.#fold);
    if (!folded) return plain;
    const inFolded: Span[] = [];
    this.#finder.find(folded.text, firstAt(folded, from), inFolded);
    const found = inFolded.map((one) => ({
      ...one,
      start: folded.starts[one.start] as number,
      end: folded.ends[one.end - 1] as number,
    }));
    return [...found, ...plain.filter((one) => !isMisread(text, one, found))];
  }
}

const MOST_ROUNDS = 10;
/**
 * Where the folded text shows the same thing without the escape before it (`%20john@example.com`), that reading is the
 * exact one.
 */
function isMisread(text: string, { start, end, category }: Span, folded: readonly Span[]): boolean {
  if (!/[%&\\]/.test(text.slice(Math.max(0, start - 1), Math.min(end, start + LONGEST_WORD)))) return false;
  return folded.some((one) => one.category === category && one.start < end && start < one.end);
}

const LONGEST_WORD = 256;

/** No recognizer looks further left of a find. */
const MOST_LEFT = 256;

/** Whether what stands close before a place may stand for other characters. */
function disguiseBefore(text: string, from: number): number {
  const least = Math.max(0, from - MOST_LEFT);
  // What follows was looked at as well: where that is little, to look again costs less than a copy of what is before.
  return text.length - from < MOST_LEFT ? disguiseFrom(text, least) : disguiseFrom(text.slice(least, from), 0);
}

function startOfWord(text: string, at: number): number {
  let start = at;
  const least = Math.max(0, at - LONGEST_WORD);
  while (start > least && text.charCodeAt(start - 1) > 32) start--;
  return start;
}

function holdText(text: string, { alphabet, wide, longest }: TextRecognizer | TokenRecognizer, from: number): number {
  let at = text.length;
  const least = Math.max(from, at - longest);
  while (at > least) {
    const code = text.charCodeAt(at - 1);
    if (code < 128 ? alphabet[code] !== 1 : !wide) break;
    at--;
  }
  return at;
}

/** The first folded character that comes from a place in the original or from after it. */
export function firstAt({ starts, text }: Folded, from: number): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place in the original of a folded character. */
export function startIn(folded: Folded, at: number): number {
  return at < folded.text.length ? (folded.starts[at] as number) : Infinity;
}
