/** @module Numbers within a run of digits, as the groups that they are written in. */
import { isDigitAt, kindAt, WORD } from './characters.ts';
import type { NumberRecognizer, NumberRun, Range } from './recognizer.ts';

/** One or more whole groups of digits. The same object is used for each candidate: it is read, never kept. */
export interface Candidate {
  start: number;
  end: number;
  /** How many digits there are, and what they are. */
  count: number;
  readonly digits: Uint8Array;
  /** The sizes of the groups, as `grouped` makes it. */
  groups: number;
  /** The one character that stands between all groups; 0 for one group, -1 when they differ or are longer. */
  separator: number;
}

export interface NumberRule {
  readonly category: string;
  readonly rank: number;
  readonly digits: readonly [least: number, most: number];
  /** It never stands within a word or behind a plus sign, so such candidates need not be asked about. */
  readonly whole?: boolean;
  /** Its groups are never marked off by dots or by different signs. */
  readonly undotted?: boolean;
  /** It always has more than one group. */
  readonly divided?: boolean;
  accept(candidate: Candidate, text: string): boolean;
}

const GROUP_BITS = 32;
const MOST_GROUPS = 9;
const MOST_SEPARATORS = 3;
const PLUS = 43;
const DOT = 46;

/** How a number is grouped: `grouped(4, 4, 4, 4)`. */
export function grouped(...sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * GROUP_BITS + size, 0);
}

/** A recognizer that looks at all groups, and accepts the most groups from the first one on. */
export interface RuleRecognizer extends NumberRecognizer {
  readonly rule: NumberRule;
}

export function numberRecognizer(rule: NumberRule): RuleRecognizer {
  const { category, rank, digits } = rule;
  const candidates = new Candidates([rule]);
  return { category, rank, digits, rule, find: (text, run, from) => candidates.find(text, run, from) };
}

export interface Found extends Range {
  readonly category: string;
}

const NOTHING: readonly Found[] = Object.freeze([]);
const candidate: Candidate = { start: 0, end: 0, count: 0, digits: new Uint8Array(64), groups: 0, separator: 0 };

/** Several rules at once: each number is read once for all of them. */
export class Candidates {
  readonly #rules: readonly NumberRule[];
  readonly #least: number;
  readonly #most: number;
  /** For each count of digits a bit for each of the rules that have such finds. */
  readonly #byCount: Int32Array;
  readonly #whole: number;
  readonly #undotted: number;
  readonly #lone: number;
  /** Of each rule where its last find in the run ended, and where one from the first group on would end. */
  readonly #free: Int32Array;
  readonly #best: Int32Array;

