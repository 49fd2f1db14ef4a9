/** @module Digits in groups, as they stand in a text. */

/** What stands between two groups. */
export const BLANK = 1;
export const DASH = 2;
export const DOT = 3;
export const SLASH = 4;
/** With a parenthesis in it. */
export const PAREN = 5;
/** Two or three characters: ` - `, ` / `, two spaces. */
export const WIDE = 6;

export const MOST_GROUPS = 8;
export const MOST_DIGITS = 17;

/**
 * The groups from a place on, until there are too many digits for a phone number. One object that is filled again for
 * each place: a look allocates nothing.
 */
export const groups = {
  count: 0,
  /** Whether the text goes on with digits that were not read. */
  cut: false,
  starts: new Int32Array(MOST_GROUPS),
  lengths: new Int32Array(MOST_GROUPS),
  /** What stands before each group. */
  signs: new Int32Array(MOST_GROUPS),
  /** How many digits there are up to and with each group. */
  totals: new Int32Array(MOST_GROUPS),
};

const SIGNS = new Uint8Array(256);
for (const [char, sign] of [
  [' ', BLANK],
  ['\u00a0', BLANK],
  ['-', DASH],
  ['.', DOT],
  ['/', SLASH],
  ['(', PAREN],
  [')', PAREN],
] as const)
  SIGNS[char.charCodeAt(0)] = sign;
const MOST_SIGNS = 3;
const MOST_BEFORE_PAREN = 7;

export function readGroups(text: string, start: number, end: number): void {
  const { starts, lengths, signs, totals } = groups;
  let count = 0;
  let total = 0;
  let sign = 0;
  let at = start;
  groups.cut = true;
  while (count < MOST_GROUPS) {
    const first = at;
    while (at < end && isDigit(text.charCodeAt(at)) && at - first <= MOST_DIGITS) at++;
    total += at - first;
    if (total > MOST_DIGITS) break;
    starts[count] = first;
    lengths[count] = at - first;
    signs[count] = sign;
    totals[count] = total;
    count++;
    const gap = at;
    sign = 0;
    while (at < end && at - gap < MOST_SIGNS) {
      const code = text.charCodeAt(at);
      const one = code < 256 ? (SIGNS[code] as number) : 0;
      // A parenthesis this late opens something else: `+49 30 123456 (24/7)`.
      if (one === 0 || (code === 40 && total >= MOST_BEFORE_PAREN)) break;
      sign = sign === 0 ? one : sign === PAREN || one === PAREN ? PAREN : WIDE;
      at++;
    }
    if (at === gap || at >= end || !isDigit(text.charCodeAt(at))) {
      groups.cut = false;
      break;
    }
  }
  groups.count = count;
}

/** The digits of the first groups, without what separates them. */
export function digitsOf(text: string, last: number): string {
  const { starts, lengths } = groups;
  let digits = '';
  for (let i = 0; i <= last; i++) {
    const start = starts[i] as number;
    digits += text.slice(start, start + (lengths[i] as number));
  }
  return digits;
}

/** The value of a few digits. */
export function valueAt(text: string, start: number, size: number): number {
  let value = 0;
  for (let i = start; i < start + size; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
}

export function endOf(group: number): number {
  return (groups.starts[group] as number) + (groups.lengths[group] as number);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
