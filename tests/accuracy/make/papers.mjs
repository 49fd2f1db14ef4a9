/** @module Values of passports, driving licences, medical and national numbers, with the check digits they have. */
import { luhn, verhoeff, weighted } from './checks.mjs';
import { fromShape } from './random.mjs';

const from = (rng, shapes, count, more = {}) =>
  Array.from({ length: count }, (_, at) => ({
    value: fromShape(rng, shapes[at % shapes.length]),
    needs: true,
    ...more,
  }));

export const passports = (rng) => [
  ...from(
    rng,
    [
      '[0-9]{9}',
      '[A-Z][0-9]{8}',
      'C[0-9CFGHJKLMNPRTVWXYZ]{8}',
      '[A-Z][0-9]{7}',
      '[0-9]{2}[A-Z]{2}[0-9]{5}',
      '[A-Z]{2}[0-9]{7}',
      '[A-Z]{2}[0-9]{6}',
      'E[0-9]{8}',
      'YA[0-9]{7}',
      '[A-Z]{3}[0-9]{6}',
    ],
    130,
  ),
];

export const licences = (rng) =>
  from(
    rng,
    [
      '[A-Z][0-9]{7}',
      '[0-9]{9}',
      '[0-9]{8}',
      '[A-Z][0-9]{3}-[0-9]{3}-[0-9]{2}-[0-9]{3}-0',
      '[A-Z][0-9]{3}-[0-9]{4}-[0-9]{4}',
      '[A-Z]{5}[5-6][0-1][0-9][0-2][0-9]{2}[A-Z]{2}9[A-Z]{2}',
      '[A-Z][0-9]{12}',
      '[A-Z][0-9]{14}',
      '[A-Z]{2}[0-9]{6}',
      'B072[A-Z]{3}[0-9]I[0-9]{2}',
      '[A-Z][0-9]{4} [0-9]{5} [0-9]{5}',
    ],
    110,
  );

const MBI =
  '[1-9][ACDEFGHJKMNPQRTUVWXY][0-9ACDEFGHJKMNPQRTUVWXY][0-9]-[ACDEFGHJKMNPQRTUVWXY][0-9ACDEFGHJKMNPQRTUVWXY][0-9]-[ACDEFGHJKMNPQRTUVWXY]{2}[0-9]{2}';

export function* medical(rng) {
  const named = {
    mbi: {
      labels: ['Medicare number', 'MBI', 'Medicare ID', 'Medicare Beneficiary Identifier'],
      keys: ['mbi', 'medicare_id', 'medicareNumber'],
    },
    npi: { labels: ['NPI', 'NPI number', 'National Provider Identifier'], keys: ['npi', 'provider_npi', 'npiNumber'] },
    mrn: {
      labels: ['MRN', 'Medical record number', 'Patient MRN', 'medical record no.'],
      keys: ['mrn', 'medical_record_number', 'patientMrn'],
    },
  };
  for (let at = 0; at < 50; at += 1) {
    const mbi = fromShape(rng, MBI);
    yield { value: at % 3 === 0 ? mbi.replace(/-/g, '') : mbi, needs: at % 3 === 0, ...named.mbi, kind: 'mbi' };
    const npi = `${rng.pick(['1', '2'])}${rng.digits(8)}`;
    yield { value: npi + luhn(`80840${npi}`), needs: true, ...named.npi, kind: 'npi' };
    yield {
      value: fromShape(rng, rng.pick(['[0-9]{7}', '[0-9]{8}', '[0-9]{10}', 'M[0-9]{8}', '[0-9]{6}'])),
      needs: true,
      ...named.mrn,
      kind: 'mrn',
    };
  }
}

const date = (rng) => [rng.int(50, 99), rng.int(1, 12), rng.int(1, 28)].map((part) => String(part).padStart(2, '0'));
const eleven = (digits, weights) => {
  const rest = weighted(digits, weights) % 11;
  return rest < 2 ? '0' : String(11 - rest);
};
const down = (high, low) => Array.from({ length: high - low + 1 }, (_, at) => high - at);

