/** @module Numbers of taxpayers in the United States: of individuals without social security (ITIN), of employers (EIN). */
import { grouped, joinedAfter, joinedBefore, numberRecognizer, valueOf } from '../candidates.ts';
import type { Candidate } from '../candidates.ts';
import { RANKS } from '../categories.ts';
import { kindAt, WORD } from '../characters.ts';
import { labels } from '../labels.ts';

const HYPHEN = 45;
const DOT = 46;
const ITIN_GROUPS = grouped(3, 2, 4);
const EIN_GROUPS = grouped(2, 7);
const PLAIN = grouped(9);

const aboutItin = labels([
  'itin',
  'itins',
  'individual taxpayer*',
  'taxpayer id*',
  'tax id',
  'tax identification',
  'tin',
]);
const aboutEin = labels([
  ...['ein', 'eins', 'fein', 'feins', 'employer id*', 'employer identification', 'federal tax', 'federal id', 'tax id'],
  ...['taxpayer id*', 'tin', 'irs', 'irs number', 'business tax', 'tax identification', 'us tin', 'ustin'],
]);

/** IRS publication 1915: 900 to 999, with middle digits 50-65, 70-88, 90-92 and 94-99. */
export const itin = numberRecognizer({
  category: 'itin',
  rank: RANKS.itin,
  digits: [9, 9],
  whole: true,
  accept(candidate, text) {
    const { start, end, groups, separator } = candidate;
    if (candidate.digits[0] !== 9 || !isItinGroup(valueOf(candidate, 3, 5)) || !isApart(candidate, text)) return false;
    if (groups === ITIN_GROUPS && (separator === HYPHEN || separator === 32)) return true;
    return groups === PLAIN && aboutItin(text, start, end) !== 0;
  },
});

function isItinGroup(group: number): boolean {
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group !== 93);
}

/** Prefixes that were never given to a campus of the IRS. */
const NO_PREFIXES = new Set([0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97]);

export const usTin = numberRecognizer({
  category: 'us_tin',
  rank: RANKS.us_tin,
  digits: [9, 9],
  whole: true,
  accept(candidate, text) {
    const { start, end, groups, separator } = candidate;
    if (NO_PREFIXES.has(valueOf(candidate, 0, 2)) || !isApart(candidate, text)) return false;
    if (groups === EIN_GROUPS && separator === HYPHEN) return true;
    return groups === PLAIN && aboutEin(text, start, end) !== 0;
  },
});

function isApart({ start, end }: Candidate, text: string): boolean {
  if (((kindAt(text, start - 1) | kindAt(text, end)) & WORD) !== 0 || text.charAt(start - 1) === '+') return false;
  const before = joinedBefore(text, start);
  const after = joinedAfter(text, end);
  return before !== HYPHEN && before !== DOT && after !== HYPHEN && after !== DOT;
}
