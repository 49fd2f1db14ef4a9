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
  ['social: 123456789', '123456789'],
  ['not a social insurance number but an SSN: 123456789', '123456789'],
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
  ...[
    '2024-123-45-6789',
    '123-45-67890',
    '10 123 45 6789 20',
    'classn 123456789',
    'social_insurance_number: 123456789',
    'ssn:\nnone\n123456789',
  ],
])('not in %s', (text) => {
  expect(found(text).filter((one) => one !== '123-45-6789')).toEqual([]);
});

it.each([
  ['id;name;ssn\n39;Smith;019842731\n', ['019842731']],
  ['name,SSN\nKofi,333.14.2026\n', ['333.14.2026']],
  ['name,social_security_number\r\nAnn,136941810\r\nBea,136941811\r\n', ['136941810', '136941811']],
  ['"name","patientSsn","city"\n"Smith, Ann","136941810","Graz"', ['136941810']],
  ['| Name | SSN# | order |\n|---|---|---|\n| Ann | 136941810 | 136941811 |', ['136941810']],
  ['Soc. Sec. No.\tname\n136941810\tAnn\nn/a\tBea\n136941812\tCy', ['136941810', '136941812']],
])('under the header of its column: %j', (text, wanted) => {
  expect(found(text)).toEqual(wanted);
});

it.each([
  ['another column', 'ssn;name;order\n136-94-1810;Smith;019842731\n'],
  ['a column that says of the number what it is not', 'name;ssn_hash\nSmith;019842731\n'],
  ['a line with fewer cells between', 'id;name;ssn\n\n39;Smith;019842731\n'],
  ['another header in between', 'name,ssn\nAnn,none\nname,order\nBea,019842731\n'],
  ['a part of a cell', 'id;name;ssn\n39;Smith;no 019842731\n'],
  ['a sentence with commas', 'The word ssn, said\nhe, 019842731, is short\n'],
  ['a header that is too far away', `name;ssn\n${'Smith;\n'.repeat(60)}Smith;019842731\n`],
])('not under %s', (_, text) => {
  expect(found(text).filter((one) => !one.includes('-'))).toEqual([]);
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
