/** @module The disk has what a line speaks of before it is asked to keep the line. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { entryFields, leafHash, lineBody, sealEntry } from 'enforcecore/sdk';
import { Output } from './output.ts';

const FIELDS = entryFields({ toolName: 'search', policyName: 'demo' });
const ENTRY = lineBody(FIELDS, '', 0);
const { line: LINE, entryHash: ENTRY_HASH } = sealEntry(FIELDS, '', 0);

let folder: string;
let fd: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-output-'));
  fd = openSync(join(folder, 'trail.jsonl'), 'a');
});
afterEach(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true, force: true });
});

it('a line of any length is put together as it is sealed, and its hashes are those of its bytes', () => {
  const output = new Output(fd, true);
  const rules = (count: number): string[] => Array.from({ length: count }, (_, i) => `rule-${i}`);
  const sealed = [0, 1, 200, 5000, 3].map((count, seq) => {
    const fields = entryFields({ toolName: 'search', policyName: 'demo', rules: rules(count) });
    const { line, entryHash } = sealEntry(fields, ENTRY_HASH, seq);
    const hashes = output.write(lineBody(fields, ENTRY_HASH, seq));
    expect(hashes.entryHash).toBe(entryHash);
    expect(Buffer.from(hashes.leaf, 'latin1')).toEqual(leafHash(line));
    return `${line}\n`;
  });
  expect(output.gathered).toBe(true);
  output.drain();
  expect(readFileSync(join(folder, 'trail.jsonl'), 'utf8')).toBe(sealed.join(''));
});

it('a synchronous round asks for what goes ahead first, and fails with it', () => {
  let asked = 0;
  const output = new Output(fd, false, {
    sync: () => undefined,
    syncNow: () => {
      asked++;
      throw new Error('the disk is full');
    },
  });
  output.write(ENTRY);
  expect(() => output.syncNow()).toThrow('full');
  expect(asked).toBe(1);
});

it('a round that is waited for waits for what goes ahead, and fails with it', async () => {
  let finish: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const rounds = [new Promise<void>((done) => (finish = done)), new Promise<void>((_, no) => (fail = no))];
  const output = new Output(fd, false, { syncNow: () => undefined, sync: () => rounds.shift() });
  const done: string[] = [];
  output.write(ENTRY);
  const first = output.sync().then(() => void done.push('first'));
  const second = output.sync().then(
    () => void done.push('second'),
    (error: Error) => void done.push(error.message),
  );
  await new Promise(setImmediate);
  expect(done).toEqual([]);
  finish();
  await first;
  fail(new Error('the disk is full'));
  await second;
  expect(done).toEqual(['first', 'the disk is full']);
  expect(readFileSync(join(folder, 'trail.jsonl'), 'utf8')).toBe(`${LINE}\n`);
});

it('a thread that does not let the disk answer waits for it, and piles nothing up', async () => {
  const asked = { rounds: 0, waited: 0 };
  const output = new Output(fd, false, {
    sync: () => {
      asked.rounds++;
      return undefined;
    },
    syncNow: () => void asked.waited++,
  });
  const failed: unknown[] = [];
  for (let i = 0; i < 2048; i++) {
    output.write(ENTRY);
    output.syncSoon((cause) => failed.push(cause));
  }
  // One round is under way, and one is to come: no more are asked for before the first has ended.
  expect(asked.rounds).toBe(1);
  expect(asked.waited).toBeGreaterThanOrEqual(3);
  await output.sync();
  expect(failed).toEqual([]);
});
