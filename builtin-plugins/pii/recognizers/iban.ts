/** @module International bank account numbers: length by country, and MOD 97-10 (ISO 13616, registry release 99). */
import { RANKS } from '../categories.ts';
import { alphabet, ALPHANUMERIC, isDigitAt, kindAt, LETTER } from '../characters.ts';
import { mod97 } from '../check-digits.ts';
import type { TokenRecognizer } from '../recognizer.ts';

const LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 ' +
    // Not in the registry, but in use as experimental or partial ones.
    'AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

export const iban: TokenRecognizer = {
  category: 'iban',
  rank: RANKS.iban,
  // The longest, each character but the last with a separator behind it.
  longest: 34 * 2 + 1,
  alphabet: alphabet(/[A-Za-z\d \-.]/),
  wide: true,
  mixed: [[3, 34]],
  find(text, start, _end, least) {
    if (
      start < least ||
      !isDigitAt(text, start + 2) ||
      (kindAt(text, start) & LETTER) === 0 ||
      (kindAt(text, start + 1) & LETTER) === 0
    )
      return undefined;
    BEGINNING.lastIndex = start;
    const end = BEGINNING.test(text) ? accept(text, start) : -1;
    return end < 0 ? undefined : { start, end };
  },
};

const BEGINNING = /[a-z]{2}\d[ -]?\d[ \u00a0-]?[\da-z]{2}/iy;
const HYPHEN = 45;

function accept(text: string, start: number): number {
  if (text.charCodeAt(start - 1) === HYPHEN) return -1;
  const length = LENGTHS.get(text.slice(start, start + 2).toUpperCase());
  if (length === undefined) return -1;
  let compact = '';
  let at = start;
  for (let gap = false; compact.length < length; at++) {
    if ((kindAt(text, at) & ALPHANUMERIC) !== 0) {
      compact += text.charAt(at);
      gap = false;
    } else if (gap || !isSeparator(text.charCodeAt(at)) || (!isBlank(text, at) && compact.length % 4 !== 0)) return -1;
    else gap = true;
  }
  if ((kindAt(text, at) & ALPHANUMERIC) !== 0) return -1;
  return mod97(compact.slice(4) + compact.slice(0, 4)) === 1 ? at : -1;
}

/** Blanks also stand between bank, branch and account; a hyphen elsewhere is that of a UUID. */
function isBlank(text: string, at: number): boolean {
  return text.charCodeAt(at) === 32 || text.charCodeAt(at) === 0xa0;
}

function isSeparator(code: number): boolean {
  return code === 32 || code === 45 || code === 46 || code === 0xa0;
}
