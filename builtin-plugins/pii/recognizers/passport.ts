/** @module Passport numbers: one or two capitals and six to nine digits; more shapes with a word that says so. */
import { numberRecognizer } from '../candidates.ts';
import { RANKS } from '../categories.ts';
import { alphabet, digitsIn, kindAt, UNDERSCORE, UPPER, WORD } from '../characters.ts';
import { labels } from '../labels.ts';
import type { TokenRecognizer } from '../recognizer.ts';

const rest = { category: 'passport', rank: RANKS.passport, alphabet: alphabet(/\w/) };

const aboutPassports = labels([
  ...[
    'passport*',
    'pass no',
    'passnummer',
    'reisepass*',
    'passeport*',
    'pasaporte*',
    'passaporto*',
    'passaporte*',
    'paspoort*',
  ],
  ...[
    'pasport*',
    'paszport*',
    '\u043f\u0430\u0441\u043f\u043e\u0440\u0442*',
    '\u62a4\u7167',
    '\u65c5\u5238',
    '\uc5ec\uad8c',
    'travel document',
    'ppt no',
  ],
]);

/** One or two capitals and digits, or another row of both with a word: `12AB34567`, `C01X00T47`, `NL1XX23R4`. */
const letters: TokenRecognizer = {
  ...rest,
  longest: 14,
  wide: false,
  numbers: [[6, 10]],
  mixed: [[6, 12]],
  find(text, start, end, least) {
    if (start < least || (kindAt(text, start - 1) & UNDERSCORE) !== 0) return undefined;
    const digits = digitsIn(text, start, end);
    if (isCapitals(text, start, end, digits) && (kindAt(text, end) & WORD) === 0) return { start, end };
    return digits >= 3 && digits < 11 && aboutPassports(text, start, end) !== 0 ? { start, end } : undefined;
  },
};

function isCapitals(text: string, start: number, end: number, digits: number): boolean {
  const capitals = end - start - digits;
  if (digits < 6 || digits > 9 || capitals < 1 || capitals > 2) return false;
  return (kindAt(text, start) & UPPER) !== 0 && (capitals === 1 || (kindAt(text, start + 1) & UPPER) !== 0);
}

/** `45 10 123456` */
const groups = numberRecognizer({
  category: 'passport',
  rank: RANKS.passport,
  digits: [7, 10],
  divided: true,
  accept: ({ start, end, separator }, text) => separator > 0 && aboutPassports(text, start, end) !== 0,
});

export const passport = [letters, groups] as const;
