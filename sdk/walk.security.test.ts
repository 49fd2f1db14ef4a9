/** @module Walking fails closed on values that are too deep, that throw, or that change under way. */
import { describe, expect, it } from 'vitest';
import { EnforceCoreError } from '../kernel/errors.ts';
import { deepRedact, mapStrings, mapStringsAsync } from './walk.ts';

const hide = (text: string): string => text.replaceAll('secret', '<X>');
const codeOf = (body: () => unknown): string | undefined => {
  try {
    body();
  } catch (error) {
    return error instanceof EnforceCoreError ? error.code : String(error);
  }
  return undefined;
};
const nested = (depth: number): unknown => {
  let value: unknown = 'secret';
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { value };
  return value;
};

describe('hostile values', () => {
  it('refuses what is nested too deeply, without running out of stack', () => {
    expect(codeOf(() => mapStrings(nested(10_000), hide))).toBe('EC_WALK_TOO_DEEP');
    expect(codeOf(() => mapStrings(nested(1_000_000), hide))).toBe('EC_WALK_TOO_DEEP');
    expect(JSON.stringify(mapStrings(nested(1_000), hide))).not.toContain('secret');
    expect(codeOf(() => mapStrings(nested(3), hide, { maxDepth: 2 }))).toBe('EC_WALK_TOO_DEEP');
    expect(codeOf(() => mapStrings(nested(3), hide, { maxDepth: NaN }))).toBe('EC_WALK_TOO_DEEP');
  });

  it('passes on what a getter or a proxy throws', () => {
    const trap = (): never => {
      throw new RangeError('boom');
    };
    expect(() => mapStrings({ get x() { return trap(); } }, hide)).toThrow(RangeError); // prettier-ignore
    expect(() => mapStrings([new Proxy({}, { ownKeys: trap })], hide)).toThrow(RangeError);
    expect(() => mapStrings([new Proxy({}, { getPrototypeOf: trap })], hide)).toThrow(RangeError);
  });

  it('reads through a proxy and copies what it shows', () => {
    const proxy = new Proxy({ text: 'secret' }, {});
    expect(mapStrings([proxy], hide)).toEqual([{ text: '<X>' }]);
  });
});

describe('mapStringsAsync', () => {
  it('waits for promises, keeps the reference when nothing changes, and asks no promise of anybody who gives none', async () => {
    const value = { a: ['secret', 'plain'], secret: 1 };
    await expect(mapStringsAsync(value, async (text) => hide(text))).resolves.toEqual({
      a: ['<X>', 'plain'],
      '<X>': 1,
    });
    expect(await mapStringsAsync(value, async (text) => text)).toBe(value);
    expect(mapStringsAsync(value, hide)).toEqual({ a: ['<X>', 'plain'], '<X>': 1 });
  });

  it('rejects with what the function rejects with', async () => {
    await expect(mapStringsAsync(['x'], () => Promise.reject(new RangeError('no')))).rejects.toThrow(RangeError);
  });

  it('fails when the value changed meanwhile', async () => {
    const value = { a: 'secret' };
    const answer = mapStringsAsync(value, async (text) => hide(text));
    value.a = 'another secret';
    await expect(answer).rejects.toMatchObject({ code: 'EC_WALK_UNSTABLE' });
  });
});

describe('deepRedact', () => {
  it('redacts at any depth, and refuses beyond the depth it was given', () => {
    expect(JSON.stringify(deepRedact(nested(200), hide))).not.toContain('secret');
    expect(codeOf(() => deepRedact(nested(12), hide, 10))).toBe('EC_WALK_TOO_DEEP');
  });
});
