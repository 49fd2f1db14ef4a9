/** @module National numbers: published examples are found, and none with one digit changed. */
import { expect, it } from 'vitest';
import { nationalDocuments } from './national-document.ts';
import { nationalNumber } from './national-id.ts';
import { textsOf } from './runs.fixture.ts';

const found = (text: string): string[] => [...new Set(textsOf(text, nationalNumber, ...nationalDocuments))];

const ALONE = [
  ...['AB123456C', 'AB 12 34 56 C', 'ABCPE1234F', '12345678Z', 'X1234567L', 'RSSMRA85T10A562S', '131052-308T'],
  ...[
    'HEGG560427MVZRRL04',
    '11010519491231002X',
    'S1234567D',
    '529.982.247-25',
    '11.222.333/0001-81',
    '85.07.30-033.28',
  ],
  ...[
    'A123456(3)',
    '1 85 05 78 006 084 91',
    '756.9217.0769.85',
    '811218-9876',
    '046-454-286',
    '2341 2341 2346',
    '86 095 742 719',
  ],
];
it.each(ALONE)('finds %s without a word', (number) => {
  expect(found(`of ${number}, they say`)).toEqual([number]);
});

const WITH_WORD = [
  ['SIN', '046454286'],
  ['Aadhaar', '234123412346'],
  ['CPF', '52998224725'],
  ['CNPJ', '11222333000181'],
  ['PESEL', '44051401359'],
  ['personnummer', '8112189876'],
  ['BSN', '111222333'],
  ['rijksregisternummer', '85073003328'],
  ['NIF', '123456789'],
  ['My Number', '123456789018'],
  ['TFN', '123456782'],
  ['ID number', '8001015009087'],
  ['TC Kimlik', '10000000146'],
  ['Steuer-ID', '86095742719'],
  ['PPSN', '1234567FA'],
  ['cnp', '1800101221144'],
  ['SNILS', '11223344595'],
  ['Personalausweis', 'L01X00T471'],
] as const;
it.each(WITH_WORD)('finds the number after %s', (word, number) => {
  expect(found(`${word}: ${number}, they say`)).toEqual([number]);
  const at = number.search(/\d(?=\D*$)/) - 3;
  const other = number.slice(0, at) + ((Number(number[at]) + 1) % 10) + number.slice(at + 1);
  if (/^\d$/.test(number.charAt(at))) expect(found(`${word}: ${other}, they say`)).toEqual([]);
});

it.each(WITH_WORD.filter(([, number]) => /^\d+$/.test(number)))(
  'finds no number after something else than %s',
  (_, number) => {
    expect(found(`order ${number}, they say`)).toEqual([]);
  },
);

it.each([
  'GB123456C',
  '12345678A',
  'X1234567A',
  'RSSMRA85T10A562T',
  '131052-308U',
  'S1234567E',
  '529.982.247-26',
  '110105194912310021',
])('refuses %s', (number) => {
  expect(found(`of ${number}, they say`)).toEqual([]);
});
