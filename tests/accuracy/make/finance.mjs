/** @module Values of cards, IBANs, accounts, American tax numbers and coin addresses. */
import { faker } from '@faker-js/faker';
import { base58check, luhn, segwit, weighted } from './checks.mjs';

const ISSUERS = [
  ['visa', ['4'], 16],
  ['visa', ['4'], 19],
  ['visa', ['4'], 13],
  ['mastercard', ['51', '52', '53', '54', '55'], 16],
  ['mastercard-2', ['2221', '2300', '2500', '2699', '2720'], 16],
  ['amex', ['34', '37'], 15],
  ['discover', ['6011', '65', '644', '649'], 16],
  ['diners', ['36', '38', '300', '305'], 14],
  ['jcb', ['3528', '3540', '3589'], 16],
  ['unionpay', ['6221', '6250', '6283'], 16],
  ['unionpay', ['6222'], 19],
  ['maestro', ['5018', '5020', '6304', '6759', '6761'], 16],
  ['mir', ['2200', '2202', '2204'], 16],
  ['rupay', ['6521', '6070', '8172'], 16],
  ['elo', ['509040', '636368', '438935'], 16],
  ['troy', ['9792'], 16],
  ['verve', ['506109'], 16],
];
const GROUPS = { 13: [13], 14: [4, 6, 4], 15: [4, 6, 5], 16: [4, 4, 4, 4], 19: [4, 4, 4, 4, 3] };

export function card(rng, [, prefixes, size]) {
  const prefix = rng.pick(prefixes);
  const body = prefix + rng.digits(size - 1 - prefix.length);
  return body + luhn(body);
}

export const grouped = (digits, mark) => {
  let from = 0;
  return GROUPS[digits.length].map((size) => digits.slice(from, (from += size))).join(mark);
};

export function* cards(rng) {
  for (let round = 0; round < 22; round += 1) {
    for (const issuer of ISSUERS) {
      const mark =
        issuer[2] === 13 ? '' : rng.pick(['', '', ' ', '-', ' ', '-', '\u00a0', issuer[2] === 16 ? '.' : '']);
      yield { value: grouped(card(rng, issuer), mark), kind: issuer[0] };
    }
  }
  for (const value of [
    '4111 1111 1111 1111',
    '5555555555554444',
    '378282246310005',
    '3782 822463 10005',
    '6011-1111-1111-1117',
    '30569309025904',
    '3530111333300000',
  ])
    yield { value, kind: 'test-number' };
}

export function* ibans(rng) {
  const countries = [
    'AD',
    'AE',
    'AL',
    'AT',
    'AZ',
    'BA',
    'BE',
    'BG',
    'BH',
    'BR',
    'CH',
    'CR',
    'CY',
    'CZ',
    'DE',
    'DK',
    'DO',
    'EE',
    'ES',
    'FI',
    'FO',
    'FR',
    'GB',
    'GE',
    'GI',
    'GL',
    'GR',
    'GT',
    'HR',
    'HU',
    'IE',
    'IL',
    'IS',
    'IT',
    'JO',
    'KW',
    'KZ',
    'LB',
    'LI',
    'LT',
    'LU',
    'LV',
    'MC',
    'MD',
    'ME',
    'MK',
    'MR',
    'MT',
    'MU',
    'NL',
    'NO',
    'PK',
    'PL',
    'PS',
    'PT',
    'QA',
    'RO',
    'RS',
    'SA',
    'SE',
    'SI',
    'SK',
    'SM',
    'TN',
    'TR',
    'VG',
    'XK',
  ];
  for (const countryCode of countries) {
    for (const way of ['plain', 'grouped', rng.pick(['lower', 'dashes', 'nbsp', 'plain', 'grouped'])]) {
      const plain = faker.finance.iban({ countryCode, formatted: false });
      const groups = plain.replace(/(.{4})(?=.)/g, '$1 ');
      yield {
        value: {
          plain,
          grouped: groups,
          lower: plain.toLowerCase(),
          dashes: groups.replace(/ /g, '-'),
          nbsp: groups.replace(/ /g, '\u00a0'),
        }[way],
        kind: way,
      };
    }
  }
}

