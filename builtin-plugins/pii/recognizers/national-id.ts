/** @module National numbers of persons that are digits alone, by country. */
import { grouped, joinedAfter, joinedBefore, numberRecognizer } from '../candidates.ts';
import type { Candidate } from '../candidates.ts';
import { RANKS } from '../categories.ts';
import { kindAt, WORD } from '../characters.ts';
import { labels } from '../labels.ts';
import * as checks from '../national-checks.ts';

interface Country {
  readonly words: readonly string[];
  readonly counts: readonly number[];
  readonly valid: (candidate: Candidate) => boolean;
  /** Groups and separators that are enough without a word; the check must be a strong one. */
  readonly written?: readonly (readonly [groups: number, separators: string])[];
}

const COUNTRIES: readonly Country[] = [
  {
    words: ['sin', 'social insurance', 'nas', 'num\u00e9ro d assurance sociale'],
    counts: [9],
    valid: checks.isCanadian,
    written: [[grouped(3, 3, 3), '-']],
  },
  {
    words: ['aadhaar*', 'aadhar*', 'uidai', 'adhaar*'],
    counts: [12],
    valid: checks.isIndian,
    written: [[grouped(4, 4, 4), ' -']],
  },
  { words: ['cpf', 'cadastro de pessoas'], counts: [11], valid: checks.isBrazilian },
  { words: ['cnpj'], counts: [14], valid: checks.isBrazilianCompany },
  {
    words: [
      'nir',
      's\u00e9curit\u00e9 sociale',
      'securite sociale',
      'insee',
      'carte vitale',
      'num\u00e9ro de s\u00e9cu*',
    ],
    counts: [15],
    valid: checks.isFrench,
    written: [
      [grouped(1, 2, 2, 2, 3, 3, 2), ' .-'],
      [grouped(13, 2), ' '],
    ],
  },
  {
    words: [
      'steuer id*',
      'steuer identifikationsnummer',
      'idnr',
      'steuerid*',
      'steuernummer',
      'tin',
      'tax id',
      'identifikationsnummer',
    ],
    counts: [11],
    valid: checks.isGermanTax,
    written: [[grouped(2, 3, 3, 3), ' ']],
  },
  { words: ['pesel'], counts: [11], valid: checks.isPolish },
  {
    words: ['personnummer', 'personnr', 'pnr', 'samordningsnummer', 'personal identity', 'personal number'],
    counts: [10, 12],
    valid: checks.isSwedish,
    written: [
      [grouped(6, 4), '-+'],
      [grouped(8, 4), '-'],
    ],
  },
  {
    words: ['bsn', 'burgerservicenummer', 'sofinummer', 'citizen service', 'sofi'],
    counts: [9],
    valid: checks.isDutch,
  },
  {
    words: [
      'rrn',
      'rijksregister*',
      'registre national',
      'national register',
      'national number',
      'niss',
      'insz',
      'num\u00e9ro national',
    ],
    counts: [11],
    valid: checks.isBelgian,
  },
  {
    words: ['nif', 'contribuinte', 'n\u00famero fiscal', 'numero fiscal', 'fiscal number'],
    counts: [9],
    valid: checks.isPortuguese,
  },
  {
    words: [
      'my number',
      'mynumber',
      'individual number',
      '\u30de\u30a4\u30ca\u30f3\u30d0\u30fc',
      '\u500b\u4eba\u756a\u53f7',
    ],
    counts: [12],
    valid: checks.isJapanese,
  },
  {
    words: ['resident registration', 'jumin', 'rrn', '\uc8fc\ubbfc*', '\uc8fc\ubbfc\ub4f1\ub85d\ubc88\ud638'],
    counts: [13],
    valid: checks.isKorean,
    written: [[grouped(6, 7), '-']],
  },
  { words: ['tfn', 'tax file'], counts: [8, 9], valid: (one) => one.count === 8 || checks.isAustralianTax(one) },
  { words: ['medicare'], counts: [10, 11], valid: checks.isAustralianMedicare },
  {
    words: ['south african id', 'sa id', 'rsa id', 'id number', 'identity number', 'said', 'national id'],
    counts: [13],
    valid: checks.isSouthAfrican,
  },
  { words: ['tckn', 'tc kimlik*', 't c kimlik*', 'kimlik*', 'tc no', 'tcno'], counts: [11], valid: checks.isTurkish },
  {
    words: ['f\u00f8dselsnummer', 'fodselsnummer', 'fnr', 'personnummer', 'd number', 'fodselsnr'],
    counts: [11],
    valid: checks.isNorwegian,
    written: [[grouped(6, 5), ' -']],
  },
  { words: ['cpr', 'cpr nr', 'personnummer', 'cpr nummer'], counts: [10], valid: checks.isDanish },
  {
    words: ['ahv*', 'avs', 'oasi', 'ssn', 'sozialversicherungsnummer', 'num\u00e9ro avs'],
    counts: [13],
    valid: checks.isSwiss,
    written: [[grouped(3, 4, 4, 2), '. -']],
  },
  {
    words: ['svnr', 'sozialversicherungsnummer', 'sv nummer', 'versicherungsnummer'],
    counts: [10],
    valid: checks.isAustrian,
  },
  {
    words: ['rodn\u00e9 \u010d\u00edslo', 'rodne cislo', 'r\u010d', 'birth number'],
    counts: [10],
    valid: checks.isCzech,
  },
  { words: ['cnp', 'cod numeric personal'], counts: [13], valid: checks.isRomanian },
  {
    words: ['teudat zehut', 'israeli id', 'mispar zehut', '\u05ea\u05e2\u05d5\u05d3\u05ea \u05d6\u05d4\u05d5\u05ea'],
    counts: [9],
    valid: checks.isIsraeli,
  },
  {
    words: ['thai id', 'thai national*', 'citizen id', 'national id'],
    counts: [13],
    valid: checks.isThai,
    written: [[grouped(1, 4, 5, 2, 1), '- ']],
  },
  {
    words: ['snils', '\u0441\u043d\u0438\u043b\u0441'],
    counts: [11],
    valid: checks.isRussian,
    written: [[grouped(3, 3, 3, 2), '- ']],
  },
  { words: ['inn', '\u0438\u043d\u043d'], counts: [10, 12], valid: () => true },
  {
    words: [
      'national id*',
      'id card',
      'identity card',
      'nid',
      'dni',
      'cedula',
      'c\u00e9dula',
      'citizen number',
      'identity no',
      'nin',
      'cnic',
      'nik',
      'ktp',
    ],
    counts: [7, 8, 9, 10, 11, 12, 13, 16],
    valid: (one) => !checks.isUniform(one),
  },
];

