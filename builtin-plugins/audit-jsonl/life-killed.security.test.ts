/** @module What happens to a trail in several processes at once, or in one that is killed, leaves nothing undone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rootOf } from 'enforcecore/sdk';
import { buildProgram } from '../../tests/processes.ts';
import { compressTrail, eraseSubject, holdTrail, pruneTrail, readPayload, releaseTrail } from './index.ts';
import type { LifeTask } from './life-child.fixture.ts';
import { Ground } from './life.fixture.ts';
import { removedOf } from './retained.ts';
import { segmentsOf } from './segments.ts';

const built = mkdtempSync(join(tmpdir(), 'enforcecore-killed-'));
const program = join(built, 'life.mjs');
const pattern = new Ground();
const payloads: { ann: string; bob: string } = { ann: '', bob: '' };

beforeAll(async () => {
  await buildProgram(join(import.meta.dirname, 'life-child.fixture.ts'), program);
  const auditor = pattern.open({ rotateBytes: 1000 });
  for (let i = 0; i < 5; i++) {
    const kept = (subject: string): string =>
      auditor.record({ toolName: 't', policyName: 'p', subject, payload: { i } }).entryId;
    [payloads.ann, payloads.bob] = [kept('ann'), kept('bob')];
  }
  await auditor.close();
}, 60_000);
afterAll(() => {
  pattern.leave();
  rmSync(built, { recursive: true, force: true });
});

/** A killed process leaves half a lock, in which nothing stands. */
const LEFT_BEHIND = /pruning|erasing|life\.lock$|^(?!.*\.lock\.).*\.new$/;

/** Gives how many changes there were, or nothing when it was killed. */
async function run(task: LifeTask): Promise<number | undefined> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const overdue = setTimeout(() => child.kill('SIGKILL'), 60_000);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(overdue);
  if (signal === 'SIGKILL') return undefined;
  expect(code).toBe(0);
  return Number(text);
}

/** Does it whole once, then again and again, killed at one change after another. */
async function killedEverywhere(
  act: LifeTask['act'],
  check: (ground: Ground) => Promise<void>,
  keep = 1,
): Promise<void> {
  const before = pattern.tree();
  const changes = await attempt({ act, dieAt: 0, keep }, async () => undefined);
  if (changes === undefined) throw new Error('the process was killed by somebody else');
  const places = Array.from({ length: changes }, (_, i) => i + 1);
  const next = async (): Promise<void> => {
    for (let dieAt = places.shift(); dieAt !== undefined; dieAt = places.shift()) {
      const died = await attempt({ act, dieAt, keep }, async (ground) => {
        ground.tree(); // reads as it is
        await check(ground);
        const after = ground.tree();
        expect(rootOf(before.size, after.read)).toEqual(rootOf(before.size, before.read));
        expect(ground.names().filter((name) => LEFT_BEHIND.test(name))).toEqual([]);
      });
      // How often it looks after its lock depends on the time that it takes: it may end before so many changes.
      expect(died ?? 0).toBeLessThan(dieAt);
    }
  };
  await Promise.all([next(), next()]);
}

async function attempt(
  task: Omit<LifeTask, 'trail'>,
  then: (ground: Ground) => Promise<void>,
): Promise<number | undefined> {
  const ground = new Ground();
  try {
    cpSync(pattern.folder, ground.folder, { recursive: true });
    const changes = await run({ trail: ground.trail, ...task });
    await then(ground);
    return changes;
  } finally {
    ground.leave();
  }
}

it('pruning that is killed at any change of a file is ended by the next', { timeout: 240_000 }, async () => {
  const segments = segmentsOf(pattern.trail);
  const keep = segments.length - 2;
  const check = async (ground: Ground): Promise<void> => {
    await pruneTrail(ground.trail, { keepSegments: keep });
    expect(segmentsOf(ground.trail).map(({ first }) => first)).toEqual(segments.slice(2).map(({ first }) => first));
    const said = ground.entries().filter((entry) => entry['entry_type'] === 'retention');
    const ranges = said.map(({ context }) => (context as { first: number }).first);
    expect(ranges).toEqual(segments.slice(0, 2).map(({ first }) => first));
    expect(removedOf(ground.trail).map(({ first }) => first)).toEqual(ranges);
  };
  await killedEverywhere('prune', check, keep);
});

