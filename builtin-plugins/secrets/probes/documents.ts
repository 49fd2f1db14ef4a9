/** @module Secrets in documents of a known form: service accounts, connection strings, .netrc, Kubernetes, JWK. */
import { isPlaceholder } from '../allow.ts';
import { BASE64, BASE64URL, BLANK, HEX, isIn, SPACE } from '../alphabet.ts';
import type { Range, Reader } from '../reader.ts';

export const DOCUMENT_SPAN = 1_024;
const LONGEST_LINE = 400;
const LONGEST_PART = 128;
const SEMICOLON = 0x3b;
const BRACE = 0x7d;
const QUOTE = 0x22;

/** From `"type": "service_account"` to the end of the key id that stands in the same object. */
export function findServiceAccount(reader: Reader, start: number, end: number): Range | undefined {
  const type = '"service_account"';
  const value = colon(reader, end);
  if (!reader.has(type, value)) return undefined;
  const field = '"private_key_id"';
  for (let at = value + type.length; at < start + DOCUMENT_SPAN - 128; at++) {
    const code = reader.code(at);
    if (code < 0 || code === BRACE) return undefined;
    if (code !== QUOTE) continue;
    if (reader.has('"type"', at)) return undefined;
    if (!reader.has(field, at)) continue;
    const id = colon(reader, at + field.length) + 1;
    const stop = reader.run(id, HEX, 64);
    return stop - id === 40 && reader.code(stop) === QUOTE ? { start, end: stop + 1 } : undefined;
  }
  return undefined;
}

/** Behind a colon and the space around it. */
function colon(reader: Reader, at: number): number {
  const sign = reader.run(at, SPACE, 4);
  return reader.code(sign) === 0x3a ? reader.run(sign + 1, SPACE, 4) : at;
}

/** A whole Azure storage connection string. */
export function findAzureString(reader: Reader, start: number): Range | undefined {
  const end = unbroken(reader, start);
  return /AccountKey=[\w+/]{36,}={0,2}/i.test(reader.slice(start, end)) ? { start, end } : undefined;
}

/** `AccountKey=...` or `SharedAccessKey=...` alone. */
export function findAzureKey(reader: Reader, start: number, end: number): Range | undefined {
  const value = reader.run(end, BASE64, 128);
  let stop = value;
  while (stop < value + 2 && reader.code(stop) === 0x3d) stop++;
  const key = reader.slice(end, value);
  return key.length >= 36 && key.length <= 100 && !isPlaceholder(key) ? { start, end: stop } : undefined;
}

function unbroken(reader: Reader, start: number): number {
  let at = start;
  for (; at < start + DOCUMENT_SPAN; at++) {
    const code = reader.code(at);
    if (code <= 0x20 || code === QUOTE || code === 0x27 || code === 0x60 || code === 0x3c) break;
  }
  return at;
}

/** `Server=...;...;Password=...` on one line, up to the end of the password. */
export function findConnectionString(reader: Reader, start: number): Range | undefined {
  if (!reader.opens(start)) return undefined;
  // A part is short; where one is not, this is another kind of text.
  for (let at = start, part = start; at < start + LONGEST_LINE && at - part < LONGEST_PART; at++) {
    const code = reader.code(at);
    if (code < 0x20 || code === QUOTE || code === 0x60) return undefined;
    if (code !== SEMICOLON && code !== 0x20) continue;
    part = at;
    const value = passwordAt(reader, at + 1);
    if (value) return { start, end: value.end };
  }
  return undefined;
}

/** The value of `Password=` or `Pwd=`. */
function passwordAt(reader: Reader, at: number): Range | undefined {
  const name = PASSWORD_NAMES.find((one) => reader.hasFolded(one, at));
  if (name === undefined) return undefined;
  const sign = reader.run(at + name.length, BLANK, 1);
  if (reader.code(sign) !== 0x3d) return undefined;
  const start = reader.run(sign + 1, BLANK, 1);
  let end = start;
  while (end < start + LONGEST_PART && reader.code(end) > 0x20 && !'"\'`;'.includes(reader.slice(end, end + 1))) end++;
  const value = reader.slice(start, end);
  return value.length < 4 || /[<${*[(%]/.test(value) || isPlaceholder(value, 1.5) ? undefined : { start, end };
}

const PASSWORD_NAMES = ['password', 'pwd'];

/** `jdbc:...?user=...&password=...`. */
export function findJdbc(reader: Reader, start: number): Range | undefined {
  const end = unbroken(reader, start);
  const found = /[?&;](?:password|pwd)=([^&;]{3,128})/i.exec(reader.slice(start, end));
  return found && !/^[<${*[(%]/.test(found[1] as string) ? { start, end } : undefined;
}

/** The password of a .netrc entry on one line. */
export function findNetrc(reader: Reader, start: number): Range | undefined {
  if (!reader.opens(start)) return undefined;
  let end = start;
  while (end < start + 256 && reader.code(end) >= 0x09) end++;
  const entry = /^machine\s+\S{1,60}\s+login\s+\S{1,60}\s+password\s+(\S{3,80})/.exec(reader.slice(start, end));
  const value = entry?.[1];
  if (!entry || value === undefined || /^[<${*]/.test(value)) return undefined;
  return { start, end: start + entry[0].length };
}

/** The private part of a JSON Web Key: `"d": "..."`. */
export function findJwk(reader: Reader, _start: number, end: number): Range | undefined {
  const value = colon(reader, end);
  if (value === end || reader.code(value) !== QUOTE) return undefined;
  const stop = reader.run(value + 1, BASE64URL, 800);
  const text = reader.slice(value + 1, stop);
  if (text.length < 42 || reader.code(stop) !== QUOTE || isPlaceholder(text) || !/\d/.test(text)) return undefined;
  return { start: value + 1, end: stop };
}

/** `_authToken=...` and `_password=...` of .npmrc. */
export function findNpmrc(reader: Reader, _start: number, end: number): Range | undefined {
  const value = reader.run(end, BLANK, 2);
  let stop = value;
  for (; stop < value + 512; stop++) {
    const code = reader.code(stop);
    if (code <= 0x20 || code === QUOTE || code === 0x27 || code > 0x7e) break;
  }
  const text = reader.slice(value, stop);
  if (text.length < 8 || /[${<*(]/.test(text) || isPlaceholder(text, 2)) return undefined;
  return isIn(text.charCodeAt(0), BASE64URL) ? { start: value, end: stop } : undefined;
}
