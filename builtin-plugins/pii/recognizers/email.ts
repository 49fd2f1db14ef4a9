/** @module E-mail addresses, found from their `@` outwards: no character is looked at more than a few times. */
import { RANKS } from '../categories.ts';
import { ALPHANUMERIC, alphabet, kindAt, LETTER } from '../characters.ts';
import { NO_RANGES } from '../recognizer.ts';
import type { Range, TextRecognizer } from '../recognizer.ts';
import { endOfDomain } from './email-domain.ts';

/** RFC 5321, 4.5.3.1: of a longer run the last 64 characters before the `@` count. */
const MOST_LOCAL = 64;
const MOST_DOMAIN = 255;

export const email: TextRecognizer = {
  category: 'email',
  rank: RANKS.email,
  longest: MOST_LOCAL + 1 + MOST_DOMAIN + 2,
  alphabet: alphabet(/[\w.%+\-@[\]:/!#$^~]/),
  wide: true,
  trigger: ['@'],
  find(text, from) {
    let found: Range[] | undefined;
    let free = from;
    for (let at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
      const start = startOfLocal(text, at, free);
      if (start < 0) continue;
      const end = endOfDomain(text, at + 1, MOST_DOMAIN);
      if (end < 0 || isRemote(text, start, at, end)) continue;
      const first =
        text.charCodeAt(end) === SLASH ? start : startOfDepartment(text, start, Math.max(free, at - MOST_LOCAL));
      (found ??= []).push({ start: first, end });
      free = end;
    }
    return found ?? NO_RANGES;
  },
};

const AT = 64;
const BACKSLASH = 92;
const COLON = 58;
const DOT = 46;
const EQUALS = 61;
const QUOTE = 34;
const SLASH = 47;

/** Where the part before the `@` starts, or -1 when there is none. Nothing before `free` belongs to it. */
function startOfLocal(text: string, at: number, free: number): number {
  let start = unbroken(text, at);
  if (start < 0) return -1;
  start = Math.max(start, free);
  // What begins with a sign is the word after it: `...john@`, `'-john@`, `%20john@`.
  while (start < at && isSign(text.charCodeAt(start))) start++;
  return start === at ? -1 : start;
}

/**
 * The start of the run of characters before the `@`. Where blanks are not written (Chinese, Thai, ...) an ASCII name
 * ends at the first character of such a script.
 */
function unbroken(text: string, at: number): number {
  const least = Math.max(0, at - MOST_LOCAL);
  const ascii = text.charCodeAt(at - 1) < 128;
  let start = at;
  let accented = 0;
  for (; start > least; start--) {
    const code = text.charCodeAt(start - 1);
    if (code < 128 ? !isLocal(text, start - 1) : ascii ? !isLatin(code) : !isWide(code)) break;
    if (code > 127) accented++;
  }
  // `\u00e9john@`: a sole accented letter in front is more often the end of something else, unless a mark says otherwise.
  if (ascii && accented === 1 && text.charCodeAt(start) > 127 && !OPENS.has(text.charAt(start - 1))) return -1;
  return start;
}

const OPENS = new Set(['<', '(', ':', '"', "'", '=', ',', ';']);

function isLocal(text: string, at: number): boolean {
  return kindAt(text, at) !== 0 || isSign(text.charCodeAt(at)) || isRareSign(text, at);
}

/** `.`, `-`, `%` and `+`: they stand within a local part. */
function isSign(code: number): boolean {
  return code === DOT || code === 45 || code === 37 || code === 43;
}

const RARE_SIGNS = alphabet(/[!#$^~]/);

/** Other signs of RFC 5322, 3.2.3, count between two letters or digits; `/`, `=` and `&` more often end something. */
function isRareSign(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code > 127 || RARE_SIGNS[code] !== 1) return false;
  return (kindAt(text, at - 1) & ALPHANUMERIC) !== 0 && (kindAt(text, at + 1) & ALPHANUMERIC) !== 0;
}

/** What can stand before an address; a path or a query that goes on cannot. */
const BORDER = /^[\s"'`<>()[\]{}|,;:=]?$/;
/** A key whose value is an address: `users/email=jane@`. */
const KEY =
  /(?:mail|to|from|cc|user|name|login|account|owner|author|sender|recipient|contact|address|addr|id|by|for)s?$/i;

/**
 * Where `customer/department=` (RFC 3696, 3) begins before the rest of a local part: a word, a slash, a word and an
 * equals sign, with nothing else of a path or a query about them.
 */
function startOfDepartment(text: string, start: number, least: number): number {
  if (text.charCodeAt(start - 1) !== EQUALS) return start;
  const key = startOfName(text, start - 1, least);
  if (key === start - 1 || text.charCodeAt(key - 1) !== SLASH || KEY.test(text.slice(key, start - 1))) return start;
  const first = startOfName(text, key - 1, least);
  return (kindAt(text, first) & LETTER) !== 0 && BORDER.test(text.charAt(first - 1)) ? first : start;
}

function startOfName(text: string, end: number, least: number): number {
  let at = end;
  while (at > least && (kindAt(text, at - 1) !== 0 || isSign(text.charCodeAt(at - 1)))) at--;
  return at;
}

/** Latin, Greek and Cyrillic letters: with no blank between, they are of one word with the ASCII ones. */
function isLatin(code: number): boolean {
  return (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) || (code >= 0x370 && code <= 0x52f);
}

/** Letters, marks and halves of pairs; not punctuation, blanks, private characters and symbols. */
function isWide(code: number): boolean {
  return isLatin(code) || (code >= 0x370 && code < 0x2000) || (code >= 0x3041 && code < 0xd800);
}

/** Machines log in this way; a person's address can stand in a link of the web. */
const LOGIN = /(?<!http|https|ftp|mailto):\/\/(?:[^\s/@:"']{1,40}:)?$/i;
const LOGIN_REACH = 48;

/**
 * `git@github.com:owner/repository` and `deploy@host.example:/srv` say where something is, not who somebody is; so does
 * the login in `postgres://user:secret@host.example`.
 */
function isRemote(text: string, start: number, at: number, end: number): boolean {
  if (text.charCodeAt(end) === COLON) {
    if (text.charCodeAt(end + 1) === SLASH) return true;
    if (at - start === 3 && text.startsWith('git', start) && kindAt(text, end + 1) !== 0) return true;
  }
  const before = text.charCodeAt(start - 1);
  return (before === SLASH || before === COLON) && LOGIN.test(text.slice(Math.max(0, start - LOGIN_REACH), start));
}

const MOST_QUOTED = 40;
const MOST_QUOTED_DOMAIN = 100;

/** `"john doe"@example.com`. Apart, since a stream has to be held back for it wherever a blank is. */
export const quotedEmail: TextRecognizer = {
  category: 'email',
  rank: RANKS.email,
  longest: MOST_QUOTED + MOST_QUOTED_DOMAIN + 5,
  alphabet: alphabet(/[ -~]/),
  wide: true,
  trigger: ['"@'],
  find(text, from) {
    let found: Range[] | undefined;
    // There are far more quotes than at signs.
    for (let at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
      if (text.charCodeAt(at - 1) !== QUOTE) continue;
      const start = startOfQuoted(text, at - 1, found?.at(-1)?.end ?? from);
      const end = start < 0 || isBetween(text, start + 1, at - 1) ? -1 : endOfDomain(text, at + 1, MOST_QUOTED_DOMAIN);
      if (end >= 0) (found ??= []).push({ start, end });
    }
    return found ?? NO_RANGES;
  },
  hold(text) {
    // A domain is on its way behind `"@`, or what is quoted is.
    let end = text.length;
    const least = Math.max(0, end - MOST_QUOTED_DOMAIN - 4);
    while (end > least && text.charCodeAt(end - 1) !== AT && text.charCodeAt(end - 1) > 32) end--;
    if (!text.startsWith('"@', end - 2)) end = text.length;
    const quote = text.indexOf('"', Math.max(0, end - MOST_QUOTED - 4));
    return quote < 0 ? text.length : quote;
  },
};

/** The quote that opens, or -1. What is quoted has no control characters and no `@`. */
function startOfQuoted(text: string, close: number, free: number): number {
  const least = Math.max(free, close - 1 - MOST_QUOTED);
  for (let i = close - 1; i >= least; i--) {
    const code = text.charCodeAt(i);
    if (code < 32 || code === AT) return -1;
    if (code === QUOTE && text.charCodeAt(i - 1) !== BACKSLASH) return i < close - 1 ? i : -1;
  }
  return -1;
}

/** `"to":"@x.com"`: what stands between two strings is not what is quoted. */
function isBetween(text: string, from: number, to: number): boolean {
  const quoted = text.slice(from, to).trim();
  return !/[a-z\d\x80-\uffff]/i.test(quoted) || /^[:,]|[:,]$/.test(quoted);
}
