/** @module What the model sees of a token: the token, its neighbours within four to the left and three to the right, never farther than 64 units. */
import { foldTable } from './chars.ts';
import { wordHash } from './hash.ts';
import { bigramKey, COMMON, FIRST, LAST, lookUp, NAMED } from './lexicon.ts';
import type { Lexicon } from './lexicon.ts';
import { FAR_APART, GLUED, QUOTED, SHAPE } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** How many units to either side of a token are looked at, at most. */
export const REACH = 64;
export const LEFT = 4;
export const RIGHT = 3;

/** Numbers of features come out of a token; room for all of them. */
export const MOST_FEATURES = 64;

/** Looks every token of a stretch up. */
export function classify(text: string, tokens: Tokens, lexicon: Lexicon): void {
  const { size, shapes, hashes, classes } = tokens;
  for (let i = 0; i < size; i++) {
    const shape = shapes[i] as number;
    if (shape < SHAPE.lower || shape > SHAPE.caseless) continue;
    classes[i] = lookUp(lexicon, hashes[i] as number);
    if (shape === SHAPE.caseless && classes[i] === 0) classes[i] = composed(text, tokens, i, lexicon);
  }
}

/** Chinese, Japanese and Korean names are written in one: a surname of one or two characters, then one or two more. */
function composed(text: string, tokens: Tokens, i: number, lexicon: Lexicon): number {
  const start = tokens.starts[i] as number;
  const length = (tokens.ends[i] as number) - start;
  if (length < 2 || length > 4 || text.charCodeAt(start) < 0x3040) return 0;
  const isSurname = (units: number): boolean =>
    length - units <= 2 && (lookUp(lexicon, wordHash(text, start, start + units)) & LAST) !== 0;
  return isSurname(1) || (length > 2 && isSurname(2)) ? FIRST | LAST : 0;
}

/**
 * Whether a token can be part of a name at all: it has a capital, or is known as a name and not as an ordinary word.
 * What is part of an address, a path or an identifier is not.
 */
export function isCandidate(text: string, tokens: Tokens, i: number): boolean {
  const shape = tokens.shapes[i] as number;
  if (shape === SHAPE.none || shape > SHAPE.caseless) return false;
  const classes = tokens.classes[i] as number;
  if (shape === SHAPE.lower || shape === SHAPE.caseless) {
    if ((classes & NAMED) === 0 || (classes & COMMON) !== 0) return isParticle(text, tokens, i);
  }
  return isFree(text, tokens.starts[i] as number, tokens.ends[i] as number);
}

/** Not glued to what makes it part of an address or a path. */
function isFree(text: string, start: number, end: number): boolean {
  const left = text.charCodeAt(start - 1);
  if (left === 0x40 || left === 0x2f || left === 0x5c || left === 0x23 || left === 0x24 || left === 0x25) return false;
  if (
    left === 0x2e &&
    end - start > 1 &&
    isWordUnit(text.charCodeAt(start - 2)) &&
    isWordUnit(text.charCodeAt(start - 3))
  )
    return false;
  const right = text.charCodeAt(end);
  if (right === 0x40 || right === 0x5c || right === 0x28) return false;
  return !(right === 0x2e && end - start > 1 && isWordUnit(text.charCodeAt(end + 1)));
}

function isWordUnit(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code > 0xbf
  );
}

const PARTICLES =
  ' de da do dos das del della di du la le von van der den ten ter zu zur vom al el bin ibn ben bint abu y e of the and sur upon am und san ';

/** A small word that stands inside of names, between two words that have a capital or are particles too. */
function isParticle(text: string, tokens: Tokens, i: number): boolean {
  const start = tokens.starts[i] as number;
  const end = tokens.ends[i] as number;
  if (end - start > 5 || tokens.shapes[i] !== SHAPE.lower) return false;
  if (!PARTICLES.includes(` ${text.slice(start, end)} `)) return false;
  return hasCapitalWithin(tokens, i + 1, 1);
}

function hasCapitalWithin(tokens: Tokens, i: number, more: number): boolean {
  if (i >= tokens.size || ((tokens.flags[i] as number) & FAR_APART) !== 0) return false;
  const shape = tokens.shapes[i] as number;
  if (shape >= SHAPE.title && shape <= SHAPE.mixed) return true;
  return (
    shape === SHAPE.lower &&
    more > 0 &&
    (tokens.ends[i] as number) - (tokens.starts[i] as number) <= 4 &&
    hasCapitalWithin(tokens, i + 1, more - 1)
  );
}

const symbols = new Int32Array(LEFT + 1 + RIGHT);

/** What a neighbour is known by: a name by its classes alone, so that no name is learnt by heart, else the word. */
function symbolOf(text: string, tokens: Tokens, i: number): number {
  const shape = tokens.shapes[i] as number;
  const classes = tokens.classes[i] as number;
  if (shape === SHAPE.sign) return 0x1000 + text.charCodeAt(tokens.starts[i] as number);
  if (shape === SHAPE.digits) return 0x20000 + Math.min((tokens.ends[i] as number) - (tokens.starts[i] as number), 9);
  if ((classes & NAMED) !== 0 && (classes & COMMON) === 0) return 0x30000 + (classes << 4) + shape;
  return tokens.hashes[i] as number;
}

/** Shape and classes of a neighbour, without the word. */
function kindOf(tokens: Tokens, i: number): number {
  return (
    ((tokens.classes[i] as number) << 4) | (tokens.shapes[i] as number) | (((tokens.flags[i] as number) & GLUED) << 12)
  );
}

