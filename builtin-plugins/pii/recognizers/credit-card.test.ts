/** @module Cards of all issuers, in the groups they are printed in; not the numbers of anything else. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { creditCard } from './credit-card.ts';
import { textsOf } from './runs.fixture.ts';

const found = (text: string): string[] => textsOf(text, creditCard);

it.each([
  ['MC: 5500 0000 0000 0004', '5500 0000 0000 0004'],
  ['378282246310005', '378282246310005'],
  ['4111111111111111', '4111111111111111'],
  ['6011-1111-1111-1117', '6011-1111-1111-1117'],
  ['3530111333300000', '3530111333300000'],
  ['3782 822463 10005', '3782 822463 10005'],
  ['30569309025904', '30569309025904'],
  ['4111.1111.1111.1111', '4111.1111.1111.1111'],
  ['4111 1111 1111 1111 12/26', '4111 1111 1111 1111'],
  ['ref 12 4111111111111111', '4111111111111111'],
  ['2223003122003222', '2223003122003222'],
  ['2200770000000002', '2200770000000002'],
  ['6200000000000005', '6200000000000005'],
  ['card 4222222222222', '4222222222222'],
  ['card number 41111111 11111111', '41111111 11111111'],
  ['visa 411111 1111111111', '411111 1111111111'],
  ['{"cardNumber":"4111111111111111"}', '4111111111111111'],
  ['{"card_id": 4111111111111111}', '4111111111111111'],
  ['"card": "5105105105105100", "id"', '5105105105105100'],
])('a card in %s', (text, wanted) => {
  expect(found(text)).toEqual([wanted]);
});

it.each([
  ...['4111-1111-1111-1112', '1234-5678-9012-3456', '4111-1111-1111-111', '4111-1111-1111-11111', '44111111111111111'],
  ...['{"order_id": 4111111111111111}', '"trace_id":"4111111111111111"', '0.4111111111111111'],
  ...['1700000000000000', '1700000000000', 'a4111111111111111', '+4111111111111111', '4111111111111111.5'],
  ...['tracking number: 4111111111111111', '4111 1111-1111 1111', '4111-1111-1111-1111-1'],
])('nothing in %s', (text) => {
  expect(found(text)).toEqual([]);
});

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const PREFIXES = [
  ['4', 16],
  ['51', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['36', 14],
  ['3589', 16],
] as const;
const card = fc
  .constantFrom(...PREFIXES)
  .chain(([prefix, length]) => digits(length - prefix.length - 1).map((rest) => prefix + rest))
  .map((body) => body + checkDigit(body));

function checkDigit(body: string): string {
  for (let last = 0; last < 10; last++) {
    const sum = [...(body + String(last))].reverse().reduce((all, digit, i) => {
      const value = Number(digit) * (i % 2 ? 2 : 1);
      return all + (value > 9 ? value - 9 : value);
    }, 0);
    if (sum % 10 === 0) return String(last);
  }
  throw new Error('there is always one');
}

it('finds every number of an issuer, and none with one digit changed', () => {
  fc.assert(
    fc.property(card, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, where, by) => {
      expect(found(`paid with ${number}, thanks`)).toEqual([number]);
      const at = where % number.length;
      const other = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
      expect(found(`paid with ${other}, thanks`)).toEqual([]);
    }),
    { seed: 20260105 },
  );
});
