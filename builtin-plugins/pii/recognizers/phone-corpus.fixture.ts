/** @module Texts with phones of all regions, and texts with every other kind of number; for tests. */
import { createRequire } from 'node:module';
import { getExampleNumber } from 'libphonenumber-js/max';
import type { CountryCode, Examples, PhoneNumber } from 'libphonenumber-js/max';

const examples = createRequire(import.meta.url)('libphonenumber-js/examples.mobile.json') as Examples;

/** A number, and how it is written. */
export interface Sample {
  readonly region: string;
  readonly written: string;
}

export const FORMS: Readonly<Record<string, (phone: PhoneNumber) => string>> = {
  international: (phone) => phone.formatInternational(),
  dashed: (phone) => phone.formatInternational().replaceAll(' ', '-'),
  e164: (phone) => phone.number,
  rfc3966: (phone) => phone.getURI().slice('tel:'.length),
  dialled: (phone) => `00${phone.formatInternational().slice(1)}`,
  national: (phone) => phone.formatNational(),
  unseparated: (phone) => phone.formatNational().replaceAll(/\D/g, ''),
};

/** The example number of every region, in one form. Regions whose numbers have four or five digits are few and left out. */
export function samplesOf(form: string): Sample[] {
  return Object.keys(examples).flatMap((region) => {
    const phone = getExampleNumber(region as CountryCode, examples);
    if (phone === undefined || phone.nationalNumber.length < 6) return [];
    return [{ region, written: FORMS[form]?.(phone) ?? '' }];
  });
}

/** Sentences and data in which a word says phone; `#` stands for the number. */
export const WITH_WORD: readonly string[] = [
  'Phone: #',
  'my phone number is #, thanks',
  '{"phone_number": "#"}',
  '{"name":"Ann","mobile":"#","age":3}',
  'phone=#',
  'Tel.: #',
  'T: #',
  'fax #',
  'userPhone: #',
  '<phone>#</phone>',
  'You can reach our support hotline on # (24/7)',
  'Patient phone on file: #',
  'SMS to #',
  'WhatsApp # anytime',
  'Caller ID #',
  'Telefon: #',
  'Rufen Sie # an',
  'Meine Rufnummer lautet #',
  'T\u00e9l\u00e9phone : #',
  'Vous pouvez me joindre au #',
  'Celular # (Pedro)',
  'Il mio cellulare \u00e8 #',
  'telefoon #',
  '\u7535\u8bdd:#',
  '\u643a\u5e2f\u306f#\u3067\u3059',
  '\u0422\u0435\u043b\u0435\u0444\u043e\u043d: #',
  '\u0647\u0627\u062a\u0641: #',
  '\uc804\ud654 #',
];

/** The same where only a verb or nothing says so. */
export const WITHOUT_WORD: readonly string[] = [
  '# is mine.',
  'Ask for Ann, #, Berlin',
  'I will be on # all day',
  '("#")',
  'My number has changed to #!',
  'Ann Smith <ann@example.com> #',
  '#',
];

/** A generator of numbers that gives the same ones each time. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(least: number, most: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return least + Math.floor((this.#state / 2 ** 32) * (most - least + 1));
  }

  /** Digits that do not begin with a zero. */
  digits(...sizes: readonly number[]): string[] {
    return sizes.map((size) => Array.from({ length: size }, (_, i) => this.next(i === 0 ? 1 : 0, 9)).join(''));
  }

  hex(size: number): string {
    return Array.from({ length: size }, () => this.next(0, 15).toString(16)).join('');
  }

  pick<T>(values: readonly T[]): T {
    return values[this.next(0, values.length - 1)] as T;
  }
}

/** A line of a log as JSON: times, identifiers, sizes, versions, money. */
export function logLine(dice: Dice): string {
  const time = new Date(1.5e12 + dice.next(0, 4e8) * 1000 + dice.next(0, 999)).toISOString();
  const uuid = `${dice.hex(8)}-${dice.hex(4)}-4${dice.hex(3)}-${dice.hex(4)}-${dice.hex(12)}`;
  const [ten, nine, eight, seven, four, three] = dice.digits(10, 9, 8, 7, 4, 3);
  const ip = dice.digits(2, 3, 1, 2).join('.');
  const message = dice.pick([
    `order ${ten} shipped`,
    `processed ${ten} bytes in ${four}ms`,
    `user ${ten} logged in from ${ip}:${four}`,
    `GET /api/users/${ten}?page=${three} 200 ${seven}`,
    `invoice INV-${four}-${eight} paid: $${three},${three}.50`,
    `cache miss for key user:${nine}`,
    `tracking 9400 ${dice.digits(4, 4, 4, 4, 2).join(' ')}`,
    `call to billing took ${seven} us`,
    `seq=${nine} ack=${ten} win=65535`,
    `range ${ten}-${ten}, ${eight} of ${nine} rows`,
    `epoch ${1.5e9 + dice.next(0, 3e8)}, build 2024.05.01.${four}`,
  ]);
  const data = dice.pick<Record<string, unknown>>([
    { user_id: Number(ten), durationMs: Number(`${three}.${nine}`), ids: [Number(ten), Number(nine)] },
    { time: 1.5e12 + dice.next(0, 4e8), pid: Number(four), host: `ip-10-${ip.replaceAll('.', '-')}`, order: ten },
    { lat: `40.${seven}`, lon: `-74.${seven}`, sku: `${three}-${four}`, zip: `9${four}-${four}`, number: ten },
    { card: dice.digits(4, 4, 4, 4).join(' '), iban: `DE89 ${dice.digits(4, 4, 4, 4, 2).join(' ')}`, value: eight },
    { ua: `Mozilla/5.0 (Windows NT 10.0) Chrome/124.0.${four}.${three} Safari/537.36`, etag: `${ten}-${eight}` },
    {
      phone_verified_at: 1.7e9 + dice.next(0, 1e8),
      isbn: `978-3-${dice.digits(2, 6).join('-')}-7`,
      ean: `4${nine}123`,
    },
  ]);
  return JSON.stringify({ time, level: 'info', request: uuid, message, ...data });
}

/** A line of something else: code, tables, papers, invoices, access logs. */
export function otherLine(dice: Dice): string {
  const [ten, eight, seven, six, four, three, two] = dice.digits(10, 8, 7, 6, 4, 3, 2);
  return dice.pick([
    `${dice.digits(2, 3, 2, 1).join('.')} - - [12/May/2024:10:20:30 +0000] "GET /p/${ten} HTTP/1.1" 200 ${seven} "-"`,
    `const MAX = ${ten}; // 0x${dice.hex(8)} ${eight}`,
    `${six},Ann,2020-12-${two},${three}.${two},${ten},${eight}`,
    dice.digits(2, 3, 2, 3).join(' '),
    `grew from ${two} ${three} ${three} in 1985 to ${three},${three},${three} (p < 0.${four})`,
    `Order #${ten} of 05/12/2023 14:30, total ${two} ${three},50 EUR, account ${ten}, case ${three}-${three}-${four}`,
    `ISSN ${four}-${four}, doi:10.${four}/s${four}-${three}-${four}-1, PMID ${eight}, pp. ${three}-${four}, 1914-1918`,
    `${dice.digits(2, 4).join('.')} ${dice.digits(2, 4).join('.')} -${dice.digits(1, 6).join('.')}`,
    `rgb(${dice.digits(3, 3, 2).join(' ')}) M${two} ${two}L${three} ${three}`,
    `VAT DE${seven}12, EIN ${two}-${seven}, CPF ${dice.digits(3, 3, 3).join('.')}-${two}`,
  ]);
}
