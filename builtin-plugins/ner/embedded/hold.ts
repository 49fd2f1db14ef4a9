/** @module How much of a text that is still arriving can be judged already. */
import { classify, REACH, RIGHT } from './features.ts';
import type { Lexicon } from './lexicon.ts';
import { AFTER, isAsked } from './spans.ts';
import { FAR_APART, SHAPE, tokenize, Tokens } from './tokens.ts';

const tokens = new Tokens();
/** Most texts are decided by what their last characters are; only long rows of names need a look at more. */
const GLANCE = 160;

/**
 * The first place of `text` where a find could start that characters yet to come have a say in: usually the start of the
 * fourth word from the end, and never more than `AFTER` units before it.
 */
export function holdNames(lexicon: Lexicon, text: string): number {
  const earliest = Math.max(0, text.length - AFTER);
  return (
    holdWithin(lexicon, text, Math.max(0, text.length - GLANCE)) ??
    Math.max(earliest, holdWithin(lexicon, text, Math.max(0, earliest - REACH)) ?? earliest)
  );
}

/** Nothing: what stands from `from` on does not tell. */
function holdWithin(lexicon: Lexicon, text: string, from: number): number | undefined {
  tokenize(text, from, text.length, tokens);
  classify(text, tokens, lexicon);
  let i = firstUndecided(text.length);
  if (i === tokens.size) return tokens.size > 0 || from === 0 ? text.length : undefined;
  while (i > 0 && mayContinue(text, i)) i--;
  return i > 0 || from === 0 ? (tokens.starts[i] as number) : undefined;
}

/** The first token whose own end, or what is to the right of it within reach, may still change. */
function firstUndecided(length: number): number {
  const { size, ends, shapes } = tokens;
  let i = 0;
  const isWhole = (k: number): boolean => k < size && (ends[k] as number) + 2 < length;
  while (i < size && isWhole(i) && (isWhole(i + RIGHT) || (ends[i] as number) + REACH + 2 < length)) i++;
  // Whether a sign joins two words is told by what the second of them is.
  while (i > 0 && i < size && shapes[i - 1] === SHAPE.sign) i--;
  return i;
}

/** Whether a find that starts before token `i` could reach it, or end where it starts for being followed by it. */
function mayContinue(text: string, i: number): boolean {
  if (((tokens.flags[i] as number) & FAR_APART) !== 0) return false;
  return tokens.shapes[i - 1] === SHAPE.sign ? isJoint(text, i - 1) : isAsked(text, tokens, i - 1);
}

function isJoint(text: string, k: number): boolean {
  const sign = text.charCodeAt(tokens.starts[k] as number);
  return sign === 0x2e || sign === 0x2c;
}
