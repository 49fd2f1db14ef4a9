/** @module Proofs from the hashes beside a trail are those of its lines, whatever became of the hashes. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateLogKeys, logSigner } from 'enforcecore/sdk';
import { compressTrail, pruneTrail } from './index.ts';
import { Doubt } from './kept-hashes.ts';
import { codeOf, Ground } from './life.fixture.ts';
import { linesWith, lineWithSeq } from './line-places.ts';
import { proveEntry, proveGrowth } from './proofs.ts';
import { QuickTree } from './quick-tree.ts';
import { removedOf } from './retained.ts';
import { segmentsOf } from './segments.ts';

let ground: Ground;
let hashes: string;
beforeEach(() => {
  ground = new Ground();
  hashes = `${ground.trail}.hashes`;
});
afterEach(() => ground.leave());

const prove = (entry: number | string, size?: number): Promise<object> =>
  proveEntry(ground.trail, String(entry), size === undefined ? undefined : String(size));
const grown = (old: number, size?: number): Promise<object> =>
  proveGrowth(ground.trail, String(old), size === undefined ? undefined : String(size));

/** All proofs over a trail, as far as there are any. */
async function proofs(count: number): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (let i = 1; i <= count; i++) all.push(await prove(i), await prove(i, Math.max(i, count - 2)), await grown(i));
  return all;
}

/** The same from the lines alone. */
async function withoutHashes<T>(body: () => Promise<T>): Promise<T> {
  copyFileSync(hashes, `${hashes}.kept`);
  rmSync(hashes);
  try {
    return await body();
  } finally {
    copyFileSync(`${hashes}.kept`, hashes);
    rmSync(`${hashes}.kept`);
  }
}

function quickTree(): QuickTree {
  const tree = QuickTree.open(ground.trail);
  tree.close();
  return tree;
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(path, bytes);
}

/** One line changed so that nothing but the line says so. */
function change(path: string, from: string, to: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}

