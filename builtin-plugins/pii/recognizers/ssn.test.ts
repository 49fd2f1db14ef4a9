/** @module Social security numbers as they are written, and nine digits that somebody calls one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textsOf } from './runs.fixture.ts';
import { ssn } from './ssn.ts';

const found = (text: string): string[] => textsOf(text, ssn);

it.each([
  ['SSN: 123-45-6789', '123-45-6789'],
  ['SSN 123 45 6789', '123 45 6789'],
  ['123-45-0000', '123-45-0000'],
  ['665-12-3456', '665-12-3456'],
  ['x123-45-6789x', '123-45-6789'],
  ['my social security number is 123456789.', '123456789'],
  ['{"ssn":"123456789"}', '123456789'],
  ['{"socialSecurityNumber": 123456789}', '123456789'],
  ['social_security_no=123456789&x=1', '123456789'],
  ['<ssn>123456789</ssn>', '123456789'],
  ['userSsn: 123456789', '123456789'],
  ['SSN\n123456789', '123456789'],
  ['tax id 123456789', '123456789'],
])('in %s', (text, wanted) => {
  expect(found(text)).toEqual([wanted]);
});

it.each([
  ...[
    '666-12-3456',
    '999-99-9999',
    '000-12-3456',
    '123-00-4567',
    '1123-45-6789',
    '123 45-6789',
    '1234567890',
    '123.45.6789',
  ],
  ...['order 123456789 shipped', '"ssn": null, "order": 123456789', 'ssn 123-45-6789x 987654321', '<SSN> 123456789'],
  ...['2024-123-45-6789', '123-45-67890', '10 123 45 6789 20', 'classn 123456789', 'ssn:\nnone\n123456789'],
])('not in %s', (text) => {
  expect(found(text).filter((one) => one !== '123-45-6789')).toEqual([]);
});

it('finds every number of an area that was given out, and no other', () => {
  fc.assert(
    fc.property(fc.nat({ max: 999 }), fc.integer({ min: 1, max: 99 }), fc.nat({ max: 9999 }), (area, group, serial) => {
      const number = `${String(area).padStart(3, '0')}-${String(group).padStart(2, '0')}-${String(serial).padStart(4, '0')}`;
      expect(found(`it is ${number}, they said`)).toEqual(area === 0 || area === 666 || area > 899 ? [] : [number]);
    }),
    { seed: 20260106 },
  );
});
