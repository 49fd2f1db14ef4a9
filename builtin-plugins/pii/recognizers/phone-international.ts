/** @module Phone numbers with their country: `+44 20 7946 0958`, `0044 20…`, `011 44 20…`. */
import { contextBefore, KEYED, LIKELY, NAMED, SILENT } from './phone-context.ts';
import { BLANK, digitsOf, endOf, groups, isDigit, MOST_GROUPS, PAREN, WIDE } from './phone-groups.ts';
import { codeLength, international, POSSIBLE, UNKNOWN, VALID } from './phone-plan.ts';

const LEAST = 7;
const MOST = 15;
/** A number that no plan has, without any separator, is believed when it is this long. */
const LEAST_BARE = 10;
/** Past the area code a wide gap starts another number. */
const MOST_BEFORE_GAP = 7;
const PLUS = 43;

/** Where the plus sign is that belongs to the digits that start here, or -1. */
export function plusBefore(text: string, at: number): number {
  let plus = at - 1;
  if (plus >= 0 && (text.charCodeAt(plus) === 32 || text.charCodeAt(plus) === 40)) plus--;
  if (plus < 0 || text.charCodeAt(plus) !== PLUS) return -1;
  if (plus === 0) return plus;
  const before = text.charCodeAt(plus - 1);
  return before === PLUS || isWord(before) ? -1 : plus;
}

/** The end of the number whose country comes first here, after a plus sign; or -1. */
export function internationalEnd(text: string, at: number): number {
  const best = bestGroup(text, 0);
  if (best.valid >= 0) return endOf(best.valid);
  if (best.possible > 0 || (best.possible === 0 && (groups.totals[0] as number) >= LEAST_BARE))
    return endOf(best.possible);
  if (best.possible < 0 && best.any < 0) return -1;
  const context = contextBefore(text, at - 1);
  if (best.possible >= 0 && context >= LIKELY) return endOf(best.possible);
  return context >= NAMED && best.any >= 0 ? endOf(best.any) : -1;
}

/** The end of the number that starts here with 00 or 011, or -1. */
export function prefixedEnd(text: string, at: number): number {
  const second = text.charCodeAt(at + 1);
  const size = second === 48 ? 2 : second === 49 && text.charCodeAt(at + 2) === 49 ? 3 : 0;
  if (size === 0 || (groups.totals[groups.count - 1] as number) < LEAST + size + 1) return -1;
  if (at > 0 && (isWord(text.charCodeAt(at - 1)) || isStuck(text, at))) return -1;
  const { valid } = bestGroup(text, size);
  if (valid < 0 || goesOnWithWord(text, endOf(valid)) || !isCodeApart(text, valid, size)) return -1;
  return contextBefore(text, at) >= (valid > 0 && groups.signs[1] === BLANK ? KEYED : SILENT) ? endOf(valid) : -1;
}

/** `x12` is an extension. */
function goesOnWithWord(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  return isWord(code) && !((code | 32) === 120 && isDigit(text.charCodeAt(end + 1)));
}

/** Whether the calling code ends where a group does: `0044 20`, `00 44 20`; `0044171 20` is common, too. */
function isCodeApart(text: string, last: number, size: number): boolean {
  if (last === 0) return true;
  const code = codeLength(digitsOf(text, last).slice(size));
  const first = (groups.lengths[0] as number) - size;
  if (first < 0) return false;
  if (first === 0) return groups.lengths[1] === code;
  return first === code || (first > code + 1 && groups.signs[1] === BLANK);
}

const best = { valid: -1, possible: -1, any: -1 };

/** The last groups that make the longest number: a valid one, one of a possible length, any. */
function bestGroup(text: string, skip: number): typeof best {
  best.valid = best.possible = best.any = -1;
  for (let last = lastInReach(skip); last >= 0; last--) {
    const total = (groups.totals[last] as number) - skip;
    if (total < LEAST) break;
    if (total > MOST + 1 || goesOn(text, last)) continue;
    const judged = international(withoutTrunk(text, last).slice(skip));
    if (judged === VALID) {
      best.valid = last;
      return best;
    }
    if (judged === POSSIBLE && best.possible < 0) best.possible = last;
    if (judged === UNKNOWN && best.any < 0 && total <= MOST) best.any = last;
  }
  return best;
}

/** The last group that no wide gap cuts off. */
function lastInReach(skip: number): number {
  for (let i = 1; i < groups.count; i++) {
    if (groups.signs[i] === WIDE && (groups.totals[i - 1] as number) - skip > MOST_BEFORE_GAP) return i - 1;
  }
  return groups.count - 1;
}

/** A dash or a dot with more digits: an extension may follow so when the number itself is separated otherwise. */
function goesOn(text: string, last: number): boolean {
  const end = endOf(last);
  const sign = text.charCodeAt(end);
  if ((sign !== 45 && sign !== 46) || !isDigit(text.charCodeAt(end + 1))) return false;
  return last === 0 || last === MOST_GROUPS - 1 || groups.signs[last] === groups.signs[last + 1];
}

/** In `+44 (0)20` the zero is for callers at home. */
function withoutTrunk(text: string, last: number): string {
  for (let i = 1; i < last; i++) {
    if (groups.lengths[i] !== 1 || groups.signs[i] !== PAREN || groups.signs[i + 1] !== PAREN) continue;
    if (text.charCodeAt(groups.starts[i] as number) !== 48) continue;
    const all = digitsOf(text, last);
    const before = groups.totals[i - 1] as number;
    return all.slice(0, before) + all.slice(before + 1);
  }
  return digitsOf(text, last);
}

function isStuck(text: string, at: number): boolean {
  const code = text.charCodeAt(at - 1);
  if (code === 35) return true;
  const joins = code === 45 || code === 46 || code === 47 || code === 58 || code === 32;
  return joins && at > 1 && isDigit(text.charCodeAt(at - 2));
}

function isWord(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}
