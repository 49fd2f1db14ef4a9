/** @module Several processes on one database: one chain, and nothing acknowledged is lost. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditStore } from 'enforcecore/sdk';
import { buildProgram, Processes, ROOT, said } from '../../tests/processes.ts';
import { SQLiteBackend } from './index.ts';
import type { WriterTask } from './writer.fixture.ts';

const built = mkdtempSync(join(tmpdir(), 'enforcecore-writer-'));
const program = join(built, 'writer.mjs');
let writers: Processes;
let path: string;

beforeAll(() => buildProgram(join(import.meta.dirname, 'writer.fixture.ts'), program), 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));
beforeEach(() => {
  writers = new Processes();
  path = join(writers.folder, 'audit.db');
});
afterEach(() => writers.remove());

function start(name: string, count: number): ChildProcess {
  const task: WriterTask = { path, acked: writers.ackedBy(name), count };
  const args = [program, JSON.stringify(task)];
  return writers.add(spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] }));
}
const ended = (child: ChildProcess): Promise<string> => said(child, child.stderr);
async function mustHoldAll(atLeast: number): Promise<void> {
  const store = new AuditStore(new SQLiteBackend({ dbPath: path }));
  const acked = writers.acked();
  const entries = await store.listEntries({ limit: 1_000_000 });
  const kept = new Set(entries.map(({ entryId }) => entryId));
  expect(acked.filter((id) => !kept.has(id))).toEqual([]);
  expect(acked.length).toBeGreaterThanOrEqual(atLeast);
  expect(entries.map(({ chainIndex }) => chainIndex)).toEqual(entries.map((_, i) => i));
  expect(await store.verifyChain()).toBe(true);
  await store.close();
}

describe('one database', () => {
  it('of four processes is one chain with every entry', { timeout: 60_000 }, async () => {
    const words = await Promise.all(['a', 'b', 'c', 'd'].map((name) => ended(start(name, 150))));
    expect(words.join('')).toBe('');
    await mustHoldAll(600);
  });

  it('outlives a writer that is killed at any moment', { timeout: 60_000 }, async () => {
    const other = ended(start('other', 300));
    for (const name of ['x', 'y', 'z']) {
      const victim = start(name, 1_000_000);
      await writers.hasAcked(name, 40);
      victim.kill('SIGKILL');
      await once(victim, 'exit');
    }
    expect(await other).toBe('');
    await mustHoldAll(420);
  });
});
