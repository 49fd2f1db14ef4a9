/** @module Runs of digits and separators, in which numbers are looked for. */
import type { NumberRun } from './recognizer.ts';

const OTHER = 0;
const DIGIT = 1;
const SEPARATOR = 2;
/** Between two digits. */
const MOST_SEPARATORS = 3;
/** A longer run is no number: what can begin with each of its groups of digits is looked at by itself. */
const LONGEST_RUN = 256;
/** No number with its separators is longer. */
const LONGEST_NUMBER = 80;
/** `+` and `(`, directly before the first digit. */
const MOST_SIGNS = 2;
/** How far back from a place the text tells what run it stands in. */
export const RUN_REACH = 2 * LONGEST_RUN;

const KINDS = new Uint8Array(128);
for (const digit of '0123456789') KINDS[digit.charCodeAt(0)] = DIGIT;
for (const separator of ' .-()/+') KINDS[separator.charCodeAt(0)] = SEPARATOR;
const PLUS = '+'.charCodeAt(0);
const OPEN = '('.charCodeAt(0);

/** By the least number of digits: the first digit of a run with as many, by far faster than a walk. */
const WITH_DIGITS: RegExp[] = [];

function nextRun(text: string, from: number, least: number): number {
  const pattern = (WITH_DIGITS[least] ??= new RegExp(`\\d(?:[ .\\-()/+]{0,${MOST_SEPARATORS}}\\d){${least - 1}}`, 'g'));
  pattern.lastIndex = from;
  if (!pattern.test(text)) return -1;
  // Back over its digits: a match as an object would be made anew each time.
  let first = pattern.lastIndex - 1;
  for (let left = least - 1; left > 0;) if (kindAt(text, --first) === DIGIT) left--;
  return first;
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (KINDS[code] as number) : OTHER;
}

/** Goes through the runs of a text that reach beyond a place. Is itself the run that it stands at. */
export class Runs implements NumberRun {
  start = 0;
  end = 0;
  digits = 0;
  last = 0;
  /** It is a piece of a run that is too long: finds start with its first digit. */
  #isPiece = false;
  readonly #text: string;
  readonly #from: number;
  readonly #least: number;
  #at: number;
  #longEnd = 0;
  /** Up to here the digits of its pieces were counted. */
  #measured = 0;

  /** @param least - runs with fewer digits are gone past */
  constructor(text: string, from: number, least: number) {
    this.#text = text;
    this.#from = from;
    this.#least = least;
    this.#at = startOfRun(text, from);
  }

  /** Moves on to a place before which there are no digits. */
  skipTo(first: number): void {
    // What stands before `from` can be the beginning of the first run.
    if (this.#at >= this.#from && first - MOST_SIGNS > this.#at) this.#at = first - MOST_SIGNS;
  }

  /** Moves on to the next run that has enough digits. */
  next(): boolean {
    while (!this.nextPiece()) {
      const at = nextRun(this.#text, this.#at, this.#least);
      if (at < 0) return false;
      if (this.moveTo(at)) return true;
    }
    return true;
  }

  /** Moves on to the run whose first digit is at a place and which has enough, or to the first of its pieces that has. */
  moveTo(first: number): boolean {
    const text = this.#text;
    this.start = startOfSigns(text, first, this.#at);
    this.#measure(first, text.length);
    this.#at = this.last = this.end;
    this.#isPiece = this.end - this.start > LONGEST_RUN;
    if (!this.#isPiece) return true;
    this.#longEnd = this.end;
    this.#measured = 0;
    this.#at = Math.max(first, this.#from - LONGEST_NUMBER);
    return this.nextPiece();
  }

  /** Moves on to the next group of digits of a long run, with as much as a number can have after it. */
  nextPiece(): boolean {
    if (!this.#isPiece) return false;
    const text = this.#text;
    for (let at = this.#at; at < this.#longEnd; at++) {
      if (kindAt(text, at) !== DIGIT || kindAt(text, at - 1) === DIGIT) continue;
      this.#pieceFrom(at);
      this.#at = at + 1;
      if (this.digits >= this.#least) return true;
    }
    this.#at = this.#longEnd;
    this.#isPiece = false;
    return false;
  }

  /**
   * Sets the end and the count of digits of a piece by those of the piece before it, which it mostly overlaps: within a
   * run no gap is too wide, so all that counts is how far a piece reaches.
   */
  #pieceFrom(start: number): void {
    const text = this.#text;
    const limit = Math.min(this.#longEnd, start + LONGEST_NUMBER);
    let { digits, end } = this;
    let at = this.#measured;
    if (at <= start) {
      digits = 0;
      at = start;
    } else for (let gone = this.start; gone < start; gone++) if (kindAt(text, gone) === DIGIT) digits--;
    for (; at < limit; at++) {
      if (kindAt(text, at) !== DIGIT) continue;
      digits++;
      end = at + 1;
    }
    this.#measured = limit;
    this.start = this.last = start;
    this.digits = digits;
    this.end = end;
  }

  /** Sets the end and the count of digits of a run whose first digit is at a place. */
  #measure(first: number, limit: number): void {
    const text = this.#text;
    let end = first;
    let digits = 0;
    for (let at = first, gap = 0; at < limit && gap <= MOST_SEPARATORS; at++) {
      const kind = kindAt(text, at);
      if (kind === DIGIT) {
        digits++;
        gap = 0;
        end = at + 1;
      } else if (kind === SEPARATOR) gap++;
      else break;
    }
    this.end = end;
    this.digits = digits;
  }
}

/** Whether no more than separators stand between two digits, and no more of them than a run has. */
export function areSeparators(text: string, from: number, to: number): boolean {
  if (to - from > MOST_SEPARATORS) return false;
  for (let at = from; at < to; at++) if (kindAt(text, at) !== SEPARATOR) return false;
  return true;
}

/** `+` and `(` directly before the first digit. */
function startOfSigns(text: string, first: number, least: number): number {
  let start = first;
  while (start > least && first - start < MOST_SIGNS) {
    const code = text.charCodeAt(start - 1);
    if (code !== PLUS && code !== OPEN) break;
    start--;
  }
  return start;
}

/** Where the run begins that reaches up to a place, or could; not further back than tells that it is a long one. */
export function startOfRun(text: string, at: number): number {
  let start = at;
  for (let back = at - 1, gap = 0; back >= 0 && at - back <= RUN_REACH && gap <= MOST_SEPARATORS; back--) {
    const kind = kindAt(text, back);
    if (kind === OTHER) break;
    if (kind === DIGIT) {
      gap = 0;
      start = back;
    } else gap++;
  }
  return startOfSigns(text, start, 0);
}

/** The first place that characters yet to come could make a number of. */
export function holdRuns(text: string): number {
  const start = startOfRun(text, text.length);
  return text.length - start > LONGEST_RUN ? text.length - LONGEST_NUMBER - 2 : start;
}