const NATIONAL = {
  nino: [
    ['National Insurance number', 'NI number', 'NINO'],
    ['nino', 'national_insurance_number'],
    (rng) => fromShape(rng, '(AB|CE|JG|HK|LM|SN)[0-9]{6}[ABCD]').replace(/(..)(?=.)/g, rng.chance(0.5) ? '$1 ' : '$1'),
  ],
  dni: [
    ['DNI', 'NIF'],
    ['dni', 'nif'],
    (rng) => {
      const digits = rng.digits(8);
      return digits + rng.pick(['', '-']) + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23];
    },
  ],
  nie: [
    ['NIE'],
    ['nie'],
    (rng) => {
      const lead = rng.int(0, 2);
      const digits = rng.digits(7);
      return 'XYZ'[lead] + digits + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(lead + digits) % 23];
    },
  ],
  nir: [
    ['Num\u00e9ro de s\u00e9curit\u00e9 sociale', 'NIR', 'n\u00b0 s\u00e9cu'],
    ['nir', 'numero_securite_sociale'],
    (rng) => {
      const body = `${rng.int(1, 2)}${rng.int(50, 99)}0${rng.int(1, 9)}75${rng.digits(6)}`;
      return `${body}${rng.chance(0.5) ? ' ' : ''}${String(97 - Number(BigInt(body) % 97n)).padStart(2, '0')}`;
    },
  ],
  aadhaar: [
    ['Aadhaar', 'Aadhaar number', 'UIDAI'],
    ['aadhaar', 'aadhaar_no'],
    (rng) => {
      const body = `${rng.int(2, 9)}${rng.digits(10)}`;
      return (body + verhoeff(body)).replace(/(....)(?=.)/g, rng.chance(0.6) ? '$1 ' : '$1');
    },
  ],
  pan: [['PAN', 'PAN card'], ['pan', 'pan_number'], (rng) => fromShape(rng, '[A-Z]{3}P[A-Z][0-9]{4}[A-Z]')],
  cpf: [
    ['CPF'],
    ['cpf', 'cpfCliente'],
    (rng) => {
      const body = rng.digits(9);
      const one = eleven(body, down(10, 2));
      const two = eleven(body + one, down(11, 2));
      return rng.chance(0.6) ? `${body.replace(/(...)(?=.)/g, '$1.')}-${one}${two}` : body + one + two;
    },
  ],
  sin: [
    ['SIN', 'Social Insurance Number'],
    ['sin', 'social_insurance_number'],
    (rng) => {
      const body = `${rng.int(1, 7)}${rng.digits(7)}`;
      return (body + luhn(body)).replace(/(...)(?=.)/g, rng.pick(['$1', '$1 ', '$1-']));
    },
  ],
  pesel: [
    ['PESEL'],
    ['pesel'],
    (rng) => {
      const body = date(rng).join('') + rng.digits(4);
      return body + String((10 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
    },
  ],
  personnummer: [
    ['Personnummer', 'personnr'],
    ['personnummer'],
    (rng) => {
      const body = date(rng).join('') + rng.digits(3);
      return `${rng.chance(0.5) ? '19' : ''}${body.slice(0, 6)}-${body.slice(6)}${luhn(body)}`;
    },
  ],
  bsn: [
    ['BSN', 'Burgerservicenummer'],
    ['bsn'],
    (rng) => {
      for (;;) {
        const body = `${rng.int(1, 9)}${rng.digits(7)}`;
        const check = weighted(body, down(9, 2)) % 11;
        if (check < 10) return body + check;
      }
    },
  ],
  china: [
    ['\u8eab\u4efd\u8bc1\u53f7', 'ID number'],
    ['id_card', 'idCardNo'],
    (rng) => {
      const [year, month, day] = date(rng);
      const body = `110105${19}${year}${month}${day}${rng.digits(3)}`;
      return body + '10X98765432'[weighted(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11];
    },
  ],
  fiscale: [['Codice fiscale', 'C.F.'], ['codice_fiscale', 'codiceFiscale'], (rng) => fiscale(rng)],
  hetu: [
    ['Henkil\u00f6tunnus', 'HETU'],
    ['hetu'],
    (rng) => {
      const [year, month, day] = date(rng);
      const tail = `${rng.int(2, 8)}${rng.digits(2)}`;
      return `${day}${month}${year}-${tail}${'0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(day + month + year + tail) % 31]}`;
    },
  ],
  rut: [
    ['RUT'],
    ['rut'],
    (rng) => {
      const body = `${rng.int(5, 24)}${rng.digits(6)}`;
      const sum = [...body].reverse().reduce((total, digit, at) => total + Number(digit) * (2 + (at % 6)), 0);
      const rest = 11 - (sum % 11);
      return `${body.replace(/(?=(...)+$)/g, (_, __, at) => (at > 0 ? '.' : ''))}-${rest === 11 ? '0' : rest === 10 ? 'K' : rest}`;
    },
  ],
};

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
function fiscale(rng) {
  const body = fromShape(rng, '[B-Z]{6}[5-9][0-9][ABCDEHLMPRST](0|1)[1-9]H501'.replace('H501', '(H501|F205|L219)'));
  const sum = [...body].reduce((total, char, at) => {
    const value = /\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65;
    return total + (at % 2 === 0 ? ODD[value] : value);
  }, 0);
  return body + String.fromCharCode(65 + (sum % 26));
}

export function* nationals(rng) {
  for (let round = 0; round < 10; round += 1) {
    for (const [kind, [labels, keys, make]] of Object.entries(NATIONAL))
      yield { value: make(rng), needs: true, labels, keys, kind };
  }
}
