/** @module Dates and times: of ISO 8601, in figures, and as they are written in English. Months have their days. */
import { RANKS } from '../categories.ts';
import { alphabet, isDigitAt, kindAt, LETTER, WORD } from '../characters.ts';
import { isDay } from '../check-digits.ts';
import type { Range, TokenRecognizer } from '../recognizer.ts';

const CLOCK = String.raw`(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d{1,9})?)?`;
const ZONE = String.raw`(?: ?(?:Z|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d))?`;
const HALF = String.raw`(?: ?[AaPp]\.?[Mm]\b\.?)?`;
const AFTER_DATE = `(?:(?:T|,? (?:at )?)${CLOCK}${HALF}${ZONE})?`;
const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONGEST = 64;
const rest = {
  category: 'date_time',
  rank: RANKS.date_time,
  longest: LONGEST,
  alphabet: alphabet(/[\w:.,+/ -]/),
  wide: false,
};

const ISO = new RegExp(String.raw`\d{4}([-/.])\d{1,2}\1\d{1,2}${AFTER_DATE}|\d{8}T\d{4}(?:\d\d)?Z?`, 'y');

/** `2024-05-01T10:20:30.123Z`, `2024/05/01`, `20240501T102030Z` */
const isoDate: TokenRecognizer = {
  ...rest,
  numbers: [[4, 4]],
  beside: ['', '-./'],
  mixed: [[13, 16]],
  find(text, start, end, least) {
    const compact = end - start > 4;
    if (compact ? text.charCodeAt(start + 8) !== 84 : !isSign(text.charCodeAt(end)) || !isDigitAt(text, end + 1))
      return undefined;
    return start < least ? undefined : dated(ISO, text, start, isIso);
  },
};

function isIso(text: string, start: number, end: number): boolean {
  const compact = isDigitAt(text, start + 4);
  const [year = 0, month = 0, day = 0] = compact
    ? [
        Number(text.slice(start, start + 4)),
        Number(text.slice(start + 4, start + 6)),
        Number(text.slice(start + 6, start + 8)),
      ]
    : numbersOf(text, start, end);
  return year >= 1000 && year < 2200 && isDay(month, day, year);
}

const NUMERIC = new RegExp(String.raw`\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)${AFTER_DATE}`, 'y');

/** `05/01/2024`, `1.5.2024`, `01-05-24`: the day first or the month first. */
const numericDate: TokenRecognizer = {
  ...rest,
  numbers: [[1, 2]],
  beside: ['', '-./'],
  find(text, start, end, least) {
    const sign = text.charCodeAt(end);
    if (start < least || !isSign(sign) || !isDigitAt(text, end + 1)) return undefined;
    if (text.charCodeAt(end + 2) !== sign && text.charCodeAt(end + 3) !== sign) return undefined;
    return dated(NUMERIC, text, start, isNumeric);
  },
};

function isNumeric(text: string, start: number, end: number): boolean {
  const [first = 0, second = 0, year = 0] = numbersOf(text, start, end);
  if (year > 99 && (year < 1000 || year > 2200)) return false;
  // Three short numbers with dots or hyphens are a version, or part of a number.
  if (year < 100 && !text.slice(start, end).includes('/')) return false;
  const full = year > 99 ? year : 2000 + year;
  return isDay(first, second, full) || isDay(second, first, full);
}

const WRITTEN = new RegExp(
  String.raw`(?:\d{1,2}(?:st|nd|rd|th)?(?: of)?[ -])?\b${MONTH}\b\.?(?:[ -]\d{1,2}(?:st|nd|rd|th)?(?!\d))?(?:,?[ -]\d{4}(?!\d))?${AFTER_DATE}`,
  'iy',
);

/** `May 1, 2024`, `May 1st`, `1 May 2024`, `Wed, 01 May 2024 10:20:30 GMT`, `May 2024` */
const writtenDate: TokenRecognizer = {
  ...rest,
  numbers: [
    [1, 2],
    [4, 4],
  ],
  beside: [' -', ' -'],
  mixed: [[3, 4]],
  find(text, start, end, least) {
    if (!isDigitAt(text, start)) return undefined;
    const month = monthBefore(text, start);
    const found = month < least ? undefined : dated(WRITTEN, text, month, isWritten);
    if (found || start < least || !isMonthAfter(text, end)) return found;
    return dated(WRITTEN, text, start, isWritten);
  },
};

