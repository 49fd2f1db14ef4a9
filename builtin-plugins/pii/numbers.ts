/** @module Cards, social security numbers, phone and passport numbers. Every pattern is bounded in length. */
import type { Range } from './range.ts';

/** What phones, cards and social security numbers have in common: eight digits and more, close together. */
export const LONG_NUMBER = /\d[-.\s()]{0,3}\d[-.\s()]{0,3}\d(?:[-.\s()]{0,3}\d){5}/;

/** North American, with or without country code. */
const NANP = /(?<!\d)(?:\+?1[-.\s]?)?\(?\d{3}\)?[-.\s]?\d{3}[-.\s]?\d{4}(?!\d)/g;
/** International, as E.164 has it: a plus sign and 8 to 15 digits. */
const E164 = /(?<![\w+])\+[1-9](?:[-.\s()]{0,2}\d){7,14}(?!\d)/g;
/** Areas 000, 666 and 900 to 999 were never given out. */
const SSN = /(?<!\d)(?!000|666|9)\d{3}(?:-\d{2}-|\s\d{2}\s)\d{4}(?!\d)/g;
const NINE_DIGITS = /(?<!\d)(?!000|666|9)\d{9}(?!\d)/g;
/**
 * Nine digits alone can be anything; one of these words before or after makes them a social security number. No other
 * find may stand between, so that redacting it changes nothing here.
 */
const WORDS = String.raw`(?:\bssn\b|social|\btax\W?(?:payer\W?)?id|\bi?tin\b)`;
const GAP = String.raw`[^\d@<>*[\]]{0,30}`;
const CONTEXT_BEFORE = new RegExp(`${WORDS}${GAP}$`, 'i');
const CONTEXT_AFTER = new RegExp(`^${GAP}${WORDS}`, 'i');
const CONTEXT_CHARACTERS = 48;
const PASSPORT = /(?<!\w)[A-Z]{1,2}\d{6,9}(?!\w)/g;

export function findPhones(text: string): Range[] {
  const found = rangesOf(text, NANP);
  return text.includes('+') ? [...found, ...rangesOf(text, E164)] : found;
}

export function findSsns(text: string): Range[] {
  const found = rangesOf(text, SSN);
  for (const range of rangesOf(text, NINE_DIGITS)) {
    const before = text.slice(Math.max(0, range.start - CONTEXT_CHARACTERS), range.start);
    const after = text.slice(range.end, range.end + CONTEXT_CHARACTERS);
    if (CONTEXT_BEFORE.test(before) || CONTEXT_AFTER.test(after)) found.push(range);
  }
  return found;
}

export function findPassports(text: string): Range[] {
  return rangesOf(text, PASSPORT);
}

function rangesOf(text: string, pattern: RegExp): Range[] {
  const found: Range[] = [];
  // `matchAll` copies its pattern at every call, which costs more than most texts take to search.
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

const CARD_START = /(?<!\d)[2-6]/g;
const MOST_CARD_DIGITS = 19;

/**
 * Finds card numbers: the ranges and lengths that issuers use, and a Luhn check digit (ISO/IEC 7812-1). Digits may be
 * in groups, with single spaces or dashes between them.
 */
export function findCards(text: string): Range[] {
  const found: Range[] = [];
  CARD_START.lastIndex = 0;
  for (let match = CARD_START.exec(text); match !== null; match = CARD_START.exec(text)) {
    const start = match.index;
    const end = cardEnd(text, start);
    if (end < 0) continue;
    found.push({ start, end });
    CARD_START.lastIndex = end;
  }
  return found;
}

/** The end of the longest card number that starts here. It ends with a group: what follows may be a date or a code. */
function cardEnd(text: string, start: number): number {
  let digits = '';
  let best = -1;
  for (let i = start; i < text.length; i++) {
    const char = text.charAt(i);
    if (char >= '0' && char <= '9') {
      digits += char;
      if (digits.length > MOST_CARD_DIGITS) break;
      const next = text.charAt(i + 1);
      const ends = !(next >= '0' && next <= '9') || next === '';
      if (ends && hasCardShape(digits) && hasLuhn(digits)) best = i + 1;
    } else if (!(char === ' ' || char === '-') || !/\d/.test(text.charAt(i + 1))) break;
  }
  return best;
}

/** Issuer identification numbers, by the lengths that they come with. */
const ISSUERS: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]], // Visa
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^(?:6011|64[4-9]|65)/, [16, 19]], // Discover
  [/^35(?:2[89]|[3-8])/, [16, 19]], // JCB
  [/^3(?:0[0-5]|[689])/, [14, 16, 19]], // Diners Club
  [/^62/, [16, 17, 18, 19]], // UnionPay
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [13, 14, 15, 16, 17, 18, 19]], // Maestro
];

function hasCardShape(digits: string): boolean {
  return (
    digits.length >= 13 && ISSUERS.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits))
  );
}

function hasLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    const digit = digits.charCodeAt(i) - 48;
    sum += double ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
  }
  return sum % 10 === 0;
}