const about = labels(...COUNTRIES.map(({ words }) => words));

export const nationalNumber = numberRecognizer({
  category: 'national_id',
  rank: RANKS.national_id,
  digits: [7, 16],
  whole: true,
  accept(candidate, text) {
    const { start, end, count, separator } = candidate;
    if (((kindAt(text, start - 1) | kindAt(text, end)) & WORD) !== 0 || text.charAt(start - 1) === '+') return false;
    if (!isApart(text, start, end, separator)) return false;
    if (isWritten(candidate)) return !isHyphenated(text, start, end);
    const said = about(text, start, end);
    if (said === 0) return false;
    return COUNTRIES.some(
      ({ counts, valid }, i) => (said & (1 << i)) !== 0 && counts.includes(count) && valid(candidate),
    );
  },
});

/** Within a UUID or another row of letters and digits. */
function isHyphenated(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1) === 45 && (kindAt(text, start - 2) & WORD) !== 0;
  return before || (text.charCodeAt(end) === 45 && (kindAt(text, end + 1) & WORD) !== 0);
}

const FORMS = new Set(COUNTRIES.flatMap(({ written }) => written ?? []).map(([groups]) => groups));

/** In the groups and with the check digits of a country. */
function isWritten(candidate: Candidate): boolean {
  const { separator, groups, count } = candidate;
  if (separator <= 0) return false;
  if (!FORMS.has(groups)) return false;
  const sign = String.fromCharCode(separator);
  for (const { written, counts, valid } of COUNTRIES) {
    if (!written || !counts.includes(count)) continue;
    if (written.some(([form, separators]) => form === groups && separators.includes(sign)) && valid(candidate))
      return true;
  }
  return false;
}

/** No other digits follow behind the same sign, or behind a sign that makes a longer number of both. */
function isApart(text: string, start: number, end: number, separator: number): boolean {
  const before = joinedBefore(text, start);
  const after = joinedAfter(text, end);
  const joins = (code: number): boolean =>
    code === 45 || code === 46 || code === 47 || (code !== 0 && code === separator);
  return !joins(before) && !joins(after);
}
