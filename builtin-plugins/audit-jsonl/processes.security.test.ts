/** @module Several processes and threads on one trail: one chain, and nothing acknowledged is lost. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildProgram, Processes, said } from '../../tests/processes.ts';
import { Auditor, loadTrail, verifyTrail } from './index.ts';
import { isGone, parseOwner } from './owner.ts';
import type { Owner } from './owner.ts';
import type { WriterTask } from './writer.fixture.ts';

const built = mkdtempSync(join(tmpdir(), 'enforcecore-writer-'));
const program = join(built, 'writer.mjs');
let writers: Processes;
let trail: string;

beforeAll(() => buildProgram(join(import.meta.dirname, 'writer.fixture.ts'), program), 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));
beforeEach(() => {
  writers = new Processes();
  trail = join(writers.folder, 'trail.jsonl');
});
afterEach(() => writers.remove());

function task(name: string, more: Partial<WriterTask> = {}): WriterTask {
  return { trail, acked: writers.ackedBy(name), count: 200, ...more };
}
function start(what: WriterTask, limit = ''): ChildProcess {
  const command = `${limit} exec "$0" "$1" "$2"`;
  const args = ['-c', command, process.execPath, program, JSON.stringify(what)];
  return writers.add(spawn('bash', args, { stdio: ['ignore', 'pipe', 'inherit'] }));
}
const ended = (child: ChildProcess): Promise<string> => said(child, child.stdout);
async function mustHoldAll(): Promise<void> {
  const ids = writers.acked();
  const entries = loadTrail(trail);
  expect(await verifyTrail(trail)).toMatchObject({ isValid: true, errors: [] });
  const kept = new Set(entries.map(({ entryId }) => entryId));
  expect(ids.filter((id) => !kept.has(id))).toEqual([]);
}

describe('one trail', () => {
  it.each([2, 8])('of %i processes is one chain with every entry', { timeout: 60_000 }, async (count) => {
    const names = Array.from({ length: count }, (_, i) => `writer-${i}`);
    const words = await Promise.all(names.map((name) => ended(start(task(name)))));
    expect(words.join('')).toBe('');
    await mustHoldAll();
    expect(loadTrail(trail)).toHaveLength(count * 200);
    expect(readdirSync(writers.folder).filter((name) => name.includes('lock'))).toEqual([]);
  });

  it('outlives writers that are killed at any moment', { timeout: 60_000 }, async () => {
    const others = ['a', 'b'].map((name) => ended(start(task(name, { count: 600 }))));
    for (const name of ['x', 'y', 'z']) {
      const victim = start(task(name, { count: 1_000_000 }));
      await writers.hasAcked(name, 40);
      victim.kill('SIGKILL');
      await once(victim, 'exit');
    }
    expect((await Promise.all(others)).join('')).toBe('');
    await mustHoldAll();
  });

  it('is freed at once when the process that holds it is killed', { timeout: 30_000 }, async () => {
    const holder = start(task('holder', { count: 1, abandon: true }));
    await writers.hasAcked('holder', 1);
    const owner = parseOwner(readFileSync(`${trail}.lock`, 'latin1')) as Owner;
    expect(isGone(owner)).toBe(false);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(isGone(owner)).toBe(true);
    const auditor = new Auditor({ outputPath: trail });
    auditor.record({ toolName: 'next', policyName: 'p' });
    await auditor.close();
    await mustHoldAll();
  });

  it(
    'is taken over from a process that stands still, which then goes on in its place',
    { timeout: 30_000 },
    async () => {
      const until = join(writers.folder, 'go-on');
      const holder = start(task('holder', { count: 3, until }));
      await writers.hasAcked('holder', 1);
      const auditor = new Auditor({ outputPath: trail });
      const mine = auditor.record({ toolName: 'meanwhile', policyName: 'p' });
      writeFileSync(until, '');
      const words = ended(holder);
      await once(holder, 'exit');
      expect(await words).toBe('');
      await auditor.close();
      await mustHoldAll();
      expect(
        loadTrail(trail)
          .map(({ entryId }) => entryId)
          .indexOf(mine.entryId),
      ).toBe(1);
    },
  );

  it('of several threads is one chain, also when one is terminated with the lock', { timeout: 60_000 }, async () => {
    const stopped = new Worker(program, { workerData: task('stopped', { count: 5, abandon: true }) });
    await once(stopped, 'message');
    await stopped.terminate();
    const workers = ['a', 'b', 'c'].map((name) => new Worker(program, { workerData: task(name) }));
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
    await mustHoldAll();
    expect(loadTrail(trail)).toHaveLength(605);
  });

  it('refuses after the disk took only a part of an entry, and is whole again when reopened', async () => {
    const child = start(task('full', { count: 100 }), 'trap "" XFSZ; ulimit -f 8;');
    expect(await ended(child)).toBe('EC_AUDIT_WRITE\n');
    expect(readFileSync(trail, 'latin1').endsWith('\n')).toBe(false);
    const auditor = new Auditor({ outputPath: trail });
    auditor.record({ toolName: 'after', policyName: 'p' });
    await auditor.close();
    await mustHoldAll();
    expect(readdirSync(writers.folder)).toContain('trail.jsonl.torn-1');
  });
});
