/** @module Numbers of taxpayers. */
import { expect, it } from 'vitest';
import { textsOf } from './runs.fixture.ts';
import { itin, usTin } from './us-tin.ts';

it.each(['912-70-1234', '900-50-0001', '999 99 9999', '987-65-4321'])('%s is an ITIN', (number) => {
  expect(textsOf(`ITIN ${number}.`, itin)).toEqual([number]);
  expect(textsOf(`it is ${number}.`, itin)).toEqual([number]);
});

it('needs a word when an ITIN has no groups', () => {
  expect(textsOf('{"itin": "912701234"}', itin)).toEqual(['912701234']);
  expect(textsOf('order 912701234', itin)).toEqual([]);
});

it.each(['912-66-1234', '912-89-1234', '912-93-1234', '912-49-1234', '812-70-1234', '912-70-12345', '1-912-70-1234'])(
  '%s is no ITIN',
  (text) => {
    expect(textsOf(text, itin)).toEqual([]);
  },
);

it.each(['12-3456789', '91-1144442', '04-2103594'])('%s is an EIN', (number) => {
  expect(textsOf(`our number ${number}, since 1990`, usTin)).toEqual([number]);
  expect(textsOf(`EIN: ${number.replace('-', '')}`, usTin)).toEqual([number.replace('-', '')]);
});

it.each(['07-1234567', '17-1234567', '12-34567890', '112-3456789', 'order 123456789', 'a12-3456789', '12-3456789-01'])(
  'there is no EIN in %s',
  (text) => {
    expect(textsOf(text, usTin)).toEqual([]);
  },
);
