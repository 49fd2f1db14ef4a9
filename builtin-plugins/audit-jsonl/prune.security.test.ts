/** @module What is removed leaves the proofs of the rest, and nothing is removed that was touched or is held. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inclusionProof, MemoryTree, rootOf } from 'enforcecore/sdk';
import { compressTrail, holdTrail, pruneTrail, releaseTrail } from './index.ts';
import { Ground } from './life.fixture.ts';
import { removedOf } from './retained.ts';
import { segmentsOf } from './segments.ts';

let ground: Ground;
beforeEach(() => void (ground = new Ground()));
afterEach(() => {
  vi.restoreAllMocks();
  ground.leave();
});

const DAYS = 86_400_000;

describe('pruning', () => {
  it('removes the oldest files, keeps the hashes of their leaves, and says so in the trail', async () => {
    await ground.record(20);
    const before = ground.tree();
    const { size } = before;
    const firstRoot = rootOf(size, before.read);
    const gone = segmentsOf(ground.trail).slice(0, -2);
    const removed = await pruneTrail(ground.trail, { keepSegments: 2 });
    expect(removed).toEqual(gone.map(({ first, last }) => ({ first, last })));
    expect(segmentsOf(ground.trail)).toHaveLength(2);
    const after = ground.tree();
    expect(rootOf(size, after.read)).toEqual(firstRoot);
    expect(inclusionProof(1, size, after.read)).toEqual(inclusionProof(1, size, before.read));
    const said = ground.entries().filter((entry) => entry['entry_type'] === 'retention');
    const root = new MemoryTree();
    for (let i = 0; i <= (removed[0]?.last as number); i++) root.append(before.read(0, i));
    expect(said).toHaveLength(gone.length);
    expect(said[0]).toMatchObject({
      decision: 'none',
      context: { ...removed[0], root: rootOf(root.size, root.read).toString('base64') },
    });
    expect(ground.has('trail.pruning.json')).toBe(false);
  });

  it('keeps on record what a reader needs: the range, the hashes around it, and 32 bytes a leaf', async () => {
    await ground.record(12);
    const [first] = segmentsOf(ground.trail);
    const lines = readFileSync(first?.path as string, 'utf8')
      .split('\n')
      .slice(0, -1);
    await pruneTrail(ground.trail, { keepSegments: 1 });
    const kept = JSON.parse(readFileSync(`${ground.folder}/trail.retained.json`, 'utf8')) as { removed: unknown[] };
    const last = JSON.parse(lines.at(-1) as string) as { entry_hash: string; seq: number };
    expect(kept.removed[0]).toEqual({
      first: 0,
      last: last.seq,
      first_previous_hash: '',
      last_entry_hash: last.entry_hash,
      leaves: `trail.000000000000-${String(last.seq).padStart(12, '0')}.leaves`,
    });
    const name = (kept.removed[0] as { leaves: string }).leaves;
    expect(readFileSync(`${ground.folder}/${name}`)).toHaveLength(32 * lines.length);
  });

  it('lets the trail go on when every closed file is gone, and the hashes are lost too', async () => {
    await ground.record(20);
    await pruneTrail(ground.trail, { keepSegments: 0 });
    expect(segmentsOf(ground.trail)).toEqual([]);
    rmSync(`${ground.trail}.hashes`);
    await ground.record(3, { rotateBytes: undefined });
    const tree = ground.tree();
    const kept = readFileSync(`${ground.trail}.hashes`);
    expect(kept.subarray(0, 32)).toEqual(tree.read(0, 0));
    expect(ground.types()).not.toContain('recovery');
  });

  it('lets the chain go on in an empty file after what was removed', async () => {
    await ground.record(20);
    await pruneTrail(ground.trail, { keepSegments: 0 });
    const { last } = removedOf(ground.trail).at(-1) as { last: number };
    // As right after a rotation: nothing of what followed is there yet.
    truncateSync(ground.trail, 0);
    rmSync(`${ground.trail}.hashes`);
    await ground.record(1, { rotateBytes: undefined });
    expect(ground.entries()[0]).toMatchObject({ seq: last + 1 });
    expect(ground.tree().size).toBe(last + 2);
  });

  it('refuses to go on from leaves that are lost, when they are needed', async () => {
    await ground.record(20);
    await pruneTrail(ground.trail, { keepSegments: 1 });
    rmSync(`${ground.folder}/${removedOf(ground.trail)[0]?.leaves}`);
    await ground.record(1);
    rmSync(`${ground.trail}.hashes`);
    await expect(ground.record(1)).rejects.toMatchObject({ code: 'EC_AUDIT_RETENTION' });
  });

  it('goes by the age of the last entry, also of compressed files', async () => {
    await ground.record(10);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10 * DAYS);
    await ground.record(10);
    await compressTrail(ground.trail);
    const all = segmentsOf(ground.trail).length;
    expect(await pruneTrail(ground.trail, { keepDays: 30 })).toEqual([]);
    const removed = await pruneTrail(ground.trail, { keepDays: 5 });
    expect(removed.length).toBeGreaterThan(1);
    expect(removed.length).toBeLessThan(all);
    expect(ground.tree().size).toBe(20 + removed.length + ground.types().filter((type) => type === 'clock').length);
  });

  it('only shows what it would do, when asked', async () => {
    await ground.record(20);
    const names = ground.names();
    expect((await pruneTrail(ground.trail, { keepSegments: 1, dryRun: true })).length).toBeGreaterThan(1);
    expect(ground.names()).toEqual(names);
  });

  it('refuses a file that was changed: what was done to it is not to be covered up', async () => {
    await ground.record(20);
    const [first, second] = segmentsOf(ground.trail).map(({ path }) => path) as [string, string];
    const text = readFileSync(second, 'utf8');
    for (const changed of [text.replace('tool_', 'tool-'), `${text}x`, text.slice(0, text.indexOf('\n') + 1)]) {
      writeFileSync(second, changed);
      await expect(pruneTrail(ground.trail, { keepSegments: 0 })).rejects.toMatchObject({ code: 'EC_AUDIT_SEGMENT' });
      expect(readFileSync(second, 'utf8')).toBe(changed);
    }
    expect(ground.names().some((name) => first.endsWith(name))).toBe(false);
    writeFileSync(second, text);
    await pruneTrail(ground.trail, { keepSegments: 0 });
    expect(ground.tree().size).toBeGreaterThan(20);
  });

  it('refuses a compressed file that was cut, and says when a file cannot be written', async () => {
    await ground.record(20);
    await compressTrail(ground.trail);
    const first = segmentsOf(ground.trail)[0]?.path as string;
    const whole = readFileSync(first);
    truncateSync(first, whole.length - 20);
    await expect(pruneTrail(ground.trail, { keepSegments: 0 })).rejects.toMatchObject({ code: 'EC_AUDIT_SEGMENT' });
    writeFileSync(first, whole);
    mkdirSync(`${ground.folder}/trail.retained.json.new/in the way`, { recursive: true });
    await expect(pruneTrail(ground.trail, { keepSegments: 0 })).rejects.toMatchObject({ code: 'EC_AUDIT_WRITE' });
    expect(segmentsOf(ground.trail)[0]?.path).toBe(first);
    rmSync(`${ground.folder}/trail.retained.json.new`, { recursive: true });
    await pruneTrail(ground.trail, { keepSegments: 0 });
    expect(ground.tree().size).toBeGreaterThan(20);
  });

  it('refuses what does not say how much to keep', async () => {
    await ground.record(4);
    await expect(pruneTrail(ground.trail, { keepSegments: NaN })).rejects.toThrow(RangeError);
  });

  it('may be asked for twice at once, while the trail is written', async () => {
    await ground.record(20);
    const auditor = ground.open({ rotateBytes: 1000 });
    const both = Promise.all([1, 2].map(() => pruneTrail(ground.trail, { keepSegments: 1 })));
    for (let i = 0; i < 10; i++) {
      auditor.record({ toolName: 'meanwhile', policyName: 'p' });
      await new Promise(setImmediate);
    }
    await both;
    await auditor.close();
    expect(ground.tree().size).toBe(30 + removedOf(ground.trail).length);
  });

  it('is done in the background when the policy wants it', async () => {
    const auditor = ground.open({ rotateBytes: 1000, retention: { maxSegments: 2 }, compress: true });
    for (let i = 0; i < 20; i++) auditor.record({ toolName: 'tool', policyName: 'p' });
    await vi.waitFor(() => expect(segmentsOf(ground.trail).length).toBeLessThanOrEqual(3), { timeout: 10_000 });
    await auditor.close();
    expect(ground.tree().size).toBeGreaterThan(20);
  });
});

describe('a hold', () => {
  it('stops pruning until it is released, and both stand in the trail', async () => {
    await ground.record(20);
    const held = await holdTrail(ground.trail, 'case 7');
    expect(held).toMatchObject({ entryType: 'hold', decision: 'none', context: { reason: 'case 7' } });
    const refused = { code: 'EC_AUDIT_HELD' };
    await expect(pruneTrail(ground.trail, { keepSegments: 0 })).rejects.toMatchObject(refused);
    await expect(holdTrail(ground.trail, 'case 8')).rejects.toMatchObject(refused);
    await compressTrail(ground.trail); // removes nothing that is said
    expect((await releaseTrail(ground.trail)).context).toMatchObject({ reason: 'case 7' });
    await expect(releaseTrail(ground.trail)).rejects.toMatchObject({ code: 'EC_AUDIT_NOT_HELD' });
    expect((await pruneTrail(ground.trail, { keepSegments: 0 })).length).toBeGreaterThan(1);
    expect(ground.types()).toEqual(expect.arrayContaining(['hold', 'release', 'retention']));
  });

  it('stops retention in the background', async () => {
    await ground.record(20);
    await holdTrail(ground.trail, 'case 7');
    const count = segmentsOf(ground.trail).length;
    const auditor = ground.open({ rotateBytes: 1000, retention: { maxSegments: 1 }, compress: true });
    auditor.record({ toolName: 'tool', policyName: 'p' });
    // Compression comes after retention: once it is done, retention was asked.
    await vi.waitFor(() => expect(segmentsOf(ground.trail)[0]?.compressed).toBe(true), { timeout: 10_000 });
    await auditor.close();
    expect(segmentsOf(ground.trail).length).toBeGreaterThanOrEqual(count);
  });

  it('that cannot be read is one nevertheless, and can be completed or released', async () => {
    await ground.record(20);
    appendFileSync(`${ground.folder}/trail.hold.json`, 'not JSON');
    await expect(pruneTrail(ground.trail, { keepSegments: 0 })).rejects.toMatchObject({ code: 'EC_AUDIT_HELD' });
    await holdTrail(ground.trail, 'case 7');
    await expect(holdTrail(ground.trail, 'case 7')).rejects.toMatchObject({ code: 'EC_AUDIT_HELD' });
    await releaseTrail(ground.trail);
    expect(ground.types().filter((type) => type === 'hold')).toHaveLength(1);
  });
});
