/** @module Closed segments are compressed, and the trail reads whatever happens meanwhile. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rootOf } from 'enforcecore/sdk';
import { compressTrail } from './index.ts';
import { Ground } from './life.fixture.ts';
import { segmentsOf } from './segments.ts';

let ground: Ground;
beforeEach(() => void (ground = new Ground()));
afterEach(() => ground.leave());

describe('compression', () => {
  it('leaves the newest closed file and the one that is written as they are, and changes no line', async () => {
    await ground.record(20);
    const before = ground.lines();
    const plain = segmentsOf(ground.trail);
    const made = await compressTrail(ground.trail);
    expect(made).toEqual(plain.slice(0, -1).map(({ path }) => `${path}.gz`));
    expect(segmentsOf(ground.trail).map(({ compressed }) => compressed)).toEqual([...made.map(() => true), false]);
    expect(ground.lines()).toEqual(before);
    expect(await compressTrail(ground.trail)).toEqual([]);
  });

  it('does not matter to who writes on, also when the hashes have to be made again', async () => {
    await ground.record(20);
    await compressTrail(ground.trail);
    const size = ground.tree().size;
    const root = rootOf(size, ground.tree().read);
    rmSync(`${ground.trail}.hashes`);
    await ground.record(5);
    expect(rootOf(size, ground.tree().read)).toEqual(root);
    expect(readFileSync(`${ground.trail}.hashes`).subarray(0, 32)).toEqual(ground.tree().read(0, 0));
  });

  it('begins again where a process was killed: with half a file, or with both', async () => {
    await ground.record(20);
    const before = ground.lines();
    const [first, second] = segmentsOf(ground.trail);
    const half = `${first?.path}.gz.00000000-0000-4000-8000-000000000000.new`;
    writeFileSync(half, gzipSync(readFileSync(first?.path as string)).subarray(0, 20));
    writeFileSync(`${second?.path}.gz`, 'not what it should be');
    expect(ground.lines()).toEqual(before);
    await compressTrail(ground.trail);
    expect(ground.names().filter((name) => name.endsWith('.new'))).toEqual([]);
    expect(ground.lines()).toEqual(before);
  });

  it('may be asked for twice at once', async () => {
    await ground.record(20);
    const before = ground.lines();
    const [one, two] = await Promise.all([compressTrail(ground.trail), compressTrail(ground.trail)]);
    expect([one.length > 0, two.length]).toEqual([true, 0]);
    expect(ground.lines()).toEqual(before);
  });

  it('is done after a rotation when it is wanted, and closing does not wait for more', async () => {
    const auditor = ground.open({ rotateBytes: 1000, compress: true });
    for (let i = 0; i < 20; i++) auditor.record({ toolName: `tool_${i}`, policyName: 'p' });
    const plain = (): number => segmentsOf(ground.trail).filter(({ compressed }) => !compressed).length;
    expect(plain()).toBeGreaterThan(1); // not on the path of the call
    await vi.waitFor(() => expect(plain()).toBe(1), { timeout: 10_000 });
    auditor.record({ toolName: 'last', policyName: 'p' });
    await auditor.close();
    expect(ground.tree().size).toBe(21);
    const gz = ground.names().find((name) => name.endsWith('.gz')) as string;
    expect(gunzipSync(readFileSync(join(ground.folder, gz))).toString()).toContain('"tool_0"');
  });

  it('says that there is no such trail', async () => {
    await expect(compressTrail(join(ground.folder, 'nothing'))).rejects.toMatchObject({ code: 'EC_AUDIT_NOT_FOUND' });
  });
});
