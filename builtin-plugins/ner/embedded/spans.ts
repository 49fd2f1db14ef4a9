/** @module From judged tokens to finds. Each find is decided by what stands close to it, however long the text is. */
import { REACH, classify, isCandidate } from './features.ts';
import { judge } from './model.ts';
import type { Model } from './model.ts';
import { FAR_APART, GLUED, LONGEST_WORD, SHAPE, Tokens, tokenize } from './tokens.ts';

export interface NameFind {
  readonly start: number;
  readonly end: number;
  readonly category: 'person_name' | 'location';
  /** 0 to 1. */
  readonly score: number;
}

/** A find has at most so many tokens; in a longer row each further token is a find of its own. */
export const MOST_TOKENS = 7;
/** The units that a find can have, with what stands between its tokens. */
const LONGEST_FIND = MOST_TOKENS * (LONGEST_WORD + 4);
/** A token and what stands between it and the next. */
const STEP = LONGEST_WORD + 4;
/** Before a find: a row it may continue, the two tokens before that, and what the first of those is judged by. */
export const BEFORE = LONGEST_FIND + 2 * STEP + REACH + 8;
/** After the start of a find: the find, the two tokens behind it, and what the last of those is judged by. */
export const AFTER = LONGEST_FIND + 2 * STEP + REACH + 8;

/** So much text is judged at a time: what is needed for it stays in the processor's cache, whatever the text's length. */
const STRETCH = 8192;

const NONE = 0;
const PERSON = 1;
const PLACE = 2;
const tokens = new Tokens();
const odds = new Float64Array(2);
let labels = new Uint8Array(0);
let persons = new Float64Array(0);
let places = new Float64Array(0);
let margins = new Float64Array(0);

/** Persons and places that start at or after `from`, in order. */
export function findNames(model: Model, text: string, from: number): readonly NameFind[] {
  const finds: NameFind[] = [];
  for (let low = from; low < text.length; low += STRETCH) {
    const high = Math.min(low + STRETCH, text.length);
    tokenize(text, Math.max(0, low - BEFORE), Math.min(text.length, high + AFTER), tokens);
    classify(text, tokens, model.lexicon);
    label(model, text);
    collect(low, high, finds);
  }
  return finds;
}

/** Whether the model is asked about a token: one that can be part of a name, or the comma in `Last, First`. */
export function isAsked(text: string, seen: Tokens, i: number): boolean {
  if (seen.shapes[i] !== SHAPE.sign) return isCandidate(text, seen, i);
  return isComma(text, seen, i);
}

function isComma(text: string, seen: Tokens, i: number): boolean {
  if (text.charCodeAt(seen.starts[i] as number) !== 0x2c || i === 0 || i + 1 >= seen.size) return false;
  if (((seen.flags[i] as number) & (GLUED | FAR_APART)) !== GLUED || ((seen.flags[i + 1] as number) & FAR_APART) !== 0)
    return false;
  return isNameShape(seen.shapes[i - 1] as number) && isNameShape(seen.shapes[i + 1] as number);
}

function isNameShape(shape: number): boolean {
  return shape >= SHAPE.title && shape <= SHAPE.mixed;
}

function label(model: Model, text: string): void {
  if (labels.length < tokens.size) {
    labels = new Uint8Array(tokens.size * 2);
    persons = new Float64Array(tokens.size * 2);
    places = new Float64Array(tokens.size * 2);
    margins = new Float64Array(tokens.size * 2);
  }
  for (let i = 0; i < tokens.size; i++) {
    persons[i] = places[i] = NEVER;
    if (!isAsked(text, tokens, i)) continue;
    judge(model, text, tokens, i, odds);
    persons[i] = odds[0] as number;
    places[i] = odds[1] as number;
  }
  for (let i = 0; i < tokens.size; i++) decide(text, i);
  for (let i = 0; i < tokens.size; i++) if (tokens.shapes[i] === SHAPE.sign) bridge(text, i);
}

/** Log odds of a token that the model is not asked about. */
const NEVER = -100;
/** Log odds under which a token is not even considered. */
const FLOOR = -1;
/** What a token gains when the one before it, judged by itself, is of the class; and when that is an initial. */
const COMPANY = 1;
const AFTER_INITIAL = 3;

