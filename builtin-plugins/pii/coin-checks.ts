/** @module Checksums of crypto-currency addresses: base58check, bech32 (BIP 173, BIP 350), EIP-55. */
import { createHash } from 'node:crypto';

const BITCOIN = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const RIPPLE = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

function decode(text: string, letters: string): Buffer | undefined {
  let value = 0n;
  let zeros = 0;
  for (const char of text) {
    const digit = letters.indexOf(char);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
    if (value === 0n) zeros++;
  }
  const hex = value === 0n ? '' : value.toString(16);
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')]);
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** How many bytes a character of base58 is worth. */
const WORTH = Math.log2(58) / 8;

/**
 * Whether so many characters of base58 can stand for so many bytes: told without decoding, which takes long.
 *
 * @param zeros - how many of the characters stand for nought and are in front: each is a byte
 */
export function canHave(length: number, zeros: number, least: number, most: number): boolean {
  const rest = length - zeros;
  return zeros + Math.ceil(rest * WORTH) >= least && zeros + Math.floor((rest - 1) * WORTH) < most;
}

function isVersion(bytes: Buffer): boolean {
  if (bytes.length === VERSIONED) return VERSIONS.has(bytes.readUInt8());
  return bytes.length === VERSIONED + 1 && LONG_VERSIONS.has(bytes.readUInt16BE());
}

/** Whether the last four bytes are the checksum of the others. */
function isChecked(bytes: Buffer): boolean {
  return sha256(sha256(bytes.subarray(0, -4)))
    .subarray(0, 4)
    .equals(bytes.subarray(-4));
}

/** A version, 20 bytes of hash and a checksum. */
const VERSIONED = 25;

/** Versions of one byte with 20 bytes of hash: Bitcoin, Litecoin, Dogecoin, Dash, Tron and their test networks. */
const VERSIONS = new Set([0x00, 0x05, 0x6f, 0xc4, 0x30, 0x32, 0x3a, 0x1e, 0x16, 0x4c, 0x10, 0x41]);
/** Of two bytes: Zcash. */
const LONG_VERSIONS = new Set([0x1cb8, 0x1cbd, 0x1d25]);

export function isBase58Address(text: string): boolean {
  const bytes = decode(text, BITCOIN);
  return bytes !== undefined && isVersion(bytes) && isChecked(bytes);
}

export function isRippleAddress(text: string): boolean {
  const bytes = decode(text, RIPPLE);
  return bytes?.length === VERSIONED && bytes.readUInt8() === 0 && isChecked(bytes);
}

const KEY = 32;

/** The two letters that stand for nought. */
const ONE = '1'.charCodeAt(0);
const RIPPLE_ZERO = 'r'.charCodeAt(0);

function zerosAt(text: string, start: number, end: number, zero: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) === zero) at++;
  return at - start;
}

/** Whether as many characters as here can be an address in base58. */
export function hasLengthOfAddress(text: string, start: number, end: number): boolean {
  return canHave(end - start, zerosAt(text, start, end, ONE), VERSIONED, VERSIONED + 1);
}

/** The same for the order of letters that Ripple has. */
export function hasLengthOfRipple(text: string, start: number, end: number): boolean {
  return canHave(end - start, zerosAt(text, start, end, RIPPLE_ZERO), VERSIONED, VERSIONED);
}

/** Whether as many characters as here can be a public key. */
export function hasLengthOfKey(text: string, start: number, end: number): boolean {
  return canHave(end - start, zerosAt(text, start, end, ONE), KEY, KEY);
}

/** Base58 of 32 bytes without a checksum, as Solana has it. */
export function isPublicKey(text: string): boolean {
  return decode(text, BITCOIN)?.length === KEY;
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKS = [1, 0x2bc830a3];

export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return false;
  const at = lower.lastIndexOf('1');
  const prefix = Array.from(lower.slice(0, at), (char) => char.charCodeAt(0));
  const data = Array.from(lower.slice(at + 1), (char) => BECH32.indexOf(char));
  if (at < 1 || data.length < 8 || data.includes(-1)) return false;
  return CHECKS.includes(polymod([...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data]));
}

function polymod(values: readonly number[]): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    GENERATORS.forEach((generator, bit) => {
      if ((top >>> bit) & 1) check ^= generator;
    });
  }
  return check >>> 0;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Stellar (SEP-23): base32 of a version, 32 bytes and a CRC-16 (XModem), least byte first. */
export function isStellarAddress(text: string): boolean {
  let bits = '';
  for (const char of text) bits += BASE32.indexOf(char).toString(2).padStart(5, '0');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  let crc = 0;
  for (const byte of bytes.slice(0, -2)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff) >>> 0;
  }
  return bytes.length === 35 && bytes.at(-2) === (crc & 255) && bytes.at(-1) === crc >> 8;
}