function isWritten(text: string, start: number, end: number): boolean {
  const written = text.slice(start, end);
  const numbers = numbersOf(text, start, end);
  const month = MONTHS.findIndex((name) => written.toLowerCase().includes(name)) + 1;
  const [first = 0] = numbers;
  // `may 5` in small letters is more often a verb.
  if (numbers.length === 0 || !/[A-Z]/.test(written)) return false;
  return first > 999 || isDay(month, first);
}

const LONGEST_MONTH = 9;
const FIRST = Uint8Array.from({ length: 32 }, (_, letter) =>
  'jfmasond'.includes(String.fromCharCode(96 + letter)) ? 1 : 0,
);
const BLANK = 32;
const HYPHEN = 45;

/** Whether a blank or a hyphen, and the first letter of a month or the `of` before it, come next. */
function isMonthAfter(text: string, at: number): boolean {
  const sign = text.charCodeAt(at);
  return (sign === BLANK || sign === HYPHEN) && (kindAt(text, at + 1) & LETTER) !== 0 && beginsMonth(text, at + 1);
}

function beginsMonth(text: string, at: number): boolean {
  return FIRST[text.charCodeAt(at) & 31] === 1;
}

/** Where the month begins that a number follows, or -1: `May 1`, `May, 2024`, `May. 1`, `May at 10:20`. */
function monthBefore(text: string, number: number): number {
  const sign = text.charCodeAt(number - 1);
  if (sign !== BLANK && sign !== HYPHEN) return -1;
  let end = number - 1;
  if (text.startsWith(' at', end - 3) || text.startsWith(' AT', end - 3)) end -= 3;
  if (text.charCodeAt(end - 1) === 44) end--;
  if (text.charCodeAt(end - 1) === 46) end--;
  let start = end;
  while (start > end - LONGEST_MONTH && (kindAt(text, start - 1) & LETTER) !== 0) start--;
  return end - start > 2 && beginsMonth(text, start) ? start : -1;
}

const TIME = new RegExp(`(?:${CLOCK}${HALF}|(?:1[0-2]|0?[1-9]) ?(?:[AaPp][Mm]\\b|[ap]\\.m\\.))${ZONE}`, 'y');

const time: TokenRecognizer = {
  ...rest,
  numbers: [[1, 2]],
  beside: ['', ' :'],
  mixed: [[2, 4]],
  find(text, start, end, least) {
    const next = text.charCodeAt(end);
    if (start < least || !isDigitAt(text, start)) return undefined;
    if (isDigitAt(text, end - 1) && next !== COLON && !(next === BLANK && isHalf(text.charCodeAt(end + 1))))
      return undefined;
    return dated(TIME, text, start, isTime);
  },
};
const COLON = 58;

/** `a` or `p`. */
function isHalf(code: number): boolean {
  return (code | 32) === 97 || (code | 32) === 112;
}

function isTime(text: string, _start: number, end: number): boolean {
  return text.charAt(end) !== ':';
}

export const dateTime = [isoDate, numericDate, writtenDate, time] as const;

/** What a pattern finds at a place, when it stands apart and is one. */
function dated(
  pattern: RegExp,
  text: string,
  start: number,
  isOne: (text: string, start: number, end: number) => boolean,
): Range | undefined {
  pattern.lastIndex = start;
  if (!pattern.test(text)) return undefined;
  const end = pattern.lastIndex;
  return isApart(text, start, end) && isOne(text, start, end) ? { start, end } : undefined;
}

function isSign(code: number): boolean {
  return code > 44 && code < 48;
}

function numbersOf(text: string, start: number, end: number): number[] {
  return (text.slice(start, end).match(/\d+/g) ?? []).map(Number);
}

/** Neither within a word nor a part of a longer row of numbers. */
function isApart(text: string, start: number, end: number): boolean {
  if ((kindAt(text, start - 1) & WORD) !== 0 || (kindAt(text, end) & WORD) !== 0) return false;
  if (/[-/.:]/.test(text.charAt(start - 1)) && isDigitAt(text, start - 2)) return false;
  return !(/[-/.]/.test(text.charAt(end)) && isDigitAt(text, end + 1));
}