function decide(text: string, i: number): void {
  labels[i] = NONE;
  if ((persons[i] as number) === NEVER) return;
  const person = (persons[i] as number) + companyOf(text, i, persons, places);
  const place = (places[i] as number) + companyOf(text, i, places, persons);
  if (person < FLOOR && place < FLOOR) return;
  labels[i] = person >= place ? PERSON : PLACE;
  margins[i] = person >= place ? person - softplus(place) : place - softplus(person);
}

/** Only what the token before is judged to be by itself counts, not what that gained: no chain of gains runs through a text. */
function companyOf(text: string, i: number, own: Float64Array, other: Float64Array): number {
  if (i === 0 || tokens.shapes[i] === SHAPE.sign || !isLinked(i)) return 0;
  const isOwn = (k: number): boolean => (own[k] as number) > 0 && (own[k] as number) > (other[k] as number);
  if (isInitialPoint(text, i - 1)) return i > 1 && isLinked(i - 1) && isOwn(i - 2) ? AFTER_INITIAL : 0;
  return isOwn(i - 1) && tokens.shapes[i - 1] !== SHAPE.sign ? COMPANY : 0;
}

function isInitialPoint(text: string, i: number): boolean {
  if (i === 0 || text.charCodeAt(tokens.starts[i] as number) !== 0x2e) return false;
  return (tokens.ends[i - 1] as number) - (tokens.starts[i - 1] as number) <= 2;
}

/** log(1 + e^x): what the other class takes from a class's odds. */
function softplus(x: number): number {
  return x > 30 ? x : Math.log1p(Math.exp(x));
}

/** The point of an initial and the comma of `Last, First` belong to a name when what stands on both sides does. */
function bridge(text: string, i: number): void {
  const sign = text.charCodeAt(tokens.starts[i] as number);
  const before = i > 0 ? (labels[i - 1] as number) : NONE;
  const joins = before !== NONE && i + 1 < tokens.size && labels[i + 1] === before && isLinked(i) && isLinked(i + 1);
  if (joins && (isInitialPoint(text, i) || (sign === 0x2c && labels[i] === before))) {
    labels[i] = before;
    margins[i] = Number.POSITIVE_INFINITY;
  } else labels[i] = NONE;
}

/** Whether a token follows the one before it closely enough to be of one name. */
function isLinked(i: number): boolean {
  return ((tokens.flags[i] as number) & FAR_APART) === 0;
}

/** How many tokens of the same name stand before token `i`, up to the most that a find has. */
function placeInRow(i: number): number {
  let n = 0;
  for (let k = i; n < MOST_TOKENS && k > 0 && labels[k - 1] === labels[i] && isLinked(k); k--) n++;
  return n;
}

function collect(low: number, high: number, finds: NameFind[]): void {
  for (let i = 0; i < tokens.size; i++) {
    const start = tokens.starts[i] as number;
    if (labels[i] === NONE || start < low) continue;
    if (start >= high) return;
    if (tokens.shapes[i] === SHAPE.sign) continue;
    const row = placeInRow(i);
    if (row > 0 && row < MOST_TOKENS) continue;
    const last = row === 0 ? endOfRow(i) : i;
    finds.push({
      start,
      end: tokens.ends[last] as number,
      category: labels[i] === PERSON ? 'person_name' : 'location',
      score: scoreOf(i, last),
    });
  }
}

function endOfRow(i: number): number {
  let last = i;
  while (last + 1 < tokens.size && last + 1 - i < MOST_TOKENS && labels[last + 1] === labels[i] && isLinked(last + 1))
    last++;
  return tokens.shapes[last] === SHAPE.sign ? last - 1 : last;
}

/** How sure the model is of a find: of its tokens the surest counts most. */
function scoreOf(first: number, last: number): number {
  let best = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (let i = first; i <= last; i++) {
    const margin = margins[i] as number;
    if (margin === Number.POSITIVE_INFINITY) continue;
    best = Math.max(best, margin);
    sum += margin;
    count++;
  }
  return 1 / (1 + Math.exp(-(0.5 * best + (0.5 * sum) / count + SHIFT)));
}

/** So that 0.8 is where F2 was best on sentences that the model was not trained on. */
const SHIFT = 0.9;
