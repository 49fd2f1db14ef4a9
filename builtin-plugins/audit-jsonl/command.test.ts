/** @module `enforcecore verify`: what it prints and how it exits. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandHost } from 'enforcecore/sdk';
import { verifyCommand } from './command.ts';
import { Auditor } from './index.ts';

let folder: string;
let trail: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-command-'));
  trail = join(folder, 'trail.jsonl');
  const auditor = new Auditor({ outputPath: trail });
  auditor.record({ toolName: 'search', policyName: 'p' });
  await auditor.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function verify(args: readonly string[], json = true): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  let code = -1;
  const same = (text: string): string => text;
  const host = {
    json,
    stderr: { write: (text: string) => void (err += text) },
    printJson: (value: unknown) => void (out += JSON.stringify(value)),
    printTable: (head: readonly string[], rows: readonly (readonly string[])[]) =>
      void (out += [head, ...rows].map((row) => row.join(' ')).join('\n')),
    colors: { red: same, green: same, yellow: same, dim: same, bold: same },
  } as unknown as CommandHost;
  const command = new Command('verify').exitOverride();
  verifyCommand.configure(command, (action) => {
    command.action(async (...given: unknown[]) => {
      code = await action(host, ...(given as never[]));
    });
  });
  await command.parseAsync([...args], { from: 'user' });
  return { code, out, err };
}

it('exits with 0 for a trail that is whole', async () => {
  const { code, out } = await verify([trail]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ is_valid: true, total_entries: 1, error_count: 0, errors: [] });
});

it('exits with 1 for one that was touched, and names the line', async () => {
  appendFileSync(trail, 'x\n');
  const { code, out } = await verify([trail], false);
  expect(code).toBe(1);
  expect(out).toContain('2 not_an_entry');
});

it('exits with 1 for an empty one', async () => {
  writeFileSync(trail, '');
  const { code, out } = await verify([trail], false);
  expect(code).toBe(1);
  expect(out).toContain('nothing to verify');
});

it('exits with 3 when there is none', async () => {
  const { code, out, err } = await verify([join(folder, 'nothing')]);
  expect([code, err]).toEqual([3, '']);
  expect(JSON.parse(out)).toMatchObject({
    is_valid: false,
    error: { code: 'EC_AUDIT_NOT_FOUND', hint: expect.stringMatching(/\w/) },
  });
});

it('tells what went wrong as the rest of the program does', async () => {
  expect((await verify([join(folder, 'nothing')], false)).err).toMatch(/^error: there is no trail [^\n]+\nhint: {2}\w/);
  expect(await verify([trail, '--threads', '0'], false)).toMatchObject({
    code: 2,
    err: 'error: --threads is a number from 1 to 64\nhint:  see `enforcecore help verify`\n',
  });
});
