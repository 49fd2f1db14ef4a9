/** @module Check digits of numbers, over digits as values. */

type Digits = ArrayLike<number>;

/** ISO/IEC 7812-1, annex B. */
export function luhn(digits: Digits, count: number, from = 0): boolean {
  let sum = 0;
  for (let i = count - 1, double = false; i >= from; i--, double = !double) {
    const digit = digits[i] as number;
    sum += double ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
  }
  return sum % 10 === 0;
}

/** The sum of the first digits, each times its weight. */
export function weighted(digits: Digits, weights: readonly number[], from = 0): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (digits[from + i] as number) * (weights[i] as number);
  return sum;
}

/** The value of digits modulo a number that is small enough for exact arithmetic. */
export function modulo(digits: Digits, from: number, to: number, by: number): number {
  let rest = 0;
  for (let i = from; i < to; i++) rest = (rest * 10 + (digits[i] as number)) % by;
  return rest;
}

/** ISO/IEC 7064, MOD 11,10. */
export function mod11And10(digits: Digits, count: number): boolean {
  let product = 10;
  for (let i = 0; i < count - 1; i++) {
    const sum = ((digits[i] as number) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digits[count - 1];
}

/** ISO/IEC 7064, MOD 97-10, over letters and digits: `A` is 10, and `Z` is 35. */
export function mod97(text: string): number {
  let rest = 0;
  for (let i = 0; i < text.length; i++) {
    const value = parseInt(text.charAt(i), 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

const FLIPS = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Verhoeff's check digit, by the dihedral group of order 10. */
export function verhoeff(digits: Digits, count: number): boolean {
  let check = 0;
  for (let i = 0; i < count; i++) {
    let digit = digits[count - 1 - i] as number;
    for (let turn = 0; turn < i % 8; turn++) digit = FLIPS[digit] as number;
    check = dihedral(check, digit);
  }
  return check === 0;
}

function dihedral(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5;
  return b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 10) % 5;
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether there is such a day in some year, or in the year that is given. */
export function isDay(month: number, day: number, year?: number): boolean {
  const most = DAYS[month - 1];
  if (most === undefined || day < 1 || day > most) return false;
  if (month !== 2 || day < 29 || year === undefined) return true;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