describe('proofs from the hashes beside a trail', () => {
  it('are those of its lines: over closed, compressed and removed files', async () => {
    await ground.record(18);
    await compressTrail(ground.trail);
    await pruneTrail(ground.trail, { keepSegments: 4 });
    expect(segmentsOf(ground.trail).map(({ compressed }) => compressed)).toContain(true);
    expect(removedOf(ground.trail).length).toBeGreaterThan(1);
    const tree = QuickTree.open(ground.trail);
    const { size } = tree;
    // None of them is left to the lines.
    for (let i = 0; i < size; i++) await tree.confirm(i);
    tree.close();
    const quick = await proofs(size);
    expect(quick).toEqual(await withoutHashes(() => proofs(size)));
    for (const { seq, entry_id: id } of ground.entries())
      expect(await prove(id as string)).toEqual(await prove(Number(seq) + 1));
  });

  it('read no line but that of the entry and the last one', async () => {
    await ground.record(20, { rotateBytes: undefined });
    const before = [await prove(7), await grown(5, 11)];
    change(ground.trail, 'tool_12', 'tool_x2');
    expect([await prove(7), await grown(5, 11)]).toEqual(before);
    expect(await withoutHashes(() => prove(7))).not.toEqual(before[0]);
  });

  it('of a line that was changed are made of the line as it is', async () => {
    await ground.record(20, { rotateBytes: undefined });
    change(ground.trail, 'tool_12', 'tool_x2');
    expect(await prove(13)).toEqual(await withoutHashes(() => prove(13)));
    const id = ground.entries()[12]?.['entry_id'] as string;
    expect(await prove(id)).toEqual(await prove(13));
  });

  it('hold whichever byte of the hashes was changed', async () => {
    await ground.record(13, { rotateBytes: undefined });
    const right = await proofs(13);
    const whole = readFileSync(hashes);
    for (let at = 0; at < whole.length; at += 32) {
      flip(hashes, at + (at % 31));
      expect(await proofs(13)).toEqual(right);
      writeFileSync(hashes, whole);
    }
  });

  it('hold when the hashes end early, anywhere, or are longer than the trail', async () => {
    await ground.record(13, { rotateBytes: undefined });
    const right = await proofs(13);
    const whole = readFileSync(hashes);
    for (let length = 0; length < whole.length; length += 16) {
      truncateSync(hashes, length);
      expect(await proofs(13)).toEqual(right);
      writeFileSync(hashes, whole);
    }
    const lines = readFileSync(ground.trail, 'utf8').split('\n');
    writeFileSync(ground.trail, `${lines.slice(0, 9).join('\n')}\n{"torn`);
    expect(quickTree().size).toBe(9);
    expect(await proofs(9)).toEqual(await withoutHashes(() => proofs(9)));
  });

  it('hold beside the hashes of another trail, and of an earlier one', async () => {
    await ground.record(9, { rotateBytes: undefined });
    const earlier = readFileSync(hashes);
    await ground.record(4, { rotateBytes: undefined });
    const right = await proofs(13);
    writeFileSync(hashes, earlier);
    expect(quickTree().size).toBe(13);
    expect(await proofs(13)).toEqual(right);
    const other = new Ground();
    try {
      await other.record(13, { rotateBytes: undefined });
      copyFileSync(`${other.trail}.hashes`, hashes);
    } finally {
      other.leave();
    }
    expect(quickTree).toThrow(Doubt);
    expect(await proofs(13)).toEqual(right);
  });

  it('of what was removed need its leaves or refuse; of the rest the hashes will do', async () => {
    await ground.record(20);
    const last = await prove(20);
    const first = await prove(1, 20);
    await pruneTrail(ground.trail, { keepSegments: 2 });
    expect([await prove(20, 20), await prove(1, 20)]).toEqual([last, first]);
    rmSync(`${ground.folder}/${removedOf(ground.trail)[0]?.leaves}`);
    expect(await prove(20, 20)).toEqual(last);
    await expect(prove(1, 20)).rejects.toMatchObject({ code: 'EC_AUDIT_READ' });
    await withoutHashes(async () => expect(prove(20, 20)).rejects.toMatchObject({ code: 'EC_AUDIT_READ' }));
  });

  it('refuse where a segment is missing', async () => {
    await ground.record(20);
    rmSync(segmentsOf(ground.trail)[1]?.path as string);
    await expect(prove(20)).rejects.toMatchObject({ code: 'EC_AUDIT_READ' });
  });

  it('refuse what a checkpoint says otherwise of, whoever made the hashes again', async () => {
    const signer = logSigner(generateLogKeys().privateKey);
    await ground.record(9, { rotateBytes: undefined, checkpoints: { origin: 'log', signer } });
    await ground.record(4, { rotateBytes: undefined });
    expect(existsSync(`${ground.trail}.checkpoints`)).toBe(true);
    const right = await prove(3, 9);
    change(ground.trail, 'tool_5', 'tool_y');
    // The hashes tell of the trail as it was signed.
    expect(await prove(3, 9)).toEqual(right);
    rmSync(hashes);
    expect(await codeOfProof(() => prove(3, 9))).toBe('EC_AUDIT_PROOF');
    expect(await codeOfProof(() => grown(9))).toBe('EC_AUDIT_PROOF');
    await ground.record(1, { rotateBytes: undefined });
    expect(existsSync(hashes)).toBe(true);
    expect(await codeOfProof(() => prove(3, 9))).toBe('EC_AUDIT_PROOF');
    // Nothing was signed over so many.
    expect(await prove(3, 8)).toMatchObject({ tree_size: 8 });
  });

  it('are of the last entry where several have one id, and may speak of an earlier one', async () => {
    const auditor = ground.open();
    const entryId = '11111111-1111-4111-8111-111111111111';
    for (const id of [undefined, entryId, undefined, entryId, undefined])
      auditor.record({ toolName: 't', policyName: 'p', context: { entryId }, ...(id && { entryId: id }) });
    await auditor.close();
    for (const quick of [true, false]) {
      if (!quick) rmSync(hashes);
      expect(await prove(entryId)).toMatchObject({ leaf_index: 3 });
      expect(await prove(entryId, 3)).toMatchObject({ leaf_index: 1 });
      await expect(prove(entryId, 1)).rejects.toThrow(/give a larger size/);
    }
  });
});

describe('a line', () => {
  it('is found by its number, and by what stands in it, wherever it is', async () => {
    const auditor = ground.open();
    const pads = [0, 60_000, 10, 3000, 63_000];
    const ids: string[] = [];
    for (let i = 0; i < 150; i++) {
      const context = { pad: 'x'.repeat(pads[(i * 7) % pads.length] as number) };
      ids.push(auditor.record({ toolName: 't', policyName: 'p', context }).entryId);
    }
    await auditor.close();
    const text = readFileSync(ground.trail);
    expect(text.length).toBeGreaterThan(3 * 1024 * 1024);
    const lines = text.toString().split('\n').slice(0, -1);
    const fd = openSync(ground.trail, 'r');
    try {
      for (const [seq, line] of lines.entries()) {
        expect(lineWithSeq(fd, text.length, seq)?.toString()).toBe(line);
        const found = [...linesWith(fd, text.length, ids[seq] as string)];
        expect(found.map(String)).toEqual([line]);
      }
      expect(lineWithSeq(fd, text.length, lines.length)).toBeUndefined();
      const all = [...linesWith(fd, text.length, '"seq"')].map(String);
      expect(all).toEqual(lines.toReversed());
    } finally {
      closeSync(fd);
    }
  });
});

async function codeOfProof(body: () => Promise<object>): Promise<string | undefined> {
  return body().then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );
}
