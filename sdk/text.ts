/** @module Folding of text, so that names which look alike compare alike. */
import { CONFUSABLES, DASH_LIKE } from './confusables.ts';
export { decodeEncodedPii } from './text-decode.ts';
import { decodeEncodedPii } from './text-decode.ts';

// eslint-disable-next-line no-control-regex
const ASCII = /^[\0-\x7f]*$/;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** The 17 invisible characters that the spec names. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const HAS_LATIN = /[a-z]/i;
const NON_ASCII = /[^\0-\x7f]/gu; // eslint-disable-line no-control-regex

/**
 * Folds a name for comparison: trimmed, without invisible characters, compatibility forms, case and look-alike
 * characters. Never makes two different ASCII letters or digits equal, but for case. Folding twice changes nothing.
 *
 * Follows UTS #39 (confusables) and Unicode NFKC, with accents kept: `Über` equals `über`, not `uber`.
 *
 * @example
 * ```ts
 * foldName(' Ехеcute_ſhell '); // 'execute_shell': the first letters were Cyrillic
 * ```
 */
export function foldName(name: string): string {
  if (ASCII.test(name)) return name.trim().toLowerCase();
  let folded = name;
  // One pass nearly always does. The bound is there for texts that nobody has thought of.
  for (let i = 0; i < 4; i++) {
    const before = folded;
    folded = foldOnce(before);
    if (folded === before) break;
  }
  return folded;
}

function foldOnce(name: string): string {
  const bare = name.normalize('NFKD').replace(IGNORABLE, '');
  // In a word of another script case decides (Ν and ν are one letter); among Latin letters, looks do (ν is a v).
  const mixed = HAS_LATIN.test(bare);
  const plain = bare.replace(NON_ASCII, (char) => foldChar(char, mixed));
  return plain
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replace(/([ij])\u0307/g, '$1')
    .normalize('NFKC')
    .trim();
}

function foldChar(char: string, mixed: boolean): string {
  const upper = char.toUpperCase();
  const [first, second] = mixed ? [char, upper] : [upper, char];
  const looks = CONFUSABLES.get(first) ?? CONFUSABLES.get(second) ?? CONFUSABLES.get(char.toLowerCase());
  return looks ?? DASH_LIKE.get(char) ?? upper.toLowerCase();
}

/**
 * Whether a name is not ASCII but passes for ASCII: letters of another script among Latin ones, or a whole word of
 * letters that each look like a Latin one. A word that merely folds the same (`тест`, `straße`) does not count.
 *
 * @example
 * ```ts
 * looksLikeAscii('ехec'); // true: two letters are Cyrillic
 * ```
 */
export function looksLikeAscii(name: string): boolean {
  const bare = name.trim().replace(/[ßẞ]/g, 'ss');
  if (ASCII.test(bare) || !ASCII.test(foldName(bare))) return false;
  const form = bare.normalize('NFKD').replace(IGNORABLE, '');
  return HAS_LATIN.test(form) || [...form].every((char) => ASCII.test(CONFUSABLES.get(char) ?? char));
}

/**
 * The ASCII character that one other character looks like; dashes count as hyphens.
 *
 * @example
 * ```ts
 * asciiLookalike('\u0435'); // 'e': the letter is Cyrillic
 * ```
 */
export function asciiLookalike(char: string): string | undefined {
  return CONFUSABLES.get(char) ?? DASH_LIKE.get(char);
}

/**
 * The length of a text in UTF-8, in bytes.
 *
 * @example
 * ```ts
 * utf8Length('\u00e9t\u00e9'); // 5
 * ```
 */
export function utf8Length(text: string): number {
  const { length } = text;
  if (length > 48) return Buffer.byteLength(text);
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) > 127) return Buffer.byteLength(text);
  return length;
}

/**
 * NFC, and the invisible characters that the spec names removed.
 *
 * @example
 * ```ts
 * normalizeUnicode('jane\u200b@example.com'); // 'jane@example.com'
 * ```
 */
export function normalizeUnicode(text: string): string {
  return ASCII.test(text) ? text : text.normalize('NFC').replace(INVISIBLE, '');
}

/**
 * Replaces characters that look like ASCII ones, one by one; fullwidth forms included.
 *
 * @example
 * ```ts
 * normalizeHomoglyphs('\uff4aane'); // 'jane'
 * ```
 */
export function normalizeHomoglyphs(text: string): string {
  if (ASCII.test(text)) return text;
  return text.replace(NON_ASCII, (char) => {
    const code = char.charCodeAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    return CONFUSABLES.get(char) ?? char;
  });
}

/**
 * What detection looks at: normalized, look-alikes replaced, decoded, and look-alikes that were encoded replaced too.
 *
 * @example
 * ```ts
 * prepareForDetection('jane%40example\u200b.com'); // 'jane@example.com'
 * ```
 */
export function prepareForDetection(text: string): string {
  const clear = (one: string): string => normalizeHomoglyphs(normalizeUnicode(one));
  return clear(decodeEncodedPii(clear(text)));
}
