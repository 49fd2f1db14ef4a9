/** @module Quick looks at a text, to tell what there can be in it. Patterns of one class run at more than 1 GB/s. */

/** Something that may stand for other characters: not ASCII, or a percent sign, an ampersand or a backslash. */
export const DISGUISE = 64;

/** A colon, a hyphen or a dot: one after the other, with little between, they make the rows that addresses are. */
export const ROW = 32;
/** Two colons side by side, or six with little between: every address of version 6 has one or the other. */
export const COLONS = 128;
/** Three dots with digits between. */
export const DOTS = 256;
/** Five colons or hyphens with two characters between. */
export const TWOS = 512;
/** Two dots with four characters between. */
export const FOURS = 1024;
/** How much stands between two signs of a row at most. */
export const MOST_IN_ROW = 4;
const DIGIT = 1;
const DOT = 46;
const COLON = 58;

/**
 * Which rows there are up to a sign.
 *
 * @param count - how many of the same sign there were before it in the row
 * @param size - how many letters and digits are between it and the one before
 * @param kinds - what they are
 */
export function rowOf(sign: number, count: number, size: number, kinds: number): number {
  if (sign === DOT) return size === MOST_IN_ROW ? FOURS : count >= 2 && kinds === DIGIT ? DOTS : 0;
  const colons = sign === COLON && (size === 0 || count >= 5) ? COLONS : 0;
  return count >= 4 && size === 2 ? colons | TWOS : colons;
}

// eslint-disable-next-line no-control-regex
const DISGUISED = /[^\0-$'-[\]-\x7f]/g;
// eslint-disable-next-line no-control-regex
const SIGN = /[^\0-$'-/:-[\]-\x7f]/g;

function next(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex - 1 : -1;
}

/** The first digit or disguise from a place on, or -1. */
export function nextSign(text: string, from: number): number {
  return next(SIGN, text, from);
}

/** `DISGUISE` when something from a place on may stand for other characters, else 0. */
export function disguiseFrom(text: string, from: number): number {
  return next(DISGUISED, text, from) < 0 ? 0 : DISGUISE;
}
