/** @module Closed segments and the trail are one log: what is missing of it, or is not its own, is found. */
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateLogKeys, leafHash, rootOf, signCheckpoint } from 'enforcecore/sdk';
import { loadTrail, verifyTrail } from './index.ts';
import type { VerifyOptions } from './index.ts';
import { readTree } from './leaves.ts';
import { sealed, text as textOf } from './trail.fixture.ts';

const keys = generateLogKeys();
let folder: string;
let trail: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-segments-'));
  trail = join(folder, 'trail.jsonl');
  lines = logOf(10);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const logOf = (count: number): string[] =>
  sealed(Array.from({ length: count }, (_, i) => ({ toolName: `search_${i}` })));

const text = (from: number, to: number, of = lines): string => textOf(of.slice(from, to));
const nameOf = (first: number, last: number, end = 'jsonl'): string =>
  join(folder, `trail.${String(first).padStart(12, '0')}-${String(last).padStart(12, '0')}.${end}`);

/** Entries 0 to 3, 4 to 6 (compressed), and from 7 on. */
function layOut(): void {
  writeFileSync(nameOf(0, 3), text(0, 4));
  writeFileSync(nameOf(4, 6, 'jsonl.gz'), gzipSync(text(4, 7)));
  writeFileSync(trail, text(7, 10));
}

function retain(first: number, last: number, more: object = {}): void {
  const hashOf = (i: number): string => (JSON.parse(lines[i] as string) as { entry_hash: string }).entry_hash;
  const leaves = `trail.${String(first).padStart(12, '0')}-${String(last).padStart(12, '0')}.leaves`;
  writeFileSync(join(folder, leaves), Buffer.concat(lines.slice(first, last + 1).map((line) => leafHash(line))));
  const before = first === 0 ? '' : hashOf(first - 1);
  const removed = [{ first, last, first_previous_hash: before, last_entry_hash: hashOf(last), leaves, ...more }];
  writeFileSync(join(folder, 'trail.retained.json'), JSON.stringify({ removed }));
}

async function codes(options: VerifyOptions = {}): Promise<string[]> {
  const { errors, isValid, errorCount } = await verifyTrail(trail, options);
  expect(isValid).toBe(errorCount === 0);
  return errors.map(({ line, code }) => `${line} ${code}`);
}

async function checkpoint(size?: number): Promise<{ note: string; publicKey: string }> {
  const tree = await readTree(trail);
  const count = size ?? tree.size;
  const root = rootOf(count, tree.read);
  return {
    note: signCheckpoint({ origin: 'example.com/log', size: count, root }, keys.privateKey),
    publicKey: keys.publicKey,
  };
}

describe('a log of segments', () => {
  it('verifies as one, its checkpoints too, and says which segments there are', async () => {
    layOut();
    expect(await verifyTrail(trail)).toMatchObject({
      isValid: true,
      totalEntries: 10,
      segments: [
        { first: 0, last: 3, removed: false },
        { first: 4, last: 6, removed: false },
      ],
    });
    for (const size of [2, 4, 5, 7, 9, 10]) expect(await codes({ checkpoint: await checkpoint(size) })).toEqual([]);
    writeFileSync(join(folder, 'other.jsonl'), text(0, 10));
    const plain = await verifyTrail(join(folder, 'other.jsonl'));
    expect(plain).not.toHaveProperty('segments');
    expect(await verifyTrail(trail)).toMatchObject(plain);
  });

  it('is loaded from its end, however it is parted', () => {
    layOut();
    const names = (maxEntries?: number): string[] => loadTrail(trail, { maxEntries }).map(({ toolName }) => toolName);
    for (let most = 0; most <= 12; most++)
      expect(names(most)).toEqual(Array.from({ length: 10 }, (_, i) => `search_${i}`).slice(Math.max(0, 10 - most)));
    expect(names()).toHaveLength(10);
  });

  it('verifies while the trail has just been closed and no new one is there', async () => {
    layOut();
    renameSync(trail, nameOf(7, 9));
    expect(await codes()).toEqual([]);
    expect(loadTrail(trail)).toHaveLength(10);
  });

  it('reads a segment once that is being compressed', async () => {
    layOut();
    writeFileSync(nameOf(0, 3, 'jsonl.gz'), gzipSync(text(0, 2)));
    expect(await codes()).toEqual([]);
  });

  it('leaves the segments of another trail alone', async () => {
    layOut();
    writeFileSync(nameOf(0, 3).replace('trail.', 'trail.old.'), 'x\n');
    writeFileSync(join(folder, 'trail.0-1.jsonl'), 'x\n');
    expect(await codes()).toEqual([]);
  });
});

