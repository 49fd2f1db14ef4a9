/** @module What can follow a backslash: the escapes of JavaScript, JSON, Python, C, Perl and Markdown, and of CSS. */
import { digitAt, hexAt, numberAt } from './hex.ts';
import type { Units } from './units.ts';

export interface Escape {
  readonly point: number;
  readonly next: number;
}

const MOST_DIGITS = 16;
const SPACES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9 };
/** Punctuation that is written with a backslash where it would mean something else. */
const ESCAPED = '"\'/@.-+_()[]{}#*:<>|~!';

/** Reads what stands after backslashes, from `at` on. */
export function readBackslash(units: Units, at: number): Escape | undefined {
  if (at >= units.limit) return undefined;
  const char = String.fromCharCode(units.codes[at] as number);
  if (char === 'u' || char === 'x') return readBraced(units, at + 1) ?? readFixed(units, at + 1, char === 'u' ? 4 : 2);
  if (char === 'U') return readFixed(units, at + 1, 8);
  if (char in SPACES) return { point: SPACES[char] as number, next: at + 1 };
  if (ESCAPED.includes(char)) return { point: char.charCodeAt(0), next: at + 1 };
  return readLongCss(units, at) ?? readOctal(units, at);
}

/** A hexadecimal number, and one white space that ends it. */
export function readCss(units: Units, at: number): Escape | undefined {
  const { value, next } = numberAt(units, at, 16, 6);
  if (next === at) return undefined;
  return { point: value, next: next < units.limit && units.codes[next] === 0x20 ? next + 1 : next };
}

/** In six digits, as CSS has it, and nobody else: a character of ASCII. */
function readLongCss(units: Units, at: number): Escape | undefined {
  const point = hexAt(units, at, 6);
  return point > 0 && point < 0x80 ? { point, next: at + 6 } : undefined;
}

function readFixed(units: Units, at: number, digits: number): Escape | undefined {
  const point = hexAt(units, at, digits);
  return point < 0 ? undefined : { point, next: at + digits };
}

function readBraced(units: Units, at: number): Escape | undefined {
  if (at >= units.limit || units.codes[at] !== 0x7b) return undefined;
  const { value, next } = numberAt(units, at + 1, 16, MOST_DIGITS);
  const closed = next > at + 1 && next < units.limit && units.codes[next] === 0x7d;
  return closed ? { point: value, next: next + 1 } : undefined;
}

function readOctal(units: Units, at: number): Escape | undefined {
  const first = digitAt(units, at, 8);
  const { value, next } = numberAt(units, at, 8, 3);
  return first >= 0 && first <= 3 && next === at + 3 ? { point: value, next } : undefined;
}
