/** @module One pass over a text: its tokens, which are runs of ASCII letters and digits, its numbers, and its signs. */
import { Chain } from './chain.ts';
import { DIGIT, isDigitAt, LETTER, LOWER, UPPER } from './characters.ts';
import { isBeside, JOINS, LEAST_ALONE, sidesOf } from './sides.ts';
import { DISGUISE, MOST_IN_ROW, ROW, rowOf } from './signs.ts';

/** By the kinds of its characters, how long a token has to be at least to be of interest to anybody. */
const LEAST = new Uint16Array(8);
for (const kinds of [0, UPPER, LOWER, LETTER]) LEAST[kinds] = kinds === 0 ? 65535 : kinds === UPPER ? 8 : 16;

/** Of all characters, so that the loop over them has one question less. */
const KINDS = new Uint8Array(65536).fill(DISGUISE, 128);
for (let code = 0; code < 128; code++) KINDS[code] = kindOf(String.fromCharCode(code));
const TOKEN = DIGIT | LETTER;

/** The characters that are looked at: a loop over numbers takes half the time of one over a string. */
const WINDOW = 4096;
const codes = new Uint16Array(WINDOW + 1);
const bytes = Buffer.from(codes.buffer);
/** From here on the engine's own copying is faster than a loop; it gives the lower byte first. */
const LONG = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 256 : Infinity;

function load(text: string, from: number, to: number): void {
  if (to - from >= LONG) bytes.write(text.slice(from, to), 'utf16le');
  else for (let at = from; at < to; at++) codes[at - from] = text.charCodeAt(at);
  // What is behind the end ends the last token.
  codes[to - from] = 0;
}

const MOST_TOKENS = WINDOW / 2 + 1;
const starts = new Int32Array(MOST_TOKENS);
const ends = new Int32Array(MOST_TOKENS);
const kindsOf = new Uint8Array(MOST_TOKENS);
const sidesBy = new Uint8Array(MOST_TOKENS);

/**
 * Goes through a text from a place on, window by window: gives the tokens that have a digit, are long or are capitals,
 * and where numbers begin. Of all of them only one is used at a time.
 */
export class Tokens {
  /** How many tokens of the window are of interest, where they are, and the kinds of their characters. */
  count = 0;
  readonly starts = starts;
  readonly ends = ends;
  readonly kinds = kindsOf;
  /** Of short ones what stands right before and behind them; 0 of the others. */
  readonly sides = sidesBy;
  /** Where numbers begin that have enough digits. */
  readonly numbers: Chain;
  /** The kinds of all characters up to here that are in no token, and the rows that they make. */
  signs = 0;
  rows = 0;
  /** Where the first row was seen. */
  rowAt = -1;
  readonly #text: string;
  readonly #from: number;
  #at: number;
  /** The token that goes on into the next window, and the character before it. */
  #start: number;
  #kinds = 0;
  #before: number;
  /** Of the row that was seen last: how many signs it has before its last one, and where it ends. */
  #row = 0;
  #rowEnd = -1;

  /** @param leastDigits - how many digits numbers have at least */
  constructor(text: string, from: number, leastDigits: number) {
    this.#text = text;
    this.#from = this.#at = this.#start = from;
    this.#before = from > 0 ? text.charCodeAt(from - 1) : 0;
    this.numbers = new Chain(text, from, leastDigits);
  }

  /** Moves on to the next window. */
  next(): boolean {
    const { length } = this.#text;
    const first = this.#at;
    if (first > length) return false;
    if (first > this.#from) this.numbers.count = 0;
    const last = Math.min(length, first + WINDOW);
    load(this.#text, first, last);
    this.#at = last < length ? last : length + 1;
    this.#read(first, this.#at - first);
    this.#sift(first);
    return true;
  }

  /** Nothing but this is done for each character: whatever is rare is done elsewhere, or this takes twice as long. */
  #read(first: number, size: number): void {
    let start = this.#start - first;
    let kinds = this.#kinds;
    let before = this.#before;
    let { signs } = this;
    let count = 0;
    for (let at = 0; at < size; at++) {
      const code = codes[at] as number;
      const kind = KINDS[code] as number;
      if ((kind & TOKEN) !== 0) {
        kinds |= kind;
        continue;
      }
      signs |= kind;
      if (at - start >= (LEAST[kinds] as number)) {
        starts[count] = start;
        ends[count] = at;
        kindsOf[count++] = kinds;
      }
      if (code === before && (kind & ROW) !== 0) this.#see(code, first + start, first + at, kinds);
      kinds = 0;
      start = at + 1;
      before = code;
    }
    this.count = count;
    this.signs = signs;
    this.#start = first + start;
    this.#kinds = kinds;
    this.#before = before;
  }

  /** Tells of the digits of the tokens, and leaves those of interest. */
  #sift(first: number): void {
    let count = 0;
    for (let i = 0; i < this.count; i++) {
      const start = first + (starts[i] as number);
      const end = first + (ends[i] as number);
      const kinds = kindsOf[i] as number;
      let sides = 0;
      if (end - start < LEAST_ALONE) {
        const before = start > first ? (codes[start - first - 1] as number) : codeAt(this.#text, start - 1);
        sides = sidesOf(before, codes[end - first] as number, kinds);
        // Nothing goes on here, and by itself it is nothing.
        if (sides === 0 && this.numbers.least >= LEAST_ALONE && !isOrdinal(this.#text, start, kinds)) continue;
      }
      if ((kinds & LETTER) === 0) this.numbers.add(start, end);
      else if ((kinds & DIGIT) !== 0) this.numbers.addMixed(start, end);
      if (end - start < LEAST_ALONE && !isBeside(sides) && !isOrdinal(this.#text, start, kinds)) continue;
      starts[count] = start;
      ends[count] = end;
      sidesBy[count] = sides & ~JOINS;
      kindsOf[count++] = kinds;
    }
    this.count = count;
  }

  /** The same sign as the one before the token stands behind it. */
  #see(sign: number, start: number, end: number, kinds: number): void {
    const size = end - start;
    this.#row = size > MOST_IN_ROW ? 0 : start === this.#rowEnd ? this.#row + 1 : 1;
    this.#rowEnd = end + 1;
    const rows = this.#row === 0 ? 0 : rowOf(sign, this.#row, size, kinds);
    if (rows === 0) return;
    this.rows |= rows;
    if (this.rowAt < 0) this.rowAt = end;
  }
}

function kindOf(char: string): number {
  if ('%&\\'.includes(char)) return DISGUISE;
  if (':-.'.includes(char)) return ROW;
  if (/\d/.test(char)) return DIGIT;
  if (/[A-Z]/.test(char)) return UPPER;
  return /[a-z]/.test(char) ? LOWER : 0;
}

/** It may read `3pm` or `1st`. */
function isOrdinal(text: string, start: number, kinds: number): boolean {
  return (kinds & LETTER) !== 0 && isDigitAt(text, start);
}

function codeAt(text: string, at: number): number {
  return at < 0 ? 0 : text.charCodeAt(at);
}
