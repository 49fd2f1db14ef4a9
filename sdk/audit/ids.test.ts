/** @module Ids are UUIDs of version 4, and none is given twice. */
import { expect, it } from 'vitest';
import { newId } from './ids.ts';

it('gives UUIDs of version 4, no two alike', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

it('leaves every other bit to chance', () => {
  const count = 20_000;
  const bits = Array.from({ length: 128 }, () => 0);
  for (let i = 0; i < count; i++) {
    const number = BigInt(`0x${newId().replaceAll('-', '')}`);
    for (let bit = 0; bit < 128; bit++) bits[bit] = (bits[bit] as number) + Number((number >> BigInt(bit)) & 1n);
  }
  const fixed = bits.filter((set) => set === 0 || set === count);
  expect(fixed).toHaveLength(6);
  // Seven standard deviations: a fair bit is outside once in 400 thousand million.
  const sway = (7 * Math.sqrt(count)) / 2;
  for (const set of bits) if (set > 0 && set < count) expect(Math.abs(set - count / 2)).toBeLessThan(sway);
});
