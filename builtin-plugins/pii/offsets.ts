/** @module Text as detection reads it, with the way back to where each character came from. */
import { asciiLookalike, decodeEncodedPii } from 'enforcecore/sdk';

/** For each code unit of `text`: where the characters that made it start and end in the original. */
export interface FoldedText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const ENCODED = /%[\da-f]{2}|&[#a-z]/i;
/** Escapes in escapes are undone this often. */
const MOST_ROUNDS = 4;
/** One unit of reading: plain ASCII, a run of percent escapes, a character reference, or a character. */
// eslint-disable-next-line no-control-regex
const PIECES = /[\0-$'-\x7f]+|(?:%[\da-f]{2})+|&(?:#\d{1,9};?|#x[\da-f]{1,8};?|[a-z]{2,8};)|[^]/giu;

export function foldWithOffsets(original: string): FoldedText {
  let folded = foldOnce(original);
  for (let round = 1; round < MOST_ROUNDS && ENCODED.test(folded.text); round++) {
    const again = foldOnce(folded.text);
    if (again.text === folded.text) break;
    const { starts, ends } = folded;
    folded = {
      text: again.text,
      starts: again.starts.map((at) => starts[at] as number),
      ends: again.ends.map((at) => ends[at - 1] as number),
    };
  }
  return folded;
}

const PLAIN = /^[\0-$'-\x7f]/; // eslint-disable-line no-control-regex

class Builder implements FoldedText {
  text = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  addPlain(text: string, start: number): void {
    this.text += text;
    for (let i = 0; i < text.length; i++) {
      this.starts.push(start + i);
      this.ends.push(start + i + 1);
    }
  }

  add(text: string, start: number, end: number): void {
    this.text += text;
    for (let i = 0; i < text.length; i++) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }
}

function foldOnce(text: string): FoldedText {
  const folded = new Builder();
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    if (PLAIN.test(piece)) folded.addPlain(piece, index);
    else if (piece.startsWith('%') && piece.length > 1) addEscapes(folded, piece, index);
    else if (piece.startsWith('&') && piece.length > 1)
      folded.add(foldCharacters(decodeEncodedPii(piece)), index, index + piece.length);
    else folded.add(foldCharacter(piece), index, index + piece.length);
  }
  return folded;
}

/** Each character of the decoded bytes comes from its own escapes. */
function addEscapes(folded: Builder, run: string, start: number): void {
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] as number;
    const wanted = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
    const decoded = bytes.toString('utf8', at, at + wanted);
    const whole = !decoded.includes('\ufffd');
    const size = whole ? wanted : 1;
    folded.add(
      whole ? foldCharacters(decoded) : '\ufffd',
      start + 3 * at,
      start + 3 * Math.min(at + size, bytes.length),
    );
    at += size;
  }
}

function foldCharacters(text: string): string {
  return Array.from(text, foldCharacter).join('');
}

const known = new Map<string, string>();
const MOST_KNOWN = 20_000;

function foldCharacter(char: string): string {
  if (char.charCodeAt(0) < 128) return char;
  let folded = known.get(char);
  if (folded === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(char, (folded = lookUp(char)));
  }
  return folded;
}

function lookUp(char: string): string {
  if (/\p{Default_Ignorable_Code_Point}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(char)) return '';
  const looks = asciiLookalike(char);
  if (looks !== undefined) return looks;
  if (/\p{Nd}/u.test(char)) return String(digitOf(char));
  const form = char.normalize('NFKC');
  if (form === char) return char;
  // A compatibility form may itself look like something else.
  return Array.from(form, (one) => asciiLookalike(one) ?? one).join('');
}

/** Decimal digits stand in runs of ten, zero first (Unicode, 4.6), so the value is the distance from the start. */
function digitOf(char: string): number {
  const form = char.normalize('NFKC');
  if (form >= '0' && form <= '9') return Number(form);
  const code = char.codePointAt(0) as number;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (code - first) % 10;
}
