/** @module Payment card numbers: ranges and lengths of issuers, and a Luhn check digit (ISO/IEC 7812-1). */
import { RANKS } from '../categories.ts';
import { grouped, joinedAfter, joinedBefore, numberRecognizer, valueOf } from '../candidates.ts';
import type { Candidate } from '../candidates.ts';
import { kindAt, WORD } from '../characters.ts';
import { luhn } from '../check-digits.ts';
import { adjacentLabels, labels } from '../labels.ts';

export const creditCard = numberRecognizer({
  category: 'credit_card',
  rank: RANKS.credit_card,
  digits: [12, 19],
  whole: true,
  accept,
});

/** How sure a number of this range and length is without a word that says so, and without groups. */
const SURE = 2;
const GROUPED = 1;
const NONE = 0;

/** First and last six digits, lengths that are sure, lengths that need groups or a word. */
type Issuer = readonly [from: number, to: number, sure: readonly number[], grouped: readonly number[]];

const LONG = [16, 17, 18, 19];
const ISSUERS: readonly Issuer[] = [
  [400000, 499999, [13, 16], [18, 19]], // Visa, and Elo in part
  [510000, 559999, [16], []], // Mastercard
  [222100, 272099, [16], []], // Mastercard
  [340000, 349999, [15], []], // American Express
  [370000, 379999, [15], []], // American Express
  [601100, 601199, [16], [17, 18, 19]], // Discover
  [644000, 659999, [16], [17, 18, 19]], // Discover, RuPay, Elo
  [622126, 622925, [16, 19], [17, 18]], // UnionPay, also Discover
  [620000, 629999, [16], [17, 18, 19]], // UnionPay
  [810000, 819999, [], LONG], // UnionPay, RuPay
  [300000, 305999, [14], LONG], // Diners Club
  [309500, 309599, [14], LONG], // Diners Club
  [360000, 369999, [14], LONG], // Diners Club
  [380000, 399999, [14], LONG], // Diners Club
  [352800, 358999, [16], [17, 18, 19]], // JCB
  [353000, 353999, [16], []], // RuPay
  [220000, 220499, [16], [17, 18, 19]], // Mir
  [501800, 501899, [16], [12, 13, 14, 15, 17, 18, 19]], // Maestro
  [502000, 502099, [16], [12, 13, 14, 15, 17, 18, 19]], // Maestro
  [503800, 503899, [16], [12, 13, 14, 15, 17, 18, 19]], // Maestro
  [589300, 589399, [16], [12, 13, 14, 15, 17, 18, 19]], // Maestro
  [630400, 630499, [16, 18, 19], [12, 13, 14, 15, 17]], // Maestro
  [675900, 676399, [16, 18, 19], [12, 13, 14, 15, 17]], // Maestro
  [500000, 509999, [], [12, 13, 14, 15, 16, 17, 18, 19]], // Maestro, Verve, Elo, RuPay, Dankort
  [560000, 589999, [], [12, 13, 14, 15, 16, 17, 18, 19]], // Maestro
  [670000, 679999, [], [12, 13, 14, 15, 16, 17, 18, 19]], // Maestro
  [600000, 609999, [], [16]], // RuPay, Hipercard
  [820000, 829999, [], [16]], // RuPay
  [636000, 639999, [16], [17, 18, 19]], // InterPayment, Elo, InstaPayment
  [860000, 869999, [], [16]], // Uzcard
  [986000, 986099, [], [16]], // Humo
  [979200, 979299, [16], []], // Troy
  [506099, 506198, [16, 18, 19], []], // Verve
  [508500, 508999, [16], []], // RuPay
  [606985, 607984, [16], []], // RuPay
  [608001, 608500, [16], []], // RuPay
  [100000, 199999, [], [15]], // UATP
];

/** The groups in which numbers are printed, by their counts of digits. */
const PRINTED = new Set([
  ...[grouped(4, 4, 4, 4), grouped(4, 6, 5), grouped(4, 6, 4), grouped(4, 4, 4, 4, 3), grouped(4, 4, 4, 3)],
  ...[grouped(4, 4, 4, 1), grouped(4, 4, 4, 2), grouped(4, 3, 3, 3), grouped(6, 13), grouped(6, 10)],
  ...[grouped(4, 4, 4, 4, 1), grouped(4, 4, 4, 4, 2), grouped(8, 8), grouped(4, 4, 4), grouped(4, 5, 6)],
]);

