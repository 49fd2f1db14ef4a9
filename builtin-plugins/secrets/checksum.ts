/** @module Tokens that carry a check of themselves. */
import { createHash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** By name: whether the part of a token behind its prefix agrees with the check in it. */
export const CHECKSUMS = {
  /** The last six characters are the CRC-32 of the others in base 62 (GitHub, npm). */
  crc32Base62: (body: string): boolean => base62(crc32(body.slice(0, -6))) === body.slice(-6),
  /** Base58Check: the last four bytes begin the double SHA-256 of the others (Bitcoin). */
  base58Check: (body: string): boolean => {
    const bytes = decodeBase58(body);
    if (!bytes || bytes.length < 5) return false;
    const payload = bytes.subarray(0, -4);
    return sha256(sha256(payload)).subarray(0, 4).equals(bytes.subarray(-4));
  },
} as const;
export type Checksum = keyof typeof CHECKSUMS;

let crcTable: Int32Array | undefined;

export function crc32(text: string): number {
  const table = (crcTable ??= makeCrcTable());
  let crc = -1;
  for (let i = 0; i < text.length; i++) crc = (table[(crc ^ text.charCodeAt(i)) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

function makeCrcTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    return crc;
  });
}

/** Six digits, which is enough for 32 bits. */
export function base62(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = BASE62.charAt(rest % 62) + text;
  return text.padStart(6, '0');
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

export function encodeBase58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = BASE58.charAt(Number(value % 58n)) + text;
  return text;
}

function decodeBase58(text: string): Buffer | undefined {
  let value = 0n;
  for (const char of text) {
    const digit = BASE58.indexOf(char);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
}
