/** @module Sets of ASCII characters that tokens are made of, as bits of one table. */

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const WORD = DIGITS + LOWER + UPPER;

/** The classes that a shape may name. */
export const CLASSES: Readonly<Record<string, string>> = {
  d: DIGITS,
  h: `${DIGITS}abcdef`,
  H: `${DIGITS}abcdefABCDEF`,
  l: LOWER,
  u: UPPER,
  a: LOWER + UPPER,
  n: DIGITS + LOWER,
  N: DIGITS + UPPER,
  w: WORD,
  _: `${WORD}_`,
  '-': `${WORD}_-`,
  '.': `${WORD}_-.`,
  b: `${WORD}+/`,
  '=': `${WORD}+/=_-`,
  x: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  2: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  '~': `${WORD}_-.~`,
};

/** Further sets that scanners of their own need, not for shapes. */
const SETS = {
  scheme: `${WORD}+.-`,
  space: ' \t\r\n',
  blank: ' \t',
  quote: '"\'`',
  /** What a value can stand behind. */
  before: ' \t\r\n"\'`=:>([{,|@\\',
  /** What a bearer token consists of. */
  credential: `${WORD}-._~+/=`,
  /** What ends a URL. */
  separator: ' \t\r\n"\'`<>',
  /** What ends the part of a URL before the path. */
  authority: '/?#',
  /** What a name in code or configuration consists of. */
  name: `${WORD}_-.`,
} as const;

const names = [...Object.keys(CLASSES), ...Object.keys(SETS)];
const bits = new Map(names.map((name, bit) => [name, bit]));
const TABLE = new Uint32Array(128);
for (const [name, bit] of bits) {
  for (const char of CLASSES[name] ?? SETS[name as keyof typeof SETS]) {
    const code = char.charCodeAt(0);
    TABLE[code] = (TABLE[code] as number) | (1 << bit);
  }
}

/** The bit of a class or set. */
export function bitOf(name: string): number {
  const bit = bits.get(name);
  if (bit === undefined) throw new TypeError(`there is no class of characters \`${name}\``);
  return 1 << bit;
}

export const DIGIT = bitOf('d');
export const HEX = bitOf('H');
export const ALNUM = bitOf('w');
export const IDENTIFIER = bitOf('_');
export const BASE64URL = bitOf('-');
export const BASE64 = bitOf('b');
export const SCHEME = bitOf('scheme');
export const SPACE = bitOf('space');
export const BLANK = bitOf('blank');
export const QUOTE = bitOf('quote');
export const BEFORE = bitOf('before');
export const CREDENTIAL = bitOf('credential');
export const NAME = bitOf('name');
export const TOKEN = bitOf('~');
export const SEPARATOR = bitOf('separator');
export const AUTHORITY_END = bitOf('authority');

/** Whether a code unit (-1: none) is in a class. */
export function isIn(code: number, mask: number): boolean {
  return code >>> 7 === 0 && ((TABLE[code] as number) & mask) !== 0;
}
