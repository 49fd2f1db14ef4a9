/** @module Addresses that are written as they are spoken: john at example dot com. */
import type { Folded } from './folded.ts';

/** So far what is said before and after an `at` is looked at. */
export const SPOKEN_REACH = 128;

const AT =
  /[ \t]{0,2}(?:[[({<]{1,2}[ \t]?(?:at|@|arroba)[ \t]?[\])}>]{1,2}|(?<=[ \t])(?:at|arroba)(?=[ \t])|[-_*]at[-_*])[ \t]{0,2}/gi;
const DOT = [
  String.raw`(?:[ \t]{0,2}[[({<]{1,2}[ \t]?(?:dot|punto|punkt|point|\.)[ \t]?[\])}>]{1,2}[ \t]{0,2}`,
  String.raw`[ \t]{1,2}(?:dot|punto|punkt)[ \t]{1,2}`,
  String.raw`[ \t]?[-_*]dot[-_*][ \t]?`,
  String.raw`\.)`,
].join('|');
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?';
const DOMAIN = new RegExp(`(?:${LABEL}${DOT}){1,4}[a-z]{2,18}(?![a-z0-9])`, 'iy');
/** Between words, `at` and `dot` are an address only when that ends like one: in a country or a common ending. */
const ENDING = /(?:^|[^a-z0-9])(?:[a-z]{2}|com|net|org|edu|gov|mil|int|info|biz|name|dev|app|cloud|tech|online)$/i;
/** Backwards from the `at`. */
const LOCAL = new RegExp(`(?:[a-z0-9_+-]{1,24}${DOT}){0,3}[a-z0-9_+-]{1,24}$`, 'i');
const DOTS = new RegExp(DOT, 'gi');
const HALF = SPOKEN_REACH / 2;

interface Saying {
  readonly start: number;
  readonly end: number;
  readonly char: string;
}

/** Folds further what was folded, or a text that needed no folding. */
export function foldSpoken(original: string, folded: Folded | undefined): Folded | undefined {
  const text = folded?.text ?? original;
  const said = findSayings(text);
  return said.length === 0 ? folded : replace(text, folded, said);
}

function findSayings(text: string): Saying[] {
  const said: Saying[] = [];
  AT.lastIndex = 0;
  for (let match = AT.exec(text); match !== null; match = AT.exec(text)) {
    const { index: start } = match;
    const end = start + match[0].length;
    const left = Math.max(0, start - HALF);
    const local = LOCAL.exec(text.slice(left, start))?.[0];
    const domain = domainAt(text, end);
    // Between spaces `at` is a word: only a dot that is spoken, too, makes it a sign.
    if (local === undefined || domain === undefined) continue;
    if (!/[[({<]/.test(match[0]) && !(/dot|pun[kt]to?/i.test(domain) && ENDING.test(domain))) continue;
    addDots(said, local, start - local.length);
    said.push({ start, end, char: '@' });
    addDots(said, domain, end);
    AT.lastIndex = end + domain.length;
  }
  return said;
}

function domainAt(text: string, at: number): string | undefined {
  const near = text.slice(at, at + HALF);
  DOMAIN.lastIndex = 0;
  return DOMAIN.exec(near)?.[0];
}

function addDots(said: Saying[], part: string, offset: number): void {
  const last = said.at(-1)?.end ?? 0;
  for (const match of part.matchAll(DOTS)) {
    const start = offset + match.index;
    if (start >= last && match[0] !== '.') said.push({ start, end: start + match[0].length, char: '.' });
  }
}

function replace(text: string, folded: Folded | undefined, said: readonly Saying[]): Folded {
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  const parts: string[] = [];
  let length = 0;
  let at = 0;
  const copy = (to: number): void => {
    parts.push(text.slice(at, to));
    for (; at < to; at++, length++) {
      starts[length] = folded?.starts[at] ?? at;
      ends[length] = folded?.ends[at] ?? at + 1;
    }
  };
  for (const { start, end, char } of said) {
    copy(start);
    parts.push(char);
    starts[length] = folded?.starts[start] ?? start;
    ends[length] = folded?.ends[end - 1] ?? end;
    length++;
    at = end;
  }
  copy(text.length);
  return { text: parts.join(''), starts: starts.slice(0, length), ends: ends.slice(0, length) };
}
