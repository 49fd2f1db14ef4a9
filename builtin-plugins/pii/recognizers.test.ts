/** @module The laws that every recognizer keeps, whatever the text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NumberRecognizer, Recognizer, TextRecognizer, TokenRecognizer } from './recognizer.ts';
import { RECOGNIZERS } from './recognizers.ts';
import { findAll, findText } from './recognizers/runs.fixture.ts';

type Text = TextRecognizer | TokenRecognizer;
const isText = (one: Recognizer): one is Text => !('digits' in one);
const isNumber = (one: Recognizer): one is NumberRecognizer => 'digits' in one;
const CONTEXT = 64;

/** Pieces that recognizers look for, next to everything that could end or begin them. */
const PIECES = [
  ...[
    'john@example.com',
    '"j d"@example.com',
    '@',
    'a.',
    '10.0.0.1',
    'fe80::1%eth0',
    '::',
    '2001:db8::1',
    ':',
    '1:2:3:4:5:6:7:8',
  ],
  ...[
    '4111 1111 1111 1111',
    '4111111111111111',
    '3782 822463 10005',
    '123-45-6789',
    'ssn ',
    '123456789',
    '912-70-1234',
    '12-3456789',
  ],
  ...[
    'DE89 3704 0044 0532 0130 00',
    'GB29NWBK60161331926819',
    'passport ',
    'A1234567',
    'C01X00T47',
    'mrn: ',
    '1EG4-TE5-MK73',
  ],
  ...[
    'driver license ',
    'D1234567',
    'S514-7790-0102',
    'routing ',
    '021000021',
    'BIC ',
    'DEUTDEFF',
    'AB 12 34 56 C',
    '131052-308T',
  ],
  ...[
    '529.982.247-25',
    'Aadhaar ',
    '2341 2341 2346',
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    '00:1a:2b:3c:4d:5e',
    '001a.2b3c.4d5e',
  ],
  ...[
    'https://example.com/a_(b)',
    'www.example.org',
    '2024-05-01T10:20:30Z',
    'May 1, 2024',
    '1 May 2024',
    '10:30 AM',
    '05/01/2024',
  ],
  ...[
    ' ',
    '-',
    '.',
    ',',
    '(',
    ')',
    '"',
    '<',
    '/',
    '+',
    '\n',
    '_',
    '1',
    '7',
    'x',
    'A',
    '\u00e9',
    '\u4f60',
    '\ud83d\ude00',
    '\u00a0',
    'v',
    'version ',
  ],
];
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(''));

/** The first place of a text that characters yet to come could still have a say in, by the recognizer's own bounds. */
function hold(text: string, one: Text): number {
  const least = Math.max(0, text.length - one.longest);
  let at = text.length;
  while (at > least && (text.charCodeAt(at - 1) < 128 ? one.alphabet[text.charCodeAt(at - 1)] === 1 : one.wide)) at--;
  return at;
}

const texts = RECOGNIZERS.filter(isText).map((one, i) => [`${one.category} (${String(i)})`, one] as const);

describe.each(texts)('%s', (_, one) => {
  it('finds the same in a text that is still arriving', () => {
    fc.assert(
      fc.property(soup, fc.nat(), fc.nat(), (text, where, begin) => {
        const cut = where % (text.length + 1);
        const from = begin % (text.length + 1);
        const part = text.slice(0, cut);
        const whole = findText(one, text);
        if (whole.some(({ start, end }) => start < from && from < end)) return;
        const stop = hold(part, one);
        const expected = whole.filter(({ start }) => start >= from && start < stop);
        expect(findText(one, part, Math.min(from, cut)).filter(({ start }) => start >= from && start < stop)).toEqual(
          expected,
        );
        const before = Math.max(0, from - CONTEXT);
        const moved = findText(one, text.slice(before), from - before).map(({ start, end }) => ({
          start: start + before,
          end: end + before,
        }));
        expect(moved).toEqual(whole.filter(({ start }) => start >= from));
      }),
      { seed: 20260108, numRuns: 300 },
    );
  });

  it('finds no more than the longest, in order', () => {
    fc.assert(
      fc.property(soup, (text) => {
        let free = 0;
        for (const { start, end } of findText(one, text)) {
          expect(start).toBeGreaterThanOrEqual(free);
          expect(end).toBeGreaterThan(start);
          expect(end - start).toBeLessThanOrEqual(one.longest);
          free = end;
        }
      }),
      { seed: 20260109, numRuns: 100 },
    );
  });
});

describe.each(RECOGNIZERS.filter(isNumber).map((one) => [one.category, one] as const))('%s', (_, one) => {
  it('finds the same from any place between two finds', () => {
    fc.assert(
      fc.property(soup, fc.nat(), (text, begin) => {
        const from = begin % (text.length + 1);
        const whole = findAll(text, [one]);
        if (whole.some(({ start, end }) => start < from && from < end)) return;
        expect(findAll(text, [one], from)).toEqual(whole.filter(({ start }) => start >= from));
      }),
      { seed: 20260110, numRuns: 300 },
    );
  });
});
