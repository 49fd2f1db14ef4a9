/** @module Nothing that lies in the place of a file of a trail keeps whoever works on the trail waiting. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditError } from 'enforcecore/sdk';
import { buildProgram } from '../../tests/processes.ts';
import { pruneTrail } from './index.ts';
import { Ground } from './life.fixture.ts';
import { TrailLock } from './lock.ts';
import { signing } from './log.fixture.ts';

const built = mkdtempSync(join(tmpdir(), 'enforcecore-plain-'));
const program = join(built, 'plain.mjs');
const PATIENCE_MS = 15_000;

let ground: Ground;
beforeAll(() => buildProgram(join(import.meta.dirname, 'plain-file.fixture.ts'), program), 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));
beforeEach(async () => {
  ground = new Ground();
  const auditor = ground.open({ rotateBytes: 2000, ...signing() });
  for (let i = 0; i < 12; i++) auditor.record({ toolName: 't', policyName: 'p', subject: 'ann', payload: { i } });
  await auditor.close();
  await pruneTrail(ground.trail, { keepSegments: 1 });
});
afterEach(() => ground.leave());

describe.skipIf(process.platform === 'win32')('a FIFO does not keep anybody waiting in the place of', () => {
  const beside = ['retained.json', 'hold.json', 'pruning.json', 'erasing.json', '000000000000-000000000002.leaves'];
  const after = ['hashes', 'checkpoint', 'checkpoints', 'subjects', 'payloads'];
  it.each([...beside.map((end) => `trail.${end}`), ...after.map((end) => `trail.jsonl.${end}`)])('%s', (name) => {
    const path = join(ground.folder, name);
    rmSync(path, { force: true });
    execFileSync('mkfifo', [path]);
    expect(told()).toBe('ended');
  });
});

describe.skipIf(process.platform === 'win32')('a link to nothing', () => {
  it('in the place of the lock does not keep anybody waiting', () => {
    symlinkSync('nowhere', `${ground.trail}.lock`);
    expect(told()).toBe('ended');
  });

  it('in the place of the note of who waits for the lock makes no file', () => {
    const held = new TrailLock(ground.trail);
    held.acquire();
    symlinkSync('somewhere', `${ground.trail}.lock.wait`);
    expect(() => new TrailLock(ground.trail, { giveUp: 20 }).acquire()).toThrow(AuditError);
    held.release();
    rmSync(`${ground.trail}.lock.wait`);
    expect(existsSync(join(ground.folder, 'somewhere'))).toBe(false);
  });
});

/** What a process says that works on the trail. */
function told(): string {
  const { stdout, stderr } = spawnSync(process.execPath, [program, ground.trail], { timeout: PATIENCE_MS });
  return `${stdout.toString()}${stderr.toString().replaceAll(/^.*Warning.*$\n?|^.*trace-warnings.*$\n?/gm, '')}`;
}
