/** @module Whatever the pass over tokens leaves out, nobody finds anything in: the same is found as by asking about all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIGIT, isDigitAt, kindAt, LETTER } from './characters.ts';
import type { Recognizer, TextRecognizer, TokenRecognizer } from './recognizer.ts';
import { RECOGNIZERS } from './recognizers.ts';
import { Runs } from './runs.ts';
import { has, isBeside, LEAST_ALONE, sidesOf } from './sides.ts';
import { Tokens } from './tokens.ts';

const seed = 20260301;
const isRow = (one: Recognizer): one is TextRecognizer => 'row' in one;
const isToken = (one: Recognizer): one is TokenRecognizer => !('digits' in one) && !('trigger' in one);

/** A text and a place in it; now and then longer than what is read at once. */
function textOf(pieces: readonly string[], most: number): fc.Arbitrary<[text: string, from: number]> {
  return fc
    .tuple(
      fc.constantFrom('', '', ' ', 'x'.repeat(4090), `${'ab '.repeat(1364)}1`),
      fc.array(fc.constantFrom(...pieces), { maxLength: most }),
      fc.nat(40),
      fc.boolean(),
    )
    .map(([pad, parts, place, isWhole]) => {
      const text = pad + parts.join('');
      return [text, isWhole ? 0 : Math.min(text.length, Math.max(0, pad.length - 20) + place)];
    });
}

