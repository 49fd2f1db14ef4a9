/** @module Numbers of documents with letters or signs in them: all countries at once, by how a number begins. */
import { RANKS } from './categories.ts';
import { alphabet, ALPHANUMERIC, isDigitAt, kindAt, LETTER, WORD } from './characters.ts';
import { labels } from './labels.ts';
import type { TokenRecognizer } from './recognizer.ts';

export interface DocumentRule {
  /** How many letters (`a2`) or digits (`d8`) a number begins with, before something else. */
  readonly starts: readonly string[];
  /** Sticky, and bounded in length. */
  readonly pattern: RegExp;
  /** Whether the number, in capitals and without separators, is one; `said` tells whether one of the words is before it. */
  valid(compact: string, said: () => boolean): boolean;
}

export interface Document extends DocumentRule {
  readonly about: ReturnType<typeof labels>;
}

export function document(rule: DocumentRule, words: readonly string[] = []): Document {
  return { ...rule, about: labels(words) };
}

const LONGEST = 26;
const MOST_LETTERS = 9;
const MOST_DIGITS = 19;

export function documentRecognizer(documents: readonly Document[]): TokenRecognizer {
  const by = (kind: string, most: number): Document[][] =>
    Array.from({ length: most + 1 }, (_, count) =>
      documents.filter(({ starts }) => starts.includes(kind + String(count))),
    );
  const lettered = by('a', MOST_LETTERS);
  const numbered = by('d', MOST_DIGITS);
  return {
    category: 'national_id',
    rank: RANKS.national_id,
    longest: LONGEST,
    alphabet: alphabet(/[\w .+/&()-]/),
    wide: false,
    numbers: [[1, LONGEST]],
    // Four digits by themselves would be enough to begin with.
    ...(numbered[4]?.length === 0 ? { beside: [' -&', ' .'] as const } : {}),
    mixed: [[2, LONGEST]],
    find(text, token, _end, least) {
      for (let start = Math.max(least, firstStart(text, token)); start <= token; start++) {
        const kind = kindAt(text, start);
        if ((kind & ALPHANUMERIC) === 0 || (kindAt(text, start - 1) & WORD) !== 0) continue;
        const table = (kind & LETTER) !== 0 ? begun(text, start, lettered) : counted(text, start, numbered);
        const end = table === NONE ? -1 : longestOf(table, text, start);
        if (end > 0) return { start, end };
      }
      return undefined;
    },
  };
}

const BLANK = 32;
const AMPERSAND = 38;
const HYPHEN = 45;

/** Letters that a number begins with can stand before its first token with a digit: `AB 12 34 56 C`, `A&B800101XX1`. */
function firstStart(text: string, token: number): number {
  const before = text.charCodeAt(token - 1);
  let start = token;
  if (before === AMPERSAND) {
    while (token - start < MOST_LETTERS && isLetterOrAmpersand(text, start - 1)) start--;
  } else if ((before === BLANK || before === HYPHEN) && isDigitAt(text, token)) {
    start--;
    while (token - start < 3 && isLetterOrAmpersand(text, start - 1)) start--;
  }
  return start;
}

function isLetterOrAmpersand(text: string, at: number): boolean {
  return (kindAt(text, at) & LETTER) !== 0 || text.charCodeAt(at) === AMPERSAND;
}

const NONE: readonly Document[] = [];

/** The documents that begin with as many letters as stand here, before a digit, a blank or a hyphen. */
function begun(text: string, start: number, lettered: readonly (readonly Document[])[]): readonly Document[] {
  let at = start + 1;
  while (at - start < MOST_LETTERS && ((kindAt(text, at) & LETTER) !== 0 || text.charCodeAt(at) === 38)) at++;
  const count = at - start;
  const digit = isDigitAt(text, at) || (count < 3 && isDigitAt(text, at + 1));
  return digit || count > 6 ? (lettered[count] ?? NONE) : NONE;
}

function counted(text: string, start: number, numbered: readonly (readonly Document[])[]): readonly Document[] {
  let at = start;
  while (at - start < MOST_DIGITS && isDigitAt(text, at)) at++;
  return at - start > 3 || goesOn(text, at) ? (numbered[at - start] ?? NONE) : NONE;
}

/** Most short numbers are decimals: here another group of two or three digits is marked off behind the sign. */
function goesOn(text: string, at: number): boolean {
  const sign = text.charCodeAt(at);
  if (sign === 46) return text.charCodeAt(at + 3) === 46 || text.charCodeAt(at + 4) === 46;
  return sign === 32 && isDigitAt(text, at + 1) && isDigitAt(text, at + 2);
}

function longestOf(documents: readonly Document[], text: string, start: number): number {
  let longest = -1;
  for (const { pattern, valid, about } of documents) {
    pattern.lastIndex = start;
    if (!pattern.test(text)) continue;
    const end = pattern.lastIndex;
    if (end <= longest || (kindAt(text, end) & WORD) !== 0) continue;
    const compact = text
      .slice(start, end)
      .replace(/[ ./-]/g, '')
      .toUpperCase();
    if (valid(compact, () => about(text, start, end) !== 0)) longest = end;
  }
  return longest;
}
