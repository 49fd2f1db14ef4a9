/** @module Hardware addresses: six pairs of hex digits with `:` or `-`, or three groups of four with dots. */
import { RANKS } from '../categories.ts';
import { alphabet, HEX, isDigitAt, kindAt, LETTER, WORD } from '../characters.ts';
import { adjacentLabels } from '../labels.ts';
import { NO_RANGES } from '../recognizer.ts';
import type { Range, TextRecognizer } from '../recognizer.ts';
import { FOURS, TWOS } from '../signs.ts';

const ALPHABET = alphabet(/[\w:.-]/);
const aboutMac = adjacentLabels([
  'mac',
  'mac address',
  'bssid',
  'ether',
  'hwaddr',
  'hw address',
  'hardware address',
  'physical address',
]);

const PAIRS = /[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}/iy;
const PAIRS_LENGTH = 17;
/** Wherever an address begins, three of its characters stand at one of the places this far apart. */
const STRIDE = PAIRS_LENGTH - 2;
const COLON = 58;
const HYPHEN = 45;

export const macPairs: TextRecognizer = {
  category: 'mac_address',
  rank: RANKS.mac_address,
  longest: 19,
  alphabet: ALPHABET,
  wide: false,
  trigger: [':', '-'],
  row: TWOS,
  find(text, from) {
    let found: Range[] | undefined;
    let free = from;
    for (let at = from + STRIDE - 1; at - STRIDE < text.length; at += STRIDE) {
      if (!isWithinPairs(text, at)) continue;
      const start = startOfPairs(text, Math.max(free, at - PAIRS_LENGTH + 1), at);
      if (start < 0) continue;
      free = start + PAIRS_LENGTH;
      (found ??= []).push({ start, end: free });
    }
    return found ?? NO_RANGES;
  },
};

/** Whether two hex digits and a sign are here, with the same sign three places before or behind. */
function isWithinPairs(text: string, at: number): boolean {
  let sign = -1;
  for (let i = at; i < at + 3; i++) {
    if ((kindAt(text, i) & HEX) !== 0) continue;
    const code = text.charCodeAt(i);
    if (sign >= 0 || (code !== COLON && code !== HYPHEN)) return false;
    sign = i;
  }
  if (sign < 0) return false;
  const code = text.charCodeAt(sign);
  return text.charCodeAt(sign + 3) === code || text.charCodeAt(sign - 3) === code;
}

/** The first place of some at which an address begins, or -1. */
function startOfPairs(text: string, from: number, to: number): number {
  for (let start = from; start <= to; start++) {
    PAIRS.lastIndex = start;
    if ((kindAt(text, start) & HEX) === 0 || !PAIRS.test(text)) continue;
    const end = start + PAIRS_LENGTH;
    // With hyphens digits alone can be a date with a time, or a number of anything.
    const sure = text.charCodeAt(start + 2) === COLON || hasLetter(text, start, end);
    if (isApart(text, start, end) && (sure || aboutMac(text, start, end) !== 0)) return start;
  }
  return -1;
}

const DOTS = /[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}/iy;
const DOTS_LENGTH = 14;
const DOT = 46;

export const macDots: TextRecognizer = {
  category: 'mac_address',
  rank: RANKS.mac_address,
  longest: 16,
  alphabet: ALPHABET,
  wide: false,
  trigger: ['.'],
  row: FOURS,
  find(text, from) {
    let found: Range[] | undefined;
    let free = from;
    for (let dot = text.indexOf('.', from); dot >= 0; dot = text.indexOf('.', dot + 1)) {
      if (text.charCodeAt(dot + 5) !== DOT) continue;
      const start = dot - 4;
      const end = start + DOTS_LENGTH;
      DOTS.lastIndex = Math.max(0, start);
      if (start < free || !DOTS.test(text) || !isApart(text, start, end)) continue;
      const both = hasLetter(text, start, end) && hasDigit(text, start, end);
      if (!both && aboutMac(text, start, end) === 0) continue;
      (found ??= []).push({ start, end });
      free = end;
    }
    return found ?? NO_RANGES;
  },
};

function hasLetter(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((kindAt(text, at) & LETTER) !== 0) return true;
  return false;
}

function hasDigit(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (isDigitAt(text, at)) return true;
  return false;
}

const JOINS = new Set([':', '-', '.']);

function isApart(text: string, start: number, end: number): boolean {
  if (((kindAt(text, start - 1) | kindAt(text, end)) & WORD) !== 0) return false;
  if (JOINS.has(text.charAt(start - 1)) && isPart(text, start - 2)) return false;
  return !(JOINS.has(text.charAt(end)) && isPart(text, end + 1));
}

/** A hex digit or another colon, so that the address would be part of a longer one. */
function isPart(text: string, at: number): boolean {
  return (kindAt(text, at) & HEX) !== 0 || text.charAt(at) === ':';
}
