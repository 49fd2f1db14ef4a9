/** @module Phone numbers of all countries. */
import type { NumberRecognizer, NumberRun, Range } from '../recognizer.ts';
import { groups, isDigit, readGroups } from './phone-groups.ts';
import { internationalEnd, plusBefore, prefixedEnd } from './phone-international.ts';
import { nationalEnd } from './phone-national.ts';

/** Of a find: six are read only where a word says that a phone number follows. */
const LEAST_DIGITS = 6;
const MOST_DIGITS = 17;

/** From the start of a find to the last character that has a say in it: 17 digits, what separates them, and two more. */
export const PHONE_REACH = 80;

export const phone: NumberRecognizer = {
  category: 'phone',
  rank: 10,
  digits: [LEAST_DIGITS, MOST_DIGITS],
  find: findPhones,
};

const NOTHING: readonly Range[] = Object.freeze([]);

/**
 * Looks at each group of digits as the first of a number. What is decided about one depends on 48 characters before it
 * and on its own digits, with what separates them: not on where the run began, and not on what was found before.
 */
function findPhones(text: string, run: NumberRun, from: number): readonly Range[] {
  if (run.digits < LEAST_DIGITS || isNeverPhone(text, run)) return NOTHING;
  let found: Range[] | undefined;
  const limit = run.end;
  const floor = Math.max(run.start, from);
  const last = Math.min(limit - LEAST_DIGITS, run.last ?? limit);
  for (let at = floor; at <= last; at++) {
    if (!isDigit(text.charCodeAt(at)) || (at > 0 && isWithin(text, at))) continue;
    const end = phoneEnd(text, at, limit);
    if (end < 0) continue;
    const start = withSigns(text, at, end, floor);
    if (found === undefined) found = [{ start, end }];
    else found.push({ start, end });
    at = end - 1;
  }
  return found ?? NOTHING;
}

/** What most runs of a log are: an ISO date, or digits in a row that are too many, glued to a word, or a time. */
function isNeverPhone(text: string, { start, end, digits }: NumberRun): boolean {
  const size = end - start;
  if (digits === 8 && size === 10)
    return text.charCodeAt(start + 4) === DASH && text.charCodeAt(start + 7) === DASH && text.charCodeAt(start) < THREE;
  if (digits !== size) return size - digits === 3 && isAddress(text, start, end);
  if (digits > MOST_DIGITS || (digits === 13 && text.charCodeAt(start) === ONE)) return true;
  const before = start > 0 ? text.charCodeAt(start - 1) : 0;
  // `arn:aws:sts::040825424808:role`
  if (before === COLON && text.charCodeAt(end) === COLON) return true;
  return before === DASH || before === 47 || before === 95 || ((before | 32) > 96 && (before | 32) < 103);
}

/** Version 4. Phones with four groups and dots, such as `044.668.18.00`, begin with a zero. */
function isAddress(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) === ZERO) return false;
  let length = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code) ? ++length > 3 : code !== DOT || length === 0) return false;
    if (code === DOT) length = 0;
  }
  return true;
}

/** A digit stands before, or a digit and a dash, dot, slash or colon: whatever this is began further left. */
function isWithin(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (isDigit(before)) return true;
  return (before === DASH || before === DOT || before === 47 || before === 58) && isDigit(text.charCodeAt(at - 2));
}

const COLON = 58;
const DASH = 45;
const DOT = 46;
const ONE = 49;
const THREE = 51;

/** The end of the number whose first digit is here, or -1. */
function phoneEnd(text: string, at: number, limit: number): number {
  readGroups(text, at, limit);
  if (groups.count === 0 || (groups.totals[groups.count - 1] as number) < LEAST_DIGITS) return -1;
  if (plusBefore(text, at) >= 0) return internationalEnd(text, at);
  const prefixed = text.charCodeAt(at) === ZERO ? prefixedEnd(text, at) : -1;
  return prefixed < 0 ? nationalEnd(text, at) : prefixed;
}

const ZERO = 48;
const OPEN = 40;
const CLOSE = 41;

/** A plus sign belongs to the number; so does a parenthesis, unless all of the number is between two. */
function withSigns(text: string, at: number, end: number, floor: number): number {
  const plus = plusBefore(text, at);
  const start = plus >= floor ? plus : at;
  if (start - 1 < floor || text.charCodeAt(start - 1) !== OPEN) return start;
  if (text.charCodeAt(end) === CLOSE && text.indexOf(')', start) === end) return start;
  return start - 1;
}
