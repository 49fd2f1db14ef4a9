/** @module Decoding of percent escapes and HTML character references. */
import { namedPoints, numericPoint, shortNames } from './fold/references.ts';

const ESCAPES = /(?:%[0-9a-f]{2})+/gi;
const REFERENCES = /&(?:#(\d{1,32});?|#x([0-9a-f]{1,32});?|([a-z][a-z\d]{1,31};?))/gi;

/**
 * Decodes percent escapes (as UTF-8) and then HTML character references (HTML Living Standard, 13.2.5.72 and on), once
 * each. What is no valid UTF-8 or no character becomes U+FFFD; names that HTML does not know stay.
 *
 * @example
 * ```ts
 * decodeEncodedPii('john%40example&#46;com'); // 'john@example.com'
 * ```
 */
export function decodeEncodedPii(text: string): string {
  const plain = text.includes('%') ? text.replace(ESCAPES, decodeEscapes) : text;
  return plain.includes('&') ? plain.replace(REFERENCES, decodeReference) : plain;
}

/** A run of percent escapes, as UTF-8; what is not valid becomes U+FFFD. */
function decodeEscapes(run: string): string {
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}

function decodeReference(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return decodeName(whole, name);
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
  return String.fromCodePoint(numericPoint(code));
}

/** A name with its semicolon, or the longest beginning of it that HTML also reads without one. */
function decodeName(whole: string, name: string): string {
  const points = name.endsWith(';') ? namedPoints(name.slice(0, -1)) : undefined;
  if (points !== undefined) return textOf(points);
  for (let length = Math.min(name.length, LONGEST_SHORT); length > 1; length--) {
    const short = name.slice(0, length);
    if (shortNames().has(short)) return textOf(namedPoints(short) as readonly [number]) + name.slice(length);
  }
  return whole;
}

const LONGEST_SHORT = 6;

function textOf([one, two]: readonly [number, number?]): string {
  return two === undefined ? String.fromCodePoint(one) : String.fromCodePoint(one, two);
}
