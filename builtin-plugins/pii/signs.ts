/** @module One quick look at a text, to tell which detectors have anything to look for. */

export const AT = 1;
/** A digit, and the three dots or two colons of an IP address. */
export const ADDRESS = 2;
export const SIX_DIGITS = 4;
export const EIGHT_DIGITS = 8;
/** Something that may stand for other characters: not ASCII, a percent sign or an ampersand. */
export const DISGUISED = 16;

const OTHER = 0;
const DIGIT = 1;
const DOT = 2;
const COLON = 3;
const SIGN_AT = 4;
const ESCAPE = 5;
const KINDS = new Uint8Array(128);
for (const digit of '0123456789') KINDS[digit.charCodeAt(0)] = DIGIT;
KINDS['.'.charCodeAt(0)] = DOT;
KINDS[':'.charCodeAt(0)] = COLON;
KINDS['@'.charCodeAt(0)] = SIGN_AT;
KINDS['%'.charCodeAt(0)] = ESCAPE;
KINDS['&'.charCodeAt(0)] = ESCAPE;

/** The signs of what may be found, as a set of bits; 0 means that nothing can be. */
export function signsOf(text: string): number {
  let digits = 0;
  let dots = 0;
  let colons = 0;
  let signs = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) {
      signs |= DISGUISED;
      continue;
    }
    const kind = KINDS[code];
    if (kind === OTHER) continue;
    if (kind === DIGIT) digits++;
    else if (kind === DOT) dots++;
    else if (kind === COLON) colons++;
    else signs |= kind === SIGN_AT ? AT : DISGUISED;
  }
  if (digits > 0 && (dots > 2 || colons > 1)) signs |= ADDRESS;
  if (digits >= 6) signs |= SIX_DIGITS;
  if (digits >= 8) signs |= EIGHT_DIGITS;
  return signs;
}
