/** @module What is appended to a trail is seen, whatever is done to its file. */
import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { follow } from './follow.ts';

let folder: string;
let trail: string;
let stop: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-follow-'));
  trail = join(folder, 'trail.jsonl');
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  rmSync(folder, { recursive: true, force: true });
});

function following(offset?: number): { next: () => Promise<string | undefined>; end: () => Promise<string[]> } {
  const from = offset === undefined ? undefined : { inode: statSync(trail).ino, offset };
  const lines = follow(trail, { from, signal: stop.signal, everyMs: 2 });
  return {
    next: async () => (await lines.next()).value as string | undefined,
    /** What is left when it is told to stop. */
    end: async () => {
      const rest: string[] = [];
      stop.abort();
      for await (const line of lines) rest.push(line);
      return rest;
    },
  };
}

it('begins where it is told, and gives lines when they are whole', async () => {
  writeFileSync(trail, 'a\nb\nc');
  const { next, end } = following(2);
  expect(await next()).toBe('b');
  const coming = next();
  appendFileSync(trail, 'd');
  appendFileSync(trail, 'e\nf');
  expect(await coming).toBe('cde');
  expect(await end()).toEqual([]);
});

it('reads the rest of a file that is moved away, and then the new one', async () => {
  writeFileSync(trail, 'a\n');
  const { next } = following();
  expect(await next()).toBe('a');
  const coming = next();
  appendFileSync(trail, 'b\nc\n');
  renameSync(trail, join(folder, 'trail.000000000000-000000000002.jsonl'));
  writeFileSync(trail, 'd\n');
  expect([await coming, await next(), await next()]).toEqual(['b', 'c', 'd']);
});

it('waits for a file that is not there yet, or no more', async () => {
  const { next } = following();
  const first = next();
  writeFileSync(trail, 'a\n');
  expect(await first).toBe('a');
  unlinkSync(trail);
  const second = next();
  writeFileSync(join(folder, 'new'), 'b\n');
  renameSync(join(folder, 'new'), trail);
  expect(await second).toBe('b');
});

it('begins anew in a file that was cut', async () => {
  writeFileSync(trail, 'a\nbbbbbbbb\ncc');
  const { next } = following();
  expect([await next(), await next()]).toEqual(['a', 'bbbbbbbb']);
  truncateSync(trail);
  appendFileSync(trail, 'd\n');
  expect(await next()).toBe('d');
});

it('keeps nothing of a line that has no end', async () => {
  writeFileSync(trail, Buffer.alloc(40 * 1024 * 1024, 0x61));
  const { next } = following();
  const coming = next();
  appendFileSync(trail, '\nb\n');
  expect((await coming)?.length).toBeLessThan(20 * 1024 * 1024);
  expect(await next()).toBe('b');
});

it('begins at the beginning when the file is another one by now', async () => {
  writeFileSync(trail, 'a\nb\n');
  const lines = follow(trail, { from: { inode: 0, offset: 2 }, signal: stop.signal, everyMs: 2 });
  expect((await lines.next()).value).toBe('a');
});
