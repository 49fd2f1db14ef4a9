/** @module All detection of personal data, behind one class. */
import { coverSpans, foldForDetection, FOLD_REACH, holdForFolding, SPOKEN_REACH } from 'enforcecore/sdk';
import type { Folded, FoldOptions, Span } from 'enforcecore/sdk';
import { Candidates } from './candidates.ts';
import type { RuleRecognizer } from './candidates.ts';
import { RANKS } from './categories.ts';
import type { PiiCategory } from './categories.ts';
import { ALPHANUMERIC, DIGIT, kindAt } from './characters.ts';
import { forgetLabels } from './labels.ts';
import { RECOGNIZERS } from './recognizers.ts';
import type { NumberRecognizer, Range, Recognizer, TextRecognizer, TokenRecognizer } from './recognizer.ts';
import { holdRuns, RUN_REACH, Runs, startOfRun } from './runs.ts';
import { ReplacedText, SAY, touches } from './second-look.ts';
import { DISGUISE, disguiseFrom, nextSign } from './signs.ts';
import { TokenTable } from './token-table.ts';
import { Tokens } from './tokens.ts';

export interface Detection extends Range {
  readonly category: string;
  /** Up to this place the find decides about others, since it hides what it touches. */
  readonly until?: number;
}

const NOTHING: readonly Detection[] = Object.freeze([]);

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
  readonly #numbers: readonly NumberRecognizer[];
  readonly #rules: Candidates | undefined;
  readonly #texts: readonly TextRecognizer[];
  readonly #tokens: TokenTable | undefined;
  /** Those whose finds end with the characters that they can have. */
  readonly #bounded: readonly (TextRecognizer | TokenRecognizer)[];
  readonly #leastDigits: number;
  readonly #standIn: (category: string) => string;

  /**
   * @param standIn - what is put in place of a find, or looks like it
   * @param fold - which spellings are seen through besides the usual ones
   */
  constructor(categories: ReadonlySet<string>, standIn: (category: string) => string, fold: FoldOptions = {}) {
    this.#standIn = standIn;
    this.#fold = fold;
    this.before = RUN_REACH + FOLD_REACH + (fold.spokenAt ? SPOKEN_REACH : 0);
    const wanted = RECOGNIZERS.filter(({ category }) => categories.has(category));
    const numbers = wanted.filter(isNumber);
    const rules = numbers.filter(isRule).map(({ rule }) => rule);
    this.#rules = rules.length > 0 ? new Candidates(rules) : undefined;
    this.#numbers = numbers.filter((one) => !isRule(one));
    this.#texts = wanted.filter(isText);
    const tokens = wanted.filter((one) => !isNumber(one) && !isText(one)) as TokenRecognizer[];
    this.#tokens = tokens.length > 0 ? new TokenTable(tokens) : undefined;
    this.#bounded = [...this.#texts, ...tokens];
    this.#leastDigits = Math.min(...numbers.map(({ digits }) => digits[0]));
  }

  /** What is found at or after a place. What different categories find may overlap. */
  find(text: string, from = 0): readonly Detection[] {
    const found = this.#look(text, from);
    if (found.length === 0 || !found.some((one) => touches(text, one))) return found;
    return this.#lookAgain(text, from, found);
  }

  /**
   * Looks again with what was found replaced, where it touches other text: it may have stood so close to something else
   * that it hid it. So redacting a redacted text finds nothing new.
   */
  #lookAgain(text: string, from: number, first: readonly Detection[]): readonly Detection[] {
    const starts = new Set(first.map(({ start }) => start));
    const found = first.map((one) =>
      touches(text, one) || starts.has(one.end) ? { ...one, until: one.end + SAY } : one,
    );
    for (let round = 1; round < MOST_ROUNDS; round++) {
      const covers = coverSpans(found.map((one) => this.#spanOf(one)));
      const places = covers.map(({ start, end, winner }) => ({
        start,
        end,
        replacement: winner.replacement as string,
      }));
      const rest = new ReplacedText(text, places);
      const before = found.length;
      for (const one of this.#look(rest.text, rest.forward(from))) {
        const place = rest.back(one);
        if (places.some(({ start, end }) => start <= place.start && place.end <= end)) continue;
        // What shows elsewhere shows because the text became shorter, which a stream cannot know.
        if (!found.some((other) => isNear(place, other))) continue;
        found.push({ ...place, category: one.category, until: place.end + SAY });
      }
      if (found.length === before) break;
    }
    return found;
  }

  #spanOf({ start, end, category }: Detection): Span {
    return { start, end, category, rank: RANKS[category as PiiCategory], replacement: this.#standIn(category) };
  }

  #look(text: string, from: number): readonly Detection[] {
    const found: Detection[] = [];
    const signs = this.#findPlain(text, from, found) | (from > 0 ? disguiseBefore(text, from) : 0);
    // Both readings are covered: an escape can be part of what is found as it stands, too.
    const all = (signs & DISGUISE) === 0 && !this.#fold.spokenAt ? found : this.#findFolded(text, from, found);
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
    let hold = this.#leastDigits < Infinity ? holdRuns(text) : text.length;
    for (const one of this.#bounded) {
      if (hold <= from) return hold;
      hold = Math.min(hold, 'hold' in one ? one.hold(text) : holdText(text, one, from));
    }
    // What is to come may stand so close to something that it has to be looked at again.
    return startOfRun(text, startOfWord(text, hold));
  }

  #findFolded(text: string, from: number, plain: readonly Detection[]): readonly Detection[] {
    const folded = foldForDetection(text, this.#fold);
    if (!folded) return plain;
    const inFolded: Detection[] = [];
    this.#findPlain(folded.text, firstAt(folded, from), inFolded);
    const found = inFolded.map(({ start, end, category }) => ({
      start: folded.starts[start] as number,
      end: folded.ends[end - 1] as number,
      category,
    }));
    return [...found, ...plain.filter((one) => !isMisread(text, one, found))];
  }

  /** Adds what is found, and returns the kinds of signs of the text. */
  #findPlain(text: string, from: number, found: Detection[]): number {
    for (const { category, find } of this.#texts)
      for (const { start, end } of find(text, from)) found.push({ start, end, category });
    if (!this.#tokens) return this.#findNumbers(text, from, found);
    return this.#findTokens(text, from, this.#tokens, found);
  }

  /** Numbers alone need no tokens. */
  #findNumbers(text: string, from: number, found: Detection[]): number {
    const first = nextSign(text, from);
    if (first < 0) return 0;
    if (this.#leastDigits < Infinity) {
      const runs = new Runs(text, from, this.#leastDigits);
      runs.skipTo(first);
      while (runs.next()) this.#findIn(text, from, runs, found);
    }
    return disguiseFrom(text, first);
  }

  #findTokens(text: string, from: number, table: TokenTable, found: Detection[]): number {
    const tokens = new Tokens(text, from);
    const free = table.begin(from);
    // What stands left of `from` can belong to the first token.
    const whole = (kindAt(text, from - 1) & ALPHANUMERIC) === 0 ? from : from + 1;
    let runs: Runs | undefined;
    let more = this.#leastDigits < Infinity;
    while (tokens.next()) {
      // Side by side, since labels are read once for all who ask about one place; and only where there are digits at all.
      if (more && (tokens.kinds & DIGIT) !== 0) {
        if (!runs) more = (runs = new Runs(text, from, this.#leastDigits)).next();
        for (; more && runs.start < tokens.end; more = runs.next()) this.#findIn(text, from, runs, found);
      }
      if (tokens.start >= whole) table.find(text, tokens, free, found);
    }
    return tokens.signs;
  }

  #findIn(text: string, from: number, run: Runs, found: Detection[]): void {
    for (const { category, digits, find } of this.#numbers) {
      if (run.digits < digits[0]) continue;
      for (const one of find(text, run, from)) found.push({ start: one.start, end: one.end, category });
    }
    if (this.#rules) for (const one of this.#rules.find(text, run, from)) found.push(one);
  }
}

const MOST_ROUNDS = 10;
/** How far right of a find others look. */
const MOST_RIGHT = 2;

/** Whether a find was so close to one that touches other text that it may have been hidden by it. */
function isNear(place: Range, { start, until }: Detection): boolean {
  return until !== undefined && place.start < until && place.end >= start - MOST_RIGHT;
}

/**
 * Where the folded text shows the same thing without the escape before it (`%20john@example.com`), that reading is the
 * exact one.
 */
function isMisread(text: string, { start, end, category }: Detection, folded: readonly Detection[]): boolean {
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

function isNumber(one: Recognizer): one is NumberRecognizer {
  return 'digits' in one;
}

function isRule(one: NumberRecognizer): one is RuleRecognizer {
  return 'rule' in one;
}

function isText(one: Recognizer): one is TextRecognizer {
  return 'trigger' in one;
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
