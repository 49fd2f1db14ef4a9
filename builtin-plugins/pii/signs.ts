/** @module One quick look at a text, to tell what there can be in it. */

/** Something that may stand for other characters: not ASCII, or a percent sign, an ampersand or a backslash. */
export const DISGUISE = 64;
/** As many digits as the shortest number has. */
export const NUMBERS = 128;

const OTHER = 0;
const DIGIT = 1;
const ESCAPE = 2;
const KINDS = new Uint8Array(128);
for (const digit of '0123456789') KINDS[digit.charCodeAt(0)] = DIGIT;
for (const sign of '%&\\') KINDS[sign.charCodeAt(0)] = ESCAPE;

/** The signs in a text from a place on, as a set of bits. */
export function signsOf(text: string, from: number, leastDigits: number): number {
  const size = text.length;
  let digits = 0;
  let signs = 0;
  for (let i = from; i < size; i++) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? KINDS[code] : ESCAPE;
    if (kind === OTHER) continue;
    if (kind === DIGIT) digits++;
    else signs = DISGUISE;
  }
  return digits >= leastDigits ? signs | NUMBERS : signs;
}
