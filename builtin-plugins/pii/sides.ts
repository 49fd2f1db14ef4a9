/** @module What stands right before and right behind a short token: most of them are nothing, and by this it shows. */
import { LETTER } from './characters.ts';

/**
 * Shorter tokens are of interest only with one of these signs right before or behind them: `14:05`, `1.5.2024`, `May 1`,
 * `AB 12 34 56 C`.
 */
export const LEAST_ALONE = 5;
const BEFORE = ' -&*';
const BEHIND_NUMBERS = ' -./:*';
const BEHIND_LETTERS = ' -.&*(';
/** All that is beyond ASCII, behind letters. */
const WIDE = 7;
const BEHIND_BITS = 3;

/** How many bits both take. */
export const SIDE_BITS = 6;
/** A run of digits may go on here. */
export const JOINS = 1 << SIDE_BITS;
const SEPARATORS = ' .-()/+';

/** Each sign by its place in the list, from 1 on. */
function tableOf(signs: string, wide = 0): Uint8Array {
  const table = new Uint8Array(129).fill(wide, 128);
  for (let code = 0; code < 128; code++) {
    const char = String.fromCharCode(code);
    table[code] = (signs.indexOf(char) + 1) | (SEPARATORS.includes(char) ? JOINS : 0);
  }
  return table;
}

const before = tableOf(BEFORE).map((side) => (side & JOINS) | ((side & ~JOINS) << BEHIND_BITS));
const behindNumbers = tableOf(BEHIND_NUMBERS);
const behindLetters = tableOf(BEHIND_LETTERS, WIDE);

/** Of what kinds of characters a token is, and what stands beside it, as one number: 0 when that tells nothing. */
export function sidesOf(left: number, right: number, kinds: number): number {
  const behind = (kinds & LETTER) === 0 ? behindNumbers : behindLetters;
  return (before[left < 128 ? left : 128] as number) | (behind[right < 128 ? right : 128] as number);
}

/** Whether one of the signs is there. */
export function isBeside(sides: number): boolean {
  return (sides & ~JOINS) !== 0;
}

/** The signs without which a recognizer finds nothing in a short token of digits: it needs one of them. */
export type Beside = readonly [before: string, behind: string];

/** Whether one of some signs is there. */
export function has(sides: number, [left, right]: Beside): boolean {
  const first = (sides & ~JOINS) >> BEHIND_BITS;
  const last = sides & ((1 << BEHIND_BITS) - 1);
  return (
    (first > 0 && left.includes(BEFORE.charAt(first - 1))) ||
    (last > 0 && right.includes(BEHIND_NUMBERS.charAt(last - 1)))
  );
}
