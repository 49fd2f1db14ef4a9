/** @module Text as detection reads it, with the way back to where each character came from. */
import { foldCharacters, MARK_REACH } from './fold/characters.ts';
import { decodeEscapes, ESCAPE_REACH, hasEscapeSign } from './fold/escapes.ts';
import type { EscapeOptions } from './fold/escapes.ts';
import type { Folded } from './fold/folded.ts';
import { kindOf, LETTER, PLAIN } from './fold/kinds.ts';
import { foldSpoken, SPOKEN_REACH } from './fold/spoken.ts';
import { Units } from './fold/units.ts';
import { foldWords, WORD_REACH } from './fold/words.ts';

export type { Folded };

/** Which spellings are seen through besides the usual ones. */
export interface FoldOptions extends EscapeOptions {
  /** Also `john at example dot com` and `john [at] example [dot] com`. */
  readonly spokenAt?: boolean | undefined;
}

/** Escapes in escapes are undone this often. */
const MOST_ROUNDS = 5;

/**
 * How far, in UTF-16 units, what a place folds to can depend on what stands before and after it. With `spokenAt` it is
 * `FOLD_REACH + SPOKEN_REACH`.
 */
export const FOLD_REACH: number = MOST_ROUNDS * ESCAPE_REACH + MARK_REACH + 2 * WORD_REACH;
export { SPOKEN_REACH };

const PLAIN_ASCII = /^[\0-$'-[\]-\x7f]*$/; // eslint-disable-line no-control-regex
const ASCII = /^[\0-\x7f]*$/; // eslint-disable-line no-control-regex
/** Where ASCII is an escape at all. */
const ESCAPED =
  /%(?:[\da-f]{2}|u[\da-f]{4})|&(?:#[\dx]|[a-z]{2})|\\(?:[nrt"'/@.\-+_()[\]{}#*:<>|~!]|u[\da-f{]|x[\da-f{]|[0-3][0-7]{2})/i;

/**
 * Folds a text for detection: what looks like ASCII, or is encoded, becomes ASCII. Invisible characters and accents put
 * on ASCII characters go, compatibility forms and digits of all scripts become what they stand for, look-alikes of
 * UTS #39 are replaced (words of another script stay), and percent escapes, HTML references and the escapes of
 * programming languages are decoded, also in one another. `undefined` when nothing would change: ASCII text without
 * `%`, `&` and `\` never does.
 *
 * Local: what a place becomes depends on `FOLD_REACH` units around it, so that text arriving in pieces folds the same.
 *
 * @example
 * ```ts
 * const folded = foldForDetection('j\u200bohn%2540example&#46;com');
 * folded?.text; // 'john@example.com'
 * folded?.ends[4]; // 10: the `@` came from `%2540`
 * ```
 */
export function foldForDetection(text: string, options: FoldOptions = NONE): Folded | undefined {
  const folded = PLAIN_ASCII.test(text) && options.quotedPrintable !== true ? undefined : fold(text, options);
  return options.spokenAt === true ? foldSpoken(text, folded) : folded;
}

const NONE: FoldOptions = Object.freeze({});
/** Kept between calls, while they are short. */
const rows = [new Units(), new Units()] as const;
const MOST_KEPT = 1 << 16;

function fold(text: string, options: FoldOptions): Folded | undefined {
  const plain = ASCII.test(text);
  if (plain && options.css !== true && options.quotedPrintable !== true && !ESCAPED.test(text)) return undefined;
  try {
    return run(text, plain, options);
  } finally {
    for (const row of rows) row.shrink(MOST_KEPT);
  }
}

function run(text: string, plain: boolean, options: FoldOptions): Folded | undefined {
  let [here, there] = rows as [Units, Units];
  const swap = (): void => void ([here, there] = [there, here]);
  here.load(text);
  let changed = false;
  if (!plain) {
    changed = foldCharacters(here, there);
    swap();
  }
  for (let round = 0; round < MOST_ROUNDS && hasEscapeSign(here, options); round++) {
    if (!decodeEscapes(here, there, options)) break;
    changed = foldCharacters(there, here) || true;
  }
  if (foldWords(here)) changed = true;
  if (!changed) return undefined;
  return { text: here.toString(), ...here.places() };
}

/** ASCII that is part of no escape and no word. */
const BARRIERS = new Uint8Array(128);
for (const char of '\0\t\n\r ,?$^`') BARRIERS[char.charCodeAt(0)] = 1;
const WHITE = /\s/;

/**
 * The first place that characters yet to come could still change: the folded text of all that comes begins with the
 * folded text of what starts before it. A trailing escape, a word of look-alikes and a character that a mark may follow
 * are held. At most `FOLD_REACH` units (and `SPOKEN_REACH` with `spokenAt`).
 *
 * @example
 * ```ts
 * holdForFolding('to jane%4'); // 2: the escape may go on, and belongs to a word
 * ```
 */
export function holdForFolding(text: string, options: FoldOptions = NONE): number {
  const { length } = text;
  const least = Math.max(0, length - FOLD_REACH);
  const white = options.css !== true && options.quotedPrintable !== true;
  let at = length - 1;
  while (at >= least && !isBarrier(text, at, white)) at--;
  const hold = Math.max(at, least);
  return options.spokenAt === true ? Math.max(0, hold - SPOKEN_REACH) : hold;
}

function isBarrier(text: string, at: number, white: boolean): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return BARRIERS[code] === 1 && (white || !WHITE.test(text.charAt(at)));
  if (code >= 0xd800 && code <= 0xdfff) return false;
  const kind = kindOf(code);
  return kind === PLAIN || kind === LETTER;
}
