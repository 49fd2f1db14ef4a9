/** @module IBANs of all countries, as they are printed and as they are stored. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { iban } from './iban.ts';
import { textsOf } from './runs.fixture.ts';

const EXAMPLES = [
  ...['GB29NWBK60161331926819', 'DE89370400440532013000', 'FR1420041010050500013M02606', 'NO9386011117947'],
  ...[
    'MT84MALT011000012345MTLCAST001S',
    'SA0380000000608010167519',
    'BR1800360305000010009795493C1',
    'CH9300762011623852957',
  ],
  ...[
    'ES9121000418450200051332',
    'IT60X0542811101000000123456',
    'NL91ABNA0417164300',
    'BE68539007547034',
    'SE4550000000058398257466',
  ],
  ...[
    'PL61109010140000071219812874',
    'TR330006100519786457841326',
    'AE070331234567890123456',
    'LC55HEMM000100010012001200023015',
  ],
];

it.each(EXAMPLES)('finds %s, grouped and lower case, too', (number) => {
  for (const written of [number, number.toLowerCase(), number.replace(/.{4}(?!$)/g, '$& ')])
    expect(textsOf(`pay to ${written}, please`, iban)).toEqual([written]);
});

it('finds none with one character changed', () => {
  const digit = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(fc.constantFrom(...EXAMPLES), fc.nat(), digit, (number, where, by) => {
      const places = [...number].flatMap((char, i) => (i > 1 && /\d/.test(char) ? [i] : []));
      const at = places[where % places.length] as number;
      const other = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
      expect(textsOf(`pay to ${other}, please`, iban)).toEqual([]);
    }),
    { seed: 20260107 },
  );
});

it.each(['XX89370400440532013000', 'ADE89370400440532013000', 'DE893704004405320130001', 'DE8937040044053201300'])(
  'nothing in %s',
  (text) => {
    expect(textsOf(text, iban)).toEqual([]);
  },
);
