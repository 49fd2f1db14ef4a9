/** @module docs/audit.md, "By hand": its Python checks a trail without our code, and what was forged does not hold. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLogKeys } from 'enforcecore/sdk';
import { Auditor } from 'enforcecore';
import { TestProject } from '../sdk/cli/cli.fixture.ts';
import { ROOT } from './processes.ts';

const page = readFileSync(join(ROOT, 'docs/audit.md'), 'utf8');
const script = /```python\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
const hasTools =
  spawnSync('python3', ['--version']).status === 0 &&
  /^OpenSSL [3-9]/.test(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '');
const keys = generateLogKeys();
const ENTRIES = 7;
let project: TestProject;
let trail: string;

beforeAll(async () => {
  project = new TestProject();
  project.write('check.py', script);
  project.write('key.pem', keys.privateKey);
  project.write('public.pem', keys.publicKey);
  project.write('other.pem', generateLogKeys().publicKey);
  trail = join(project.dir, 'trail.jsonl');
  const auditor = new Auditor({ outputPath: trail });
  for (let i = 0; i < ENTRIES; i++)
    auditor.record({ toolName: `caf\u00e9_${i}`, policyName: '"p" \\', context: { entry_hash: 'x', i } });
  await auditor.close();
  const signed = await project.run([
    'audit',
    'checkpoint',
    trail,
    '--key',
    key('key.pem'),
    '--origin',
    'a.example/log',
  ]);
  project.write('checkpoint.txt', signed.out);
  // What comes later is not what was signed.
  const later = new Auditor({ outputPath: trail });
  later.record({ toolName: 'later', policyName: 'p' });
  await later.close();
});
afterAll(() => project[Symbol.dispose]());

const key = (name: string): string => join(project.dir, name);

/** Runs the script over some lines and the proof of an entry. */
async function check(
  text: string,
  { entry = 1, publicKey = 'public.pem', forge = (proof: string): string => proof } = {},
): Promise<{ code: number | null; last: string | undefined }> {
  const proof = await project.run(['audit', 'prove', trail, String(entry), '--size', String(ENTRIES)]);
  project.write('proof.json', forge(proof.out));
  project.write('given.jsonl', text);
  const given = ['check.py', 'given.jsonl', 'checkpoint.txt', 'proof.json', publicKey];
  const { status, stdout } = spawnSync('python3', given, { cwd: project.dir, encoding: 'utf8', timeout: 30_000 });
  return { code: status, last: stdout.trim().split('\n').at(-1) };
}

it('the page has a script, and says what its arguments are', () => {
  expect(script).toContain('import base64');
  expect(page).toContain('python3 check.py audit_logs/trail.jsonl checkpoint.txt proof.json public.pem');
});

describe.skipIf(!hasTools)('the script', () => {
  it('agrees with the log, whichever entry is asked for', async () => {
    const honest = readFileSync(trail, 'utf8');
    for (let entry = 1; entry <= ENTRIES; entry++)
      expect(await check(honest, { entry })).toEqual({ code: 0, last: `holds: entry ${entry} is in it` });
  });

  it('finds a changed byte, a missing end, a wrong key, and a proof of something else', async () => {
    const honest = readFileSync(trail, 'utf8');
    const lines = honest.split('\n');
    const answers = {
      'entry 3': await check(honest.replace('_2', '_9')),
      'entry 2': await check(lines.toSpliced(1, 1).join('\n')),
      [`the trail has the ${ENTRIES} entries`]: await check(`${lines.slice(0, 4).join('\n')}\n`),
      [`a.example/log signed a log of ${ENTRIES} entries`]: await check(honest, { publicKey: 'other.pem' }),
      'entry 5 is in it': await check(honest, {
        entry: 4,
        forge: (proof) => proof.replace('"leaf_index": 3', '"leaf_index": 4'),
      }),
      'the proof is for this checkpoint': await check(honest, {
        forge: (proof) => proof.replace(`"tree_size": ${ENTRIES}`, '"tree_size": 8'),
      }),
    };
    for (const [what, answer] of Object.entries(answers))
      expect(answer).toEqual({ code: 1, last: `DOES NOT HOLD: ${what}` });
  });
});
