/** @module A process that ends by itself says that its last checkpoint reached nobody. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Project } from './project.ts';

let project: Project;
beforeAll(() => {
  project = new Project();
  const { privateKey } = generateKeyPairSync('ed25519');
  project.write('key.pem', String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
});
afterAll(() => project[Symbol.dispose]());

/** Records a call and ends, without stopping anything; gives what was said. */
function endWith(witness: object): string {
  const policy = {
    name: 'p',
    rules: {},
    audit: {
      path: './trail/',
      checkpoints: { origin: 'example.com/log', key_file: './key.pem', witnesses: [witness] },
    },
  };
  project.write('policy.json', JSON.stringify(policy));
  const file = project.write(
    'end.mjs',
    "import { enforce } from 'enforcecore';\nawait enforce({ policy: 'policy.json' }, async function add() {})();\n",
  );
  const env = { PATH: process.env['PATH'] };
  const { stderr, status } = spawnSync(process.execPath, [file], { cwd: project.dir, env, encoding: 'utf8' });
  expect(status).toBe(0);
  return stderr;
}

it('when the witness cannot be written, and nothing when it was', () => {
  expect(endWith({ file: './nothing/witness.jsonl' })).toMatch(/^\(node:\d+\) \[EC_AUDIT_UNSIGNED\] .*ENOENT/);
  expect(endWith({ file: './witness.jsonl' })).toBe('');
  expect(readFileSync(join(project.dir, 'witness.jsonl'), 'utf8')).toMatch(/^\{"size":4,/);
});

it('when the witness is a service, which is not waited for; the checkpoint itself is kept', () => {
  // Port 1 of this machine: nobody listens there, and nobody has to.
  expect(endWith({ url: 'http://127.0.0.1:1' })).toMatch(/EC_AUDIT_UNSIGNED\] .*was not waited for/);
  expect(readFileSync(join(project.dir, 'trail/trail.jsonl.checkpoint'), 'utf8')).toMatch(/^example\.com\/log\n6\n/);
});
