/** @module Check digits of the identifiers made here, written from their public definitions. */
import { createHash } from 'node:crypto';

export function luhn(digits) {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

export const weighted = (digits, weights) => weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);

const D = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const P = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];
const INVERSE = '0432156789';
export function verhoeff(digits) {
  const state = [...digits]
    .reverse()
    .reduce((at, digit, place) => Number(D[at][Number(P[(place + 1) % 8][Number(digit)])]), 0);
  return INVERSE[state];
}

const sha = (bytes) => createHash('sha256').update(bytes).digest();
const B58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** Base58Check of a payload: version bytes first, then four bytes of a double SHA-256. */
export function base58check(payload) {
  const bytes = Buffer.concat([payload, sha(sha(payload)).subarray(0, 4)]);
  let number = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = B58[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(Math.max(zeros, 0)) + text;
}

const B32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const polymod = (values) => {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((poly, bit) => {
      if ((top >>> bit) & 1) check ^= poly;
    });
  }
  return check;
};
/** BIP 173 (version 0) and BIP 350 (later versions). */
export function segwit(prefix, version, program) {
  const bits = [...program].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const words = [version, ...(bits.match(/.{1,5}/g) ?? []).map((part) => parseInt(part.padEnd(5, '0'), 2))];
  const head = [
    ...[...prefix].map((char) => char.charCodeAt(0) >> 5),
    0,
    ...[...prefix].map((char) => char.charCodeAt(0) & 31),
  ];
  const check = polymod([...head, ...words, 0, 0, 0, 0, 0, 0]) ^ (version === 0 ? 1 : 0x2bc830a3);
  const tail = [5, 4, 3, 2, 1, 0].map((place) => (check >>> (5 * place)) & 31);
  return `${prefix}1${[...words, ...tail].map((word) => B32[word]).join('')}`;
}

/** The CRC-32 in base 62 that ends GitHub's and npm's tokens. */
export function crc62(text) {
  let crc = 0xffffffff;
  for (const char of text) {
    crc ^= char.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let number = (crc ^ 0xffffffff) >>> 0;
  let out = '';
  for (; number > 0; number = Math.floor(number / 62)) {
    out = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'[number % 62] + out;
  }
  return out.padStart(6, '0');
}
