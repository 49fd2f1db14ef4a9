/** @module Medicare numbers (MBI), providers (NPI), medical records (MRN), prescribers (DEA) and health cards. */
import { joinedBefore, numberRecognizer } from '../candidates.ts';
import type { Candidate } from '../candidates.ts';
import { RANKS } from '../categories.ts';
import { alphabet, digitsIn, isDigitAt, kindAt, LETTER, WORD } from '../characters.ts';
import { luhn } from '../check-digits.ts';
import { labels } from '../labels.ts';
import type { TokenRecognizer } from '../recognizer.ts';

const rest = { category: 'medical_id', rank: RANKS.medical_id, alphabet: alphabet(/[\w-]/), wide: false };

function isWhole(text: string, start: number, end: number): boolean {
  return ((kindAt(text, start - 1) | kindAt(text, end)) & WORD) === 0;
}

/** CMS: letters without S, L, O, I, B and Z; dashes after the fourth and the seventh. */
const MBI =
  /[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y]{2}\d\d/iy;
const mbi: TokenRecognizer = {
  ...rest,
  longest: 14,
  // The token ends at the first of the dashes.
  mixed: [
    [4, 4],
    [7, 7],
    [11, 11],
  ],
  find(text, start, _end, least) {
    if (start < least || !isDigitAt(text, start) || !isDigitAt(text, start + 3)) return undefined;
    MBI.lastIndex = start;
    return MBI.test(text) && isWhole(text, start, MBI.lastIndex) ? { start, end: MBI.lastIndex } : undefined;
  },
};

/** Two letters and seven digits: the last is that of (1st+3rd+5th) + 2 * (2nd+4th+6th). */
const DEA = /[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}/y;
const dea: TokenRecognizer = {
  ...rest,
  longest: 10,
  mixed: [[9, 9]],
  find(text, start, end, least) {
    DEA.lastIndex = start;
    if (start < least || !DEA.test(text) || !isWhole(text, start, end)) return undefined;
    const digits = Array.from(text.slice(start + 2, end), Number);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, check] = digits;
    const valid = (a + c + e + 2 * (b + d + f)) % 10 === check && aboutDea(text, start, end) !== 0;
    return valid ? { start, end } : undefined;
  },
};
const aboutDea = labels(['dea', 'prescriber', 'registration', 'doctor', 'physician', 'dr', 'practitioner', 'provider']);

const NPI = 1;
const NHS = 2;
const MEDICARE = 4;
const RECORD = 8;
const about = labels(
  ['npi', 'npis', 'provider', 'national provider*', 'physician', 'practitioner'],
  ['nhs', 'nhs number', 'national health'],
  ['medicare', 'health card', 'ihi', 'healthcare identifier'],
  [
    ...[
      'mrn',
      'mrns',
      'medical record',
      'medicalrecord*',
      'patient id',
      'patient no',
      'patient number',
      'patient',
      'chart',
    ],
    ...[
      'medical id',
      'medicaid',
      'member id',
      'health insurance',
      'insurance id',
      'hospital number',
      'health plan',
      'beneficiary',
      'hicn',
    ],
  ],
);

const NPI_PREFIX = [8, 0, 8, 4, 0];
const card = new Uint8Array(15);
card.set(NPI_PREFIX);

function isNpi({ digits, count }: Candidate): boolean {
  if (count !== 10 || (digits[0] as number) > 2 || digits[0] === 0) return false;
  card.set(digits.subarray(0, 10), NPI_PREFIX.length);
  return luhn(card, card.length);
}

function isNhs({ digits, count }: Candidate): boolean {
  if (count !== 10) return false;
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += (digits[i] as number) * Math.max(10 - i, 1);
  return sum % 11 === 0;
}

function isMedicare({ digits, count }: Candidate): boolean {
  if (count !== 10 && count !== 11) return false;
  const sum = [1, 3, 7, 9, 1, 3, 7, 9].reduce((all, weight, i) => all + weight * (digits[i] as number), 0);
  return (digits[0] as number) >= 2 && (digits[0] as number) <= 6 && sum % 10 === digits[8];
}

const numbers = numberRecognizer({
  category: rest.category,
  rank: rest.rank,
  digits: [5, 12],
  whole: true,
  undotted: true,
  accept(candidate, text) {
    const { start, end, separator } = candidate;
    if (
      separator === -1 ||
      separator === 46 ||
      joinedBefore(text, start) === 46 ||
      !isWhole(text, start, end) ||
      text.charAt(start - 1) === '+'
    )
      return false;
    const said = about(text, start, end);
    if (said === 0) return false;
    if ((said & RECORD) !== 0 && (separator === 0 || separator === 45)) return true;
    if ((said & NPI) !== 0 && separator === 0 && isNpi(candidate)) return true;
    if ((said & NHS) !== 0 && isNhs(candidate)) return true;
    return (said & MEDICARE) !== 0 && isMedicare(candidate);
  },
});

/** `MRN: A-1234567`, `patient id P1234567` */
const record: TokenRecognizer = {
  ...rest,
  longest: 20,
  numbers: [[5, 12]],
  mixed: [[6, 16]],
  find(text, token, end, least) {
    let first = token;
    if (isDigitAt(text, token)) {
      if (text.charCodeAt(token - 1) !== HYPHEN) return undefined;
      first = token - 1;
    }
    let start = first;
    let digit = token;
    if (first < token) while (start > first - MOST_LETTERS - 1 && (kindAt(text, start - 1) & LETTER) !== 0) start--;
    else while (digit < end && !isDigitAt(text, digit)) digit++;
    const letters = first < token ? first - start : digit - start;
    const digits = end - digit;
    if (letters < 1 || letters > MOST_LETTERS || digits < 5 || digits > 12) return undefined;
    if (start < least || digitsIn(text, digit, end) !== digits || !isWhole(text, start, end)) return undefined;
    return (about(text, start, end) & RECORD) !== 0 ? { start, end } : undefined;
  },
};
const HYPHEN = 45;
const MOST_LETTERS = 4;

export const medicalId = [mbi, dea, numbers, record] as const;
