/** @module Cuts a stretch of text into tokens. Where a token ends is told by two units on either side, never by what is far away. */
import { BREAK, CASELESS, DIGIT, foldTable, kindTable, LOWER, QUOTE, SPACE, UPPER } from './chars.ts';
import { finish } from './hash.ts';

/** Shapes of tokens, 0 to 9. */
export const SHAPE = {
  none: 0,
  lower: 1,
  title: 2,
  caps: 3,
  initial: 4,
  mixed: 5,
  caseless: 6,
  code: 7,
  digits: 8,
  sign: 9,
} as const;

/** Flags of what stands around a token. */
export const QUOTED = 1; // a quote stands between it and the token before
export const GLUED = 2; // nothing stands between it and the token before
export const FAR_APART = 4; // more than spaces, or more than three of them, stand between it and the token before

/** Longer words are no names. */
export const LONGEST_WORD = 32;

/** The tokens of a stretch, one array a property. Reused from call to call. */
export class Tokens {
  size = 0;
  starts: Int32Array = new Int32Array(0);
  ends: Int32Array = new Int32Array(0);
  hashes: Uint32Array = new Uint32Array(0);
  shapes: Uint8Array = new Uint8Array(0);
  flags: Uint8Array = new Uint8Array(0);
  classes: Uint8Array = new Uint8Array(0);

  /** Room for every token of a stretch of `length` units. */
  reserve(length: number): void {
    this.size = 0;
    if (this.starts.length > length) return;
    this.starts = new Int32Array(length + 1);
    this.ends = new Int32Array(length + 1);
    this.hashes = new Uint32Array(length + 1);
    this.shapes = new Uint8Array(length + 1);
    this.flags = new Uint8Array(length + 1);
    this.classes = new Uint8Array(length + 1);
  }
}

/** Whether the unit at `i` belongs to one word with its neighbours: a letter or digit, or a joint between two letters. */
export function inWord(text: string, i: number, kinds: Uint8Array): boolean {
  const code = text.charCodeAt(i);
  const kind = kinds[code] as number;
  if (kind >= LOWER || kind === DIGIT || code === 0x5f) return true;
  if (code !== 0x27 && code !== 0x2019 && code !== 0x2d) return false;
  if (!isLetter(text, i - 1, kinds) || !isLetter(text, i + 1, kinds)) return false;
  // `Maria's`: the name ends before the apostrophe.
  return code === 0x2d || !((text.charCodeAt(i + 1) | 0x20) === 0x73 && !isLetter(text, i + 2, kinds));
}

function isLetter(text: string, i: number, kinds: Uint8Array): boolean {
  return i >= 0 && i < text.length && (kinds[text.charCodeAt(i)] as number) >= LOWER;
}

/** Fills `tokens` with the whole tokens of `text` between `from` and `to`. One that reaches over an edge is left out. */
export function tokenize(text: string, from: number, to: number, tokens: Tokens): void {
  const kinds = kindTable();
  tokens.reserve(to - from);
  let at = from;
  if (from > 0) while (at < to && inWord(text, at, kinds) && inWord(text, at - 1, kinds)) at++;
  let gap = at; // where the token before ended
  let quoted = 0;
  let broken = 0;
  while (at < to) {
    const kind = kinds[text.charCodeAt(at)] as number;
    if (kind === SPACE) {
      at++;
      continue;
    }
    if (kind === QUOTE && !inWord(text, at, kinds)) {
      quoted = QUOTED;
      broken = FAR_APART;
      at++;
      continue;
    }
    const end = inWord(text, at, kinds) ? wordEnd(text, at, to, kinds) : kind === BREAK ? breakEnd(text, at) : at + 1;
    if (end < 0) return;
    const flags = quoted | broken | (at === gap ? GLUED : at - gap > 3 ? FAR_APART : 0);
    push(tokens, text, at, end, flags, kinds);
    at = gap = end;
    quoted = broken = 0;
  }
}

/** -1: the word reaches the edge, and what is behind the edge may belong to it. */
function wordEnd(text: string, start: number, to: number, kinds: Uint8Array): number {
  let end = start + 1;
  while (end < to && inWord(text, end, kinds)) end++;
  return end === to && to < text.length ? -1 : end;
}

/** `\r\n` is one break. */
function breakEnd(text: string, start: number): number {
  return text.charCodeAt(start) === 13 && text.charCodeAt(start + 1) === 10 ? start + 2 : start + 1;
}

function push(tokens: Tokens, text: string, start: number, end: number, flags: number, kinds: Uint8Array): void {
  const i = tokens.size++;
  tokens.starts[i] = start;
  tokens.ends[i] = end;
  tokens.flags[i] = flags;
  tokens.classes[i] = 0;
  measure(tokens, i, text, kinds);
}

/** Shape and hash in one pass over the token. */
function measure(tokens: Tokens, i: number, text: string, kinds: Uint8Array): void {
  const fold = foldTable();
  const start = tokens.starts[i] as number;
  const length = (tokens.ends[i] as number) - start;
  const stop = start + Math.min(length, LONGEST_WORD + 1);
  let hash = 0x811c9dc5;
  let before = 0;
  let seen = 0; // a bit a kind
  let upper = 0;
  let isMixed = false;
  let isJoined = false;
  for (let at = start; at < stop; at++) {
    const code = text.charCodeAt(at);
    const kind = kinds[code] as number;
    seen |= 1 << kind;
    if (kind === UPPER) {
      upper++;
      isMixed ||= before === LOWER;
    }
    before = kind;
    if (code === 0x5f)
      isJoined = true; // `first_name` and `firstName` are one word
    else hash = Math.imul(hash ^ (fold[code] as number), 0x01000193);
  }
  tokens.hashes[i] = finish(hash);
  const isCode = isJoined || (seen & (1 << DIGIT)) !== 0 || length > LONGEST_WORD;
  tokens.shapes[i] = shapeOf(seen, upper, isCode, isMixed, kinds[text.charCodeAt(start)] === UPPER);
}

function shapeOf(seen: number, upper: number, isCode: boolean, isMixed: boolean, startsUpper: boolean): number {
  if ((seen & LETTERS) === 0) return (seen & (1 << DIGIT)) !== 0 ? SHAPE.digits : SHAPE.sign;
  if (isCode) return SHAPE.code;
  if ((seen & (1 << CASELESS)) !== 0) return SHAPE.caseless;
  if (upper === 0) return SHAPE.lower;
  if ((seen & (1 << LOWER)) === 0) return upper === 1 ? SHAPE.initial : SHAPE.caps;
  return startsUpper && !isMixed ? SHAPE.title : SHAPE.mixed;
}

const LETTERS = (1 << LOWER) | (1 << UPPER) | (1 << CASELESS);