it('erasure that is killed at any change of a file is ended by the next', { timeout: 240_000 }, async () => {
  const key = /"key":"([^"]+)","ref":"[^"]+","subject":"ann"/.exec(
    readFileSync(`${pattern.trail}.subjects`, 'utf8'),
  )?.[1] as string;
  await killedEverywhere('erase', async (ground) => {
    await eraseSubject(ground.trail, 'ann');
    await expect(readPayload(ground.trail, payloads.ann)).rejects.toMatchObject({ code: 'EC_AUDIT_ERASED' });
    expect(await readPayload(ground.trail, payloads.bob)).toEqual({ i: 4 });
    expect(readFileSync(`${ground.trail}.subjects`, 'utf8')).not.toContain(key);
    const said = ground.entries().filter((entry) => entry['entry_type'] === 'erased');
    expect(said).toMatchObject([{ context: { entries: 5 } }]);
  });
});

it('a hold that is killed at any change of a file is placed once, and ended once', { timeout: 240_000 }, async () => {
  await killedEverywhere('hold', async (ground) => {
    const refused = { code: 'EC_AUDIT_HELD' };
    await holdTrail(ground.trail, 'case 7').catch((error: unknown) => expect(error).toMatchObject(refused));
    await expect(pruneTrail(ground.trail, { keepSegments: 0 })).rejects.toMatchObject(refused);
    await releaseTrail(ground.trail);
    const said = ground.types().filter((type) => type === 'hold' || type === 'release');
    // Killed after it was ended, it was placed and ended a second time.
    expect([2, 4]).toContain(said.length);
    expect(said.slice(0, 2)).toEqual(['hold', 'release']);
  });
});

it('compression that is killed at any change of a file leaves a trail that reads', { timeout: 240_000 }, async () => {
  const lines = pattern.lines();
  await killedEverywhere('compress', async (ground) => {
    expect(ground.lines()).toEqual(lines);
    await compressTrail(ground.trail);
    expect(ground.lines()).toEqual(lines);
    expect(segmentsOf(ground.trail).filter(({ compressed }) => !compressed)).toHaveLength(1);
    expect(existsSync(ground.trail)).toBe(true);
  });
});

it(
  'erasing while another process records takes what was before it, and nothing after',
  { timeout: 60_000 },
  async () => {
    const ground = new Ground();
    try {
      const until = join(ground.folder, 'until');
      const writer = run({ trail: ground.trail, act: 'record', dieAt: 0, until });
      const has = (count: number) => vi.waitFor(() => expect(ground.lines().length).toBeGreaterThan(count), LONG);
      await has(20);
      const first = await eraseSubject(ground.trail, 'ann');
      await has(ground.lines().length + 20);
      const second = await eraseSubject(ground.trail, 'ann');
      await has(ground.lines().length + 20);
      writeFileSync(until, '');
      await writer;
      ground.tree();
      const entries = ground.entries();
      const refs = new Set(entries.flatMap(({ subject_ref: ref }) => ref ?? []));
      expect(refs.size).toBe(3);
      expect([...refs].slice(0, 2)).toEqual([first.subjectRef, second.subjectRef]);
      const last = entries.map(({ entry_type }) => entry_type).lastIndexOf('erased');
      for (const [i, { entry_id: id, payload_hash: hash }] of entries.entries()) {
        if (hash === undefined || i % 5 !== 0) continue;
        const read = readPayload(ground.trail, id as string);
        // The key goes a moment before the entry that says so.
        if (entries[i]?.['subject_ref'] === [...refs][2]) expect(await read).toHaveProperty('i');
        else await expect(read).rejects.toMatchObject({ code: 'EC_AUDIT_ERASED' });
      }
      expect(last).toBeGreaterThan(40);
      expect(entries.at(-1)).toMatchObject({ subject_ref: [...refs][2] });
    } finally {
      ground.leave();
    }
  },
);
const LONG = { timeout: 20_000, interval: 20 };
