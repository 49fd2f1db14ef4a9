/** @module Check digits of national numbers that are digits alone. */
import { valueOf } from './candidates.ts';
import type { Candidate } from './candidates.ts';
import { isDay, luhn, mod11And10, modulo, verhoeff, weighted } from './check-digits.ts';

const at = ({ digits }: Candidate, place: number): number => digits[place] as number;

/** The rest of eleven as Brazil, Turkey and others count it: 10 and 11 are 0. */
const rest11 = (sum: number): number => (sum % 11 < 2 ? 0 : 11 - (sum % 11));

export function isUniform({ digits, count }: Candidate): boolean {
  for (let i = 1; i < count; i++) if (digits[i] !== digits[0]) return false;
  return true;
}

/** Two digits of the year, the month (plus an offset for the century), and the day. */
function isShortDate(candidate: Candidate, from = 0, offset = 0): boolean {
  return isDay((valueOf(candidate, from + 2, from + 4) - offset) % 100, valueOf(candidate, from + 4, from + 6));
}

export const isCanadian = (one: Candidate): boolean => at(one, 0) !== 8 && luhn(one.digits, 9);

export const isIndian = (one: Candidate): boolean => at(one, 0) > 1 && verhoeff(one.digits, 12);

const CPF_FIRST = [10, 9, 8, 7, 6, 5, 4, 3, 2];
const CPF_SECOND = [11, ...CPF_FIRST];
export function isBrazilian(one: Candidate): boolean {
  if (isUniform(one)) return false;
  return (
    rest11(weighted(one.digits, CPF_FIRST)) === at(one, 9) && rest11(weighted(one.digits, CPF_SECOND)) === at(one, 10)
  );
}

const CNPJ_FIRST = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
const CNPJ_SECOND = [6, ...CNPJ_FIRST];
export function isBrazilianCompany(one: Candidate): boolean {
  if (isUniform(one)) return false;
  return (
    rest11(weighted(one.digits, CNPJ_FIRST)) === at(one, 12) &&
    rest11(weighted(one.digits, CNPJ_SECOND)) === at(one, 13)
  );
}

/** INSEE: sex, year, month (or a code for those unknown), and 97 less the rest of 97. */
export function isFrench(one: Candidate): boolean {
  const month = valueOf(one, 3, 5);
  if ((at(one, 0) - 1) % 2 !== 0 && at(one, 0) !== 2 && at(one, 0) !== 4 && at(one, 0) !== 8) return false;
  if (at(one, 0) === 0 || month === 0 || (month > 12 && month < 20)) return false;
  return 97 - modulo(one.digits, 0, 13, 97) === valueOf(one, 13, 15);
}

/** Of the first ten digits one or two occur more than once. */
export function isGermanTax(one: Candidate): boolean {
  const counts = new Uint8Array(10);
  for (let i = 0; i < 10; i++) counts[at(one, i)] = (counts[at(one, i)] as number) + 1;
  const most = Math.max(...counts);
  return at(one, 0) > 0 && (most === 2 || most === 3) && mod11And10(one.digits, 11);
}

export function isPolish(one: Candidate): boolean {
  const century = Math.floor(valueOf(one, 2, 4) / 20) * 20;
  if (!isShortDate(one, 0, century)) return false;
  return (10 - (weighted(one.digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === at(one, 10);
}

/** Ten digits, or twelve with the century; a coordination number has 60 added to the day. */
export function isSwedish(one: Candidate): boolean {
  const from = one.count - 10;
  const day = valueOf(one, from + 4, from + 6);
  return isDay(valueOf(one, from + 2, from + 4), day > 60 ? day - 60 : day) && luhn(one.digits, one.count, from);
}

export function isDutch(one: Candidate): boolean {
  return !isUniform(one) && (weighted(one.digits, [9, 8, 7, 6, 5, 4, 3, 2]) - at(one, 8)) % 11 === 0;
}

export function isBelgian(one: Candidate): boolean {
  const month = valueOf(one, 2, 4);
  if (month > 52 || valueOf(one, 4, 6) > 31) return false;
  const check = valueOf(one, 9, 11);
  const old = valueOf(one, 0, 9);
  return 97 - (old % 97) === check || 97 - ((2e9 + old) % 97) === check;
}

export const isPortuguese = (one: Candidate): boolean =>
  '1235689'.includes(String(at(one, 0))) && rest11(weighted(one.digits, [9, 8, 7, 6, 5, 4, 3, 2])) === at(one, 8);

/** GB 11643: MOD 11-2 over 17 digits; the last may be `X`. */
const CHINESE = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
export function chineseCheck(digits: ArrayLike<number>): string {
  return '10X98765432'.charAt(weighted(digits, CHINESE) % 11);
}

export function isJapanese(one: Candidate): boolean {
  const sum = weighted(one.digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
  return !isUniform(one) && rest11(sum) === at(one, 11);
}

/** Numbers given since October 2020 have no check digit: the date and the century remain. */
export function isKorean(one: Candidate): boolean {
  return isShortDate(one) && at(one, 6) >= 1 && at(one, 6) <= 8;
}

export const isAustralianTax = (one: Candidate): boolean =>
  !isUniform(one) && weighted(one.digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

export const isAustralianMedicare = (one: Candidate): boolean =>
  at(one, 0) >= 2 && at(one, 0) <= 6 && weighted(one.digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === at(one, 8);

export const isSouthAfrican = (one: Candidate): boolean => isShortDate(one) && at(one, 10) < 3 && luhn(one.digits, 13);

export function isTurkish(one: Candidate): boolean {
  if (at(one, 0) === 0) return false;
  const odd = weighted(one.digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighted(one.digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const first = (((odd * 7 - even) % 10) + 10) % 10;
  return first === at(one, 9) && (odd + even + first) % 10 === at(one, 10);
}

export function isNorwegian(one: Candidate): boolean {
  const day = valueOf(one, 0, 2);
  if (!isDay(valueOf(one, 2, 4) % 40, day > 40 ? day - 40 : day)) return false;
  return (
    weighted(one.digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(one.digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** The check digit was given up in 2007. */
export const isDanish = (one: Candidate): boolean => isDay(valueOf(one, 2, 4), valueOf(one, 0, 2));

export const isSwiss = (one: Candidate): boolean =>
  valueOf(one, 0, 3) === 756 &&
  (10 - (weighted(one.digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === at(one, 12);

export const isAustrian = (one: Candidate): boolean =>
  at(one, 0) > 0 &&
  isDay(valueOf(one, 6, 8) % 20, valueOf(one, 4, 6)) &&
  weighted(one.digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === at(one, 3);

export const isCzech = (one: Candidate): boolean =>
  isDay((valueOf(one, 2, 4) % 50) % 20, valueOf(one, 4, 6)) && modulo(one.digits, 0, 10, 11) === 0;

export function isRomanian(one: Candidate): boolean {
  const rest = weighted(one.digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return at(one, 0) > 0 && isShortDate(one, 1) && (rest === 10 ? 1 : rest) === at(one, 12);
}

export function isIsraeli(one: Candidate): boolean {
  return luhn(one.digits, 9);
}

export const isThai = (one: Candidate): boolean =>
  at(one, 0) > 0 && (11 - (weighted(one.digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === at(one, 12);

/** SNILS of Russia: the last two digits of a sum modulo 101. */
export const isRussian = (one: Candidate): boolean =>
  (weighted(one.digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === valueOf(one, 9, 11);
