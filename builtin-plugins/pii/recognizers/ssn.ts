/** @module Social security numbers of the United States (20 CFR 422.103; areas as assigned since 2011). */
import { RANKS } from '../categories.ts';
import { grouped, joinedAfter, joinedBefore, numberRecognizer, valueOf } from '../candidates.ts';
import type { Candidate } from '../candidates.ts';
import { kindAt, LETTER, UPPER } from '../characters.ts';
import { labels } from '../labels.ts';
import { isInSsnColumn } from './ssn-column.ts';

export const ssn = numberRecognizer({ category: 'ssn', rank: RANKS.ssn, digits: [9, 9], accept });

const WRITTEN = grouped(3, 2, 4);
const PLAIN = grouped(9);
const HYPHEN = 45;
const BLANKS: readonly number[] = [32, 0xa0];

const labelled = labels(
  [
    ...['ssn', 'ss', 'ssns', 'ssnum', 'ssno', 'soc sec', 'social security', 'social sec', 'socsec', 'tin', 'itin'],
    ...['socialsecurity*', 'tax id', 'taxpayer id*', 'tax identification', 'taxid', 'seguro social', 's s n', 'us ssn'],
  ],
  ['social'],
  ['social insurance', 'social media'],
);
const SAYS_SSN = 1;
const SAYS_SOCIAL = 2;
const SAYS_OTHER = 4;

function accept(candidate: Candidate, text: string): boolean {
  const { start, end, groups, separator } = candidate;
  const area = valueOf(candidate, 0, 3);
  // Serial 0000 was never given out, but is one mistyped digit away from one that was: it is covered.
  if (area === 0 || area === 666 || area >= 900 || valueOf(candidate, 3, 5) === 0) return false;
  if (isPartNumber(text, start)) return false;
  if (groups === WRITTEN && (separator === HYPHEN || BLANKS.includes(separator)))
    return isApart(text, start, end, separator);
  if (groups !== PLAIN && groups !== WRITTEN) return false;
  if ((kindAt(text, end) & LETTER) !== 0 || joinedBefore(text, start) === 46 || joinedAfter(text, end) === 46)
    return false;
  return separator !== -1 && (isLabelled(text, start, end) || isInSsnColumn(text, start, end));
}

function isLabelled(text: string, start: number, end: number): boolean {
  const said = labelled(text, start, end);
  // That of Canada is a national number.
  return (said & SAYS_SSN) !== 0 || (said & (SAYS_SOCIAL | SAYS_OTHER)) === SAYS_SOCIAL;
}

/** `A123-45-6789`, `sku-123-45-6789`. */
function isPartNumber(text: string, start: number): boolean {
  if ((kindAt(text, start - 1) & UPPER) !== 0) return true;
  return text.charCodeAt(start - 1) === HYPHEN && (kindAt(text, start - 2) & LETTER) !== 0;
}

/** With blanks nine digits are more often part of a row of numbers. */
function isApart(text: string, start: number, end: number, separator: number): boolean {
  const before = joinedBefore(text, start);
  const after = joinedAfter(text, end);
  if (text.charAt(start - 1) === '+') return false;
  if (before === HYPHEN || before === 46 || after === HYPHEN || after === 46) return false;
  return separator === HYPHEN || (before !== separator && after !== separator) || isLabelled(text, start, end);
}
