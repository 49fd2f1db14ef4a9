/** @module The log keeps what it knows beside the trail, notices what was done to it, and signs where it stands. */
import {
  appendFileSync,
  renameSync,
  statSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rootOf, storedCount } from 'enforcecore/sdk';
import { loadTrail, verifyTrail } from './index.ts';
import type { Auditor } from './index.ts';
import { keys, linesOf, Log, ORIGIN, signing, treeOf } from './log.fixture.ts';
import { segmentsOf } from './segments.ts';

let log: Log;
let trail: string;
beforeEach(() => {
  log = new Log();
  ({ trail } = log);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  log.leave();
});

/** Every hash beside the trail is that of the trail. */
function hashesMustHold(): void {
  const lines = segmentsOf(trail).flatMap(({ path }) => linesOf(path));
  const all = [...lines, ...linesOf(trail)];
  const tree = treeOf(all);
  const kept = readFileSync(`${trail}.hashes`);
  expect(kept.length).toBe(storedCount(all.length) * 32);
  for (let i = 0; i < all.length; i++) expect(tree.read(0, i).equals(kept.subarray(...at(storedCount(i))))).toBe(true);
}
const at = (index: number): [number, number] => [index * 32, index * 32 + 32];

describe('the hashes beside a trail', () => {
  it.each([
    ['lost', () => rmSync(`${trail}.hashes`)],
    ['emptied', () => truncateSync(`${trail}.hashes`, 0)],
    ['cut within a hash', () => truncateSync(`${trail}.hashes`, 100)],
    ['of another trail', () => writeFileSync(`${trail}.hashes`, Buffer.alloc(storedCount(9) * 32, 7))],
    ['longer than the trail', () => appendFileSync(`${trail}.hashes`, Buffer.alloc(320, 7))],
    ['no hashes', () => writeFileSync(`${trail}.hashes`, 'no hashes at all')],
  ])('are made again when they are %s', async (_, harm) => {
    await log.record(9);
    hashesMustHold();
    harm();
    await log.record(3);
    hashesMustHold();
    expect((await verifyTrail(trail)).isValid).toBe(true);
  });

  it('belong to a trail of the first form too', async () => {
    await log.record(3);
    const first = linesOf(trail).map((line) => line.replace(/"schema_version":2,"seq":\d+,/, ''));
    writeFileSync(trail, first.map((line) => `${line}\n`).join(''));
    rmSync(`${trail}.hashes`);
    await log.record(2);
    hashesMustHold();
    expect(loadTrail(trail).map(({ seq }) => seq)).toEqual([undefined, undefined, undefined, 3, 4]);
  });

  it('make no trail unwritable that cannot have them', async () => {
    await log.record(1);
    rmSync(`${trail}.hashes`);
    appendFileSync(join(log.folder, 'other'), '');
    symlinkSync(join(log.folder, 'other'), `${trail}.hashes`);
    await log.record(2, signing());
    expect(readFileSync(join(log.folder, 'other'), 'utf8')).toBe('');
    expect(log.lastCheckpoint().size).toBe(3);
  });
});

describe('a start', () => {
  it('says that entries are gone, and signs that', async () => {
    await log.record(6, signing());
    const lines = linesOf(trail);
    writeFileSync(
      trail,
      lines
        .slice(0, 4)
        .map((line) => `${line}\n`)
        .join(''),
    );
    await log.record(1, signing());
    const [, , , , said] = loadTrail(trail);
    expect(said).toMatchObject({
      entryType: 'recovery',
      context: { lost_entries: 2, behind_checkpoint: 6, entries: 4 },
    });
    expect(log.lastCheckpoint().size).toBe(6);
  });

  it('says that an entry was changed after the last checkpoint', async () => {
    await log.record(3, signing());
    await log.record(3);
    const changed = readFileSync(trail, 'utf8').replace('"seq":4', '"seq":9');
    writeFileSync(trail, changed);
    await log.record(1, signing());
    expect(loadTrail(trail)[6]).toMatchObject({ context: { changed_after_checkpoint: 3 } });
  });

  it('says that the trail is not the one that was signed', async () => {
    await log.record(3, signing());
    const { checkpoint } = JSON.parse(linesOf(`${trail}.checkpoints`)[0] as string) as { checkpoint: string };
    rmSync(trail);
    rmSync(`${trail}.hashes`);
    await log.record(5);
    await log.record(1, signing());
    expect(loadTrail(trail)[5]).toMatchObject({ context: { not_in_checkpoint: 3 } });
    const given = { note: checkpoint, publicKey: keys.publicKey };
    expect((await verifyTrail(trail, { checkpoint: given })).errors).toMatchObject([{ code: 'not_in_checkpoint' }]);
  });

  it('says that the clock is behind the last entry', async () => {
    await log.record(1);
    const now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => now - 3_600_000);
    await log.record(1);
    expect(log.types()).toEqual([undefined, 'clock', undefined]);
    const { step_ms, seen } = (loadTrail(trail)[1]?.context ?? {}) as { step_ms: number; seen: string };
    expect(seen).toBe('start');
    expect(step_ms).toBeGreaterThan(-3_700_000);
    expect(step_ms).toBeLessThan(-3_500_000);
  });
});