describe('what is wrong with a log of segments', () => {
  it.each([
    ['a segment missing from the beginning', () => unlinkSync(nameOf(0, 3)), ['1 missing_segment']],
    ['a segment missing from within', () => unlinkSync(nameOf(4, 6, 'jsonl.gz')), ['5 missing_segment']],
    [
      'an entry cut off a segment',
      () => writeFileSync(nameOf(0, 3), text(0, 3)),
      ['1 wrong_segment', '5 chain_broken'],
    ],
    [
      'a segment under another name',
      () => renameSync(nameOf(0, 3), nameOf(0, 2)),
      ['1 wrong_segment', '4 missing_segment'],
    ],
    ['a segment of another log', () => writeFileSync(nameOf(0, 3), text(0, 4, logOf(4))), ['5 chain_broken']],
    ['an empty segment', () => truncateSync(nameOf(0, 3)), ['1 wrong_segment', '5 chain_broken']],
    [
      'a byte changed in a segment',
      () => writeFileSync(nameOf(0, 3), text(0, 4).replace('search_2', 'search_3')),
      ['3 hash_mismatch'],
    ],
    ['a line after the last', () => appendFileSync(nameOf(0, 3), text(3, 4)), ['5 chain_broken']],
    [
      'a segment beside one that overlaps it',
      () => writeFileSync(nameOf(2, 3), text(2, 4)),
      ['3 wrong_segment', '3 chain_broken'],
    ],
  ])('is found: %s', async (_, spoil, expected) => {
    layOut();
    spoil();
    expect((await codes()).slice(0, expected.length)).toEqual(expected);
  });

  it('is found where the last closed segment is missing', async () => {
    layOut();
    writeFileSync(nameOf(4, 5), text(4, 6));
    unlinkSync(nameOf(4, 6, 'jsonl.gz'));
    expect(await codes()).toEqual(['7 missing_segment']);
  });

  it('is told when a compressed segment is none', async () => {
    layOut();
    writeFileSync(nameOf(4, 6, 'jsonl.gz'), gzipSync(text(4, 7)).subarray(0, 40));
    await expect(verifyTrail(trail)).rejects.toMatchObject({ code: 'EC_AUDIT_READ' });
    writeFileSync(nameOf(4, 6, 'jsonl.gz'), 'no gzip');
    await expect(verifyTrail(trail)).rejects.toMatchObject({ code: 'EC_AUDIT_READ' });
    expect(() => loadTrail(trail)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_READ' }));
  });

  it('keeps to the memory there is when a name speaks of very many entries', async () => {
    layOut();
    writeFileSync(nameOf(999_999_999_990, 999_999_999_999), 'x\n');
    const { errors } = await verifyTrail(trail, { checkpoint: await checkpointOf(20) });
    expect(errors.map(({ code }) => code)).toContain('missing_segment');
  });
});

async function checkpointOf(size: number): Promise<{ note: string; publicKey: string }> {
  const root = Buffer.alloc(32);
  return {
    note: signCheckpoint({ origin: 'example.com/log', size, root }, keys.privateKey),
    publicKey: keys.publicKey,
  };
}

describe('a log of which a part was removed on purpose', () => {
  it('verifies, and so do checkpoints by the hashes that were kept', async () => {
    layOut();
    const notes = [await checkpoint(), await checkpoint(2), await checkpoint(5)];
    retain(0, 3);
    expect(await codes()).toEqual([]); // what is about to be removed may still be there
    unlinkSync(nameOf(0, 3));
    const result = await verifyTrail(trail, { checkpoint: notes });
    expect(result).toMatchObject({
      isValid: true,
      totalEntries: 6,
      segments: [{ first: 0, last: 3, removed: true }, {}],
    });
    expect((await readTree(trail)).size).toBe(10);
    expect(loadTrail(trail)).toHaveLength(6);
  });

  it('may have lost more than one part', async () => {
    layOut();
    retain(0, 6);
    unlinkSync(nameOf(0, 3));
    unlinkSync(nameOf(4, 6, 'jsonl.gz'));
    expect(await codes()).toEqual([]);
  });

  it.each([
    ['its last hash is another', () => retain(0, 3, { last_entry_hash: 'ab'.repeat(32) }), ['5 chain_broken']],
    ['it follows something else', () => retain(0, 3, { first_previous_hash: 'ab'.repeat(32) }), ['1 wrong_segment']],
    ['it says of fewer entries', () => retain(0, 2), ['4 missing_segment']],
  ])('does not verify when %s', async (_, spoil, expected) => {
    layOut();
    spoil();
    unlinkSync(nameOf(0, 3));
    expect(await codes()).toEqual(expected);
  });

  it('is refused when it goes back behind what stands before it: entries that were signed could be told anew', async () => {
    layOut();
    const signed = await checkpoint();
    retain(0, 9);
    const retained = join(folder, 'trail.retained.json');
    const { removed } = JSON.parse(readFileSync(retained, 'utf8')) as { removed: { last_entry_hash: string }[] };
    const forged = sealed(Array.from({ length: 10 }, (_, i) => ({ toolName: `forged_${i}` })));
    const last = (JSON.parse(forged[5] as string) as { entry_hash: string }).entry_hash;
    const again = { ...removed[0], first: 5, last: 5, first_previous_hash: removed[0]?.last_entry_hash };
    for (const path of [nameOf(0, 3), nameOf(4, 6, 'jsonl.gz')]) unlinkSync(path);
    writeFileSync(retained, JSON.stringify({ removed: [...removed, { ...again, last_entry_hash: last }] }));
    writeFileSync(trail, text(6, 10, forged));
    expect(await codes({ checkpoint: signed })).toContain('6 wrong_segment');
    expect(await codes()).toContain('6 wrong_segment');
  });

  it('does not match its checkpoint when the hashes are changed or gone', async () => {
    layOut();
    const note = await checkpoint();
    retain(0, 3);
    unlinkSync(nameOf(0, 3));
    const leaves = join(folder, 'trail.000000000000-000000000003.leaves');
    const kept = readFileSync(leaves);
    writeFileSync(leaves, Buffer.alloc(kept.length));
    expect(await codes({ checkpoint: note })).toEqual(['10 not_in_checkpoint']);
    unlinkSync(leaves);
    expect(await codes({ checkpoint: note })).toEqual(['10 not_in_checkpoint']);
    expect(await codes()).toEqual([]);
    await expect(readTree(trail)).rejects.toMatchObject({ code: 'EC_AUDIT_READ' });
  });

  it.each([
    ['no JSON', 'x'],
    ['null', 'null'],
    ['no list', '{"removed":5}'],
    ['nothing of a part', '{"removed":[null]}'],
    ['parts that end before they begin', '{"removed":[{"first":5,"last":4}]}'],
    ['negative numbers', '{"removed":[{"first":-1,"last":4}]}'],
    ['no hashes', '{"removed":[{"first":0,"last":4,"first_previous_hash":"","last_entry_hash":"x","leaves":"l"}]}'],
  ])('is refused when %s is said of it', async (_, content) => {
    layOut();
    writeFileSync(join(folder, 'trail.retained.json'), content);
    await expect(verifyTrail(trail)).rejects.toMatchObject({ code: 'EC_AUDIT_RETENTION' });
  });

  it.each(['../secret', '/etc/passwd', 'a\\b', '..', ''])('reads no hashes outside its folder: %s', async (leaves) => {
    layOut();
    retain(0, 3, { leaves });
    unlinkSync(nameOf(0, 3));
    const result = verifyTrail(trail, { checkpoint: await checkpointOf(10) });
    if (leaves === '..') expect((await result).isValid).toBe(false);
    else await expect(result).rejects.toMatchObject({ code: 'EC_AUDIT_RETENTION' });
  });
});

describe('a symbolic link', () => {
  it('is followed to the trail, and its segments are those beside the file itself', async () => {
    layOut();
    const link = join(folder, 'current.jsonl');
    symlinkSync(trail, link);
    expect(await verifyTrail(link)).toMatchObject({ isValid: true, totalEntries: 10 });
  });

  it('is refused as a segment, unless it is allowed', async () => {
    layOut();
    const elsewhere = join(folder, 'elsewhere');
    renameSync(nameOf(0, 3), elsewhere);
    symlinkSync(elsewhere, nameOf(0, 3));
    await expect(verifyTrail(trail)).rejects.toMatchObject({ code: 'EC_AUDIT_SYMLINK' });
    expect(() => loadTrail(trail)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_SYMLINK' }));
    expect(await codes({ followSymlinks: true })).toEqual([]);
  });
});
