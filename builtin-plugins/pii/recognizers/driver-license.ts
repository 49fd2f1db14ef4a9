/** @module Driving licences: the shapes of the states of the US and of other countries, with a word that says so. */
import { RANKS } from '../categories.ts';
import { alphabet, ALPHANUMERIC, digitsIn, kindAt, LETTER, UPPER } from '../characters.ts';
import { labels } from '../labels.ts';
import type { TokenRecognizer } from '../recognizer.ts';

const about = labels([
  ...[
    'driver license',
    'driver licence',
    'drivers license',
    'drivers licence',
    "driver's license",
    "driver's licence",
    'driving license',
  ],
  ...[
    'driver s license',
    'driver s licence',
    'driving licence',
    'driver lic',
    'drivers lic',
    'license number',
    'licence number',
    'license no',
  ],
  ...[
    'licence no',
    'license #',
    'driverlicense*',
    'driverslicense*',
    'dl',
    'dl number',
    'dln',
    'dlno',
    'dl no',
    'cdl',
    'driver id',
    'dmv',
  ],
  ...[
    'f\u00fchrerschein*',
    'fuehrerschein*',
    'permis de conduire',
    'permis',
    'licencia de conducir',
    'carnet de conducir',
    'patente di guida',
  ],
  ...[
    'rijbewijs*',
    'carteira de habilita*',
    'cnh',
    'prawo jazdy',
    'k\u00f6rkort*',
    'ajokortti',
    '\u9a7e\u9a76\u8bc1',
    '\u904b\u8ee2\u514d\u8a31',
  ],
]);

/**
 * All shapes of the AAMVA's list in groups of letters and digits, and those of the United Kingdom
 * (`MORGA657054SM9IJ`), Germany (`B072RRE2I55`), Canada (`S1234-56789-01234`), India (`MH-1420110012345`) and others.
 */
const SHAPES = [
  /^\d{7,14}$/, // most states
  /^[A-Z]{1,2}\d{3,14}[A-Z]?$/, // CA, NY, FL, TX, IL, and others
  /^\d{1,3}[A-Z]{1,2}\d{3,9}$/, // NH, ND, VT and others
  /^\d{7,9}[A-Z]{1,2}$/, // VT, MO, DE
  /^[A-Z]{3}\d{5,9}$/, // ND, and others
  /^[A-Z]\d{2,3}[A-Z]?\d{4,9}$/, // KY, KS and others
  /^[A-Z*]{5,7}\d{3}[A-Z\d]{2,4}$/, // WA
  /^[A-Z9]{5}\d{6}[A-Z9]{2}\d?[A-Z\d]{2,3}$/, // GB
  /^[A-Z\d]{11}$/, // DE
  /^[A-Z]{2}\d{13,14}$/, // IN
  /^[A-Z]{1,2}\d{4,8}[A-Z]{1,2}$/, // IT and others
  /^[A-Z]\d{14}$/, // FL without hyphens, ON
];
const LEAST_DIGITS = 5;
const MOST_FIRST = 16;
const MOST_NEXT = 9;
const MOST_GROUPS = 5;
const BLANK = 32;
const STAR = 42;
const HYPHEN = 45;

export const driverLicense: TokenRecognizer = {
  category: 'driver_license',
  rank: RANKS.driver_license,
  longest: 58,
  alphabet: alphabet(/[\w* -]/),
  wide: false,
  numbers: [[1, MOST_FIRST]],
  beside: [' -*', ' -*'],
  mixed: [[2, MOST_FIRST]],
  find(text, token, end, least) {
    if (end - token < LEAST_DIGITS && !isLink(text.charCodeAt(token - 1)) && !isLink(text.charCodeAt(end)))
      return undefined;
    for (let start = Math.max(least, firstStart(text, token)); start <= token; start++) {
      if ((kindAt(text, start) & ALPHANUMERIC) === 0 || (kindAt(text, start - 1) & ALPHANUMERIC) !== 0) continue;
      const most = endOfGroups(text, start);
      if (digitsIn(text, start, most) < LEAST_DIGITS || about(text, start, most) === 0) continue;
      const stop = longestShape(text, start, most);
      if (stop > 0 && about(text, start, stop) !== 0) return { start, end: stop };
    }
    return undefined;
  },
};

function isLink(code: number): boolean {
  return code === BLANK || code === HYPHEN || code === STAR;
}

/** Groups of letters can stand before the first one with a digit: those with digits were looked at before. */
function firstStart(text: string, token: number): number {
  let first = token;
  for (let group = 1; group < MOST_GROUPS; group++) {
    const sign = text.charCodeAt(first - 1);
    if (!isLink(sign)) return first;
    let start = first - 1;
    while (start >= first - MOST_FIRST && isLetterOrStar(text, start - 1)) start--;
    if (start === first - 1 && sign !== STAR) return first;
    // What reads as a word is none of its groups.
    if (sign === BLANK && text.charCodeAt(start - 1) !== HYPHEN && !isTwoCapitals(text, start, first - 1)) return first;
    first = start;
    if (sign === STAR) return first;
  }
  return first;
}

function isLetterOrStar(text: string, at: number): boolean {
  return (kindAt(text, at) & LETTER) !== 0 || text.charCodeAt(at) === STAR;
}

function isTwoCapitals(text: string, start: number, end: number): boolean {
  return end - start === 2 && (kindAt(text, start) & UPPER) !== 0 && (kindAt(text, start + 1) & UPPER) !== 0;
}

/** The first group can have stars; up to four more follow behind a blank or a hyphen. */
function endOfGroups(text: string, start: number): number {
  let end = start;
  while (end < start + MOST_FIRST && ((kindAt(text, end) & ALPHANUMERIC) !== 0 || text.charCodeAt(end) === STAR)) end++;
  for (let group = 1; group < MOST_GROUPS; group++) {
    const sign = text.charCodeAt(end);
    if ((sign !== BLANK && sign !== HYPHEN) || (kindAt(text, end + 1) & ALPHANUMERIC) === 0) return end;
    const first = ++end;
    while (end < first + MOST_NEXT && (kindAt(text, end) & ALPHANUMERIC) !== 0) end++;
  }
  return end;
}

/** The longest row of groups that has one of the shapes. Groups with blanks must all have digits. */
function longestShape(text: string, start: number, end: number): number {
  for (
    let stop = end;
    stop > start;
    stop = Math.max(text.lastIndexOf('-', stop - 1), text.lastIndexOf(' ', stop - 1))
  ) {
    if ((kindAt(text, stop) & ALPHANUMERIC) !== 0) continue;
    const written = text.slice(start, stop);
    if (
      written.replace(/\D/g, '').length < LEAST_DIGITS ||
      / [a-z]+(?: |$)/i.test(written) ||
      /^(?![A-Z]{2} )[A-Za-z]+ /.test(written)
    )
      continue;
    const compact = written.replace(/[- ]/g, '').toUpperCase();
    if (SHAPES.some((shape) => shape.test(compact))) return stop;
  }
  return -1;
}
