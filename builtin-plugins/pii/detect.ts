/** @module All detection, behind one function. */
import { findAddresses } from './addresses.ts';
import { CATEGORIES } from './categories.ts';
import type { PiiCategory } from './categories.ts';
import { findEmails } from './emails.ts';
import { findCards, findPassports, findPhones, findSsns, LONG_NUMBER } from './numbers.ts';
import { foldWithOffsets } from './offsets.ts';
import type { Range } from './range.ts';
import { ADDRESS, AT, DISGUISED, EIGHT_DIGITS, signsOf, SIX_DIGITS } from './signs.ts';

export interface Detection extends Range {
  readonly category: PiiCategory;
}

const NOTHING: readonly Detection[] = Object.freeze([]);
const DISGUISE = /[^\0-\x7f]|%[\da-f]{2}|&[#a-z]/i; // eslint-disable-line no-control-regex
const ENCODED = /%[\da-f]{2}|&[#a-z]/i;

/**
 * Finds personal data of some categories. What is found never overlaps, is sorted, and covers everything that any
 * category matched. Takes time linear in the length of the text.
 *
 * Sees through invisible characters, look-alike letters, digits of any script, percent escapes and HTML references.
 */
export function detect(text: string, categories: ReadonlySet<PiiCategory>): readonly Detection[] {
  const signs = signsOf(text);
  if (signs === 0) return NOTHING;
  if ((signs & DISGUISED) === 0 || !DISGUISE.test(text)) return merge(detectAll(text, categories, signs));
  const found: Detection[] = [];
  const { text: folded, starts, ends } = foldWithOffsets(text);
  for (const { start, end, category } of detectAll(folded, categories))
    found.push({ start: starts[start] as number, end: ends[end - 1] as number, category });
  // An escape can be part of what is found as it stands, too: both readings are covered.
  if (ENCODED.test(text)) for (const one of detectAll(text, categories)) found.push(one);
  return merge(found);
}

/**
 * Looks again with what was found taken out: it may have stood so close to something else that it hid it. So redacting
 * a redacted text finds nothing new.
 */
function detectAll(text: string, categories: ReadonlySet<PiiCategory>, signs = signsOf(text)): Detection[] {
  const found: Detection[] = [];
  let rest = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const more = detectPlain(rest, categories, round === 0 ? signs : signsOf(rest));
    if (more.length === 0) break;
    for (const one of more) found.push(one);
    rest = without(rest, merge(more));
  }
  return found;
}

const MOST_ROUNDS = 10;

function without(text: string, found: readonly Range[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of found) {
    parts.push(text.slice(at, start), '*'.repeat(end - start));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

function detectPlain(text: string, categories: ReadonlySet<PiiCategory>, signs: number): Detection[] {
  const found: Detection[] = [];
  if (signs === 0) return found;
  const look = (category: PiiCategory, sign: number, find: (text: string) => readonly Range[]): void => {
    if ((signs & sign) === 0 || !categories.has(category)) return;
    for (const { start, end } of find(text)) found.push({ start, end, category });
  };
  look('email', AT, findEmails);
  look('ip_address', ADDRESS, findAddresses);
  look('passport', SIX_DIGITS, findPassports);
  if ((signs & EIGHT_DIGITS) === 0 || !LONG_NUMBER.test(text)) return found;
  look('phone', EIGHT_DIGITS, findPhones);
  look('ssn', EIGHT_DIGITS, findSsns);
  look('credit_card', EIGHT_DIGITS, findCards);
  return found;
}

/** Joins what overlaps: nothing that was found is left over, and the longest find gives its name. */
function merge(found: Detection[]): readonly Detection[] {
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Detection[] = [];
  let best = found[0] as Detection;
  let { start, end } = best;
  for (const one of found) {
    if (one.start >= end) {
      merged.push({ start, end, category: best.category });
      ({ start, end } = best = one);
      continue;
    }
    if (outranks(one, best)) best = one;
    end = Math.max(end, one.end);
  }
  merged.push({ start, end, category: best.category });
  return merged;
}

function outranks(one: Detection, other: Detection): boolean {
  const longer = one.end - one.start - (other.end - other.start);
  return longer > 0 || (longer === 0 && CATEGORIES.indexOf(one.category) < CATEGORIES.indexOf(other.category));
}
