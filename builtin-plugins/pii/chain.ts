/** @module Where numbers begin, told by the digits of tokens: the characters between are looked at only where they join two. */
import { isDigitAt } from './characters.ts';
import { areSeparators, startOfRun } from './runs.ts';

/** Kept between calls, while it is short. */
const firsts: number[] = [];
const MOST_KEPT = 4096;

/**
 * Is told of the digits of a text from left to right. Chains them to runs, and notes the first digit of each that has
 * enough. Of all chains only one is used at a time.
 */
export class Chain {
  /** How many were noted, and where they begin. */
  count = 0;
  readonly firsts: readonly number[] = firsts;
  readonly #text: string;
  /** How many digits are enough. */
  readonly least: number;
  #first = 0;
  #end = 0;
  #digits = 0;

  /** @param least - how many digits are enough; `Infinity` when none are */
  constructor(text: string, from: number, least: number) {
    this.#text = text;
    this.least = Math.min(least, NEVER);
    if (firsts.length > MOST_KEPT) firsts.length = MOST_KEPT;
    if (from > 0) this.#addAll(startOfRun(text, from), from);
  }

  /** A row of digits; more may follow directly behind it where only a part was seen. */
  add(start: number, end: number): void {
    let before = 0;
    if (this.#digits > 0 && areSeparators(this.#text, this.#end, start)) before = this.#digits;
    else this.#first = start;
    this.#digits = before + end - start;
    this.#end = end;
    if (before < this.least && this.#digits >= this.least) firsts[this.count++] = this.#first;
  }

  /** A row of letters and digits. */
  addMixed(start: number, end: number): void {
    const text = this.#text;
    const least = this.least;
    let head = start;
    while (isDigitAt(text, head)) head++;
    if (head > start) this.add(start, head);
    let tail = end;
    while (isDigitAt(text, tail - 1)) tail--;
    // Between letters only as many as are enough by themselves count, and one of those stands at a place this far on.
    for (let at = head + least; at < tail; at += least) {
      if (!isDigitAt(text, at)) continue;
      let first = at;
      while (isDigitAt(text, first - 1)) first--;
      while (isDigitAt(text, at)) at++;
      if (at - first >= least) this.add(first, at);
    }
    if (tail < end) this.add(tail, end);
  }

  #addAll(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const first = at;
      while (at < to && isDigitAt(this.#text, at)) at++;
      if (at > first) this.add(first, at);
    }
  }
}

const NEVER = 2 ** 30;
