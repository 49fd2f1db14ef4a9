/** @module National numbers of persons with letters or signs in them, by country. */
import { RANKS } from '../categories.ts';
import { alphabet, isDigitAt, kindAt, WORD } from '../characters.ts';
import { isDay, weighted } from '../check-digits.ts';
import { document, documentRecognizer } from '../documents.ts';
import { labels } from '../labels.ts';
import { chineseCheck } from '../national-checks.ts';
import type { TokenRecognizer } from '../recognizer.ts';

const digitsOf = (text: string): number[] => Array.from(text.replace(/\D/g, ''), Number);
const valueIn36 = (char: string): number => parseInt(char, 36);

/** HMRC: no D, F, I, Q, U or V; O never second; some pairs were never given. */
const british = document({
  starts: ['a2'],
  pattern: /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]/iy,
  valid: (number) => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(number),
});

/** Without a word that says so only numbers of persons (fourth letter P). */
const indianTax = document(
  {
    starts: ['a5'],
    pattern: /[a-z]{3}[abcfghjlpt][a-z]\d{4}[a-z]/iy,
    valid: (number, said) => number.charAt(3) === 'P' || said(),
  },
  ['pan', 'permanent account', 'income tax', 'pan card'],
);

const DNI = 'TRWAGMYFPDXBNJZSQVHLCKE';
const spanish = document({
  starts: ['a1', 'd8', 'd1', 'd2'],
  pattern: /[\dXYZ](?:\d{7}|\d?\.\d{3}\.\d{3}|-?\d{7})-?[A-HJ-NP-TV-Z]/iy,
  valid: (number) =>
    DNI.charAt(Number(number.slice(0, -1).replace(/^[XYZ]/, (char) => String('XYZ'.indexOf(char)))) % 23) ===
    number.slice(-1),
});

const corsican = document({
  starts: ['d6', 'd1'],
  pattern: /[12] ?\d\d ?\d\d ?2[AB] ?\d{3} ?\d{3} ?\d\d/iy,
  valid(number) {
    const rest =
      BigInt(number.slice(0, 13).replace(/A/, '0').replace(/B/, '0')) -
      (number.charAt(6) === 'A' ? 1000000n : 2000000n);
    return 97n - (rest % 97n) === BigInt(number.slice(13));
  },
});

/** The values of characters in odd places, for `0`-`9` and for `A`-`Z` (decree of 23 December 1976). */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const italian = document({
  starts: ['a6', 'a7', 'a8'],
  pattern: /[a-z]{6}[\dlmnp-v]{2}[abcdehlmprst][\dlmnp-v]{2}[a-z][\dlmnp-v]{3}[a-z]/iy,
  valid(code) {
    let sum = 0;
    for (let i = 0; i < 15; i++) {
      const value = valueIn36(code.charAt(i));
      const place = value < 10 ? value : value - 10;
      sum += i % 2 === 0 ? (ODD[place] as number) : place;
    }
    return String.fromCharCode(65 + (sum % 26)) === code.charAt(15);
  },
});

const aboutGermanCards = labels(['personalausweis*', 'ausweis*', 'id card', 'identity card']);
const GERMAN = /[cfghjklmnprtvwxyz\d]{9}\d/iy;
const germanCard: TokenRecognizer = {
  category: 'national_id',
  rank: RANKS.national_id,
  longest: 11,
  alphabet: alphabet(/\w/),
  wide: false,
  numbers: [[10, 10]],
  mixed: [[10, 10]],
  find(text, start, end, least) {
    GERMAN.lastIndex = start;
    if (start < least || !isDigitAt(text, end - 1) || !GERMAN.test(text)) return undefined;
    if (((kindAt(text, start - 1) | kindAt(text, end)) & WORD) !== 0) return undefined;
    const valid = isGermanCard(text.slice(start, end)) && aboutGermanCards(text, start, end) !== 0;
    return valid ? { start, end } : undefined;
  },
};

function isGermanCard(number: string): boolean {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += valueIn36(number.charAt(i)) * ([7, 3, 1][i % 3] as number);
  return sum % 10 === Number(number.charAt(9));
}

const HETU = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const finnish = document({
  starts: ['d6'],
  pattern: /\d{6}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]/iy,
  valid(number) {
    const figures = number.replace(/^(\d{6})[+A-Z]?/, '$1');
    if (!isDay(Number(number.slice(2, 4)), Number(number.slice(0, 2)))) return false;
    return HETU.charAt(Number(figures.slice(0, 9)) % 31) === figures.slice(9);
  },
});

