/** @module Reads a text by position, and knows whether anybody looked beyond its end. */
import { isIn } from './alphabet.ts';

/** A part of a text. Offsets are UTF-16 code units, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export class Reader {
  readonly text: string;
  readonly end: number;
  /** Somebody wanted to see what stands behind the end: more text could change the answer. */
  touched = false;

  constructor(text: string) {
    this.text = text;
    this.end = text.length;
  }

  /** The code unit at a place; -1 before the start and beyond the end. */
  code(at: number): number {
    if (at < this.end) return at < 0 ? -1 : this.text.charCodeAt(at);
    this.touched = true;
    return -1;
  }

  has(literal: string, at: number): boolean {
    for (let i = 0; i < literal.length; i++) if (this.code(at + i) !== literal.charCodeAt(i)) return false;
    return true;
  }

  /** {@link has} for a lower-case literal, whatever the case of the text. */
  hasFolded(literal: string, at: number): boolean {
    for (let i = 0; i < literal.length; i++) if (lower(this.code(at + i)) !== literal.charCodeAt(i)) return false;
    return true;
  }

  /** The first place from `at` on that is not in a class; at most `most` characters on. */
  run(at: number, mask: number, most: number): number {
    const stop = at + most;
    let i = at;
    while (i < stop && isIn(this.code(i), mask)) i++;
    return i;
  }

  /** The text from one place to another, as far as there is any. */
  window(start: number, end: number): string {
    if (end > this.end) this.touched = true;
    return this.text.slice(start, end);
  }

  /** Whether the word of `length` characters at `word` stands at `at` too, ASCII case aside. */
  repeats(word: number, length: number, at: number): boolean {
    for (let i = 0; i < length; i++) if (lower(this.code(at + i)) !== lower(this.code(word + i))) return false;
    return true;
  }

  slice(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  /** Whether something may begin here: not in the middle of a word, unless what stands before is an escape. */
  opens(at: number): boolean {
    const before = this.code(at - 1);
    if (before !== UNDERSCORE && !isWordCode(before)) return true;
    const { text } = this;
    if (at >= 2 && text.charCodeAt(at - 2) === BACKSLASH) return 'nrt'.includes(text.charAt(at - 1));
    if (at >= 3 && text.charCodeAt(at - 3) === PERCENT) return true;
    return at >= 6 && text.charCodeAt(at - 6) === BACKSLASH && text.charAt(at - 5) === 'u';
  }
}

const UNDERSCORE = 0x5f;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;

function isWordCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** An ASCII capital as its small letter. */
export function lower(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code;
}