describe('a clock that is set', () => {
  it.each([-3_600_000, 3_600_000])('by %d ms leaves an entry before the next one', async (by) => {
    const auditor = log.open();
    auditor.record({ toolName: 'a', policyName: 'p' });
    const real = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => real() + by);
    auditor.record({ toolName: 'b', policyName: 'p' });
    auditor.record({ toolName: 'c', policyName: 'p' });
    await auditor.close();
    expect(log.types()).toEqual([undefined, 'clock', undefined, undefined]);
    expect(Math.abs((loadTrail(trail)[1]?.context?.['step_ms'] as number) - by)).toBeLessThan(1000);
    expect((await verifyTrail(trail)).isValid).toBe(true);
  });
});

describe('a trail that is swapped for another one', () => {
  it('is gone on with, and that is said', async () => {
    await log.record(9);
    renameSync(trail, `${trail}.other`);
    rmSync(`${trail}.hashes`);
    const auditor = log.open();
    auditor.record({ toolName: 'a', policyName: 'p' });
    renameSync(`${trail}.other`, trail);
    recordUntilLookedAt(auditor);
    await auditor.close();
    const said = loadTrail(trail)[9];
    expect(said).toMatchObject({ entryType: 'recovery', context: { entries: 9 } });
    expect(said?.context?.['replaced_entries']).toBeGreaterThan(0);
  });
});

/** Another writer asks for the lock: the first looks at the file again before it writes on. */
function recordUntilLookedAt(auditor: Auditor): void {
  writeFileSync(`${trail}.lock.wait`, '');
  const { ino } = statSync(trail);
  const { size } = statSync(trail);
  for (let i = 0; i < 100_000; i++) {
    auditor.record({ toolName: 'b', policyName: 'p' });
    if (statSync(trail).ino === ino && statSync(trail).size > size) return;
  }
  throw new Error('the file was not looked at again');
}

describe('a trail that is swapped for a link', () => {
  it('is written no more, and the file that the link leads to stays as it is', async () => {
    const auditor = log.open();
    auditor.record({ toolName: 'a', policyName: 'p' });
    const other = join(log.folder, 'other.jsonl');
    writeFileSync(other, 'precious\n');
    rmSync(trail);
    symlinkSync(other, trail);
    // Another writer asks for the lock: the first looks at the file again before it writes on.
    writeFileSync(`${trail}.lock.wait`, '');
    expect(() => {
      for (let i = 0; i < 100_000; i++) auditor.record({ toolName: 'b', policyName: 'p' });
    }).toThrow(expect.objectContaining({ code: 'EC_AUDIT_OPEN' }));
    expect(readFileSync(other, 'utf8')).toBe('precious\n');
    await auditor.close();
  });
});

describe('rotation', () => {
  it('closes a file that is full, and the chain and the tree go on', async () => {
    await log.record(20, { rotateBytes: 2000 });
    await log.record(5, { rotateBytes: 2000, ...signing() });
    const segments = segmentsOf(trail);
    expect(segments.length).toBeGreaterThan(3);
    const lines = [...segments.flatMap(({ path }) => linesOf(path)), ...linesOf(trail)];
    const entries = lines.map((line) => JSON.parse(line) as { seq: number; previous_hash: string; entry_hash: string });
    expect(entries.map(({ seq }) => seq)).toEqual(lines.map((_line, i) => i));
    for (const [i, { previous_hash }] of entries.entries())
      expect(previous_hash).toBe(entries[i - 1]?.entry_hash ?? '');
    for (const { path, first, last } of segments) expect(linesOf(path)).toHaveLength(last - first + 1);
    hashesMustHold();
    expect(log.lastCheckpoint()).toEqual({ origin: ORIGIN, size: 25, root: rootOf(25, treeOf(lines).read) });
  });

  it('goes on after a segment when the new file was never begun', async () => {
    await log.record(3, { rotateBytes: 1500 });
    rmSync(trail);
    await log.record(1);
    expect(loadTrail(trail).map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
    rmSync(`${trail}.hashes`);
    await log.record(1);
    hashesMustHold();
  });
});

describe('durability', () => {
  it('`none` keeps lines in memory until there are many, or they are asked for', async () => {
    const auditor = log.open({ durability: 'none' });
    auditor.record({ toolName: 'a', policyName: 'p' });
    expect(readFileSync(trail, 'utf8')).toBe('');
    await auditor.flush();
    expect(linesOf(trail)).toHaveLength(1);
    for (let i = 0; i < 5000; i++) auditor.record({ toolName: 'a', policyName: 'p' });
    expect(linesOf(trail).length).toBeGreaterThan(1000);
    await auditor.close();
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 5001 });
    hashesMustHold();
  });

  it.each(['group', 'intent-sync', 'each'] as const)(
    '`%s` has written an entry when `record` returns',
    async (durability) => {
      const auditor = log.open({ durability });
      for (let i = 1; i <= 5; i++) {
        auditor.record({ toolName: 'a', policyName: 'p', entryType: i % 2 === 0 ? 'intent' : 'outcome' });
        expect(linesOf(trail)).toHaveLength(i);
      }
      await auditor.close();
      expect((await verifyTrail(trail)).isValid).toBe(true);
    },
  );
});