/** RENAPO: a date, a sex, a state, and a check digit over an alphabet with N with a tilde. */
const CURP = '0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ';
const mexican = document({
  starts: ['a4'],
  pattern: /[a-z]{4}\d{6}[hmx][a-z]{5}[a-z\d]\d/iy,
  valid(code) {
    const sum = [...code.slice(0, 17)].reduce((all, char, i) => all + CURP.indexOf(char) * (18 - i), 0);
    return (
      (10 - (sum % 10)) % 10 === Number(code.charAt(17)) && isDay(Number(code.slice(6, 8)), Number(code.slice(8, 10)))
    );
  },
});
const RFC = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ \u00d1';
const mexicanTax = document(
  {
    starts: ['a3', 'a4'],
    pattern: /[a-z&]{3,4}\d{6}[a-z\d]{2}[a\d]/iy,
    valid(code, said) {
      if (!isDay(Number(code.slice(-7, -5)), Number(code.slice(-5, -3)))) return false;
      const sum = [...code.slice(0, -1).padStart(12, ' ')].reduce(
        (all, char, i) => all + RFC.indexOf(char) * (13 - i),
        0,
      );
      const check = '0A987654321'.charAt((11 - (11 - (sum % 11))) % 11);
      return check === code.slice(-1) || said();
    },
  },
  ['rfc', 'registro federal*'],
);

const chinese = document({
  starts: ['d17', 'd18'],
  pattern: /[1-8]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dX]/iy,
  valid: (number) =>
    isDay(Number(number.slice(10, 12)), Number(number.slice(12, 14)), Number(number.slice(6, 10))) &&
    chineseCheck(digitsOf(number)) === number.charAt(17),
});

const SINGAPORE = [2, 7, 6, 5, 4, 3, 2];
const singaporean = document({
  starts: ['a1'],
  pattern: /[STFGM]\d{7}[A-Z]/iy,
  valid(number) {
    const first = number.charAt(0);
    const sum = weighted(digitsOf(number), SINGAPORE) + ('TG'.includes(first) ? 4 : first === 'M' ? 3 : 0);
    const letters = 'ST'.includes(first) ? 'JZIHGFEDCBA' : first === 'M' ? 'KLJNPQRTUWX' : 'XWUTRQPNMLK';
    return letters.charAt(first === 'M' ? 10 - (sum % 11) : sum % 11) === number.charAt(8);
  },
});

const irish = document(
  {
    starts: ['d7'],
    pattern: /\d{7}[a-w][a-iw]?/iy,
    valid(number, said) {
      const second = number.charAt(8);
      const sum =
        weighted(digitsOf(number), [8, 7, 6, 5, 4, 3, 2]) +
        9 * (second === '' || second === 'W' ? 0 : second.charCodeAt(0) - 64);
      return 'WABCDEFGHIJKLMNOPQRSTUV'.charAt(sum % 23) === number.charAt(7) && said();
    },
  },
  ['pps', 'ppsn', 'pps no', 'personal public service'],
);

const cpf = document({
  starts: ['d2', 'd3'],
  pattern: /\d{3}\.\d{3}\.\d{3}-\d{2}|\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}/y,
  valid(number) {
    const digits = digitsOf(number);
    const body = digits.length - 2;
    const check = (count: number): number => {
      const rest =
        digits.slice(0, count).reduce((sum, digit, i) => sum + digit * brazilianWeight(count - i, digits.length), 0) %
        11;
      return rest < 2 ? 0 : 11 - rest;
    };
    return new Set(digits).size > 1 && check(body) === digits[body] && check(body + 1) === digits[body + 1];
  },
});

/** Two and up from the right; of companies after nine two again. */
function brazilianWeight(place: number, count: number): number {
  return count === 11 ? place + 1 : ((place - 1) % 8) + 2;
}

const belgian = document({
  starts: ['d2'],
  pattern: /\d\d\.\d\d\.\d\d-\d{3}\.\d\d/y,
  valid(number) {
    const check = Number(number.slice(9));
    return [0, 2e9].some((century) => 97 - ((century + Number(number.slice(0, 9))) % 97) === check);
  },
});

const hongKong = document({
  starts: ['a1', 'a2'],
  pattern: /[a-z]{1,2}\d{6}\([\da]\)/iy,
  valid(number) {
    const letters = /^[A-Z]+/.exec(number)?.[0].padStart(2, ' ') ?? '';
    const values = [...letters].map((char) => (char === ' ' ? 36 : valueIn36(char)));
    const sum = weighted([...values, ...digitsOf(number.slice(letters.trim().length, -3))], [9, 8, 7, 6, 5, 4, 3, 2]);
    return '0A987654321'.charAt(sum % 11) === number.slice(-2, -1);
  },
});

export const nationalDocuments = [
  germanCard,
  documentRecognizer([
    ...[british, indianTax, spanish, corsican, italian, finnish, mexican, mexicanTax, chinese, singaporean],
    ...[irish, cpf, belgian, hongKong],
  ]),
] as const;
