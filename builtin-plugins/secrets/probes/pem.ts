/** @module Private keys in PEM, OpenPGP and PuTTY armour. */
import { ALNUM, BASE64, BLANK, SPACE, isIn } from '../alphabet.ts';
import type { Range, Reader } from '../reader.ts';

/** Longest block that is found whole; what goes on is cut here. RSA of 16,384 bits takes 12.5 KB. */
export const LONGEST_BLOCK = 16_384;
const LONGEST_LABEL = 64;
const DASHES = '-----';
/** A block without its end, or one spelled in a program's strings, has to show at least this much of a key. */
const LEAST_CUT = 64;
const LEAST_QUOTED = 100;

/** `-----BEGIN ... PRIVATE KEY-----` to its END line, with real or escaped line breaks. */
export function findPem(reader: Reader, start: number): Range | undefined {
  const label = readLabel(reader, start + DASHES.length, 'BEGIN ');
  if (!label?.name.includes('PRIVATE KEY')) return undefined;
  const body = readBody(reader, label.end, start + LONGEST_BLOCK);
  const isShort = body.letters < (label.name.includes('PGP') ? LEAST_CUT : 1);
  if (reader.has(DASHES, body.next)) {
    const close = readLabel(reader, body.next + DASHES.length, 'END ');
    if (close?.name === label.name)
      return isShort || (body.quoted && body.letters < LEAST_QUOTED) ? undefined : { start, end: close.end };
  }
  return body.letters < (body.quoted ? LEAST_QUOTED : LEAST_CUT) ? undefined : { start, end: body.end };
}

function readLabel(reader: Reader, at: number, word: string): { name: string; end: number } | undefined {
  if (!reader.has(word, at)) return undefined;
  let end = at + word.length;
  while (end < at + LONGEST_LABEL && (isIn(reader.code(end), ALNUM) || reader.code(end) === 0x20)) end++;
  if (!reader.has(DASHES, end)) return undefined;
  return { name: reader.slice(at + word.length, end), end: end + DASHES.length };
}

/** What a body can consist of besides base64: headers, checksums, and the quotes and escapes of a program. */
const AROUND = '=:,-\\';
const QUOTES = '"\'`';

function readBody(
  reader: Reader,
  from: number,
  stop: number,
): { end: number; next: number; letters: number; quoted: boolean } {
  let letters = 0;
  let quoted = false;
  let at = from;
  for (; at < stop; at++) {
    const code = reader.code(at);
    if (code === 0x5c && 'nrt'.includes(String.fromCharCode(reader.code(at + 1)))) at++;
    else if (code === 0x2d && reader.has(DASHES, at)) break;
    else if (isIn(code, BASE64)) letters++;
    else if (code >= 0 && QUOTES.includes(String.fromCharCode(code))) quoted = true;
    else if (!isIn(code, SPACE) && (code < 0 || !AROUND.includes(String.fromCharCode(code)))) break;
  }
  let end = Math.min(at, stop, reader.end);
  while (end > from && isIn(reader.code(end - 1), SPACE)) end--;
  return { end, next: at, letters, quoted };
}

/** The private lines of a PuTTY key file, from its first line on. */
export function findPutty(reader: Reader, start: number): Range | undefined {
  const stop = start + LONGEST_BLOCK;
  const marker = 'Private-Lines:';
  let at = start;
  while (at < stop && reader.code(at) >= 0 && !(reader.code(at) === 0x50 && reader.has(marker, at))) at++;
  if (!reader.has(marker, at)) return undefined;
  const lines = reader.run(reader.run(at + marker.length, BLANK, 2), ALNUM, 3);
  const end = readBody(reader, lines, stop).end;
  return end - lines >= LEAST_CUT ? { start, end } : undefined;
}
