/** @module E-mail addresses, found from their `@` outwards: no character is looked at more than twice. */
import type { Range } from './range.ts';

const LOCAL = /[\w.%+-]/;
const DOMAIN = /[\da-z.\-\u00c0-\u024f]/i;
/** What an address does not begin or end next to; scripts that are written without spaces do not count. */
const WORD = /[\w\u00c0-\u024f]/;

export function findEmails(text: string): Range[] {
  const found: Range[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = startOfLocal(text, at, from);
    if (start === at) continue;
    const end = endOfDomain(text, at);
    if (end < 0) continue;
    found.push({ start, end });
    from = end;
  }
  return found;
}

/** The first word boundary among the characters that can stand before an `@`. */
function startOfLocal(text: string, at: number, from: number): number {
  let start = at;
  while (start > from && LOCAL.test(text.charAt(start - 1))) start--;
  let inWord = WORD.test(text.charAt(start - 1));
  while (start < at) {
    const word = WORD.test(text.charAt(start));
    if (word !== inWord) return start;
    inWord = word;
    start++;
  }
  return at;
}

/** The end of the last label of two letters or more, or -1 when there is none. */
function endOfDomain(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && DOMAIN.test(text.charAt(end))) end++;
  // Searched by hand: `lastIndexOf` would go on before the `@`, and take time square in the length of the text.
  for (let dot = end - 1; dot > at + 1; dot--) {
    if (text.charAt(dot) !== '.') continue;
    let stop = dot + 1;
    while (stop < end && /[a-z]/i.test(text.charAt(stop))) stop++;
    if (stop - dot > 2 && !/[\da-z]/i.test(text.charAt(stop))) return stop;
  }
  return -1;
}
