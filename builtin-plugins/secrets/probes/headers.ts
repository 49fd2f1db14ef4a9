/** @module Credentials in HTTP headers and on command lines. */
import { isPlaceholder } from '../allow.ts';
import { BASE64, BLANK, CREDENTIAL, isIn } from '../alphabet.ts';
import type { Range, Reader } from '../reader.ts';

export const LONGEST_TOKEN = 4_096;
export const HEADER_SPAN = LONGEST_TOKEN + 32;
const LEAST_TOKEN = 6;
const SURE_LENGTH = 16;
/** Words of nothing but hexadecimal letters. */
const HEX_WORDS =
  /^(?:decade|facade|accede|beaded|deeded|efface|faced|decaf|added|ceded|deface|defaced|effaced|acceded)d?$/i;

/** `Bearer` and a token: not a word of a sentence, not a placeholder. */
export function findBearer(reader: Reader, start: number, end: number): Range | undefined {
  if (!reader.opens(start)) return undefined;
  const value = skipGap(reader, end);
  if (value === end) return undefined;
  let stop = reader.run(value, CREDENTIAL, LONGEST_TOKEN);
  while (stop > value && reader.code(stop - 1) === 0x2e) stop--;
  const token = reader.slice(value, stop);
  return isToken(token) && !goesOn(reader, stop) ? { start, end: stop } : undefined;
}

function isToken(text: string): boolean {
  if (text.length < LEAST_TOKEN || isPlaceholder(text, 1.5)) return false;
  if (/^[\da-f]+$/i.test(text)) return !HEX_WORDS.test(text);
  // Padded base64; `charset=` and the like are parameters.
  if (/^[\w+/-]+={1,2}$/.test(text) && text.length % 4 === 0 && /[a-z]/.test(text) && /[A-Z]/.test(text)) return true;
  const digits = text.match(/\d/g)?.length ?? 0;
  if (text.length < SURE_LENGTH) return digits >= 2 && /^[a-z\d]+$/i.test(text) && /[a-z]/i.test(text);
  if (text.endsWith('=') && !/^[\w+/-]+={1,2}$/.test(text)) return false;
  return digits >= 2 || (text.length >= 20 && /[a-z][A-Z].*[a-z][A-Z]/.test(text));
}

/** The start of a template or a call is not the end of a token. */
function goesOn(reader: Reader, at: number): boolean {
  const code = reader.code(at);
  return code >= 0 && '$({<*%['.includes(String.fromCharCode(code));
}

/** Blanks, `%20` or nothing. */
function skipGap(reader: Reader, at: number): number {
  return reader.has('%20', at) ? at + 3 : reader.run(at, BLANK, 4);
}

/** `Basic` and base64 of `user:password`. */
export function findBasic(reader: Reader, start: number, end: number): Range | undefined {
  if (!reader.opens(start)) return undefined;
  const value = reader.run(end, BLANK, 4);
  if (value === end) return undefined;
  const stop = padded(reader, value, 512);
  return isUserAndPassword(reader.slice(value, stop)) ? { start, end: stop } : undefined;
}

/** `"auth": "..."` with base64 of `user:password`, as container registries keep it. */
export function findRegistryAuth(reader: Reader, _start: number, end: number): Range | undefined {
  let at = reader.run(end, BLANK, 4);
  if (reader.code(at) !== 0x3a) return undefined;
  at = reader.run(at + 1, BLANK, 4);
  if (reader.code(at) !== 0x22) return undefined;
  const stop = padded(reader, at + 1, 1_024);
  return reader.code(stop) === 0x22 && isUserAndPassword(reader.slice(at + 1, stop))
    ? { start: at + 1, end: stop }
    : undefined;
}

function padded(reader: Reader, from: number, most: number): number {
  let stop = reader.run(from, BASE64, most);
  for (let i = 0; i < 2 && reader.code(stop) === 0x3d; i++) stop++;
  return stop;
}

function isUserAndPassword(base64: string): boolean {
  if (base64.length < 8) return false;
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return /^[\x20-\x7e]{1,128}:[\x20-\x7e]{3,}$/.test(text) && text.includes(':');
}

/** `curl ... -u user:password`. */
export function findCurlUser(reader: Reader, start: number, end: number): Range | undefined {
  if (!/\bcurl\b[^\n]*$/.test(reader.slice(Math.max(0, start - 100), start))) return undefined;
  let from = reader.run(end, BLANK, 4);
  const quote = reader.code(from);
  const quoted = quote === 0x22 || quote === 0x27;
  if (quoted) from++;
  let stop = from;
  for (; stop < from + 256; stop++) {
    const code = reader.code(stop);
    if (code < 0x21 || code > 0x7e || (quoted && code === quote)) break;
  }
  const [user, ...rest] = reader.slice(from, stop).split(':');
  const password = rest.join(':');
  if (!user || password.length < 3 || /[$<{(*]/.test(user + password)) return undefined;
  return isPlaceholder(password, 1.5) || isIn(password.charCodeAt(0), BLANK) ? undefined : { start: from, end: stop };
}