describe('rows of signs', () => {
  const pieces = [
    ...['fe80::1', '::', ':', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:1.2.3.4', '::ffff:10.0.0.1', '10:20:30', '10.0.0.1'],
    ...['1.2.', '192.168.', '00:1a:2b:3c:4d:5e', '00-1a-2b-3c-4d-5e', '00:1a:', '2b-', '001a.2b3c.4d5e', '001a.'],
    ...['.', '-', ' ', 'ab', '1', 'f', 'beef', '%eth0', '/64', 'mac ', '"', '\n', '\u00e9'],
  ];
  const rows = RECOGNIZERS.filter(isRow).map((one, i) => [`${one.category} (${String(i)})`, one] as const);

  it.each(rows)('%s: without its row nothing is found, and nothing before it', (_, one) => {
    let seen = 0;
    fc.assert(
      fc.property(textOf(pieces, 8), ([text, from]) => {
        const tokens = new Tokens(text, from, Infinity);
        while (tokens.next());
        const found = one.find(text, from);
        if (found.length > 0) seen++;
        const isThere = (tokens.rows & (one.row as number)) !== 0;
        expect(isThere ? one.find(text, Math.max(from, tokens.rowAt - 64)) : []).toEqual(found);
      }),
      { seed, numRuns: 3000 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  it('most of what has colons, dots and hyphens is no row', () => {
    const tokens = new Tokens('{"at":"2024-05-01T10:20:30","v":"2.14.1","host":"api.foo.com","a":"x:y"}', 0, Infinity);
    while (tokens.next());
    expect(tokens.rows).toBe(0);
  });
});

describe('numbers', () => {
  const pieces = [
    ...['1', '12', '123', '12345', '1234567', 'a', 'ab', 'a1', '9e37', 'f', '_', ' ', '  ', '   ', '    ', '-', '. '],
    ...[
      '(',
      ')',
      '+',
      '/',
      '.',
      ',',
      '\n',
      '"',
      '\u00a0',
      '\u00e9',
      '1 '.repeat(140),
      '7'.repeat(300),
      'A1'.repeat(20),
    ],
  ];

  const joined = ['1', '12', '123', '1234', 'a', '_', ' ', '  ', '-', '.', '(', ')', '+', '/'];

  it.each([2, 5, 9])('begin where a walk over all characters finds %i digits', (least) => {
    fc.assert(
      fc.property(fc.oneof(textOf(pieces, 14), textOf(joined, 14)), ([text, from]) => {
        const walked = new Runs(text, from, least);
        const wanted: string[] = [];
        while (walked.next()) if (isOfInterest(text, walked, from)) wanted.push(shown(walked));
        const runs = new Runs(text, from, least);
        const told: string[] = [];
        const tokens = new Tokens(text, from, least);
        while (tokens.next())
          for (const first of tokens.numbers.firsts.slice(0, tokens.numbers.count))
            for (let more = runs.moveTo(first); more; more = runs.nextPiece())
              if (isOfInterest(text, runs, from)) told.push(shown(runs));
        expect(told).toEqual(wanted);
      }),
      { seed, numRuns: 6000 },
    );
  });

  function shown({ start, end, digits, last }: Runs): string {
    return [start, end, digits, last].join();
  }

  /** No number is looked for that began before the place. */
  function isOfInterest(text: string, { start, end }: Runs, from: number): boolean {
    for (let at = Math.max(start, from); at < end; at++)
      if (isDigitAt(text, at) && !isDigitAt(text, at - 1)) return true;
    return false;
  }
});

describe('short tokens', () => {
  const found = [
    ...['May 1', 'May-1', '1 May', '1-May', 'May 2024', '14:05', '3 pm', '3pm', '1.5.2024', '05/01/2024', '3-4-2024'],
    ...['2024-05-01', '2024/05/01', '2024.05.01', 'AB 12 34 56 C', 'AB-12-3', '12.345.678-Z', '1.234.567-L'],
    ...['529.982.247-25', '85.07.30-033.28', '1 85 05 2A 123 456 02', 'driver license AB 12345', 'DL *1234 567'],
    ...['DL 123-456-789', 'license no 1*34567', '1EG4-TE5-MK73', 'DE89 3704 0044 0532 0130 00', 'H1*23 456'],
  ];
  const around = [...'0123456789 -.:/*&(,"_xA\n\u00e9'];
  const soup = fc
    .array(
      fc.oneof(
        { weight: 1, arbitrary: fc.constantFrom(...found) },
        { weight: 2, arbitrary: fc.constantFrom(...around) },
      ),
      {
        maxLength: 7,
      },
    )
    .map((parts) => parts.join(''));
  const recognizers = RECOGNIZERS.filter(isToken);

  it('nobody finds anything in those that are left out, or that they are not asked about', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.constantFrom(...found)), (text) => {
        for (const [start, end, kinds] of shortTokens(text)) {
          const sides = sidesOf(text.charCodeAt(start - 1) || 0, text.charCodeAt(end) || 0, kinds);
          const isNumber = (kinds & LETTER) === 0;
          const isAsked = (one: TokenRecognizer): boolean =>
            (isBeside(sides) || (!isNumber && isDigitAt(text, start))) &&
            (!isNumber || one.beside === undefined || has(sides, one.beside));
          for (const one of recognizers)
            if (wants(one, end - start, isNumber) && !isAsked(one))
              expect(one.find(text, start, end, 0), `${one.category} in ${JSON.stringify(text)}`).toBeUndefined();
        }
      }),
      { seed, numRuns: 20_000 },
    );
  });

  function wants({ numbers, mixed }: TokenRecognizer, length: number, isNumber: boolean): boolean {
    return (isNumber ? numbers : mixed)?.some(([least, most]) => length >= least && length <= most) ?? false;
  }

  function* shortTokens(text: string): Generator<[start: number, end: number, kinds: number]> {
    for (const { 0: token, index } of text.matchAll(/[\da-z]+/gi)) {
      let kinds = 0;
      for (let at = index; at < index + token.length; at++) kinds |= kindAt(text, at);
      if (token.length < LEAST_ALONE && (kinds & DIGIT) !== 0) yield [index, index + token.length, kinds];
    }
  }
});

describe('what stands beside a short token', () => {
  const SIGNS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  const kept = (at: 'before' | 'behind', kinds: number): string =>
    SIGNS.filter((sign) => {
      const code = sign.charCodeAt(0);
      return isBeside(at === 'before' ? sidesOf(code, 0, kinds) : sidesOf(0, code, kinds));
    }).join('');

  it.each([
    ['numbers', DIGIT, ' *-./:'],
    ['letters and digits', DIGIT | LETTER, ' &(*-.'],
  ])('makes %s of interest', (_, kinds, behind) => {
    expect(kept('before', kinds)).toBe(' &*-');
    expect(kept('behind', kinds)).toBe(behind);
  });

  it('is beyond ASCII behind letters, and nothing behind numbers', () => {
    expect(isBeside(sidesOf(0, 0xe9, DIGIT | LETTER))).toBe(true);
    expect(isBeside(sidesOf(0, 0xe9, DIGIT))).toBe(false);
    expect(isBeside(sidesOf(0xe9, 0, DIGIT))).toBe(false);
  });

  it('is told apart for those who look for one of the signs', () => {
    const sides = sidesOf(' '.charCodeAt(0), ':'.charCodeAt(0), DIGIT);
    expect([has(sides, [' -', '']), has(sides, ['', ':']), has(sides, ['-', '.']), has(0, [' -&*', ' -./:*'])]).toEqual(
      [...[true, true, false, false]],
    );
  });
});
