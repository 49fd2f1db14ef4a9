/** @module Addresses of the web and of sockets, without the punctuation of the sentence around them. */
import { RANKS } from '../categories.ts';
import { alphabet, ALPHANUMERIC, kindAt, WORD } from '../characters.ts';
import { NO_RANGES } from '../recognizer.ts';
import type { Range, TextRecognizer } from '../recognizer.ts';

const MOST_URL = 2048;
const STOPS = /[\s"'<>`{}|\\^]/;
const ALPHABET = alphabet(/[^\s"'<>`{}|\\^]/);

export const url: TextRecognizer = {
  category: 'url',
  rank: RANKS.url,
  longest: MOST_URL + 1,
  alphabet: ALPHABET,
  wide: true,
  trigger: ['://', 'www.', 'WWW.', 'Www.'],
  find(text, from) {
    let found: Range[] | undefined;
    let free = from;
    for (let at = next(text, from); at >= 0;) {
      const start = startOf(text, at);
      const end = start < free ? -1 : endOf(text, start);
      if (end >= 0) {
        (found ??= []).push({ start, end });
        free = end;
      }
      at = next(text, Math.max(end, at + 1));
    }
    return found ?? NO_RANGES;
  },
};

const MARKS = /:\/\/|www\./gi;

function next(text: string, from: number): number {
  MARKS.lastIndex = from;
  return MARKS.test(text) ? MARKS.lastIndex - (text.charAt(MARKS.lastIndex - 1) === '/' ? 3 : 4) : -1;
}

const SCHEME = /(?:https?|ftps?|sftp|wss?)$/i;
const LONGEST_SCHEME = 6;

/** Where the address with this mark starts, or -1. */
function startOf(text: string, at: number): number {
  if (text.charAt(at) !== ':')
    return (kindAt(text, at - 1) & WORD) !== 0 || /[.@/-]/.test(text.charAt(at - 1)) ? -1 : at;
  const scheme = SCHEME.exec(text.slice(Math.max(0, at - LONGEST_SCHEME), at))?.[0].length ?? 0;
  const start = at - scheme;
  return scheme === 0 || (kindAt(text, start - 1) & ALPHANUMERIC) !== 0 ? -1 : start;
}

const HOST =
  /(?:[^\s/?#@"'<>]{1,100}@)?(?:\[[\da-f:.]{2,45}\]|[\p{L}\p{N}](?:[\p{L}\p{N}_.-]{0,252}[\p{L}\p{N}])?)(?::\d{1,5})?/iuy;
const TOP = /^www\.[^.]+\.[^.]/i;

function endOf(text: string, start: number): number {
  const colon =
    text.charAt(start).toLowerCase() === 'w' && text.charAt(start + 3) === '.' ? -1 : text.indexOf('://', start);
  HOST.lastIndex = colon < 0 ? start : colon + 3;
  const host = HOST.exec(text)?.[0];
  if (host === undefined || (colon < 0 && !TOP.test(host))) return -1;
  const least = (colon < 0 ? start : colon + 3) + host.length;
  if (!/[/?#]/.test(text.charAt(least))) return least;
  let end = least;
  while (end < text.length && end < start + MOST_URL && !STOPS.test(text.charAt(end))) end++;
  return trimmed(text, least, end);
}

const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** Without punctuation at the end, and without brackets that were opened before the address. */
function trimmed(text: string, least: number, from: number): number {
  let end = from;
  let depth = 0;
  for (let at = least; at < end; at++) {
    const char = text.charAt(at);
    if (char === '(' || char === '[') depth++;
    else if (char in PAIRS && --depth < 0) end = at;
  }
  while (end > least && /[.,;:!?*_~\u3002\uff0c]/.test(text.charAt(end - 1))) end--;
  return end;
}