const aboutCards = labels([
  ...['card', 'cards', 'credit', 'debit', 'visa', 'mastercard', 'master card', 'amex', 'american express', 'cc', 'pan'],
  ...['discover', 'diners', 'diners club', 'jcb', 'unionpay', 'union pay', 'maestro', 'mir', 'rupay', 'payment'],
  ...[
    'creditcard*',
    'cardnumber',
    'cardno',
    'ccnum',
    'ccn',
    'ccnumber',
    'kreditkarte*',
    'karte',
    'kartennummer',
    'carte',
  ],
  ...[
    'tarjeta',
    'carta',
    'cart\u00e3o',
    'cartao',
    'karta',
    'kaart',
    'kort',
    'kortnummer',
    '\u5361\u53f7',
    '\u5361',
    '\u30ab\u30fc\u30c9',
  ],
  ...[
    '\u043a\u0430\u0440\u0442*',
    '\u5361\u53f7',
    '\u94f6\u884c\u5361',
    '\u4fe1\u7528\u5361',
    '\u30ab\u30fc\u30c9',
    '\uce74\ub4dc',
    'visa electron',
    'dankort',
    'elo',
    'hipercard',
    'verve',
    'troy',
    'primary account',
  ],
]);
/** Words that say directly before a number that it counts or names something else. */
const aboutOthers = adjacentLabels([
  ...['id', 'ids', 'uid', 'uuid', 'guid', 'oid', 'pid', 'order', 'trace', 'span', 'request', 'tracking', 'transaction'],
  ...[
    'txn',
    'invoice',
    'serial',
    'sku',
    'isbn',
    'ean',
    'upc',
    'gtin',
    'barcode',
    'imei',
    'timestamp',
    'ts',
    'time',
    'nonce',
  ],
  ...[
    'offset',
    'seq',
    'sequence',
    'hash',
    'build',
    'session',
    'ticket',
    'batch',
    'shipment',
    'ref',
    'reference',
    'epoch',
  ],
  ...['micros', 'nanos', 'millis', 'ns', 'us', 'ms', 'bytes', 'size', 'length', 'count', 'total', 'version', 'parcel'],
  ...['correlation', 'message', 'event', 'snowflake', 'tweet', 'status', 'user', 'channel', 'guild', 'key', 'seed'],
  ...[
    'lot',
    'part',
    'item',
    'product',
    'model',
    'case',
    'meter',
    'awb',
    'waybill',
    'package',
    'fedex',
    'ups',
    'usps',
    'dhl',
  ],
]);

function accept(candidate: Candidate, text: string): boolean {
  const { start, end, count, digits, separator, groups } = candidate;
  if (!luhn(digits, count)) return false;
  const sureness = surenessOf(valueOf(candidate, 0, 6), count);
  if (sureness === NONE) return false;
  const single = separator === 0;
  const said = (): boolean => aboutCards(text, start, end) !== 0;
  if ((kindAt(text, end) & WORD) !== 0) return false;
  if ((kindAt(text, start - 1) & WORD) !== 0 || text.charAt(start - 1) === '+') return false;
  if (single)
    return (
      isApart(text, start, end) &&
      (said() ||
        (sureness === SURE &&
          !isMeasure(text, start) &&
          !(count === 13 && isEan(candidate)) &&
          aboutOthers(text, start, end) === 0))
    );
  if (separator > 0 && PRINTED.has(groups) && count > 12)
    return (
      isApart(text, start, end, separator) && (!IBAN_BEFORE.test(text.slice(Math.max(0, start - 6), start)) || said())
    );
  return said();
}

/** The country and check digits of an account number, which goes on with groups of four. */
const IBAN_BEFORE = /(?<![A-Za-z])[A-Z]{2}\d\d[ -]?$/;

/** A barcode: its check digit is that of EAN-13 (GS1 General Specifications, 7.9). */
function isEan({ digits }: Candidate): boolean {
  let sum = 0;
  for (let i = 0; i < 13; i++) sum += (digits[i] as number) * (i % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}

/** A bare number in JSON counts or identifies something; cards are strings there. So does `ORD-4111...`. */
function isMeasure(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (before === 45 || before === 35) return (kindAt(text, start - 2) & WORD) !== 0;
  const colon = before === 32 ? start - 2 : start - 1;
  return text.charCodeAt(colon) === 58 && text.charCodeAt(colon - 1) === 34;
}

function surenessOf(prefix: number, count: number): number {
  let sureness = NONE;
  for (const [from, to, sure, other] of ISSUERS) {
    if (prefix < from || prefix > to) continue;
    if (sure.includes(count)) return SURE;
    if (other.includes(count)) sureness = GROUPED;
  }
  return sureness;
}

/** Neither a fraction nor some groups of a longer number. Blanks separate words, too. */
function isApart(text: string, start: number, end: number, separator = 0): boolean {
  const before = joinedBefore(text, start);
  const after = joinedAfter(text, end);
  const joins = (code: number): boolean =>
    code === 46 || code === 45 || (code !== 0 && code === separator && code !== 32 && code !== 0xa0);
  return !joins(before) && !joins(after);
}
