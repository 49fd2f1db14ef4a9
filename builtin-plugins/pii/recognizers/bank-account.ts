/** @module Bank accounts of the United States and elsewhere: routing numbers, account numbers, BICs; all with a word. */
import { joinedBefore, numberRecognizer, valueOf } from '../candidates.ts';
import { RANKS } from '../categories.ts';
import { alphabet, kindAt, WORD } from '../characters.ts';
import { weighted } from '../check-digits.ts';
import { labels } from '../labels.ts';
import type { TokenRecognizer } from '../recognizer.ts';

const ROUTING = 1;
const ACCOUNT = 2;
const about = labels(
  ['routing*', 'aba', 'aba rtn', 'rtn', 'transit', 'ach', 'wire'],
  [
    ...[
      'account',
      'account number',
      'acct',
      'acc no',
      'accountno',
      'accountnumber',
      'acctnum',
      'bank account',
      'a/c',
      'checking',
    ],
    ...[
      'savings',
      'kontonummer',
      'konto',
      'kontonr',
      'num\u00e9ro de compte',
      'compte',
      'cuenta',
      'conta',
      'clabe',
      'bsb',
      'sort code',
      'ifsc',
    ],
    ...['\u8d26\u53f7', '\u53e3\u5ea7\u756a\u53f7', 'rekening*', 'rib', 'iban', 'bank'],
  ],
);
const LEAST_ACCOUNT = 7;
const ROUTING_WEIGHTS = [3, 7, 1, 3, 7, 1, 3, 7, 1];

const numbers = numberRecognizer({
  category: 'bank_account',
  rank: RANKS.bank_account,
  digits: [6, 18],
  whole: true,
  undotted: true,
  accept(candidate, text) {
    const { start, end, count, separator } = candidate;
    if (((kindAt(text, start - 1) | kindAt(text, end)) & WORD) !== 0 || text.charAt(start - 1) === '+') return false;
    if (separator === -1 || separator === 46 || joinedBefore(text, start) === 46) return false;
    const said = about(text, start, end);
    if (said === 0) return false;
    if ((said & ROUTING) !== 0 && isRouting(candidate.digits, count, valueOf(candidate, 0, 2))) return true;
    return (said & ACCOUNT) !== 0 && count >= (separator === 0 ? LEAST_ACCOUNT : 6);
  },
});

/** The first two digits are a district of the Federal Reserve, a thrift, an electronic or a traveller's cheque. */
function isRouting(digits: Uint8Array, count: number, district: number): boolean {
  if (count !== 9 || weighted(digits, ROUTING_WEIGHTS) % 10 !== 0) return false;
  return district <= 12 || (district >= 21 && district <= 32) || (district >= 61 && district <= 72) || district === 80;
}

const aboutBics = labels(['swift*', 'bic', 'bics', 'biccode', 'bank identifier*']);

/** ISO 9362: four letters, the country, two of the place, three of the branch. */
const BIC = /[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?(?!\w)/y;
const SIZES = [
  [8, 8],
  [11, 11],
] as const;
const bic: TokenRecognizer = {
  category: 'bank_account',
  rank: RANKS.bank_account,
  longest: 12,
  alphabet: alphabet(/\w/),
  wide: false,
  mixed: SIZES,
  words: SIZES,
  find(text, start, end, least) {
    BIC.lastIndex = start;
    if (start < least || !BIC.test(text) || (kindAt(text, start - 1) & WORD) !== 0) return undefined;
    return aboutBics(text, start, end) !== 0 ? { start, end } : undefined;
  },
};

export const bankAccount = [numbers, bic] as const;
