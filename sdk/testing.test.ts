import { describe, expect, it } from 'vitest';
import { allow, defineGuard, defineRedactor } from 'enforcecore/sdk';
import { conformance } from 'enforcecore/sdk/testing';

describe('conformance', () => {
  const failures = async (plugin: unknown): Promise<string[]> => {
    const failed: string[] = [];
    for (const { name, run } of conformance(plugin)) await run().catch(() => failed.push(name));
    return failed;
  };
  it('passes sound plugins and catches broken ones', async () => {
    expect(await failures(defineGuard({ name: 'sound' }, () => allow()))).toEqual([]);
    expect(await failures(defineGuard({ name: 'broken' }, () => true as never))).toEqual([
      'answers every call with a verdict',
    ]);
    expect(
      await failures(defineRedactor({ name: 'broken' }, () => [{ start: 5, end: 2, category: 'x', replacement: '' }])),
    ).toEqual(['gives spans that lie within the text, and the same ones twice']);
    expect(await failures({})).toEqual(['is a plugin']);
  });
});
