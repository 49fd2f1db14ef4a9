/** @module The commands that look into a trail, run as a person would run them. */
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import 'enforcecore';
import { generateLogKeys, openCheckpoint, rootOf } from 'enforcecore/sdk';
import type { CommandHost } from 'enforcecore/sdk';
import { TestProject } from '../../sdk/cli/cli.fixture.ts';
import type { Ran } from '../../sdk/cli/cli.fixture.ts';
import { readTree } from './leaves.ts';
import { printEntries } from './query-command.ts';
import { sealed, text } from './trail.fixture.ts';

const ORIGIN = 'example.com/log';
const keys = generateLogKeys();
const HOUR = 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
let project: TestProject;
let trail: string;
beforeEach(() => {
  project = new TestProject();
  trail = project.write('trail.jsonl', text(sealed(ENTRIES())));
  project.write('key.pem', keys.privateKey);
  project.write('public.pem', keys.publicKey);
});
afterEach(() => project[Symbol.dispose]());

const ENTRIES = (): Parameters<typeof sealed>[0] => [
  { entryType: 'intent', callId: 'c1', toolName: 'read', timestamp: ago(5 * HOUR), tenantId: 'acme' },
  {
    ...{ entryType: 'outcome', callId: 'c1', toolName: 'read', timestamp: ago(4 * HOUR), tenantId: 'acme' },
    ...{ overheadMs: 1.2345, callDurationMs: 100, inputRedactions: 2, redactedCategories: ['email', 'phone'] },
    ...{ decision: 'redacted', costUsd: 0.1, tokensUsed: 7, sessionId: 's1' },
  },
  { entryType: 'intent', callId: 'c2', toolName: 'write', timestamp: ago(3 * HOUR) },
  {
    ...{ entryType: 'outcome', callId: 'c3', toolName: 'rm\u001b[2J\u202e\u009b', timestamp: ago(HOUR) },
    ...{ decision: 'blocked', violationType: 'tool_denied', violationReason: 'no', costUsd: 0.2 },
  },
  { entryType: 'recovery', decision: 'none', timestamp: ago(HOUR / 2) },
  { timestamp: ago(HOUR / 4), toolName: 'plain' },
];

const run = (...argv: string[]): Promise<Ran> => project.run(argv);
async function numbers(...argv: string[]): Promise<unknown[]> {
  const { code, out } = await run('audit', 'query', trail, '--json', ...argv);
  expect(code).toBe(0);
  const rows = out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { seq: number });
  return rows.map(({ seq }) => seq);
}

