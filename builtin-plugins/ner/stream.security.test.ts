/** @module The law of streams, and what hostile text costs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedded } from './embedded/recognizer.ts';

const { before, hold } = embedded.stream;
const spans = (text: string, from = 0) => embedded.spans(text, from, { threshold: 0 });

const word = fc.constantFrom(
  ...[
    'Maria',
    'maria',
    'Gonzalez-Lopez',
    "O'Brien",
    'Sean',
    'J',
    'Q',
    'Dr',
    'von',
    'der',
    'Leyen',
    'Paris',
    'New',
    'York',
  ],
  ...[
    'the',
    'The',
    'Contact',
    'SMITH',
    'name',
    'first_name',
    'email',
    '42',
    'x9',
    "Ana's",
    'de',
    'la',
    'Wei',
    '\u00c9milie',
  ],
  ...[
    '\u738b\u4f1f',
    '\u0418\u0432\u0430\u043d',
    'a'.repeat(40),
    'Abcdefghijklmnopqrstuvwxyzabcdef',
    '\ud83d\ude00',
    '\ud800',
  ],
);
const gap = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  '',
  '  ',
  '    ',
  ', ',
  '. ',
  '.',
  '-',
  "'",
  '\u2019',
  '"',
  ': ',
  '\n',
  '\r\n',
  '@',
  '_',
  '/',
  '(',
);
const texts = fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 60 }).map((pieces) => pieces.flat().join(''));

describe('the law of streams', () => {
  it('what is found before the hold of a part is what is found there in the whole', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, n) => {
        const part = text.slice(0, n % (text.length + 1));
        const end = hold(part);
        const found = (whole: string) => spans(whole).filter(({ start }) => start < end);
        expect(found(part)).toEqual(found(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('from a place where no find is open, the rest of the finds are found', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, n) => {
        const from = n % (text.length + 1);
        const all = spans(text);
        fc.pre(!all.some(({ start, end }) => start < from && from < end));
        expect(spans(text, from)).toEqual(all.filter(({ start }) => start >= from));
      }),
      { numRuns: 2000 },
    );
  });

  it('what stands more than `before` characters before a place has no say in it', () => {
    const long = fc.array(texts, { minLength: 4, maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(long, fc.nat(), (text, n) => {
        const from = n % (text.length + 1);
        const cut = Math.max(0, from - before);
        const moved = spans(text.slice(cut), from - cut).map((span) => ({
          ...span,
          start: span.start + cut,
          end: span.end + cut,
        }));
        expect(moved).toEqual(spans(text, from));
      }),
      { numRuns: 1000 },
    );
  });

  it('a stretch of 8,192 characters ends nowhere that a reader could tell', () => {
    const names = 'Please ask Maria Gonzalez-Lopez and Dr. Sean O\u2019Brien of Lisbon. '.repeat(600);
    const whole = spans(names);
    for (let shift = 0; shift < 65; shift += 13) {
      const shifted = spans('x'.repeat(shift) + ' ' + names).map(({ start }) => start - shift - 1);
      expect(shifted.filter((start) => start > 0)).toEqual(
        whole.map(({ start }) => start).filter((start) => start > 0),
      );
    }
  });
});

describe('hostile text', () => {
  const runs = [
    'a',
    'Maria ',
    'J. ',
    'a.',
    '@',
    '"',
    "'",
    ' ',
    '\n',
    '-',
    'A-',
    'Maria, ',
    'de la ',
    '\ud83d',
    '\u738b',
    '1',
    '_a',
    'Mc',
  ];
  it.each(runs.map((run) => [run]))('a long row of %j holds back a bounded rest', (run) => {
    const text = run.repeat(200_000 / run.length);
    expect(text.length - hold(text)).toBeLessThanOrEqual(450);
    for (const { start, end } of spans(text)) expect(end - start).toBeLessThanOrEqual(260);
  });

  // In square time each would take minutes, and the runner would give up.
  it.each(['Maria ', 'a.', 'Maria, ', '"', "O'", '\u738b'])('gets through 600,000 characters of %j', (run) => {
    const text = run.repeat(600_000 / run.length);
    for (const { start, end } of spans(text)) expect(end).toBeGreaterThan(start);
  });

  it('is held back by the same, whatever stands far before its end', () => {
    const end = ' and then we asked Maria Gonzalez to';
    const rest = (text: string): number => text.length - hold(text);
    for (const run of runs) expect(rest(run.repeat(50_000) + ' '.repeat(80) + end)).toBe(rest(' '.repeat(80) + end));
  });
});
