import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestProject } from './cli.fixture.ts';
import { VERSION } from './version.ts';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let project: TestProject;
beforeEach(() => void (project = new TestProject()));
afterEach(() => project[Symbol.dispose]());

const run = (...argv: readonly string[]): { code: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd: project.dir,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
};

describe.skipIf(!existsSync(program))('the built program', { timeout: 60_000 }, () => {
  it('gives its version', () => {
    for (const flag of ['--version', '-V']) expect(run(flag)).toEqual({ code: 0, out: `${VERSION}\n`, err: '' });
  });

  it('initialises, validates, and ends with its exit codes', () => {
    expect(run('init')).toMatchObject({ code: 0, err: '' });
    expect(run('validate', 'policy.yaml')).toMatchObject({ code: 0, err: '' });
    project.write('bad.yaml', 'name: x\nwrong: 1\n');
    expect(run('validate', 'bad.yaml').out).toContain('bad.yaml:2:1: error: ');
    expect(run('validate', 'bad.yaml').code).toBe(1);
    expect(run('valdate').code).toBe(2);
    expect(run('verify', 'absent.jsonl').code).toBe(3);
  });

  it('ends quietly when its reader has had enough', async () => {
    const child = spawn(process.execPath, [program, 'schema'], { cwd: project.dir, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, err]).toEqual([0, '']);
  });

  it('tells a promise that a plugin forgot about in one line', () => {
    const command = `{ name: 'forget', summary: '', configure: (_, run) =>
      run(() => { Promise.reject(new Error('forgotten')); return new Promise((done) => setTimeout(done, 60_000, 0)); }) }`;
    project.install(
      'enforcecore-forgets',
      { commands: { forget: 'x' } },
      `(host) => host.contribute(COMMANDS, ${command})`,
    );
    project.write('.enforcecorerc', 'plugins: [enforcecore-forgets]');
    expect(run('forget')).toEqual({ code: 3, out: '', err: 'error: forgotten\n' });
  });

  it('ends although a plugin left something open', () => {
    const command = `{ name: 'linger', summary: '', configure: (_, run) => run(() => { setInterval(() => 0, 1000); return 1; }) }`;
    project.install(
      'enforcecore-lingers',
      { commands: { linger: 'x' } },
      `(host) => host.contribute(COMMANDS, ${command})`,
    );
    project.write('.enforcecorerc', 'plugins: [enforcecore-lingers]');
    expect(run('linger').code).toBe(1);
  });
});