describe('audit query', () => {
  it.each<[readonly string[], readonly number[]]>([
    [[], [0, 1, 2, 3, 4, 5]],
    [
      ['--tool', 'read'],
      [0, 1],
    ],
    [
      ['--tool', 'read', '--tool', 'write'],
      [0, 1, 2],
    ],
    [['--tool', 'read', '--type', 'outcome'], [1]],
    [
      ['--type', 'outcome'],
      [1, 3, 5],
    ],
    [['--type', 'recovery'], [4]],
    [['--decision', 'blocked'], [3]],
    [['--violation', 'tool_denied'], [3]],
    [['--tenant', 'acme', '--session', 's1'], [1]],
    [['--call', 'c2'], [2]],
    [['--policy', 'q'], []],
    [
      ['--since', '90m'],
      [3, 4, 5],
    ],
    [
      ['--until', '90m'],
      [0, 1, 2],
    ],
    [
      ['--since', '4d', '--until', '210m'],
      [0, 1],
    ],
    [['--since', '2020-01-01', '--until', '2021-01-01T00:00:00+02:00'], []],
    [
      ['--limit', '2'],
      [4, 5],
    ],
    [['--limit', '0'], []],
    [['--tool', 'read', '--limit', '1'], [1]],
  ])('with %j finds %j', async (argv, expected) => {
    expect(await numbers(...argv)).toEqual(expected);
  });

  it('finds across segments, whether compressed or not, and from one byte to the next', async () => {
    const lines = sealed(
      Array.from({ length: 4000 }, (_, i) => ({ toolName: `t${i % 7}`, context: { x: 'y'.repeat(900) } })),
    );
    project.write('trail.000000000000-000000000099.jsonl', text(lines.slice(0, 100)));
    const compressed = join(project.dir, 'trail.000000000100-000000000999.jsonl.gz');
    writeFileSync(compressed, gzipSync(text(lines.slice(100, 1000))));
    writeFileSync(trail, text(lines.slice(1000)));
    expect(await numbers('--limit', '3')).toEqual([3997, 3998, 3999]);
    expect((await numbers('--limit', '3700')).at(0)).toBe(300);
    expect((await numbers('--tool', 't3', '--limit', '9999')).length).toBe(571);
    expect((await numbers('--limit', '9999')).length).toBe(4000);
  });

  it('shows a table without anything that would steer the terminal', async () => {
    const { code, out } = await project.run(['audit', 'query', trail], { columns: 200, env: { NO_COLOR: '1' } });
    expect(code).toBe(0);
    expect(out).toMatch(/^timestamp +entry_type +tool_name +decision/);
    expect(out).toContain('rm\ufffd[2J\ufffd');
    // oxlint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const { out: json } = await run('audit', 'query', trail, '--json');
    expect(json).toMatch(/^[\n -~]*$/);
  });

  it('shows the fields that are asked for', async () => {
    const { out } = await run('audit', 'query', trail, '--json', '--fields', 'seq, session_id', '--limit', '5');
    expect(
      out
        .split('\n')
        .slice(0, 2)
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([{ seq: 1, session_id: 's1' }, { seq: 2 }]);
  });

  it('passes over lines that are no entries, and says so', async () => {
    appendFileSync(trail, '\u00ff\nnull\n[]\n{"seq":9}\n{"torn');
    const { out, err } = await run('audit', 'query', trail, '--json', '--limit', '1');
    expect(JSON.parse(out)).toEqual({ seq: 9 });
    expect(err).toContain('4 lines are no entries');
  });

  it('passes over a line that is nested so deeply that nobody can show it', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    appendFileSync(trail, `{"tool_name":${deep}}\n{"tool_name":"t","context":${deep}}\n`);
    for (const more of [[], ['--json'], ['--fields', 'tool_name,context']])
      expect(await run('audit', 'query', trail, ...more)).toMatchObject({
        code: 0,
        err: expect.stringContaining('2 lines are no entries'),
      });
  });

  it('holds no line that is much longer than those of ours: a small file may unfold to very many', async () => {
    appendFileSync(trail, `{"tool_name":"${'x'.repeat(300_000)}"}\n{"seq":9,"tool_name":"${'x'.repeat(60_000)}"}\n`);
    const { out, err } = await run('audit', 'query', trail, '--json', '--limit', '1', '--fields', 'seq');
    expect(JSON.parse(out)).toEqual({ seq: 9 });
    expect(err).toContain('1 lines are no entries');
    const { json } = await run('audit', 'stats', trail, '--json');
    expect(json).toMatchObject({ not_entries: 1, by_tool: { '(a long name)': 1 } });
  });

  it('goes on with what is appended, also over rotation', async () => {
    const stop = new AbortController();
    const more = sealed(Array.from({ length: 9 }, (_, i) => ({ toolName: i % 2 ? 'odd' : 'even' }))).map(
      (line) => `${line}\n`,
    );
    const seen: number[] = [];
    const expecting = [6, 8];
    const stdout = new Writable({
      write(chunk: Buffer, _, done) {
        const { seq } = JSON.parse(String(chunk)) as { seq: number };
        seen.push(seq);
        if (seq === 6) {
          renameSync(trail, join(project.dir, 'trail.000000000000-000000000007.jsonl'));
          writeFileSync(trail, more[8] as string);
        }
        if (seq === expecting.at(-1)) stop.abort();
        else if (seq === 5) appendFileSync(trail, `${more[6]}${more[7]}`);
        done();
      },
    });
    const host = { json: true, stdout, stderr: stdout, colors: {} } as unknown as CommandHost;
    const options = { limit: '10', follow: true, tool: ['plain', 'even'] };
    await printEntries(host, trail, options, stop.signal);
    expect(seen).toEqual([5, 6, 8]);
  });

  it.each([
    [['--since', 'yesterday'], 'is no time'],
    [['--until', '2026-99-01'], 'is no time'],
    [['--limit', '-1'], '--limit'],
    [['--fields', 'nothing'], 'no field `nothing`'],
    [['--unheard', 'x'], '--unheard'],
  ])('exits with 2 for %j', async (argv, said) => {
    const { code, err } = await run('audit', 'query', trail, ...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });

  it('exits with 3 when there is no trail', async () => {
    const { code, json } = await run('audit', 'query', join(project.dir, 'nothing'), '--json');
    expect([code, json.error.code]).toEqual([3, 'EC_AUDIT_NOT_FOUND']);
  });
});

describe('audit stats', () => {
  it('counts calls by how they ended', async () => {
    appendFileSync(trail, 'x\n');
    const { code, json, out } = await run('audit', 'stats', trail, '--json');
    expect(code).toBe(0);
    expect(json).toMatchObject({
      entries: 6,
      calls: 3,
      intents: 2,
      by_decision: { redacted: 1, blocked: 1, allowed: 1 },
      by_tool: { read: 1, plain: 1 },
      by_violation: { tool_denied: 1 },
      redactions: { input: 2, output: 0, calls_by_category: { email: 1, phone: 1 } },
      overhead_ms: { p50: 0, p95: 1.23, p99: 1.23, max: 1.2345 },
      call_duration_ms: { p50: 0, p99: 100, max: 100 },
      cost_usd: 0.3,
      tokens_used: 7,
      intents_without_outcome: { count: 1, at_least: false, latest: [{ call_id: 'c2', tool_name: 'write' }] },
      other_entries: { recovery: 1 },
      not_entries: 1,
    });
    expect(Date.parse(json.to) - Date.parse(json.from)).toBeCloseTo(4.75 * HOUR, -3);
    expect(out).toMatch(/^[\n -~]*$/);
  });

  it('shows them as tables, by tenant when it is asked', async () => {
    const { out } = await run('audit', 'stats', trail);
    expect(out).toMatch(/^calls that never ended +1$/m);
    expect(out).toMatch(/^rm\ufffd\[2J\ufffd\ufffd +1$/m);
    const acme = await run('audit', 'stats', trail, '--tenant', 'acme', '--json');
    expect(acme.json).toMatchObject({ entries: 2, calls: 1 });
  });

  it('says so of an empty trail', async () => {
    writeFileSync(trail, '');
    const { code, json } = await run('audit', 'stats', trail, '--json');
    expect(code).toBe(0);
    expect(json).toMatchObject({ entries: 0, calls: 0, overhead_ms: null, from: null });
  });
});

describe('audit prove, consistency and checkpoint', () => {
  it('prove an entry by its number and by its id', async () => {
    const byNumber = await run('audit', 'prove', trail, '4');
    const id = (JSON.parse(project.read('trail.jsonl').split('\n')[3] as string) as { entry_id: string }).entry_id;
    const byId = await run('audit', 'prove', trail, id.toUpperCase());
    expect([byNumber.code, byNumber.json.leaf_index, byNumber.json.hashes.length]).toEqual([0, 3, 3]);
    expect(byId.json).toEqual(byNumber.json);
    const smaller = await run('audit', 'prove', trail, id, '--size', '4');
    expect(smaller.json.tree_size).toBe(4);
    expect(await run('audit', 'prove', trail, id, '--size', '3')).toMatchObject({ code: 2 });
  });

  it.each([
    [['prove', '7'], 2, 'from 1 to 6'],
    [['prove', '0'], 2, 'from 1 to 6'],
    [['prove', '00000000-0000-4000-8000-000000000000'], 2, 'no entry of the trail has this id'],
    [['consistency', '7'], 2, 'from 1 to 6'],
  ])('exit for %j with %d', async ([name = '', entry = ''], code, said) => {
    const ran = await run('audit', name, trail, entry);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(said)]);
  });

  it('show that a trail only grew', async () => {
    const { code, json } = await run('audit', 'consistency', trail, '3', '5');
    expect([code, json.old_size, json.tree_size]).toEqual([0, 3, 5]);
    expect(json.root_hash).toBe((await root(5)).toString('base64'));
  });

  it('sign what was read, segments too', async () => {
    const { code, out } = await run(
      'audit',
      'checkpoint',
      trail,
      '--key',
      join(project.dir, 'key.pem'),
      '--origin',
      ORIGIN,
    );
    expect(code).toBe(0);
    expect(openCheckpoint(out, keys.publicKey)).toEqual({ origin: ORIGIN, size: 6, root: await root(6) });
    const wrong = await run('audit', 'checkpoint', trail, '--key', join(project.dir, 'public.pem'), '--origin', ORIGIN);
    expect([wrong.code, wrong.err]).toEqual([3, expect.stringContaining('the key cannot be read')]);
  });
});

async function root(size: number, of = trail): Promise<Buffer> {
  const tree = await readTree(of);
  return rootOf(size, tree.read);
}