  constructor(rules: readonly NumberRule[]) {
    this.#rules = rules;
    this.#least = Math.min(...rules.map(({ digits }) => digits[0]));
    this.#most = Math.max(...rules.map(({ digits }) => digits[1]));
    this.#byCount = new Int32Array(64);
    rules.forEach(({ digits: [least, most] }, i) => {
      for (let count = least; count <= most; count++) (this.#byCount[count] as number) |= 1 << i;
    });
    this.#whole = bitsOf(rules, ({ whole }) => whole);
    this.#undotted = bitsOf(rules, ({ undotted }) => undotted);
    this.#lone = ~bitsOf(rules, ({ divided }) => divided);
    this.#free = new Int32Array(rules.length);
    this.#best = new Int32Array(rules.length);
  }

  /** The finds in the run, of each rule from left to right without overlap. */
  find(text: string, run: NumberRun, from: number): readonly Found[] {
    const { start, digits, end } = run;
    if (digits < this.#least) return NOTHING;
    // Most runs are one group of digits: a count that no find has ends the matter.
    const isAlone = digits === end - start;
    if (isAlone && (start < from || !this.#mayBeAlone(text, start, end))) return NOTHING;
    // By hand: a call takes longer.
    for (let i = 0; i < this.#free.length; i++) this.#free[i] = 0;
    if (isAlone) return (this.#reads(text, start, end) && this.#take(start, undefined)) || NOTHING;
    let found: Found[] | undefined;
    const last = run.last ?? end;
    const stop = Math.min(end, last + 1);
    for (let at = Math.max(from, start), left = digits; at < stop && left >= this.#least; at++) {
      if (!isDigitAt(text, at)) continue;
      const first = !isDigitAt(text, at - 1);
      if (first && this.#reads(text, at, end)) found = this.#take(at, found);
      while (at < stop && isDigitAt(text, at)) {
        at++;
        left--;
      }
    }
    return found ?? NOTHING;
  }

  /** Whether any rule is asked about a run that is one group of digits. */
  #mayBeAlone(text: string, start: number, end: number): boolean {
    if (end - start > this.#most) return false;
    const rules = (this.#byCount[end - start] as number) & this.#lone;
    const glued = ((kindAt(text, start - 1) | kindAt(text, end)) & WORD) !== 0;
    return (glued ? rules & ~this.#whole : rules) !== 0;
  }

  #take(start: number, before: Found[] | undefined): Found[] | undefined {
    let found = before;
    for (let i = 0; i < this.#rules.length; i++) {
      const end = this.#best[i] as number;
      if (end === 0) continue;
      (found ??= []).push({ start, end, category: (this.#rules[i] as NumberRule).category });
      this.#free[i] = end;
    }
    return found;
  }

  /** Whether a rule accepts a number that begins here. */
  #reads(text: string, start: number, stop: number): boolean {
    let accepted = false;
    const before = (kindAt(text, start - 1) & WORD) !== 0 || text.charCodeAt(start - 1) === PLUS;
    const open = before ? ~this.#whole : -1;
    candidate.start = start;
    let count = 0;
    let sizes = 0;
    let separator = 0;
    let read = start;
    let filled = 0;
    for (let at = start, groups = 0; groups < MOST_GROUPS; groups++) {
      const first = at;
      while (isDigitAt(text, at) && at - first <= this.#most) at++;
      count += at - first;
      if (count > this.#most) return accepted;
      sizes = sizes * GROUP_BITS + (at - first);
      let rules = (this.#byCount[count] as number) & open;
      if ((kindAt(text, at) & WORD) !== 0) rules &= ~this.#whole;
      if (separator === DOT || separator === -1) rules &= ~this.#undotted;
      if (rules !== 0) {
        // Only now: most groups are of no length that anybody asks for.
        for (; read < at; read++) if (isDigitAt(text, read)) candidate.digits[filled++] = text.charCodeAt(read) - 48;
        candidate.end = at;
        candidate.count = count;
        candidate.groups = sizes;
        candidate.separator = separator;
        if (this.#ask(text, rules, accepted)) accepted = true;
      }
      const next = nextGroup(text, at, stop);
      if (next < 0) return accepted;
      const sign = next - at === 1 ? text.charCodeAt(at) : -1;
      separator = groups === 0 || separator === sign ? sign : -1;
      at = next;
    }
    return accepted;
  }

  #ask(text: string, rules: number, accepted: boolean): boolean {
    let found = accepted;
    for (let rest = rules; rest !== 0; rest &= rest - 1) {
      const i = 31 - Math.clz32(rest & -rest);
      if (candidate.start < (this.#free[i] as number) || !(this.#rules[i] as NumberRule).accept(candidate, text))
        continue;
      if (!found) this.#best.fill(0);
      found = true;
      this.#best[i] = candidate.end;
    }
    return found;
  }
}

function bitsOf(rules: readonly NumberRule[], has: (rule: NumberRule) => boolean | undefined): number {
  return rules.reduce((bits, rule, i) => (has(rule) ? bits | (1 << i) : bits), 0);
}

function nextGroup(text: string, from: number, stop: number): number {
  for (let at = from; at < stop && at <= from + MOST_SEPARATORS; at++) if (isDigitAt(text, at)) return at;
  return -1;
}

/** The separator when another group of digits stands directly before the candidate, behind one separator; else 0. */
export function joinedBefore(text: string, start: number): number {
  return isDigitAt(text, start - 2) && !isDigitAt(text, start - 1) ? text.charCodeAt(start - 1) : 0;
}

/** As `joinedBefore`, for what follows. */
export function joinedAfter(text: string, end: number): number {
  return isDigitAt(text, end + 1) && !isDigitAt(text, end) ? text.charCodeAt(end) : 0;
}

/** The number that some of a candidate's digits make. */
export function valueOf({ digits }: Candidate, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + (digits[i] as number);
  return value;
}
