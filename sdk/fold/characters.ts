/** @module Folding character by character: invisible ones go, forms of a character become the character. */
import { INVISIBLE, kindOf, MANY, ONE, SCRIPT_MARK, TAG, textOf, valueOf } from './kinds.ts';
import type { Units } from './units.ts';

/** So far a mark may stand from the start of what it is on. */
export const MARK_REACH = 64;

/** Copies `from` to `to`, folded. Whether anything changed. */
export function foldCharacters(from: Units, to: Units): boolean {
  const { codes, length } = from;
  let changed = false;
  let copied = 0;
  to.length = 0;
  for (let i = 0; i < length; i++) {
    const code = codes[i] as number;
    if (code < 128) continue;
    const point = code >= 0xd800 && code <= 0xdbff ? pointAt(from, i) : code;
    const kind = kindOf(point);
    const next = point > 0xffff ? i + 2 : i + 1;
    if (kind >= INVISIBLE) {
      to.copy(from, copied, i);
      copied = kind === TAG ? foldTags(from, to, i) : next;
      const end = from.ends[next - 1] as number;
      if (kind === TAG || foldOne(to, point, kind, from.starts[i] as number, end)) changed = true;
      i = copied - 1;
    } else i = next - 1;
  }
  to.copy(from, copied, length);
  return changed;
}

function pointAt({ codes, length }: Units, at: number): number {
  const high = codes[at] as number;
  if (high < 0xd800 || high > 0xdbff || at + 1 === length) return high;
  const low = codes[at + 1] as number;
  return low >= 0xdc00 && low <= 0xdfff ? ((high - 0xd800) << 10) + (low - 0xdc00) + 0x10000 : high;
}

function foldOne(to: Units, point: number, kind: number, start: number, end: number): boolean {
  if (kind === ONE) to.push(valueOf(point), start, end);
  else if (kind === MANY) to.pushText(textOf(valueOf(point)), start, end);
  else if (kind !== INVISIBLE) return addMark(to, point, kind, start, end);
  return true;
}

/** A mark goes with what it is on: the character is cut whole. Accents of other scripts' letters stay. */
function addMark(to: Units, point: number, kind: number, start: number, end: number): boolean {
  const last = to.length - 1;
  const near = last >= 0 && start - (to.starts[last] as number) <= MARK_REACH;
  if (kind === SCRIPT_MARK && !(near && (to.codes[last] as number) < 128)) {
    if (point > 0xffff) to.push(0xd800 + ((point - 0x10000) >> 10), start, end - 1);
    to.push(point > 0xffff ? 0xdc00 + (point & 0x3ff) : point, point > 0xffff ? end - 1 : start, end);
    return false;
  }
  if (near) to.ends[last] = end;
  return true;
}

/**
 * Tags repeat ASCII, invisibly. Three and more are text; fewer are noise between letters, unless they are what makes an
 * address or a number.
 */
function foldTags(from: Units, to: Units, first: number): number {
  let at = first;
  while (at < from.length && kindOf(pointAt(from, at)) === TAG) at += 2;
  const isText = at - first >= 6;
  for (let i = first; i < at; i += 2) {
    const ascii = pointAt(from, i) - 0xe0000;
    const unit = ascii === 0x7f ? 0x20 : ascii;
    if (isText || /[\d@.]/.test(String.fromCharCode(unit)))
      to.push(unit, from.starts[i] as number, from.ends[i + 1] as number);
  }
  return at;
}
