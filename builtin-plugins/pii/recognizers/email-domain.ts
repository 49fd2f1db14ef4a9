/** @module The part after the `@`: names of two labels or more, and addresses in brackets. */
import { isIP } from 'node:net';
import { ALPHANUMERIC, DIGIT, isDigitAt, kindAt, LETTER, WORD } from '../characters.ts';

const DOT = 46;
const HYPHEN = 45;
const LOWER_V = 118;
const BRACKET = 91;
const MOST_LITERAL = 47;

/** The end of the domain that starts at `from`, or -1 when there is none. */
export function endOfDomain(text: string, from: number, most: number): number {
  if (text.charCodeAt(from) === BRACKET) return endOfLiteral(text, from);
  const stop = Math.min(text.length, from + most);
  let end = from;
  while (end < stop && isDomain(text, end)) end++;
  if (!isLabel(text, from) || isVersion(text, from)) return -1;
  // Searched by hand: `lastIndexOf` would go on before the `@`, and take time square in the length of the text.
  for (let dot = end - 1; dot > from; dot--) {
    if (text.charCodeAt(dot) !== DOT) continue;
    const top = endOfTop(text, dot + 1, end);
    if (top < 0) continue;
    if (!isFile(text, dot + 1, top)) return top;
    // `x@1.min.js` is a file; `john@example.com.pdf` is named after an address.
    return isPlainTop(text, dot) ? dot : -1;
  }
  return -1;
}

/** The end of a top-level name: letters of one kind, or punycode; -1 when it is none. */
function endOfTop(text: string, from: number, stop: number): number {
  let at = from;
  if (text.charCodeAt(from + 2) === HYPHEN && text.slice(from, from + 4).toLowerCase() === 'xn--') {
    at += 4;
    while (at < stop && (kindAt(text, at) & ALPHANUMERIC) !== 0) at++;
    return at - from > 5 ? at : -1;
  }
  const wide = !isAscii(text, from);
  if (wide) {
    while (at < stop && isDomain(text, at) && !isAscii(text, at)) at++;
    return isLetters(text, from, at) ? at : -1;
  }
  while (at < stop && (kindAt(text, at) & LETTER) !== 0) at++;
  if (at - from < 2 || (kindAt(text, at) & DIGIT) !== 0 || isAccented(text.charCodeAt(at))) return -1;
  return at;
}

const PLAIN_TOP = /\.(?:com|org|net|edu|gov)$/i;

function isPlainTop(text: string, end: number): boolean {
  return PLAIN_TOP.test(text.slice(end - 4, end));
}

/** `react@18.2.0-rc.next`, `checkout@v4.1.beta`. */
function isVersion(text: string, from: number): boolean {
  let at = from;
  if (text.charCodeAt(at) === LOWER_V) at++;
  const first = at;
  while (isDigitAt(text, at) && at - first < 4) at++;
  return at > first && text.charCodeAt(at) === DOT && isDigitAt(text, at + 1);
}

/** Names of files such as `icon@2x.png`: none of these is a top-level domain. */
const FILES = new Set(
  'png jpg jpeg gif svg webp bmp ico avif heic psd tif tiff pdf js mjs cjs jsx tsx css scss less html htm xml json yml yaml lock map wasm exe dll jar tgz gz tar bz xz log txt csv md5 sha db sqlite service target socket timer bak tmp swp conf cfg ini toml vue svelte woff ttf otf eot mp webm ogg wav avi plist'.split(
    ' ',
  ),
);
const MOST_EXTENSION = 7;

function isFile(text: string, from: number, to: number): boolean {
  // Most addresses end so: the question takes longer than all else about them.
  if (to - from === 3 && text.startsWith('com', from)) return false;
  return to - from <= MOST_EXTENSION && FILES.has(text.slice(from, to).toLowerCase());
}

function isAscii(text: string, at: number): boolean {
  return text.charCodeAt(at) < 128;
}

function isAccented(code: number): boolean {
  return code >= 0xc0 && code <= 0x24f;
}

function isDomain(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return (kindAt(text, at) & ALPHANUMERIC) !== 0 || code === DOT || code === HYPHEN;
  return isAccented(code) || (code >= 0x370 && code < 0x2000) || (code >= 0x3041 && code < 0xd800);
}

function isLabel(text: string, at: number): boolean {
  return (kindAt(text, at) & ALPHANUMERIC) !== 0 || (!isAscii(text, at) && isDomain(text, at));
}

const LETTERS = /^[\p{L}\p{M}]{2,24}$/u;

function isLetters(text: string, from: number, to: number): boolean {
  return LETTERS.test(text.slice(from, to));
}

/** RFC 5321, 4.1.3: `[192.168.1.1]` and `[IPv6:fe80::1]`. */
function endOfLiteral(text: string, from: number): number {
  for (let at = from + 1; at < text.length && at - from <= MOST_LITERAL; at++) {
    if (text.charCodeAt(at) === 93) return isIP(text.slice(from + 1, at).replace(/^ipv6:/i, '')) > 0 ? at + 1 : -1;
    if ((kindAt(text, at) & WORD) === 0 && text.charCodeAt(at) !== DOT && text.charCodeAt(at) !== 58) return -1;
  }
  return -1;
}
