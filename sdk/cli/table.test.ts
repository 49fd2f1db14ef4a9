import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layOut } from './table.ts';

const rows = [
  ['name', 'why'],
  ['one', 'a rather long explanation that does not fit in one line of a narrow terminal'],
  ['two', 'https://example.com/without-a-single-space-to-break-at/and-so-on'],
];

it('puts a row in a line, however long, when nobody looks on', () => {
  expect(layOut(rows, undefined).split('\n')).toEqual(rows.map(([a, b]) => `${a?.padEnd(6)}${b}`));
});

it('breaks long cells so that no line is wider than the terminal, and loses no text', () => {
  const text = fc.stringMatching(/^[a-z ]{0,60}$/);
  const table = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(table, fc.integer({ min: 40, max: 120 }), (cells, width) => {
      const shown = layOut(cells, width);
      expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
      const letters = (all: string): string => [...all.replace(/\s/g, '')].sort().join('');
      expect(letters(shown)).toBe(letters(cells.flat().join('')));
    }),
    { seed: 20260104, numRuns: 150 },
  );
});

it('counts colours as nothing', () => {
  const [first, second] = layOut(
    [
      ['\u001b[1mab\u001b[22m', 'x'],
      ['abcd', 'y'],
    ],
    undefined,
  ).split('\n');
  expect([first?.indexOf('x'), second?.indexOf('y')]).toEqual([15, 6]);
});
