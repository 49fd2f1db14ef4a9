/** @module IP addresses of both versions. */
import { RANKS } from '../categories.ts';
import { alphabet, HEX, isDigitAt, kindAt, LETTER, WORD } from '../characters.ts';
import { adjacentLabels } from '../labels.ts';
import { NO_RANGES } from '../recognizer.ts';
import type { Range, TextRecognizer } from '../recognizer.ts';
import { COLONS, DOTS } from '../signs.ts';
import { endOfV4 } from './ip-v4.ts';
import { endOfV6 } from './ip-v6.ts';

const DOT = 46;
const HYPHEN = 45;
const SLASH = 47;
const COLON = 58;
const ALPHABET = alphabet(/[\w.:%/+-]/);

export const ipV4: TextRecognizer = {
  category: 'ip_address',
  rank: RANKS.ip_address,
  longest: 32,
  alphabet: ALPHABET,
  wide: false,
  trigger: 'digit',
  row: DOTS,
  find(text, from) {
    let found: Range[] | undefined;
    for (let dot = text.indexOf('.', from); dot >= 0;) {
      const start = isDigitAt(text, dot + 1) ? startOfOctet(text, dot) : -1;
      const end = start < from ? -1 : endOfV4(text, start);
      if (end >= 0 && standsAlone(text, start, end) && !isVersion(text, start, end)) {
        (found ??= []).push({ start, end });
        dot = text.indexOf('.', end);
      } else dot = text.indexOf('.', dot + 1);
    }
    return found ?? NO_RANGES;
  },
};

function startOfOctet(text: string, dot: number): number {
  let at = dot;
  while (at > dot - 4 && isDigitAt(text, at - 1)) at--;
  return at === dot || at === dot - 4 ? -1 : at;
}

/** Not within a word, a longer row of numbers, or an object identifier: `1.2.3.4.5` still begins with an address. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  if ((kindAt(text, start - 1) & WORD) !== 0 || (kindAt(text, end) & WORD) !== 0) return false;
  if (before === DOT && (isDigitAt(text, start - 2) || (kindAt(text, start - 2) & LETTER) !== 0)) return false;
  // Behind a colon in version 6 it is part of that.
  if (text.charCodeAt(end) !== DOT || !isDigitAt(text, end + 1)) return true;
  let at = end + 1;
  while (isDigitAt(text, at) && at < end + 6) at++;
  return !(text.charCodeAt(at) === DOT && isDigitAt(text, at + 1));
}

const versionBefore = adjacentLabels(
  [
    ...[
      'version',
      'versions',
      'ver',
      'v',
      'release',
      'build',
      'firmware',
      'fw',
      'driver',
      'sdk',
      'patch',
      'rev',
      'oid',
    ],
    ...['revision', 'upgrade', 'upgraded', 'update', 'updated', 'section', 'chapter', 'clause', 'figure', 'article'],
    ...['appendix', 'runtime', 'semver', 'tag', 'nuget', 'assembly', 'chrome', 'chromium', 'firefox', 'edge', 'opera'],
    ...['user agent', 'bios', 'kernel', 'app', 'bump', 'bumped', 'table'],
  ],
  { acrossNumbers: true },
);
const PRERELEASE =
  /^[-+](?:rc|beta|alpha|snapshot|dev|pre|release|final|ga|build|win|linux|x86|x64|amd|arm|el\d|ubuntu)/i;

/** What has the shape of an address, and is the number of a version, of a section or of a file. */
function isVersion(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  const after = text.charCodeAt(end);
  const word = (kindAt(text, start - 2) & LETTER) !== 0;
  // `Chrome/120.0.0.0`, `libfoo-1.2.3.4.so`
  if (before === SLASH && word && after !== COLON && !text.startsWith('127.', start)) return true;
  if (before === HYPHEN && word && (after === HYPHEN || (after === DOT && kindAt(text, end + 1) !== 0))) return true;
  // `package==1.2.3.4`, `>=1.2.3.4`
  if (before === 61 && '=<>~!'.includes(text.charAt(start - 2))) return true;
  if ((after === HYPHEN || after === 43) && PRERELEASE.test(text.slice(end, end + 9))) return true;
  return versionBefore(text, start, end) !== 0;
}

const MOST_V6 = 45;

/** Behind the next two colons with up to four hex digits between them, which every address of version 6 has; or -1. */
function behindColons(text: string, from: number): number {
  for (let at = text.indexOf(':', from); at >= 0; at = text.indexOf(':', at + 1)) {
    let end = at + 1;
    while (end < at + 5 && (kindAt(text, end) & HEX) !== 0) end++;
    if (text.charCodeAt(end) === COLON) return end + 1;
  }
  return -1;
}

export const ipV6: TextRecognizer = {
  category: 'ip_address',
  rank: RANKS.ip_address,
  longest: MOST_V6 + 20,
  alphabet: ALPHABET,
  wide: false,
  trigger: [':'],
  row: COLONS,
  find(text, from) {
    let found: Range[] | undefined;
    for (let at = behindColons(text, from); at >= 0;) {
      const start = startOfHex(text, at);
      const end = start < from || (kindAt(text, start - 1) & WORD) !== 0 ? -1 : endOfV6(text, start);
      if (end >= 0) (found ??= []).push({ start, end });
      at = behindColons(text, end < 0 ? endOfHex(text, at) : end);
    }
    return found ?? NO_RANGES;
  },
};

function isHexOrColon(text: string, at: number): boolean {
  return text.charCodeAt(at) === COLON || (kindAt(text, at) & HEX) !== 0;
}

/** The start of the run of hex digits and colons, or -1 when it is too long for an address. */
function startOfHex(text: string, from: number): number {
  let at = from;
  while (at > 0 && isHexOrColon(text, at - 1)) if (--at < from - MOST_V6) return -1;
  // `ip:fe80::1` and `"ip"::`: a single colon in front belongs to what stands before it.
  return text.charCodeAt(at) === COLON && text.charCodeAt(at + 1) !== COLON ? at + 1 : at;
}

function endOfHex(text: string, from: number): number {
  let at = from;
  while (isHexOrColon(text, at)) at++;
  return at;
}
