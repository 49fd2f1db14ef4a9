/** @module The commands of the life of a trail: what they print and how they exit. */
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandHost } from 'enforcecore/sdk';
import { lifeCommands } from './life-commands.ts';
import { Ground } from './life.fixture.ts';
import manifest from './package.json' with { type: 'json' };
import { segmentsOf } from './segments.ts';

let ground: Ground;
beforeEach(() => void (ground = new Ground()));
afterEach(() => ground.leave());

async function run(
  name: string,
  args: readonly string[],
  json = true,
): Promise<{ code: number; out: string; err: string }> {
  let [out, err, code] = ['', '', -1];
  const same = (text: string): string => text;
  const host = {
    json,
    stdout: { write: (text: string) => void (out += text) },
    stderr: { write: (text: string) => void (err += text) },
    printJson: (value: unknown) => void (out += JSON.stringify(value)),
    colors: { red: same, green: same, yellow: same, dim: same, bold: same },
  } as unknown as CommandHost;
  const command = new Command(name).exitOverride().configureOutput({ writeErr: () => undefined });
  const found = lifeCommands(undefined).find((one) => one.name === `audit ${name}`);
  found?.configure(command, (action) => {
    command.action(async (...given: unknown[]) => void (code = await action(host, ...(given as never[]))));
  });
  await command.parseAsync([...args], { from: 'user' });
  return { code, out, err };
}

it('stand in the manifest, word by word', () => {
  for (const { name, summary } of lifeCommands(undefined))
    expect((manifest.enforcecore.commands as Record<string, string>)[name]).toBe(summary);
});

it('`compress` names the files it made', async () => {
  await ground.record(15);
  const { code, out } = await run('compress', [ground.trail]);
  expect(code).toBe(0);
  const { compressed } = JSON.parse(out) as { compressed: readonly string[] };
  expect(compressed.length).toBeGreaterThan(0);
  expect((await run('compress', [ground.trail], false)).err).toContain('nothing to compress');
  expect((await run('compress', [join(ground.folder, 'nothing.jsonl')])).code).toBe(3);
});

it('`prune` needs to know what to keep, and shows it before', async () => {
  await ground.record(15);
  const count = segmentsOf(ground.trail).length;
  expect(await run('prune', [ground.trail])).toMatchObject({ code: 2, out: expect.stringContaining('--keep-days') });
  expect((await run('prune', [ground.trail, '--keep-segments', '-1'])).code).toBe(2);
  expect((await run('prune', [ground.trail, '--keep-days', '1e3'])).code).toBe(2);
  const shown = await run('prune', [ground.trail, '--keep-segments', '1', '--dry-run']);
  const { removed, dry_run } = JSON.parse(shown.out) as { removed: readonly unknown[]; dry_run: boolean };
  expect([removed.length, dry_run]).toEqual([count - 1, true]);
  expect(segmentsOf(ground.trail)).toHaveLength(count);
  expect(await run('prune', [ground.trail, '--keep-segments', '1'], false)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^entries 0 to \d+\n/),
  });
  expect(segmentsOf(ground.trail)).toHaveLength(1);
});

it('`hold` and `release` stop the others and let them go on', async () => {
  await ground.record(15);
  expect((await run('release', [ground.trail])).code).toBe(1);
  expect(await run('hold', [ground.trail, '--reason', 'case 7'], false)).toMatchObject({
    code: 0,
    out: 'hold is entry 16 of the trail\n',
  });
  const refused = await run('prune', [ground.trail, '--keep-segments', '0'], false);
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/^error: the trail is held[^\n]+\nhint: {2}\w[^\n]+\n$/);
  expect((await run('erase', [ground.trail, 'ann'])).code).toBe(1);
  expect((await run('release', [ground.trail])).code).toBe(0);
  expect((await run('prune', [ground.trail, '--keep-segments', '0'])).code).toBe(0);
});

it('`payload` reads what `erase` takes', async () => {
  const auditor = ground.open();
  const { entryId, subjectRef } = auditor.record({ toolName: 't', policyName: 'p', subject: 'ann', payload: { q: 1 } });
  await auditor.close();
  expect(JSON.parse((await run('payload', [ground.trail, entryId])).out)).toEqual({ q: 1 });
  const unknown = await run('erase', [ground.trail, 'bob'], false);
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringMatching(/^error: nothing is kept .*\nhint: /)]);
  expect(JSON.parse((await run('erase', [ground.trail, 'ann'])).out)).toEqual({ subject_ref: subjectRef, entries: 1 });
  const gone = await run('payload', [ground.trail, entryId], false);
  expect([gone.code, gone.out]).toEqual([1, '']);
  expect(gone.err).toMatch(/^error: the payload was erased\nhint: /);
});
