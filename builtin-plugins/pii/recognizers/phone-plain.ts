/** @module Phone numbers without any separator: most such digits are something else, so what stands before decides. */
import { contextBefore, HINTED, LIKELY, NAMED, SILENT } from './phone-context.ts';
import { digitsOf, isDigit, valueAt } from './phone-groups.ts';
import { international, isNationalWithZero, isNorthAmerican, VALID } from './phone-plan.ts';

const ZERO = 48;
const ONE = 49;
const THREE = 51;

/** Whether one group of digits is a phone number. */
export function isPlainPhone(
  text: string,
  at: number,
  size: number,
  free: boolean,
  attached: boolean,
  crowded: boolean,
): boolean {
  const first = text.charCodeAt(at);
  if (isEpoch(text, at, size, first) || (first === ZERO && text.charCodeAt(at + 1) === ZERO)) return false;
  const after = text.charCodeAt(at + size);
  if (isLetter(after) && !((after | 32) === 120 && isDigit(text.charCodeAt(at + size + 1)))) return false;
  if (attached && size < 9) return false;
  const context = contextBefore(text, at);
  if (context === NAMED) return size !== 8 || !isCompactDate(text, at);
  if (context >= LIKELY) return isLikely(text, at, size, first);
  if (crowded || !free || context < SILENT) return false;
  if (first === ZERO && context === HINTED) return size >= 9 && size <= 12 && isNationalWithZero(digitsOf(text, 0));
  if (first === ZERO) return size >= 10 && size <= 12 && !isField(text, at) && isHomeNumber(digitsOf(text, 0));
  // A text that starts with it, as when a value stands by itself.
  return (context === HINTED || at === 0 || isListed(text, at)) && isCommon(text, at, size, first);
}

/** After a word and a comma, as in `Ann Lee, 2125550123, Berlin`. */
function isListed(text: string, at: number): boolean {
  if (at < 3 || text.charCodeAt(at - 1) !== 32) return false;
  const before = text.charCodeAt(at - 2);
  return (before === 44 || before === 124) && isLetter(text.charCodeAt(at - (before === 44 ? 3 : 4)));
}

function isHomeNumber(digits: string): boolean {
  return digits !== '0123456789' && isNationalWithZero(digits);
}

/** In a row or a list, where identifiers with leading zeros are at home. */
function isField(text: string, at: number): boolean {
  const before = at > 0 ? text.charCodeAt(at - 1) : 0;
  return before === 44 || before === 62 || before === 91 || before === 9;
}

/** Seconds or milliseconds since 1970, from 2014 on. */
function isEpoch(text: string, at: number, size: number, first: number): boolean {
  return (size === 13 || size === 10) && first === ONE && text.charCodeAt(at + 1) > THREE;
}

function isCompactDate(text: string, at: number): boolean {
  const year = valueAt(text, at, 4);
  const month = valueAt(text, at + 4, 2);
  const day = valueAt(text, at + 6, 2);
  return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function isLikely(text: string, at: number, size: number, first: number): boolean {
  switch (size) {
    case 8:
      return first > ONE && !isCompactDate(text, at);
    case 9:
      return first === ZERO || first > 52;
    case 10:
      return first !== ONE;
    case 11:
      return true;
    case 12:
    case 13:
      return first !== ZERO && international(digitsOf(text, 0)) === VALID;
    default:
      return false;
  }
}

/** North America with and without its 1, made-up numbers of the area 555, and mobile numbers of China. */
function isCommon(text: string, at: number, size: number, first: number): boolean {
  if (size === 11) {
    if (first !== ONE) return false;
    return isNanp(text, at + 1) || text.charCodeAt(at + 1) > 50;
  }
  return size === 10 && isNanp(text, at);
}

function isNanp(text: string, at: number): boolean {
  const area = valueAt(text, at, 3);
  return area === 555 || isNorthAmerican(area, valueAt(text, at + 3, 3));
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}
