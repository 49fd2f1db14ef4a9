/** @module What a UTF-16 unit is to the tokenizer, and how words are folded before they are looked up. */

/** 0 other, 1 space, 2 line break, 3 digit, 4 quote, 5 lower-case letter, 6 capital letter, 7 letter without case. */
export const SPACE = 1;
export const BREAK = 2;
export const DIGIT = 3;
export const QUOTE = 4;
export const LOWER = 5;
export const UPPER = 6;
export const CASELESS = 7;

const QUOTES = '"\'`*\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a';
let kinds: Uint8Array | undefined;
let folds: Uint16Array | undefined;

/** Made on first use: 65,536 entries, of which the ranges below need a look at Unicode's properties. */
export function kindTable(): Uint8Array {
  if (kinds) return kinds;
  const table = new Uint8Array(0x10000);
  table.fill(CASELESS, 0x590);
  // Punctuation, symbols, box drawing; the surrogates, private use and the forms of punctuation are no letters here.
  for (const [from, to] of [
    [0x2000, 0x2c00],
    [0x3000, 0x3005],
    [0x3008, 0x3021],
    [0x60c, 0x60d],
    [0x61b, 0x620],
    [0x6d4, 0x6d5],
    [0x964, 0x966],
    [0xd800, 0xf900],
    [0xfe00, 0xfe70],
    [0xff00, 0xff10],
    [0xff1a, 0xff21],
    [0xfff0, 0x10000],
  ] as const)
    table.fill(0, from, to);
  for (let code = 0; code < 0x590; code++) table[code] = kindOf(String.fromCharCode(code));
  for (let code = 0x1e00; code < 0x2000; code++) table[code] = kindOf(String.fromCharCode(code));
  for (const code of [0x2028, 0x2029]) table[code] = BREAK;
  for (const code of [0x2002, 0x2003, 0x2009, 0x200a, 0x202f, 0x3000]) table[code] = SPACE;
  for (const quote of QUOTES) table[quote.charCodeAt(0)] = QUOTE;
  return (kinds = table);
}

function kindOf(char: string): number {
  if (/[\n\r]/.test(char)) return BREAK;
  if (/\s/.test(char)) return SPACE;
  if (/[0-9]/.test(char)) return DIGIT;
  if (/\p{Lu}|\p{Lt}/u.test(char)) return UPPER;
  if (/\p{L}|\p{M}/u.test(char)) return /\p{Lo}/u.test(char) && char > '\u0590' ? CASELESS : LOWER;
  return 0;
}

/** Lower case without diacritics, a unit for a unit: `\u00c9` becomes `e`. */
export function foldTable(): Uint16Array {
  if (folds) return folds;
  const table = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code++) table[code] = code;
  const fold = (code: number): void => {
    const base = String.fromCharCode(code).toLowerCase().normalize('NFD').charCodeAt(0);
    table[code] = base;
  };
  for (let code = 0; code < 0x590; code++) fold(code);
  for (let code = 0x1e00; code < 0x2000; code++) fold(code);
  // Letters that no decomposition takes apart.
  for (const [from, to] of [
    [0xf8, 'o'],
    [0xd8, 'o'],
    [0x142, 'l'],
    [0x141, 'l'],
    [0x111, 'd'],
    [0x110, 'd'],
    [0x131, 'i'],
    [0x2019, "'"],
  ] as const)
    table[from] = to.charCodeAt(0);
  return (folds = table);
}
