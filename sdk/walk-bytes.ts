/** @module Bytes that are text, rewritten as bytes of the same kind. */
import { isUtf8 } from 'node:buffer';
import { types } from 'node:util';

interface Decoded {
  readonly text: string;
  encode(text: string): Buffer;
}

/** Of bytes that are neither UTF-8 nor UTF-16, so many are looked at to tell whether they are text. */
const SAMPLE = 1 << 20;
const UTF16_SAMPLE = 512;

/** Rewrites bytes that are text, as the same kind of bytes. Binary data is left alone. */
export function rewriteBytes<T extends ArrayBufferView | ArrayBufferLike>(
  object: T,
  rewrite: (text: string) => string,
): T {
  const view = ArrayBuffer.isView(object);
  const bytes = view
    ? Buffer.from(object.buffer, object.byteOffset, object.byteLength)
    : Buffer.from(object as unknown as ArrayBuffer);
  const decoded = bytes.length === 0 ? undefined : decode(bytes);
  if (!decoded) return object;
  const now = rewrite(decoded.text);
  if (now === decoded.text) return object;
  return likeBytes(
    object,
    filled(now, decoded, (object as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1),
  ) as T;
}

/** Elements of several bytes are filled up with spaces. */
function filled(text: string, { encode }: Decoded, width: number): Buffer {
  let bytes = encode(text);
  for (let spaces = 1; bytes.length % width !== 0 && spaces < width; spaces++)
    bytes = encode(text + ' '.repeat(spaces));
  return bytes;
}

function likeBytes(object: ArrayBufferView | ArrayBufferLike, bytes: Buffer): object {
  if (Buffer.isBuffer(object)) return Buffer.from(bytes);
  const fresh = types.isSharedArrayBuffer(object) ? new SharedArrayBuffer(bytes.length) : new ArrayBuffer(bytes.length);
  bytes.copy(Buffer.from(fresh));
  if (!ArrayBuffer.isView(object)) return fresh;
  const tag = types.isDataView(object) ? 'DataView' : ((object as Uint8Array)[Symbol.toStringTag] as 'Uint8Array');
  const Class = (globalThis as unknown as Record<string, new (buffer: ArrayBufferLike) => object>)[tag] ?? Uint8Array;
  return Object.setPrototypeOf(new Class(fresh), Object.getPrototypeOf(object) as object) as object;
}

function decode(bytes: Buffer): Decoded | undefined {
  const order = utf16Order(bytes);
  if (order) return utf16(bytes, order);
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), encode: (text) => Buffer.from(text) };
  if (!isMostlyText(bytes)) return undefined;
  // Latin-1 gives every byte back as it was, whatever the encoding is.
  return { text: bytes.toString('latin1'), encode: (text) => Buffer.from(text, 'latin1') };
}

/** Which half of each two bytes is the upper one. Without a mark at its start only text that is mostly Latin is seen. */
function utf16Order(bytes: Buffer): 'LE' | 'BE' | undefined {
  if (bytes.length < 4) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'BE';
  const end = Math.min(bytes.length & ~1, UTF16_SAMPLE);
  let little = 0;
  let big = 0;
  for (let i = 0; i < end; i += 2) {
    if (bytes[i + 1] === 0 && isPrintable(bytes[i] as number)) little++;
    else if (bytes[i] === 0 && isPrintable(bytes[i + 1] as number)) big++;
  }
  if (little * 2 >= end * 0.7) return 'LE';
  return big * 2 >= end * 0.7 ? 'BE' : undefined;
}

function utf16(bytes: Buffer, order: 'LE' | 'BE'): Decoded {
  const end = bytes.length & ~1;
  const rest = bytes.subarray(end);
  const turned = (some: Buffer): Buffer => (order === 'BE' ? some.swap16() : some);
  return {
    text: turned(Buffer.from(bytes.subarray(0, end))).toString('utf16le'),
    encode: (text) => Buffer.concat([turned(Buffer.from(text, 'utf16le')), rest]),
  };
}

function isMostlyText(bytes: Buffer): boolean {
  const end = Math.min(bytes.length, SAMPLE);
  let ascii = 0;
  let controls = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i] as number;
    if (isPrintable(byte)) ascii++;
    else if (byte < 128) controls++;
  }
  return controls * 100 <= end && ascii * 10 >= end * 6;
}

function isPrintable(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
}
