/** `enforcecore scan` and `enforcecore redact`, run as a person would run them. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'enforcecore-scan-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}
const token = `ghp_${'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij'}`;

describe('scan', () => {
  beforeEach(() =>
    writeFileSync(join(folder, 'notes.txt'), `first line\ncall jane@example.com\n\u00e9 key ${token} end\n`),
  );

  it('shows where something was found, not what it says, and exits with 1', () => {
    const { status, stdout, stderr } = run(['scan', 'notes.txt']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/notes\.txt:2:6\s+email\s+16/);
    expect(stdout).toMatch(/notes\.txt:3:7\s+github_token\s+40/);
    expect(stderr).toContain('2 found');
    expect(stdout + stderr).not.toMatch(/jane|ghp_/);
  });

  it('gives JSON and SARIF with the same places', () => {
    const json = JSON.parse(run(['scan', '--json', 'notes.txt']).stdout) as { total: number; findings: unknown[] };
    expect(json).toMatchObject({ total: 2, counts: { email: 1, github_token: 1 } });
    expect(json.findings[0]).toEqual({
      file: 'notes.txt',
      category: 'email',
      line: 2,
      column: 6,
      offset: 16,
      length: 16,
    });
    const { runs } = JSON.parse(run(['scan', '--sarif', 'notes.txt']).stdout) as {
      runs: { results: { ruleId: string; locations: { physicalLocation: { region: unknown } }[] }[] }[];
    };
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(['email', 'github_token']);
    expect(runs[0]?.results[0]?.locations[0]?.physicalLocation.region).toEqual({
      startLine: 2,
      startColumn: 6,
      charOffset: 16,
      charLength: 16,
    });
  });

  it('exits with 0 when nothing is found, and reads its standard input', () => {
    expect(run(['scan', '-'], 'nothing here')).toMatchObject({ status: 0, stderr: 'nothing found\n' });
    expect(run(['scan'], 'jane@example.com').status).toBe(1);
  });

  it('looks for what it is told, and says what cannot be used', () => {
    expect(run(['scan', '--categories', 'email', 'notes.txt']).stdout).not.toContain('github_token');
    expect(run(['scan', '--no-secrets', 'notes.txt']).stdout).not.toContain('github_token');
    expect(run(['scan', '--categories', 'emial', 'notes.txt'])).toMatchObject({ status: 2 });
    expect(run(['scan', '--redact', '--strategy', 'paint', 'notes.txt'])).toMatchObject({ status: 2 });
    expect(run(['scan', 'absent.txt'])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('absent.txt') as string,
    });
    expect(run(['scan', '.']).status).toBe(3);
    expect(run(['scan', '--list']).stdout).toMatch(/iban\s+personal data/);
  });

  it('writes the cleaned text, and what is JSON stays JSON', () => {
    expect(run(['scan', '--redact', 'notes.txt'])).toMatchObject({
      status: 1,
      stdout: 'first line\ncall <EMAIL>\n\u00e9 key <GITHUB_TOKEN> end\n',
      stderr: '2 found\n',
    });
    writeFileSync(join(folder, 'a.json'), '{"card_number":4111111111111111}');
    expect(run(['scan', '--redact', 'a.json']).stdout).toBe('{"card_number":"<CREDIT_CARD>"}');
  });
});

describe('redact', () => {
  it('is a filter', () => {
    expect(run(['redact'], `mail jane@example.com ${token}\n`)).toEqual({
      status: 0,
      stdout: 'mail <EMAIL> <GITHUB_TOKEN>\n',
      stderr: '',
    });
    expect(run(['redact', '--strategy', 'mask'], '555-123-4567').stdout).toBe('***-***-****');
    expect(run(['redact', '--format', 'xml'], 'x').status).toBe(2);
  });

  it('takes any amount with constant memory', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, ['--max-old-space-size=64', CLI, 'redact'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const line = `${'an ordinary line of a log with a number 12345 '.repeat(20)}jane@example.com\n`;
    let read = 0;
    let found = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      read += text.length;
      found += text.split('<EMAIL>').length - 1;
    });
    const lines = 40_000; // 37 MB
    for (let i = 0; i < lines; i++) {
      if (!child.stdin.write(line)) await new Promise((resolve) => child.stdin.once('drain', resolve));
    }
    child.stdin.end();
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(status).toBe(0);
    expect(read).toBe(lines * (line.length - 'jane@example.com'.length + '<EMAIL>'.length));
    expect(found).toBeGreaterThan(lines * 0.99);
  });
});