export function ssn(rng) {
  let area = rng.int(1, 899);
  if (area === 666) area = 667;
  return [
    String(area).padStart(3, '0'),
    String(rng.int(1, 99)).padStart(2, '0'),
    String(rng.int(1, 9999)).padStart(4, '0'),
  ];
}

export function* ssns(rng) {
  for (let at = 0; at < 110; at += 1) yield { value: ssn(rng).join('-'), kind: 'dashed' };
  for (let at = 0; at < 50; at += 1) yield { value: ssn(rng).join(' '), needs: true, kind: 'spaced' };
  for (let at = 0; at < 80; at += 1) yield { value: ssn(rng).join(''), needs: true, kind: 'digits' };
  for (let at = 0; at < 12; at += 1) yield { value: ssn(rng).join('.'), needs: true, kind: 'dotted' };
  for (let at = 0; at < 16; at += 1) yield { value: ssn(rng).join('\u2011'), needs: true, kind: 'non-breaking-hyphen' };
}

export function* itins(rng) {
  for (let at = 0; at < 90; at += 1) {
    const parts = [`9${rng.digits(2)}`, String(rng.pick([50, 55, 65, 70, 75, 80, 88, 90, 92, 94, 99])), rng.digits(4)];
    const mark = rng.pick(['-', '-', ' ', '']);
    yield { value: parts.join(mark), needs: mark !== '-' };
  }
}

/** Without its hyphen only where an EIN is named: a bare tax number could as well be a person's. */
export function* eins(rng) {
  for (let at = 0; at < 90; at += 1) {
    const prefix = rng.pick(['01', '04', '12', '20', '27', '36', '45', '52', '61', '77', '82', '94', '95']);
    if (rng.chance(0.75)) yield { value: `${prefix}-${rng.digits(7)}`, needs: true };
    else yield { value: prefix + rng.digits(7), needs: true, labels: ['EIN', 'FEIN'], keys: ['ein', 'employerEin'] };
  }
}

export function aba(rng) {
  const body = `${rng.pick(['01', '02', '03', '05', '07', '11', '12', '21', '26', '31', '32'])}${rng.digits(6)}`;
  return body + String((10 - (weighted(body, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10);
}

export function* accounts(rng) {
  for (let at = 0; at < 60; at += 1)
    yield {
      value: aba(rng),
      needs: true,
      labels: ['Routing number', 'ABA', 'routing no.', 'ABA routing #', 'RTN'],
      keys: ['routing_number', 'abaRouting', 'routingNumber', 'aba'],
      kind: 'aba',
    };
  for (let at = 0; at < 60; at += 1)
    yield { value: rng.digits(rng.int(8, 14)).replace(/^0/, '7'), needs: true, kind: 'account' };
}

export function* coins(rng) {
  const bytes = (count) => Buffer.from(Array.from({ length: count }, () => rng.int(0, 255)));
  const kinds = {
    p2pkh: () => base58check(Buffer.concat([Buffer.from([0]), bytes(20)])),
    p2sh: () => base58check(Buffer.concat([Buffer.from([5]), bytes(20)])),
    segwit: () => segwit('bc', 0, bytes(20)),
    'segwit-script': () => segwit('bc', 0, bytes(32)),
    taproot: () => segwit('bc', 1, bytes(32)),
    ethereum: () => `0x${bytes(20).toString('hex')}`,
    litecoin: () => base58check(Buffer.concat([Buffer.from([48]), bytes(20)])),
    'litecoin-segwit': () => segwit('ltc', 0, bytes(20)),
    dogecoin: () => base58check(Buffer.concat([Buffer.from([30]), bytes(20)])),
    tron: () => base58check(Buffer.concat([Buffer.from([0x41]), bytes(20)])),
  };
  for (const [kind, make] of Object.entries(kinds)) for (let at = 0; at < 12; at += 1) yield { value: make(), kind };
}
