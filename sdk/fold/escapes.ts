/** @module Decoding of escapes, one level of them: percent, HTML, and the escapes of programming languages. */
import { readBackslash, readCss } from './backslash.ts';
import { hexAt } from './hex.ts';
import { readReference } from './references.ts';
import type { Units } from './units.ts';

export interface EscapeOptions {
  /** Also CSS: `\40 `. */
  readonly css?: boolean | undefined;
  /** Also quoted-printable: `=40`, and line breaks after `=`. */
  readonly quotedPrintable?: boolean | undefined;
}

/** So long can an escape be in the original, with all the escapes that it is written in. */
export const ESCAPE_REACH = 40;

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const BACKSLASH = 0x5c;
const EQUALS = 0x3d;

/** Whether there is anything that begins an escape. */
export function hasEscapeSign({ codes, length }: Units, options: EscapeOptions): boolean {
  const equals = options.quotedPrintable === true ? EQUALS : AMPERSAND;
  for (let i = 0; i < length; i++) {
    const code = codes[i];
    if (code === PERCENT || code === AMPERSAND || code === BACKSLASH || code === equals) return true;
  }
  return false;
}

/** Copies `from` to `to`, decoded once. Whether anything changed. */
export function decodeEscapes(from: Units, to: Units, options: EscapeOptions): boolean {
  const { codes, length } = from;
  const equals = options.quotedPrintable === true ? EQUALS : AMPERSAND;
  let changed = false;
  let copied = 0;
  to.length = 0;
  for (let i = 0; i < length; i++) {
    const code = codes[i] as number;
    if (code !== PERCENT && code !== AMPERSAND && code !== BACKSLASH && code !== equals) continue;
    to.copy(from, copied, i);
    copied = decodeOne(from, to, i, options);
    if (copied > i) {
      changed = true;
      i = copied - 1;
    } else if (code === BACKSLASH) i = endOfRow(from, i) - 1;
  }
  to.copy(from, copied, length);
  return changed;
}

/** Decodes what begins at a place, and gives where it ends: there, when it is no escape. */
function decodeOne(from: Units, to: Units, at: number, options: EscapeOptions): number {
  const code = from.codes[at];
  from.limitTo(at, ESCAPE_REACH);
  if (code === PERCENT) return decodeBytes(from, to, at, PERCENT);
  if (code === AMPERSAND) return decodeReference(from, to, at);
  return code === BACKSLASH ? decodeBackslashes(from, to, at, options) : decodeQuoted(from, to, at);
}

/** Adds a character that the units from `first` to before `next` stand for, and gives `next`. */
function add(from: Units, to: Units, point: number, first: number, next: number): number {
  const start = from.starts[first] as number;
  const end = from.ends[next - 1] as number;
  const valid = point <= 0x10ffff ? point : 0xfffd;
  if (valid > 0xffff) to.push(0xd7c0 + (valid >> 10), start, end);
  to.push(valid > 0xffff ? 0xdc00 + (valid & 0x3ff) : valid, start, end);
  return next;
}

/** A character in UTF-8, each byte of it written `%XX`. What is no UTF-8 becomes U+FFFD, byte by byte. */
function decodeBytes(from: Units, to: Units, first: number, sign: number): number {
  const unit =
    first + 1 < from.limit && from.codes[first + 1] === 0x75 && sign === PERCENT ? hexAt(from, first + 2, 4) : -1;
  if (unit >= 0) return add(from, to, unit, first, first + 6);
  const lead = hexAt(from, first + 1, 2);
  if (lead < 0) return first;
  if (lead < 0x80) return add(from, to, lead, first, first + 3);
  const size = lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
  let point = lead & (0x7f >> size);
  for (let k = 1; k < size; k++) {
    const at = first + 3 * k;
    const byte = at < from.limit && from.codes[at] === sign ? hexAt(from, at + 1, 2) : -1;
    if (byte < 0x80 || byte > 0xbf) return add(from, to, 0xfffd, first, first + 3);
    point = (point << 6) | (byte & 0x3f);
  }
  // Overlong forms of ASCII are read: they are only written to hide it, and some decoders read them too.
  const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  const valid = size > 0 && (point >= least || point < 0x80) && !(point >= 0xd800 && point <= 0xdfff);
  return valid ? add(from, to, point, first, first + 3 * size) : add(from, to, 0xfffd, first, first + 3);
}

function decodeReference(from: Units, to: Units, first: number): number {
  const read = readReference(from, first);
  if (read === undefined) return first;
  const [one, two] = read.points;
  add(from, to, one, first, read.next);
  return two === undefined ? read.next : add(from, to, two, first, read.next);
}

function decodeQuoted(from: Units, to: Units, first: number): number {
  const { codes, limit } = from;
  const next = first + 1;
  if (next < limit && codes[next] === 10) return next + 1;
  if (next + 1 < limit && codes[next] === 13 && codes[next + 1] === 10) return next + 2;
  return decodeBytes(from, to, first, EQUALS);
}

/** So many backslashes before an escape are taken for one that was escaped again and again. */
const MOST_BACKSLASHES = 8;

/** A row of backslashes is read as a whole. */
function decodeBackslashes(from: Units, to: Units, first: number, options: EscapeOptions): number {
  const body = endOfRow(from, first);
  const sign = Math.max(first, body - MOST_BACKSLASHES);
  from.limitTo(sign, ESCAPE_REACH);
  const read = (options.css === true ? readCss(from, body) : undefined) ?? readBackslash(from, body);
  if (read === undefined) return first;
  to.copy(from, first, sign);
  return add(from, to, read.point, sign, read.next);
}

function endOfRow({ codes, length }: Units, first: number): number {
  let end = first;
  while (end < length && codes[end] === BACKSLASH) end++;
  return end;
}
