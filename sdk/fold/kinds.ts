/** @module What detection makes of each character: looked up once, then read from a table. */
import { CONFUSABLES, DASH_LIKE, markLookalikes } from '../confusables.ts';

/** Nothing to fold, and no letter. */
export const PLAIN = 1;
/** A letter that stays, of a script without look-alikes. */
export const LETTER = 2;
/** A letter that stays, of a script that has look-alikes. */
export const KIN = 3;
/** A letter that looks like an ASCII one. Its word decides. */
export const LOOK = 4;
/** A letter that looks like a digit, or a Chinese numeral: a digit, unless it stands beside a letter. */
export const DIGIT_LOOK = 5;
/** A dash or a long vowel mark: a hyphen, unless it stands beside a letter. */
export const DASH = 6;
/** A digit, unless it stands like the number of a footnote. */
export const SUPERSCRIPT = 7;
export const INVISIBLE = 8;
/** A mark that goes with any letter. */
export const MARK = 9;
/** A mark of a script: noise on ASCII only. */
export const SCRIPT_MARK = 10;
export const TAG = 11;
/** One unit, in `valueOf`. */
export const ONE = 12;
/** Several units: `textOf` the value. */
export const MANY = 13;

/** Characters from here on stay, but for tags and variation selectors. */
const KNOWN = 0x20000;
let kinds = new Uint8Array(0);
let values = new Uint16Array(0);
const texts: string[] = [];

/** The kind of a character that is not ASCII. */
export function kindOf(point: number): number {
  if (point >= KNOWN) return point >= 0xe0000 && point < 0xe1000 ? kindOfTag(point) : PLAIN;
  const kind = kinds[point];
  return kind === undefined || kind === 0 ? learn(point) : kind;
}

/** What a character folds to, when `kindOf` has said that it does: a unit, or the number of a text. */
export function valueOf(point: number): number {
  return values[point] as number;
}

export function textOf(value: number): string {
  return texts[value] as string;
}

function kindOfTag(point: number): number {
  return point >= 0xe0020 && point <= 0xe007f ? TAG : INVISIBLE;
}

function learn(point: number): number {
  if (kinds.length === 0) {
    kinds = new Uint8Array(KNOWN);
    values = new Uint16Array(KNOWN);
  }
  return (kinds[point] = classify(point));
}

const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/u;
const HAN_DIGITS = '\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d';
/** Blocks of marks that go with any letter. */
const ANY_MARKS = [0x300, 0x36f, 0x483, 0x489, 0x1ab0, 0x1aff, 0x1dc0, 0x1dff, 0x20d0, 0x20ff, 0xfe20, 0xfe2f];
const LOOK_SCRIPTS =
  /[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Georgian}\p{Script=Lisu}\p{Script=Canadian_Aboriginal}\p{Script=Tifinagh}\p{Script=Runic}]/u;
const DASHES = '\u2014\u2015\u2500\u2501\u30fc\ufe31';
/** Compatibility forms that are no way of writing what they decompose to: trade marks, and words in one character. */
const LEFT_ALONE = /[\u2120\u2122]/;
const LONGEST_FORM = 4;

function classify(point: number): number {
  const numeral = HAN_DIGITS.indexOf(String.fromCharCode(point));
  if (numeral >= 0 && point < 0x10000) return keep(point, String(numeral), DIGIT_LOOK);
  // Most of a Chinese or Korean text, without asking.
  if ((point >= 0x3400 && point <= 0x9fff) || (point >= 0xac00 && point <= 0xd7a3)) return LETTER;
  if (point >= 0xd800 && point <= 0xdfff) return PLAIN;
  const char = String.fromCodePoint(point);
  if (IGNORABLE.test(char)) return INVISIBLE;
  if (/\p{M}/u.test(char)) return isAnyMark(point) ? MARK : SCRIPT_MARK;
  if (/\p{Nd}/u.test(char)) return one(point, 48 + digitOf(char, point));
  if (/[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]/.test(char))
    return keep(point, char.normalize('NFKC'), SUPERSCRIPT);
  if (DASHES.includes(char)) return keep(point, '-', DASH);
  return classifyForm(point, char);
}

function isAnyMark(point: number): boolean {
  return ANY_MARKS.some((first, i) => i % 2 === 0 && point >= first && point <= (ANY_MARKS[i + 1] as number));
}

function classifyForm(point: number, char: string): number {
  const form = enclosed(point) ?? formOf(char);
  const folded = Array.from(form, lookalike).join('');
  if (folded !== char && folded.length <= LONGEST_FORM && !LEFT_ALONE.test(char)) {
    if (folded.length > 1) return many(point, folded);
    // The word decides about letters of scripts in use, whatever form they have.
    if (point > 0xffff || form !== char || !LOOK_SCRIPTS.test(char)) return one(point, folded.charCodeAt(0));
    return keep(point, folded, /\d/.test(folded) ? DIGIT_LOOK : LOOK);
  }
  if (!/\p{L}/u.test(char)) return PLAIN;
  return LOOK_SCRIPTS.test(char) ? KIN : LETTER;
}

function lookalike(char: string): string {
  return CONFUSABLES.get(char) ?? DASH_LIKE.get(char) ?? markLookalikes().get(char) ?? char;
}

/** The compatibility form; none for spacing accents and the like, which are a space and a mark there. */
function formOf(char: string): string {
  const form = char.normalize('NFKC');
  return /^ \p{M}/u.test(form) ? char : form.replace(/\p{M}/gu, (mark) => (IGNORABLE.test(mark) ? '' : mark));
}

/** Digits and letters in signs. A point or brackets around them are part of the sign, not of the number. */
function enclosed(point: number): string | undefined {
  for (const [first, last, from] of SIGNS)
    if (point >= first && point <= last) {
      const at = point - first;
      return typeof from === 'number' ? String(from + at) : String.fromCharCode(from.charCodeAt(0) + at);
    }
  return undefined;
}

const SIGNS: readonly (readonly [first: number, last: number, from: number | string])[] = [
  [0x2474, 0x2487, 1],
  [0x2488, 0x249b, 1],
  [0x249c, 0x24b5, 'a'],
  [0x24eb, 0x24f4, 11],
  [0x24f5, 0x24fe, 1],
  [0x24ff, 0x24ff, 0],
  [0x2776, 0x277f, 1],
  [0x2780, 0x2789, 1],
  [0x278a, 0x2793, 1],
  [0x3021, 0x3029, 1],
  [0x1d360, 0x1d368, 1],
  [0x1f100, 0x1f100, 0],
  [0x1f101, 0x1f10a, 0],
  [0x1f10b, 0x1f10c, 0],
  [0x1f110, 0x1f129, 'A'],
  [0x1f130, 0x1f149, 'A'],
  [0x1f150, 0x1f169, 'A'],
  [0x1f170, 0x1f189, 'A'],
];

/** Decimal digits stand in runs of ten, zero first (Unicode, 4.6), so the value is the distance from the start. */
function digitOf(char: string, point: number): number {
  const form = char.normalize('NFKC');
  if (form >= '0' && form <= '9') return Number(form);
  let first = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (point - first) % 10;
}

function one(point: number, unit: number): number {
  values[point] = unit;
  return ONE;
}

function keep(point: number, folded: string, kind: number): number {
  values[point] = folded.charCodeAt(0);
  return kind;
}

function many(point: number, folded: string): number {
  values[point] = texts.push(folded) - 1;
  return MANY;
}
