/** @module The grammar of IPv6 addresses (RFC 4291, 2.2; zones as in RFC 4007). */
import { HEX, isDigitAt, kindAt, WORD } from '../characters.ts';
import { endOfV4 } from './ip-v4.ts';

const COLON = 58;
const DOT = 46;
const PERCENT = 37;
const SLASH = 47;
const GROUPS = 8;

/** The end of the address that starts here, with its zone, or -1. */
export function endOfV6(text: string, start: number): number {
  let at = start;
  let groups = 0;
  let compressed = isPair(text, at);
  let pairs = 0;
  let digits = 0;
  if (compressed) at += 2;
  while (groups < GROUPS) {
    const group = endOfGroup(text, at);
    if (group === at) break;
    if (text.charCodeAt(group) === DOT && groups <= GROUPS - 2) {
      const v4 = endOfV4(text, at);
      if (v4 >= 0) return compressed ? ending(text, v4) : groups === GROUPS - 2 ? ending(text, v4) : -1;
    }
    groups++;
    if (group - at === 2) pairs++;
    for (let i = at; i < group; i++) if (isDigitAt(text, i)) digits++;
    at = group;
    if (isPair(text, at)) {
      if (compressed) return -1;
      compressed = true;
      at += 2;
    } else if (groups < GROUPS && text.charCodeAt(at) === COLON && (kindAt(text, at + 1) & HEX) !== 0) at++;
    else break;
  }
  if (compressed ? groups > GROUPS - 1 : groups < GROUPS) return -1;
  // Eight pairs of hex digits are the number of a device; `a::b` is a name.
  if (groups === GROUPS && pairs === GROUPS) return -1;
  if (compressed && !isLikely(text, start, at, groups, digits)) return -1;
  return ending(text, at);
}

function endOfGroup(text: string, from: number): number {
  let at = from;
  while (at < from + 4 && (kindAt(text, at) & HEX) !== 0) at++;
  return at;
}

function isPair(text: string, at: number): boolean {
  return text.charCodeAt(at) === COLON && text.charCodeAt(at + 1) === COLON;
}

/** Short forms that are rather names in a program: `a::b`, `abc::1`, `1::`. */
function isLikely(text: string, start: number, end: number, groups: number, digits: number): boolean {
  if (digits === 0)
    return groups > 3 || (/^f[cde]/i.test(text.slice(start, start + 2)) && endOfGroup(text, start) - start === 4);
  if (text.charCodeAt(start) === COLON) return groups > 0;
  const first = endOfGroup(text, start) - start;
  if (groups === 1) return first === 4 || text.charCodeAt(end) === SLASH;
  if (groups > 2) return true;
  for (let at = start; at < start + first; at++) if (isDigitAt(text, at)) return true;
  return first === 4;
}

const MOST_ZONE = 16;

/** Where an address ends: nothing that would go on with it may follow, but for a zone. */
function ending(text: string, end: number): number {
  if ((kindAt(text, end) & WORD) !== 0) return -1;
  const next = kindAt(text, end + 1);
  if (text.charCodeAt(end) === COLON && ((next & WORD) !== 0 || text.charCodeAt(end + 1) === COLON)) return -1;
  if (text.charCodeAt(end) === DOT && isDigitAt(text, end + 1)) return -1;
  if (text.charCodeAt(end) !== PERCENT || (next & WORD) === 0) return end;
  let at = end + 1;
  while (at <= end + MOST_ZONE && ((kindAt(text, at) & WORD) !== 0 || isInZone(text, at))) at++;
  while (isInZone(text, at - 1)) at--;
  return at;
}

function isInZone(text: string, at: number): boolean {
  return text.charCodeAt(at) === DOT || text.charCodeAt(at) === 45;
}
