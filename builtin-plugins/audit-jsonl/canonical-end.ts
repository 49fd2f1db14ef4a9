/** @module Whether a text goes on with canonical JSON: said without parsing it. */
import { DEEPEST } from 'enforcecore/sdk';

const PLAIN = String.raw`[ !#-\[\]-~]*`;
const UNIT = String.raw`u(?:00(?:0[0-7bef]|1[0-9a-f]|7f|[89a-f][0-9a-f])|0[1-9a-f][0-9a-f]{2}|[1-9a-f][0-9a-f]{3})`;
/** A string, every character of which has one spelling. No part can match in two ways: the time is linear. */
export const CANONICAL_TEXT = String.raw`"${PLAIN}(?:\\(?:["\\bfnrt]|${UNIT})${PLAIN})*"`;
export const CANONICAL_NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?`;

const LEAF = new RegExp(`${CANONICAL_TEXT}|${CANONICAL_NUMBER}|true|false|null`, 'y');
const KEY = new RegExp(`"(${PLAIN})":`, 'y');
const NOT = -1;

/**
 * Where the value that begins at `at` ends; -1 when it is not canonical, or not simply so: keys with escapes are left to
 * the full reader.
 */
export function canonicalEnd(text: string, at: number, depth = 0): number {
  const first = text.charAt(at);
  if (first === '{') return objectEnd(text, at + 1, depth + 1);
  if (first === '[') return arrayEnd(text, at + 1, depth + 1);
  LEAF.lastIndex = at;
  return LEAF.test(text) ? LEAF.lastIndex : NOT;
}

function objectEnd(text: string, start: number, depth: number): number {
  if (depth >= DEEPEST) return NOT;
  if (text.charAt(start) === '}') return start + 1;
  let before: string | undefined;
  for (let at = start; ; at++) {
    KEY.lastIndex = at;
    const key = KEY.exec(text)?.[1];
    // Sorted, and none twice. In ASCII the order of characters is that of code points.
    if (key === undefined || (before !== undefined && before >= key)) return NOT;
    before = key;
    at = canonicalEnd(text, KEY.lastIndex, depth);
    if (at === NOT) return NOT;
    if (text.charAt(at) === '}') return at + 1;
    if (text.charAt(at) !== ',') return NOT;
  }
}

function arrayEnd(text: string, start: number, depth: number): number {
  if (depth >= DEEPEST) return NOT;
  if (text.charAt(start) === ']') return start + 1;
  for (let at = start; ; at++) {
    at = canonicalEnd(text, at, depth);
    if (at === NOT) return NOT;
    if (text.charAt(at) === ']') return at + 1;
    if (text.charAt(at) !== ',') return NOT;
  }
}
