/** @module Values assigned to names such as `api_key` or `password`: precision first. */
import { entropyOf, isAlphabetRun, isPlaceholder } from '../allow.ts';
import { BASE64, BASE64URL, BLANK, CREDENTIAL } from '../alphabet.ts';
import { isProviderToken } from '../marks.ts';
import type { Range, Reader } from '../reader.ts';

const AWS_SECRET = BASE64;
const LONGEST_NAME = 24;
const LONGEST_VALUE = 256;
export const ASSIGNMENT_SPAN = 64 + LONGEST_NAME + LONGEST_VALUE;

/** What a name goes on with when its value is not the secret itself. */
const ABOUT =
  /(?:id|ids|name|names|file|path|url|uri|type|len|length|size|hash|count|field|header|prefix|index|hint|label|pattern|regexp?|expires?|expiry|ttl|version|endpoint|server|provider|kind|class|arn|ref|policy|rules?|ring|pair|format|encoding|alias|store|manager|confirmation|reset|strength|input|placeholder)$/i;

/** What keys and tokens are called that are no secrets: they name, order or page something. */
const NO_SECRETS =
  /(?:cache|partition|sort|primary|foreign|idempotency|dedup|deduplication|group|public|publishable|routing|object|s3|row|range|hash|site|storage|query|unique|lookup|index|csrf|xsrf|page|next|prev|previous|cursor|continuation|sync|cancel|cancellation|request|trace|correlation)[_-]?$/i;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

interface Assigned {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** An API key: the name and its value. */
export function findApiKey(reader: Reader, start: number, end: number): Range | undefined {
  const found = assigned(reader, end, CREDENTIAL);
  if (!found || found.value.length < 20) return undefined;
  const isToken = isProviderToken(found.value) ?? isRandom(found.value, found.quoted);
  return isToken ? { start, end: found.end } : undefined;
}

/** The secret half of an AWS key pair: the name and its 40 characters. */
export function findAwsSecret(reader: Reader, start: number, end: number): Range | undefined {
  // The longer name is found by its own keyword.
  if (reader.hasFolded('aws', start - 3) || reader.hasFolded('aws_', start - 4) || reader.hasFolded('aws-', start - 4))
    return undefined;
  const found = assigned(reader, end, AWS_SECRET);
  if (found?.value.length !== 40 || entropyOf(found.value) < 3) return undefined;
  return { start, end: found.end };
}

/** A secret or token: the value alone. */
export function findSecretValue(reader: Reader, start: number, end: number): Range | undefined {
  if (NO_SECRETS.test(reader.slice(Math.max(0, start - 16), start))) return undefined;
  const found = assigned(reader, end, CREDENTIAL);
  if (!found || found.value.length < 16 || isProviderToken(found.value) !== undefined) return undefined;
  if (UUID.test(found.value)) return undefined;
  return isRandom(found.value, found.quoted) ? { start: found.start, end: found.end } : undefined;
}

/** A password: quoted, or in the style of environments and YAML. */
export function findPassword(reader: Reader, _start: number, end: number): Range | undefined {
  const found = assigned(reader, end, 0);
  if (!found || found.value.length < 8 || found.value.length > 128) return undefined;
  if (isProviderToken(found.value) !== undefined) return undefined;
  return isPassword(found.value, found.quoted) ? { start: found.start, end: found.end } : undefined;
}

/** What is assigned to the name that a keyword ends in. A class of 0 stands for any printable character. */
function assigned(reader: Reader, from: number, mask: number): Assigned | undefined {
  let at = reader.run(from, BASE64URL, LONGEST_NAME);
  if (ABOUT.test(reader.slice(from, at))) return undefined;
  at = skipClosing(reader, at);
  const operator = skipOperator(reader, at);
  if (operator < 0) return undefined;
  at = reader.run(operator, BLANK, 4);
  if (reader.code(at) === BACKSLASH && isQuote(reader.code(at + 1))) at++;
  const quote = reader.code(at);
  const quoted = isQuote(quote);
  if (!quoted && reader.code(operator - 1) === COMMA) return undefined;
  const start = quoted ? at + 1 : at;
  const end = mask === 0 ? printable(reader, start, quoted ? quote : -1) : reader.run(start, mask, LONGEST_VALUE);
  if (!isEnd(reader, end, quoted ? quote : -1)) return undefined;
  return { value: reader.slice(start, end), start, end, quoted };
}

const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const isQuote = (code: number): boolean => code === 0x22 || code === 0x27 || code === 0x60;

/** The end of a quoted name, or of an index. */
function skipClosing(reader: Reader, from: number): number {
  let at = from;
  if (reader.code(at) === BACKSLASH) at++;
  if (isQuote(reader.code(at))) at++;
  if (reader.code(at) === 0x5d) at++;
  return reader.run(at, BLANK, 8);
}

/** `=`, `:`, `:=`, `=>`, `>` (of a tag), `,` (of a call that sets it) or `value=`; -1 when none stands here. */
function skipOperator(reader: Reader, at: number): number {
  if (reader.hasFolded('value=', at)) return at + 6;
  switch (reader.code(at)) {
    case 0x3d:
      return reader.code(at + 1) === 0x3e ? at + 2 : at + 1;
    case 0x3a:
      return reader.code(at + 1) === 0x3d ? at + 2 : at + 1;
    case 0x3e:
    case 0x2c:
      return at + 1;
    default:
      return -1;
  }
}

/** A value ends with its quote; without one, with a space or a sign that separates, never in a call or a template. */
function isEnd(reader: Reader, at: number, quote: number): boolean {
  const code = reader.code(at);
  if (quote >= 0) return code === quote || (code === BACKSLASH && reader.code(at + 1) === quote);
  return code < 0 || code <= 0x20 || ',;&"\'<)}]|\\#'.includes(String.fromCharCode(code));
}

function printable(reader: Reader, from: number, quote: number): number {
  let at = from;
  for (; at < from + LONGEST_VALUE; at++) {
    const code = reader.code(at);
    if (code <= 0x20 || code > 0x7e || code === quote) break;
    if (quote < 0 && ',;&"\'<)}]|\\'.includes(String.fromCharCode(code))) break;
  }
  return at;
}

/** A part that mixes letters and digits, as words and versions do not. */
function isRandom(value: string, quoted: boolean): boolean {
  if (isAlphabetRun(value)) return true;
  if (!/\d.*\d/.test(value) || !/[a-z]/i.test(value) || isPlaceholder(value) || entropyOf(value) < 3) return false;
  if (!quoted && /[./]/.test(value) && !/^[\w+/-]{24,}={0,2}$/.test(value)) return false;
  const mixed = value.split(/[^a-z\d]+/i).filter((part) => /\d/.test(part) && /[a-z]/i.test(part) && !isWords(part));
  return mixed.some((part) => part.length >= 12) || mixed.join('').length >= 24;
}

/** camelCase, or words with a number or two among them. */
function isWords(part: string): boolean {
  const pieces = part.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  const words = pieces.filter((piece) => !/\d/.test(piece));
  return pieces.length - words.length <= 2 && words.join('').length >= 3.5 * words.length;
}

/** Letters, digits and a third kind, without the marks of code and templates. */
function isPassword(value: string, quoted: boolean): boolean {
  if (/^[$%<{[(@/.*]|\$\{|\{\{|\(|\[|=>|::|->/.test(value) || isPlaceholder(value, 2.2)) return false;
  if (/^https?:|^\w+\.\w+|^(?:process|os|env|config)\b/i.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value)).length;
  if (kinds < 3 || !/\d/.test(value)) return false;
  return quoted || !/[=:>?]/.test(value);
}
