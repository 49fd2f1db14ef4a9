/** @module Characters about which their neighbours decide: look-alike letters of a script in use, dashes, footnotes. */
import { DASH, DIGIT_LOOK, KIN, kindOf, LETTER, LOOK, SUPERSCRIPT, valueOf } from './kinds.ts';
import type { Units } from './units.ts';

/** So far in the original something is a neighbour. */
const NEIGHBOUR_REACH = 16;
/** So far in the original a word is looked at. */
export const WORD_REACH = 32;

/** Changes `units` in place. Whether anything changed. */
export function foldWords(units: Units): boolean {
  const { codes, length } = units;
  const before = new Changes();
  for (let i = 0; i < length; i++) {
    const code = codes[i] as number;
    if (code < 128) continue;
    const kind = kindOf(code);
    if (kind === LOOK || kind === KIN || kind === DIGIT_LOOK) i = foldWord(units, i, before) - 1;
    else if (kind === DASH) {
      if (standsApart(units, i)) before.note(i, valueOf(code));
    } else if (kind === SUPERSCRIPT && isNumberAt(units, i)) before.note(i, valueOf(code));
  }
  return before.apply(units);
}

/** Kept until the end: what is decided about one character must not change what its neighbours see. */
class Changes {
  #places: number[] | undefined;
  #codes: number[] = [];

  note(place: number, code: number): void {
    (this.#places ??= []).push(place);
    this.#codes.push(code);
  }

  apply({ codes }: Units): boolean {
    this.#places?.forEach((place, i) => (codes[place] = this.#codes[i] as number));
    return this.#places !== undefined;
  }
}

/**
 * A word of look-alike letters only, or one that goes on in ASCII letters, is taken for what it looks like. A word with
 * a letter that looks like none of ours is a word of its own script.
 */
function foldWord(units: Units, first: number, changes: Changes): number {
  const { codes } = units;
  let end = first;
  for (; end < units.length && (end === first || isNear(units, end - 1, end)); end++) {
    const code = codes[end] as number;
    const kind = code < 128 ? 0 : kindOf(code);
    if (kind !== LOOK && kind !== KIN && kind !== DIGIT_LOOK) break;
  }
  if (end - first > 1 || kindOf(codes[first] as number) !== KIN) decideWord(units, first, end, changes);
  return end;
}

/** What is further than `WORD_REACH` from a letter has no say in it. */
function decideWord(units: Units, first: number, end: number, changes: Changes): void {
  const { codes, starts } = units;
  const left = isAsciiLetterAt(units, first, -1) ? (starts[first] as number) : -Infinity;
  const right = isAsciiLetterAt(units, end - 1, 1) ? (starts[end - 1] as number) : Infinity;
  let before = -Infinity;
  let next = first;
  for (let i = first; i < end; i++) {
    const here = starts[i] as number;
    const kind = kindOf(codes[i] as number);
    if (kind !== LOOK) before = here;
    if (kind === DIGIT_LOOK && standsApart(units, i)) changes.note(i, valueOf(codes[i] as number));
    if (kind !== LOOK) continue;
    while (next < end && (next < i || kindOf(codes[next] as number) === LOOK)) next++;
    const after = next < end ? (starts[next] as number) : Infinity;
    const mixed = here - left <= WORD_REACH || right - here <= WORD_REACH;
    const own = here - before <= WORD_REACH || after - here <= WORD_REACH;
    if (mixed || !own) changes.note(i, digitBetween(units, i, valueOf(codes[i] as number)));
  }
}

/** An O or an I between digits is one of them. */
function digitBetween(units: Units, at: number, ascii: number): number {
  if (!isDigit(neighbour(units, at, -1)) || !isDigit(neighbour(units, at, 1))) return ascii;
  const lower = ascii | 32;
  return lower === 0x6f ? 48 : lower === 0x69 || lower === 0x6c ? 49 : ascii;
}

/** The unit beside a place, or -1 when there is none close by. */
function neighbour(units: Units, at: number, step: -1 | 1): number {
  const other = at + step;
  if (other < 0 || other >= units.length) return -1;
  return isNear(units, Math.min(at, other), Math.max(at, other)) ? (units.codes[other] as number) : -1;
}

function isNear({ starts, ends }: Units, left: number, right: number): boolean {
  return (starts[right] as number) - (ends[left] as number) <= NEIGHBOUR_REACH;
}

function isAsciiLetterAt(units: Units, at: number, step: -1 | 1): boolean {
  return isAsciiLetter(neighbour(units, at, step));
}

/** Beside no letter. */
function standsApart(units: Units, at: number): boolean {
  return !isLetterAt(units, at, -1) && !isLetterAt(units, at, 1);
}

function isLetterAt(units: Units, at: number, step: -1 | 1): boolean {
  const code = neighbour(units, at, step);
  if (code < 128) return isAsciiLetter(code);
  const kind = kindOf(code);
  return kind === LETTER || kind === KIN || kind === LOOK;
}

/** Part of a row of raised digits, or with something written close after it. */
function isNumberAt(units: Units, at: number): boolean {
  const before = neighbour(units, at, -1);
  const after = neighbour(units, at, 1);
  if (before > 127 && kindOf(before) === SUPERSCRIPT) return true;
  if (after > 127) return kindOf(after) === SUPERSCRIPT;
  return isDigit(after) || isAsciiLetter(after) || after === 0x40 || after === 0x2d;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isAsciiLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 0x61 && lower <= 0x7a;
}
