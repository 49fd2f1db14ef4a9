/** @module Phone numbers as they are written at home: `(555) 123-4567`, `020 7946 0958`. */
import {
  contextBefore,
  HINTED,
  isNamedOtherwise,
  LIKELY,
  NAMED,
  NAMED_OTHERWISE,
  SILENT,
  UNLIKELY,
} from './phone-context.ts';
import { BLANK, DASH, digitsOf, DOT, endOf, groups, isDigit, PAREN, SLASH, valueAt } from './phone-groups.ts';
import { isNational, isNationalWithZero, isNorthAmerican } from './phone-plan.ts';
import { isPlainPhone } from './phone-plain.ts';
import { hasPhoneSigns, isAddress, isOtherShape, shapeOf } from './phone-shape.ts';

const LEAST = 6;
const MOST = 13;
/** Shorter ones are more often part of a name: `hp2621-48`. */
const LEAST_ATTACHED = 9;
/** Asked for once a number, and only when its digits could be a phone. */
const UNASKED = 9;
let context = UNASKED;

function contextAt(text: string, at: number): number {
  if (context === UNASKED) context = contextBefore(text, at);
  return context;
}

function isOther(text: string, at: number): boolean {
  return context === UNASKED ? isNamedOtherwise(text, at) : context === NAMED_OTHERWISE;
}

// What stands right before the number.
const FREE = 0;
/** A letter, or a sign such as `/`: some other thing may go on here. */
const STUCK = 1;
const ATTACHED = 2;
/** Digits, and one sign. */
const WITHIN = 3;
/** Digits, and a space. */
const CROWDED = 4;

/** The end of the number that starts here, or -1. */
export function nationalEnd(text: string, at: number): number {
  const left = leftOf(text, at);
  if (left === WITHIN || (groups.count === 4 && isAddress(text))) return -1;
  context = UNASKED;
  for (let last = groups.count - 1; last > 0; last--) {
    const total = groups.totals[last] as number;
    if (total > MOST) continue;
    if (total < LEAST) break;
    if (fits(text, at, last, left) && isKnown(text, at, last, left)) return endOf(last);
  }
  return namedEnd(text, at, left);
}

/** Where no country is known to write numbers so: a lone group of digits, or what a word names. */
function namedEnd(text: string, at: number, left: number): number {
  const first = groups.lengths[0] as number;
  if (first >= LEAST && first <= MOST && isFreeRight(text, endOf(0))) {
    if (first > LEAST || groups.count === 1) {
      if (isPlainPhone(text, at, first, left === FREE, left === ATTACHED, isCrowdedRight(0) || left === CROWDED))
        return endOf(0);
      if (first > LEAST) return -1;
    }
  }
  for (let last = groups.count - 1; last > 0; last--) {
    const total = groups.totals[last] as number;
    if (total > MOST) continue;
    if (total < LEAST) return -1;
    if (!fits(text, at, last, left) || (groups.lengths[last] as number) < 2) continue;
    const said = contextAt(text, at);
    if (said < LIKELY) return -1;
    if (said === NAMED || (total > LEAST && hasPhoneLook(last))) return endOf(last);
  }
  return -1;
}

/** Without a word next to it a number has few groups, and no short ones but the first. */
function hasPhoneLook(last: number): boolean {
  if (last > 4 || (last === 1 && groups.signs[1] === DOT)) return false;
  for (let i = 1; i <= last; i++) if ((groups.lengths[i] as number) < 2) return false;
  return true;
}

/** Whether these groups could be a phone number at all. */
function fits(text: string, at: number, last: number, left: number): boolean {
  if (!isFreeRight(text, endOf(last)) || !hasPhoneSigns(last) || isOtherShape(text, last)) return false;
  if (left === STUCK) return contextAt(text, at) >= LIKELY;
  if ((left === ATTACHED || goesOnWithLetter(text, endOf(last))) && !isDashed334(last))
    return (groups.totals[last] as number) >= LEAST_ATTACHED && contextAt(text, at) >= LIKELY;
  const crowded = (left === CROWDED || isCrowdedRight(last)) && hasBlank(last);
  return !crowded || contextAt(text, at) >= LIKELY;
}

/** As an identifier in hexadecimal does; `x12` is an extension. */
function goesOnWithLetter(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  return isLetter(code) ? (code | 32) !== 120 : code === 45 && isLetter(text.charCodeAt(end + 1));
}

/** Whether some country writes its numbers so. */
function isKnown(text: string, at: number, last: number, left: number): boolean {
  const shape = shapeOf(last);
  const total = groups.totals[last] as number;
  if (total < 8) return false;
  if (isNanp(text, shape, last)) return hasParen(last) || !isOther(text, at);
  if (left === ATTACHED && contextAt(text, at) < LIKELY) return false;
  if (text.charCodeAt(at) === 48) {
    if (text.charCodeAt(at + 1) === 48) return false;
    if (total < 9) return isNational(shape, digitsOf(text, last)) && contextAt(text, at) >= HINTED;
    if ((groups.lengths[0] as number) < 2 && groups.signs[1] !== PAREN && text.charCodeAt(at - 1) !== 40) return false;
    if (groups.signs[1] === DOT && last < 2) return false;
    if (shape === 222222 || shape === 54 || hasLoneDigit(last) || isTail(last)) return false;
    return isNationalWithZero(digitsOf(text, last)) && contextAt(text, at) > NAMED_OTHERWISE;
  }
  if (!isNational(shape, digitsOf(text, last))) return false;
  let said = contextAt(text, at);
  // A value by itself: nothing else is there that the digits could belong to.
  if (said === SILENT && at < 2 && endOf(last) === text.length) said = HINTED;
  return said >= LIKELY || (said >= UNLIKELY && isTelling(text, at, shape, last, said));
}

