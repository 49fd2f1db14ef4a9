/** @module Several processes on one database: one chain, and nothing acknowledged is lost. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditStore } from 'enforcecore/sdk';
import { SQLiteBackend } from './index.ts';
import type { WriterTask } from './writer.fixture.ts';

const root = join(import.meta.dirname, '../..');
const built = mkdtempSync(join(tmpdir(), 'enforcecore-writer-'));
const program = join(built, 'writer.mjs');
let folder: string;
let path: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'writer.fixture.ts'),
    platform: 'node',
    resolve: { alias: { 'enforcecore/sdk': join(root, 'sdk/index.ts') } },
    logLevel: 'silent',
  });
  await bundle.write({ file: program, format: 'esm', codeSplitting: false });
  await bundle.close();
}, 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-processes-'));
  path = join(folder, 'audit.db');
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

function start(name: string, count: number): ChildProcess {
  const task: WriterTask = { path, acked: join(folder, `${name}.acked`), count };
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  return child;
}
async function ended(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return said;
}
async function grown(file: string, bytes: number): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!(existsSync(file) && statSync(file).size >= bytes)) await once(watcher, 'change');
  } finally {
    watcher.close();
  }
}
async function mustHoldAll(atLeast: number): Promise<void> {
  const store = new AuditStore(new SQLiteBackend({ dbPath: path }));
  const acked = readdirSync(folder)
    .filter((name) => name.endsWith('.acked'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));
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
    const said = await Promise.all(['a', 'b', 'c', 'd'].map((name) => ended(start(name, 150))));
    expect(said.join('')).toBe('');
    await mustHoldAll(600);
  });

  it('outlives a writer that is killed at any moment', { timeout: 60_000 }, async () => {
    const other = ended(start('other', 300));
    for (const name of ['x', 'y', 'z']) {
      const victim = start(name, 1_000_000);
      await grown(join(folder, `${name}.acked`), 37 * 40);
      victim.kill('SIGKILL');
      await once(victim, 'exit');
    }
    expect(await other).toBe('');
    await mustHoldAll(420);
  });
});
