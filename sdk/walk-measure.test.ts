/** @module The size of values of every shape. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { measureBytes } from './walk-measure.ts';

it('counts strings, keys and bytes at any depth', () => {
  expect(measureBytes('é')).toBe(2);
  expect(measureBytes({ k: ['ab', { né: Buffer.alloc(5) }] })).toBe(1 + 2 + 3 + 5);
  expect(measureBytes(new Map([['key', new Set(['a', 'bc'])]]))).toBe(6);
  expect(measureBytes([new Uint16Array(4), new ArrayBuffer(3), Object('xyz'), new URL('a:b')])).toBe(8 + 3 + 3 + 3);
  expect(measureBytes(Object.assign(['x'], { note: 'y' }))).toBe(6);
  expect(measureBytes({ [Symbol('s')]: 'abc' })).toBe(3);
  expect(measureBytes(new Error('four', { cause: 'five5' }))).toBe(9);
});

it('counts nothing for numbers, booleans, null and dates', () => {
  expect(measureBytes([42, 1n, null, true, undefined, new Date(), () => 'text', Symbol('text')])).toBe(0);
});

it('counts an object once, also in a cycle', () => {
  const value: unknown[] = ['abc'];
  value.push(value, { value });
  expect(measureBytes(value)).toBe(3 + 5);
});

it('needs no stack for nesting', () => {
  let value: unknown = 'abc';
  for (let i = 0; i < 1_000_000; i++) value = [value];
  expect(measureBytes(value)).toBe(3);
});

it('stops soon after the limit', () => {
  let reads = 0;
  const proxy = new Proxy<Record<string, string>>(
    {},
    {
      ownKeys: () => Array.from({ length: 1000 }, (_, i) => `k${i}`),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get: () => (reads++, 'x'.repeat(100)),
    },
  );
  expect(measureBytes({ proxy }, 1000)).toBeGreaterThan(1000);
  expect(reads).toBeLessThan(20);
});

it('agrees with the JSON of flat lists of strings', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (list) => {
      expect(measureBytes(list)).toBe(Buffer.byteLength(list.join('')));
    }),
    { seed: 20260103 },
  );
});
