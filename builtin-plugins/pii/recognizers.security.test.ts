/** @module No text is long enough, and none hostile enough, to keep the recognizers busy. */
import { expect, it } from 'vitest';
import { RECOGNIZERS } from './recognizers.ts';
import { findAll } from './recognizers/runs.fixture.ts';

const HOSTILE = [
  'a.',
  '@',
  '1',
  'a@',
  '1.',
  '1 ',
  ':',
  'a:',
  '1-',
  '"@',
  'www.',
  '://',
  'http://',
  'A1',
  '0x',
  'ssn 1',
  'DL 1-',
  '1A1',
  '\u00e9',
  'May ',
  '(',
  '"',
  'x@a1.',
];

// In square time each would take minutes, and the runner would give up.
it.each(HOSTILE)('gets through 300,000 characters of %j', (piece) => {
  const text = piece.repeat(Math.ceil(300_000 / piece.length));
  for (const { start, end } of findAll(text, RECOGNIZERS)) expect(end).toBeGreaterThan(start);
});
