/** @module Words left of a number that say what it is: in prose, as JSON keys, in snake_case and in camelCase. */
import { BLANK, nextOf, slotOf, STARTS, trieOf } from './label-trie.ts';
import type { Groups, Node } from './label-trie.ts';
import { ALPHANUMERIC, isDigitAt, kindAt, LETTER, LOWER, UPPER } from './characters.ts';

/** How far left of a find a label is looked for; one more character is looked at to see where a word starts. */
const REACH = 47;

/**
 * Which groups of labels stand left of a find, as bits in the order of the groups.
 *
 * A blank in a word stands for up to three separators or none, so `social security` is also found in
 * `socialSecurity`, `social_security` and `SOCIAL-SECURITY`. A star at the end lets the word go on.
 */
export type Labels = (text: string, start: number, end: number) => number;

export function labels(...groups: readonly (readonly string[])[]): Labels {
  const first = allot(groups);
  const high = first >= 32;
  const mask = 2 ** groups.length - 1;
  return (text, start, end) => {
    look(text, start, end);
    return ((high ? said.high : said.low) >>> (first & 31)) & mask;
  };
}

/** All groups of all `labels`, so that what stands left of a place is read once for all who ask. */
const ALL: (readonly string[])[] = Array.from({ length: 64 }, () => []);
let all: Node | undefined;
const free = { low: 0, high: 32 };

/** Where groups begin among all: none of one `labels` are on both sides of the 32nd. */
function allot(groups: readonly (readonly string[])[]): number {
  const half = free.low + groups.length <= 32 ? 'low' : 'high';
  const first = free[half];
  if (first + groups.length > 64) throw new RangeError('too many groups of labels');
  free[half] += groups.length;
  groups.forEach((words, i) => (ALL[first + i] = words));
  all = undefined;
  return first;
}

/** What stands left of the place that was looked at last. */
const said = { text: '', start: -1, end: -1, low: 0, high: 0 };
const ANY_END = -2;

/** Keeps no text alive that was looked at. */
export function forgetLabels(): void {
  said.text = '';
  said.start = -1;
}

function look(text: string, start: number, end: number): void {
  if (said.start === start && (said.end === end || said.end === ANY_END) && said.text === text) return;
  said.text = text;
  said.start = start;
  said.low = said.high = 0;
  tagSeen = false;
  const floor = floorOf(text, start, end);
  said.end = tagSeen ? end : ANY_END;
  if (floor === start) return;
  const root = (all ??= trieOf(ALL));
  let slots = (slotOf(text.charCodeAt(floor)) << 5) | slotOf(text.charCodeAt(floor + 1));
  for (let at = floor; at < start; at++) {
    slots = ((slots << 5) & 0x7fff) | slotOf(text.charCodeAt(at + 2));
    // Most words are not the first of any label, which three characters tell.
    if (STARTS[slots] === 0 || !startsWord(text, at)) continue;
    walk(root, text, at, start);
    said.low |= reached.low;
    said.high |= reached.high;
  }
}

/** As `labels`, for words that stand directly before the number: at most words such as `number` and `is` between. */
export function adjacentLabels(words: readonly string[], { acrossNumbers = false } = {}): Labels {
  let root: Node | undefined;
  return (text, start, end) => {
    const floor = floorOf(text, start, end);
    if (floor === start) return 0;
    root ??= trieOf([words]);
    let bits = 0;
    for (let at = start - 1; at >= floor; at--) {
      if (!acrossNumbers && isDigitAt(text, at)) break;
      if (!startsWord(text, at)) continue;
      walk(root, text, at, start);
      bits |= reached.low;
      if (!FILLER.test(text.slice(at, start))) break;
    }
    return bits;
  };
}

const FILLER = /^(?:numbers?|num|no|nr|is|was|to|from|and|or|of|string|value|code)(?![a-z])/i;

const SEPARATORS = new Uint8Array(256);
for (const char of ' _-.:/\'"#\u00a0') SEPARATORS[char.charCodeAt(0)] = 1;
const MOST_SEPARATORS = 3;

/** What the last walk came to. */
const reached: Groups = { low: 0, high: 0 };

function walk(root: Node, text: string, from: number, end: number): void {
  reached.low = reached.high = 0;
  follow(root, text, from, end);
}

function follow(root: Node, text: string, from: number, end: number): void {
  let at = root;
  for (let i = from; ; i++) {
    reach(at.prefixes);
    if ((at.ends.low | at.ends.high) !== 0 && endsWord(text, i, end)) reach(at.ends);
    if (at.blank) follow(at.blank, text, afterSeparators(text, i, end), end);
    if (i >= end) return;
    const next = nextOf(at, lower(text.charCodeAt(i)));
    if (!next) return;
    at = next;
  }
}

