/** @module Kinds of characters, by table. */

export const DIGIT = 1;
export const UPPER = 2;
export const LOWER = 4;
export const HEX = 8;
export const UNDERSCORE = 16;
export const LETTER = UPPER | LOWER;
export const ALPHANUMERIC = LETTER | DIGIT;
/** What a word of a program can have. */
export const WORD = ALPHANUMERIC | UNDERSCORE;

const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  const hex = /[\da-f]/i.test(char) ? HEX : 0;
  if (/\d/.test(char)) return DIGIT | hex;
  if (/[A-Z]/.test(char)) return UPPER | hex;
  if (/[a-z]/.test(char)) return LOWER | hex;
  return char === '_' ? UNDERSCORE : 0;
});

/** The kinds of the character at a place: 0 outside of the text and beyond ASCII. */
export function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (KINDS[code] as number) : 0;
}

export function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** How many of the characters are digits. */
export function digitsIn(text: string, start: number, end: number): number {
  let digits = 0;
  for (let at = start; at < end; at++) if (isDigitAt(text, at)) digits++;
  return digits;
}

/** A table of 128 entries with 1 for each character of a class such as `[a-z.]`. */
export function alphabet(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (characters.test(String.fromCharCode(code)) ? 1 : 0));
}
