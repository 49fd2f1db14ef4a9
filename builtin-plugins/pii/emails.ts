/** @module E-mail addresses, found from their `@` outwards: no character is looked at more than twice. */
import type { Range } from './range.ts';

const LOCAL = 1;
const DOMAIN = 2;
/** What an address does not begin or end next to; scripts that are written without spaces do not count. */
const WORD = 4;
const LETTER = 8;
const DIGIT = 16;

const DOT = '.'.charCodeAt(0);
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[a-z]/i.test(char)) return LOCAL | DOMAIN | WORD | LETTER;
  if (/\d/.test(char)) return LOCAL | DOMAIN | WORD | DIGIT;
  if (char === '_') return LOCAL | WORD;
  return char === '.' || char === '-' ? LOCAL | DOMAIN : /[%+]/.test(char) ? LOCAL : 0;
});

/** Whether the character at a place is of one of these kinds. Accented Latin letters stand in words and domains. */
function is(text: string, at: number, kinds: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return ((KINDS[code] as number) & kinds) !== 0;
  return code >= 0xc0 && code <= 0x24f && (kinds & (DOMAIN | WORD)) !== 0;
}

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
  while (start > from && is(text, start - 1, LOCAL)) start--;
  let inWord = is(text, start - 1, WORD);
  while (start < at) {
    const word = is(text, start, WORD);
    if (word !== inWord) return start;
    inWord = word;
    start++;
  }
  return at;
}

/** The end of the last label of two letters or more, or -1 when there is none. */
function endOfDomain(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && is(text, end, DOMAIN)) end++;
  // Searched by hand: `lastIndexOf` would go on before the `@`, and take time square in the length of the text.
  for (let dot = end - 1; dot > at + 1; dot--) {
    if (text.charCodeAt(dot) !== DOT) continue;
    let stop = dot + 1;
    while (stop < end && is(text, stop, LETTER)) stop++;
    if (stop - dot > 2 && !is(text, stop, LETTER | DIGIT)) return stop;
  }
  return -1;
}
