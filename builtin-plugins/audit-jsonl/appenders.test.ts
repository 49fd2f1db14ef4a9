/** @module Several users of one trail in a thread: each gets what it asked for, or is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Auditor, verifyTrail } from './index.ts';
import { segmentsOf } from './segments.ts';

let folder: string;
let trail: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-appenders-'));
  trail = join(folder, 'trail.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a trail that is open already', () => {
  it.each([
    [undefined, 2000],
    [2000, undefined],
    [1_000_000, 2000],
    [2000, 1_000_000],
  ])('is closed at the smaller of two sizes: %s and %s', async (one, other) => {
    const first = new Auditor({ outputPath: trail, rotateBytes: one });
    const second = new Auditor({ outputPath: trail, rotateBytes: other });
    for (let i = 0; i < 10; i++) (i % 2 ? first : second).record({ toolName: 'search', policyName: 'p' });
    await second.close();
    await first.close();
    expect(segmentsOf(trail).length).toBeGreaterThan(1);
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 10 });
  });

  it('is not taken for append-only when it is not', async () => {
    const first = new Auditor({ outputPath: trail });
    expect(() => new Auditor({ outputPath: trail, appendOnly: true })).toThrow(
      expect.objectContaining({ code: 'EC_AUDIT_OPEN' }),
    );
    await first.close();
  });
});
