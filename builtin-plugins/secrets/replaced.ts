/** @module Replacements name what they replace: their words are no context, so that redacting again finds nothing new. */
import type { Reader } from './reader.ts';

const LONGEST = 48;
const STAR = 0x2a;
const LESS = 0x3c;
const MORE = 0x3e;

/** Whether a placeholder or a mask stands at a place. */
export function startsReplacement(reader: Reader, at: number, code: number): boolean {
  if (code === STAR) return reader.has('****', at);
  return code === LESS && isPlaceholder(reader, at + 1);
}

/** Whether a word is a part of a placeholder or of a mask. */
export function isReplaced(reader: Reader, start: number): boolean {
  if (!isName(reader.code(start))) return false;
  if (reader.has('REDACTED ', start - 9)) return true;
  let open = start;
  while (open > start - LONGEST && isName(reader.code(open - 1))) open--;
  return reader.code(open - 1) === LESS && isPlaceholder(reader, open);
}

/** What stands before a word since the last replacement. */
export function sinceReplacement(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('>'), text.lastIndexOf('-----')) + 1);
}

function isPlaceholder(reader: Reader, from: number): boolean {
  let at = from;
  while (at < from + LONGEST && isName(reader.code(at))) at++;
  return at > from + 2 && reader.code(at) === MORE;
}

function isName(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 0x5f;
}
