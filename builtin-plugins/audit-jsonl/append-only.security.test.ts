/** @module The file system refuses changes of what was written, where it can. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protect, unprotect } from './attributes.ts';
import { compressTrail, pruneTrail } from './index.ts';
import { Ground } from './life.fixture.ts';
import { segmentsOf } from './segments.ts';

/** It needs `chattr`, a file system with attributes, and the right to set them. */
function works(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-attributes-'));
  const file = join(folder, 'file');
  writeFileSync(file, 'x');
  try {
    execFileSync('/usr/bin/chattr', ['+a', file], { stdio: 'ignore' });
    truncateSync(file, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  } finally {
    unprotect(file);
    rmSync(folder, { recursive: true, force: true });
  }
}

let ground: Ground;
beforeEach(() => void (ground = new Ground()));
afterEach(() => ground.leave());
const refused = expect.objectContaining({ code: 'EPERM' });

describe.skipIf(!works())('an append-only trail', () => {
  it('can only grow, and its closed files not even that', async () => {
    await ground.record(10, { appendOnly: true });
    expect(() => writeFileSync(ground.trail, '')).toThrow(refused);
    expect(() => truncateSync(ground.trail, 10)).toThrow(refused);
    expect(() => unlinkSync(ground.trail)).toThrow(refused);
    const [first] = segmentsOf(ground.trail);
    expect(() => appendFileSync(first?.path as string, 'x')).toThrow(refused);
    expect(() => unlinkSync(first?.path as string)).toThrow(refused);
    const rotations = ground.entries().filter((entry) => entry['entry_type'] === 'rotation');
    expect(rotations.length).toBe(segmentsOf(ground.trail).length);
    expect(rotations[0]).toMatchObject({
      context: { first: 0, last: first?.last, immutable: true, append_only: true },
    });
    await ground.record(3, { appendOnly: true });
    expect(ground.tree().size).toBe(13 + ground.types().filter((type) => type === 'rotation').length);
  });

  it('is compressed and pruned by our own commands, and mended after it was torn', async () => {
    await ground.record(15, { appendOnly: true });
    await compressTrail(ground.trail);
    await pruneTrail(ground.trail, { keepSegments: 1 });
    expect(segmentsOf(ground.trail)).toHaveLength(1);
    appendFileSync(ground.trail, '{"half of');
    await ground.record(1, { appendOnly: true, rotateBytes: undefined });
    expect(ground.types().at(-2)).toBe('recovery');
    expect(ground.names().filter((name) => name.includes('torn'))).toEqual(['trail.jsonl.torn-1']);
    expect(() => truncateSync(ground.trail, 0)).toThrow(refused);
    expect(ground.tree().size).toBeGreaterThan(15);
  });
});

describe.skipIf(!works())('a trail that somebody else made append-only', () => {
  it('is not rotated by who does not know of it, and is written nevertheless', async () => {
    await ground.record(1, { rotateBytes: undefined });
    expect(protect(ground.trail, '+a')).toBe(true);
    const warnings: string[] = [];
    const hear = ({ code = '', message }: Error & { code?: string }): void => {
      if (message.includes(ground.folder)) warnings.push(code);
    };
    process.on('warning', hear);
    await ground.record(10);
    appendFileSync(ground.trail, '{"half of');
    await ground.record(1, { rotateBytes: undefined });
    await new Promise(setImmediate);
    process.off('warning', hear);
    expect(warnings).toEqual(['EC_AUDIT_APPEND_ONLY', 'EC_AUDIT_TORN']);
    expect(segmentsOf(ground.trail)).toEqual([]);
    expect(() => truncateSync(ground.trail, 0)).toThrow(refused);
    expect(ground.tree().size).toBe(13);
  });
});

it('a trail that cannot be append-only is written nevertheless, with one warning', async () => {
  const warnings: unknown[] = [];
  const hear = ({ code = '', message }: Error & { code?: string }): void => {
    if (message.includes('/proc/self')) warnings.push(code);
  };
  process.on('warning', hear);
  try {
    for (const path of ['/proc/self/status', '/proc/self/stat']) expect(protect(path, '+a')).toBe(false);
    await new Promise(setImmediate);
  } finally {
    process.off('warning', hear);
  }
  expect(warnings).toEqual(['EC_AUDIT_APPEND_ONLY']);
  expect(unprotect('/proc/self/status')).toBe(false);
  expect(readFileSync('/proc/self/status', 'utf8').length).toBeGreaterThan(0);
});
