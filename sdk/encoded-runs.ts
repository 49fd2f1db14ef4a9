/** @module Runs of base64, base64url and hexadecimal digits in a text that stand for another text. */
import { isUtf8 } from 'node:buffer';

/** A piece of a text that says something in another alphabet. */
export interface EncodedRun {
  readonly start: number;
  /** With the `=` that fill it up. */
  readonly end: number;
  readonly text: string;
  /** Spells a text as the run is spelt. */
  encode(text: string): string;
}

/** Shorter runs are not looked at: they have no room for personal data. */
export const LEAST_RUN = 12;
/** 64 KiB decoded. */
const MOST_RUN = Math.ceil((65_536 * 4) / 3);
const MOST_HEX = 2 * 65_536;
/** How many characters of four each are tried before anything is decoded. */
const TRIED = 3;

/** For each character its value in base64 and base64url, and one more; 0 for all others. */
const VALUES = new Uint8Array(128);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((char, value) => {
  VALUES[char.charCodeAt(0)] = value + 1;
});
VALUES['-'.charCodeAt(0)] = 63;
VALUES['_'.charCodeAt(0)] = 64;
const FILL = '='.charCodeAt(0);
const HEX = /^[0-9A-Fa-f]+$/;

function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (VALUES[code] as number) : 0;
}

/**
 * The runs of a text that decode to text, in order. Takes time linear in the text. Places are looked at from behind: a
 * space in the last of twelve says that no run begins before it, so of other text little is read.
 */
export function encodedRuns(text: string): readonly EncodedRun[] {
  let runs: EncodedRun[] | undefined;
  const { length } = text;
  for (let start = 0; start + LEAST_RUN <= length;) {
    let at = start + LEAST_RUN - 1;
    for (; at >= start; at--) {
      const code = text.charCodeAt(at);
      if (code > 127 || VALUES[code] === 0) break;
    }
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + LEAST_RUN;
    for (; end < length; end++) {
      const code = text.charCodeAt(end);
      if (code > 127 || VALUES[code] === 0) break;
    }
    const run = runAt(text, start, end);
    if (run) (runs ??= []).push(run);
    start = end + 1;
  }
  return runs ?? NONE;
}

const NONE: readonly EncodedRun[] = [];

function runAt(text: string, start: number, end: number): EncodedRun | undefined {
  return hexAt(text, start, end) ?? base64At(text, start, end);
}

function hexAt(text: string, start: number, end: number): EncodedRun | undefined {
  const length = end - start;
  if (length % 2 !== 0 || length > MOST_HEX || !isHexText(text, start)) return undefined;
  const run = text.slice(start, end);
  if (!HEX.test(run)) return undefined;
  const decoded = textOf(Buffer.from(run, 'hex'));
  if (decoded === undefined) return undefined;
  const isUpper = !/[a-f]/.test(run) && /[A-F]/.test(run);
  const encode = (now: string): string => {
    const hex = Buffer.from(now).toString('hex');
    return isUpper ? hex.toUpperCase() : hex;
  };
  return { start, end, text: decoded, encode };
}

/** Whether the first bytes could be those of a text: of a hash or an id, they seldom are. */
function isHexText(text: string, start: number): boolean {
  let follow = 0;
  for (let at = start; at < start + LEAST_RUN; at += 2) {
    follow = followers(digitAt(text, at) * 16 + digitAt(text, at + 1), follow);
    if (follow < 0) return false;
  }
  return true;
}

/** The value of a hexadecimal digit; so much for all else that no text has the byte. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : 256;
}

function base64At(text: string, start: number, end: number): EncodedRun | undefined {
  const length = end - start;
  if (length > MOST_RUN || length % 4 === 1 || !isBase64Text(text, start)) return undefined;
  const run = text.slice(start, end);
  const decoded = textOf(Buffer.from(run, 'base64'));
  if (decoded === undefined) return undefined;
  let filled = end;
  while (filled < end + 2 && text.charCodeAt(filled) === FILL) filled++;
  const isBare = length % 4 !== 0 && filled === end;
  const isUrl = /[-_]/.test(run);
  const encode = (now: string): string => {
    const made = Buffer.from(now).toString(isUrl ? 'base64url' : 'base64');
    if (isBare) return made.replace(/=+$/, '');
    return isUrl && filled > end ? made.padEnd(Math.ceil(made.length / 4) * 4, '=') : made;
  };
  return { start, end: filled, text: decoded, encode };
}

/** Whether the first bytes could be those of a text: of names, paths and binary data, they seldom are. */
function isBase64Text(text: string, start: number): boolean {
  let follow = 0;
  for (let group = 0; group < TRIED; group++) {
    const at = start + group * 4;
    const bits =
      ((valueAt(text, at) - 1) << 18) |
      ((valueAt(text, at + 1) - 1) << 12) |
      ((valueAt(text, at + 2) - 1) << 6) |
      (valueAt(text, at + 3) - 1);
    for (let shift = 16; shift >= 0; shift -= 8) {
      follow = followers((bits >> shift) & 255, follow);
      if (follow < 0) return false;
    }
  }
  return true;
}

/** How many bytes of a character are still to come after a byte; -1 when it cannot stand in a text. */
function followers(byte: number, expected: number): number {
  if (expected > 0) return byte >> 6 === 2 ? expected - 1 : -1;
  if (byte < 128) return (byte >= 32 && byte !== 127) || byte === 9 || byte === 10 || byte === 13 ? 0 : -1;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}

function textOf(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  let controls = 0;
  for (const byte of bytes) if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 127) controls++;
  return controls * 10 > bytes.length ? undefined : bytes.toString('utf8');
}

/** The signed token that a run is a part of: it means nothing any more once a part is rewritten. */
export function tokenAround(text: string, { start, end }: EncodedRun): { start: number; end: number } | undefined {
  let first = start;
  if (text.charAt(start - 1) === '.') {
    let before = start - 1;
    while (before > 0 && start - before < MOST_RUN && valueAt(text, before - 1) !== 0) before--;
    if (text.startsWith('eyJ', before)) first = before;
  }
  if (!text.startsWith('eyJ', first)) return undefined;
  let last = end;
  const parts = first === start ? 2 : 1;
  for (let part = 0; part < parts && text.charAt(last) === '.'; part++) {
    let after = last + 1;
    while (after < text.length && valueAt(text, after) !== 0) after++;
    last = after;
  }
  return last > end || first < start ? { start: first, end: last } : undefined;
}
