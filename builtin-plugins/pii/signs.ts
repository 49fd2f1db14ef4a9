/** @module Quick looks at a text, to tell what there can be in it. Patterns of one class run at more than 1 GB/s. */

/** Something that may stand for other characters: not ASCII, or a percent sign, an ampersand or a backslash. */
export const DISGUISE = 64;

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