function reach({ low, high }: Groups): void {
  reached.low |= low;
  reached.high |= high;
}

function afterSeparators(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && at - from < MOST_SEPARATORS && SEPARATORS[text.charCodeAt(at)] === 1) at++;
  return at;
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function isLetter(text: string, at: number): boolean {
  return (kindAt(text, at) & LETTER) !== 0 || isWideLetter(text.charCodeAt(at));
}

function isWideLetter(code: number): boolean {
  return code >= 0xc0 && code <= 0x2ff;
}

/** Words of scripts without blanks can start anywhere; `userSsn` has two words. */
function startsWord(text: string, at: number): boolean {
  const kind = kindAt(text, at);
  if ((kind & LETTER) === 0) return text.charCodeAt(at) > 127;
  // A letter behind a digit is within a hash or an identifier.
  if (!isLetter(text, at - 1)) return !isDigitAt(text, at - 1);
  return (kind & UPPER) !== 0 && ((kindAt(text, at - 1) & LOWER) !== 0 || (kindAt(text, at + 1) & LOWER) !== 0);
}

function endsWord(text: string, at: number, end: number): boolean {
  if (at >= end) return true;
  // `ssn2` is a second one; `cc12e4` is part of a hash.
  if (isDigitAt(text, at)) return at + 1 >= end || (kindAt(text, at + 1) & ALPHANUMERIC) === 0;
  if (!isLetter(text, at)) return true;
  if ((kindAt(text, at) & UPPER) !== 0 && (kindAt(text, at - 1) & LOWER) !== 0) return true;
  if (text.charCodeAt(at - 1) > 0x2ff) return true;
  return lower(text.charCodeAt(at)) === 115 && (at + 1 >= end || !isLetter(text, at + 1));
}

const PLAIN = 0;
const WORD_PART = 1;
const NUMBER = 2;
/** Another field, another number, or what an earlier redaction left: a label beyond speaks of something else. */
const STOP = 3;
const TAG = 4;
const LINE = 5;
const LIST = 6;
/** The end of a label that stands in a cell or in brackets of its own: `| SSN | 078...`, `[SSN] 078...`. */
const CELL = 7;
const MEANINGS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/\d/.test(char)) return NUMBER;
  if (/[a-z]/i.test(char)) return WORD_PART;
  if ('<*@{}&;'.includes(char)) return STOP;
  if (char === '|' || char === ']') return CELL;
  return char === '>' ? TAG : char === '\n' ? LINE : char === ',' ? LIST : PLAIN;
});
const NUMBER_DIGITS = 4;
/** Whether the end of the find had a say in where the words begin. */
let tagSeen = false;

/** Where the words that can speak of a find begin; the start of the find when there are none. */
function floorOf(text: string, start: number, end: number): number {
  const least = Math.max(0, start - REACH);
  let digits = 0;
  let words = false;
  let lines = 0;
  let cells = 0;
  let tags = 0;
  let at = start - 1;
  for (; at >= least; at--) {
    const code = text.charCodeAt(at);
    const meaning = code < 128 ? (MEANINGS[code] as number) : isWideLetter(code) || code > 0x2ff ? WORD_PART : PLAIN;
    if (meaning === NUMBER) {
      if (++digits === NUMBER_DIGITS && words) break;
      continue;
    }
    digits = 0;
    if (meaning === PLAIN) continue;
    if (meaning === WORD_PART) words = true;
    else if (meaning === STOP || (meaning === LINE && (words || ++lines > 1))) break;
    else if (meaning === TAG) {
      if (words) break;
      tagSeen = true;
      if (tags === 0 && !text.startsWith('</', end)) break;
      const open = layoutTag(text, at, least);
      if (open < 0 && tags > 0) break;
      if (open >= 0) at = open;
      tags++;
    } else if (meaning === CELL && (words || ++cells > 1 || HASH_END.test(text.slice(at - 16, at + 1)))) break;
    else if (meaning === LIST && endsField(text, at + 1)) break;
  }
  return words ? Math.max(least, at + Math.max(1, digits)) : start;
}

const HASH_END = /^[\da-f]{16}\]$/;
const LAYOUT = /^<\/?(?:t[dhr]|d[dt]|li|b|i|em|strong|span|div|p|label|code)(?:\s[^<>]*)?>$/i;

/** Where a tag that only lays out starts, or -1: `<td>`. The name of any other is a label. */
function layoutTag(text: string, close: number, least: number): number {
  const open = text.lastIndexOf('<', close);
  return open >= least && LAYOUT.test(text.slice(open, close + 1)) ? open : -1;
}

/** Whether a key or a line follows a comma: `, "order"`. */
function endsField(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) === BLANK && at < from + 4) at++;
  const char = text.charAt(at);
  return char === '"' || (at === from && (char === "'" || char === '\n'));
}