/** Whether the model may look at token `j` when it decides about token `i`. */
function inReach(tokens: Tokens, i: number, j: number): boolean {
  if (j < 0 || j >= tokens.size) return false;
  return j < i
    ? (tokens.starts[j] as number) >= (tokens.starts[i] as number) - REACH
    : (tokens.ends[j] as number) <= (tokens.ends[i] as number) + REACH;
}

const kinds = new Int32Array(LEFT + 1 + RIGHT);

/** Writes the features of token `i` into `out`, as hashes of 32 bits, and returns how many there are. */
export function featuresOf(text: string, tokens: Tokens, i: number, lexicon: Lexicon, out: Uint32Array): number {
  for (let k = -LEFT; k <= RIGHT; k++) {
    const seen = inReach(tokens, i, i + k);
    symbols[k + LEFT] = seen ? symbolOf(text, tokens, i + k) : -1;
    kinds[k + LEFT] = seen ? kindOf(tokens, i + k) : -1;
  }
  let n = wordFeatures(text, tokens, i, out, 0);
  n = contextFeatures(out, n, (kinds[LEFT] as number) & 0xfff);
  return bigramFeatures(tokens, i, lexicon, out, n);
}

let slot = 0;
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (slot * 0x27d4eb2f), 0x85ebca6b) ^ Math.imul(b + 0x165667b1, 0xc2b2ae35);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) ^ (h >>> 12);
}

function wordFeatures(text: string, tokens: Tokens, i: number, out: Uint32Array, at: number): number {
  const fold = foldTable();
  const start = tokens.starts[i] as number;
  const end = tokens.ends[i] as number;
  const unit = (k: number): number => (k >= start && k < end ? (fold[text.charCodeAt(k)] as number) : 0);
  const shape = tokens.shapes[i] as number;
  const a = unit(end - 1);
  const b = unit(end - 2);
  const c = unit(end - 3);
  const d = unit(end - 4);
  let n = at;
  slot = 1;
  out[n++] = mix(0, 0);
  slot = 2;
  out[n++] = mix(symbols[LEFT] as number, 0);
  slot = 3;
  out[n++] = mix((a << 16) | b, 0);
  slot = 4;
  out[n++] = mix((a << 16) | b, c);
  slot = 5;
  out[n++] = mix((a << 16) | b, (c << 16) | d);
  slot = 6;
  out[n++] = mix((unit(start) << 16) | unit(start + 1), unit(start + 2));
  slot = 7;
  out[n++] = mix((unit(start) << 16) | unit(start + 1), 0);
  slot = 8;
  out[n++] = mix(kinds[LEFT] as number, (tokens.flags[i] as number) & QUOTED);
  slot = 9;
  out[n++] = mix(shape, Math.min(end - start, 12));
  slot = 10;
  out[n++] = mix(tokens.classes[i] as number, 0);
  return n;
}

function contextFeatures(out: Uint32Array, at: number, kind: number): number {
  let n = at;
  for (let k = 0; k < symbols.length; k++) {
    if (k === LEFT) continue;
    slot = 20 + k;
    out[n++] = mix(symbols[k] as number, 0);
    if (k > 0 && k < 7) {
      slot = 30 + k;
      out[n++] = mix(kinds[k] as number, kind);
    }
  }
  const [l2, l1, r1, r2] = [symbols[LEFT - 2], symbols[LEFT - 1], symbols[LEFT + 1], symbols[LEFT + 2]] as [
    number,
    number,
    number,
    number,
  ];
  slot = 40;
  out[n++] = mix(l1, kind);
  slot = 41;
  out[n++] = mix(r1, kind);
  slot = 42;
  out[n++] = mix(l1, r1);
  slot = 43;
  out[n++] = mix(l2, l1);
  slot = 44;
  out[n++] = mix(r1, r2);
  slot = 45;
  out[n++] = mix(mix(l2, l1), kind);
  slot = 46;
  out[n++] = mix(mix(kinds[LEFT - 1] as number, kinds[LEFT + 1] as number), kind);
  slot = 47;
  out[n++] = mix(mix(kinds[LEFT - 2] as number, kinds[LEFT - 1] as number), kind);
  slot = 48;
  out[n++] = mix(mix(kinds[LEFT + 1] as number, kinds[LEFT + 2] as number), kind);
  slot = 49;
  out[n++] = mix(mix(symbols[LEFT - 3] as number, l2), l1);
  slot = 50;
  out[n++] = mix(l2, kind);
  slot = 51;
  out[n++] = mix(r2, kind);
  return n;
}

/** Places of more than one word: this and the next, this and the one before. */
function bigramFeatures(tokens: Tokens, i: number, lexicon: Lexicon, out: Uint32Array, at: number): number {
  const hash = tokens.hashes[i] as number;
  let bits = 0;
  if (inReach(tokens, i, i - 1)) bits = lookUp(lexicon, bigramKey(tokens.hashes[i - 1] as number, hash));
  if (inReach(tokens, i, i + 1)) bits |= lookUp(lexicon, bigramKey(hash, tokens.hashes[i + 1] as number));
  if (bits === 0) return at;
  slot = 60;
  out[at] = mix(bits, 0);
  slot = 61;
  out[at + 1] = mix(bits, (tokens.shapes[i] as number) | ((tokens.classes[i] as number) << 4));
  return at + 2;
}