/** Whether a grouping without a leading zero says phone by itself: not thousands, ranges, or rows of small numbers. */
function isTelling(text: string, at: number, shape: number, last: number, said: number): boolean {
  const first = text.charCodeAt(at) - 48;
  const sign = groups.signs[1] as number;
  if (shape === 335 || shape === 444) return said >= LIKELY;
  if (shape === 234 && sign === DASH) return false;
  if (shape === 233 || shape === 133 || shape === 1333) return said >= HINTED && sign !== DOT;
  // Area 555 is of North America, and one digit too few.
  if (shape === 333 && valueAt(text, at, 3) === 555) return said >= LIKELY;
  if (hasParen(last)) return true;
  if (shape === 333) return said >= LIKELY || (sign !== DOT && first > 4);
  if (shape === 2222) return sign !== DASH && !isRising(text, last);
  if (shape === 55) return first > 5 && (sign !== DASH || valueAt(text, at, 5) > valueAt(text, endOf(1) - 5, 5));
  if (shape === 44 && sign === BLANK) return first > 1;
  if (shape === 37 && sign !== BLANK) return first === 3;
  if (shape === 323) return sign === BLANK && (first === 4 || first === 9 || said >= HINTED);
  if (last === 1) return said >= HINTED && (sign !== DASH || (groups.totals[last] as number) > 9);
  return (groups.totals[last] as number) > 8;
}

function isRising(text: string, last: number): boolean {
  for (let i = 1; i <= last; i++) {
    if (valueAt(text, groups.starts[i] as number, 2) < valueAt(text, groups.starts[i - 1] as number, 2)) return false;
  }
  return true;
}

/** North America. Made-up numbers count, such as 123-456-7890, when they look like nothing else. */
function isNanp(text: string, shape: number, last: number): boolean {
  const led = shape === 1334 || shape === 137;
  if (led && text.charCodeAt(groups.starts[0] as number) !== 49) return false;
  if (!led && shape !== 334 && shape !== 37 && shape !== 64) return false;
  const start = groups.starts[led ? 1 : 0] as number;
  const area = valueAt(text, start, 3);
  if (shape === 64) return groups.signs[1] === DASH && area === 555;
  if (shape === 37 || shape === 137) {
    const exchange = valueAt(text, endOf(last) - 7, 3);
    return groups.signs[last] !== BLANK && groups.signs[last] !== DOT && isNorthAmerican(area, exchange);
  }
  if (groups.signs[last] === BLANK && groups.signs[last - 1] === BLANK) return area >= 200;
  return area > 0;
}

/** The last group is far shorter than the one before it, as in account numbers: `0417 1643 00`. */
function isTail(last: number): boolean {
  return last > 1 && (groups.lengths[last] as number) < (groups.lengths[last - 1] as number) - 1;
}

function hasLoneDigit(last: number): boolean {
  for (let i = 1; i <= last; i++) if (groups.lengths[i] === 1) return true;
  return false;
}

function isDashed334(last: number): boolean {
  return last === 2 && shapeOf(2) === 334 && groups.signs[1] === groups.signs[2] && groups.signs[1] === DASH;
}

function hasParen(last: number): boolean {
  for (let i = 1; i <= last; i++) if (groups.signs[i] === PAREN) return true;
  return false;
}

function hasBlank(last: number): boolean {
  for (let i = 1; i <= last; i++) if (groups.signs[i] === BLANK) return true;
  return last === 0;
}

function isCrowdedRight(last: number): boolean {
  return last + 1 < groups.count ? (groups.signs[last + 1] as number) !== SLASH : groups.cut;
}

function leftOf(text: string, at: number): number {
  if (at === 0) return FREE;
  const code = text.charCodeAt(at - 1);
  const before = at > 1 ? text.charCodeAt(at - 2) : 0;
  if (isLetter(code) || code === 95) return ATTACHED;
  if (code === 32 || code === 0xa0) {
    // Hexadecimal digits in groups crowd as well: `540D 5408 5403`.
    return isDigit(before) || isHexadecimal(text, at - 2) ? CROWDED : FREE;
  }
  // A number below zero, or a part of a path.
  if (code === 47 || (code === 45 && !isLetter(before) && before !== 46)) return WITHIN;
  if (code === 45 || code === 46 || code === 58 || code === 43 || code === 41)
    return isDigit(before) ? WITHIN : code === 58 ? FREE : STUCK;
  // # $ % & * @ \ ^ ~ and the signs of money
  if (code === 35 || code === 36 || code === 37 || code === 38 || code === 42 || code === 64) return STUCK;
  if (code === 92 || code === 94 || code === 126 || code === 0xa3 || code === 0xa5 || code === 0x20ac) return STUCK;
  return FREE;
}

/** Whether a word of up to four characters that ends here has a digit and a letter A to F at its end. */
function isHexadecimal(text: string, end: number): boolean {
  const last = text.charCodeAt(end) | 32;
  if (last < 97 || last > 102) return false;
  for (let i = end - 1; i >= 0 && i > end - 5; i--) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) return true;
    if (!isLetter(code)) return false;
  }
  return false;
}

/** Nothing follows that makes the digits part of something longer, or an amount. */
function isFreeRight(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  if (code === 45 || code === 46 || code === 47 || code === 58) return !isDigit(text.charCodeAt(end + 1));
  return !(
    code === 37 ||
    code === 36 ||
    code === 95 ||
    code === 64 ||
    code === 0x20ac ||
    code === 0xb0 ||
    code === 0xa3
  );
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
