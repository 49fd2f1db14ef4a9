/** Threads that verify a trail: from the built package, and from an application's own bundle of it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'enforcecore-verify-'));
const trail = join(folder, 'trail.jsonl');
const ENTRIES = 6000;

const WRITE = `
import { writeFileSync } from 'node:fs';
import { entryFields, sealEntry } from ${JSON.stringify(join(dist, 'sdk/index.js'))};
let previous = '';
let text = '';
for (let seq = 0; seq < ${ENTRIES}; seq++) {
  const context = { padding: 'x'.repeat(3000) };
  const { line, entryHash } = sealEntry(entryFields({ toolName: 't', policyName: 'p', context }), previous, seq);
  previous = entryHash;
  text += line + '\\n';
}
writeFileSync(process.argv[2], text);
`;
/** Says how many threads were started, and what was found. */
const VERIFY = `
import { verifyTrail } from ${JSON.stringify(join(dist, 'index.js'))};
let threads = 0;
process.on('worker', () => threads++);
const { isValid, totalEntries } = await verifyTrail(process.argv[2], { threads: 2 });
console.log(JSON.stringify({ threads, isValid, totalEntries }));
`;

beforeAll(() => {
  writeFileSync(join(folder, 'write.mjs'), WRITE);
  writeFileSync(join(folder, 'verify.mjs'), VERIFY);
  const { status } = spawnSync(process.execPath, [join(folder, 'write.mjs'), trail]);
  if (status !== 0) throw new Error('the trail could not be written');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, program), trail], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

it('are used by the package', () => {
  expect(run('verify.mjs')).toEqual({ threads: 2, isValid: true, totalEntries: ENTRIES });
});

it('are used by a bundle that has the file for them beside it, and missed by nobody otherwise', async () => {
  const bundle = await rolldown({ input: join(folder, 'verify.mjs'), platform: 'node', logLevel: 'silent' });
  await bundle.write({ dir: join(folder, 'app'), entryFileNames: 'app.mjs', format: 'esm', codeSplitting: false });
  await bundle.close();
  expect(run('app/app.mjs')).toEqual({ threads: 0, isValid: true, totalEntries: ENTRIES });
  copyFileSync(join(dist, 'chunks/range-worker.mjs'), join(folder, 'app/range-worker.mjs'));
  expect(run('app/app.mjs')).toEqual({ threads: 2, isValid: true, totalEntries: ENTRIES });
});
