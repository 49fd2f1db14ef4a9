/** @module An error that nobody catches, as Node shows it to whoever has just installed the package. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Project } from './project.ts';

let project: Project;
beforeAll(() => {
  project = new Project();
});
afterAll(() => project[Symbol.dispose]());

it.each([
  [
    'a refused call',
    `await enforce({ policy: { name: 'p', rules: { denied_tools: ['rm'] } } }, async function rm() {})()`,
    'EC_TOOL_DENIED',
  ],
  ['a policy that is not there', `enforce({ policy: 'nothing.yaml' }, async function rm() {})`, 'EC_POLICY_FILE'],
  ['a misspelt option', `enforce({ polcy: {} }, async function rm() {})`, 'EC_OPTION_UNKNOWN'],
])('%s shows its code and its hint, and not half of the package', (_what, code, expected) => {
  const file = project.write('uncaught.mjs', `import { enforce } from 'enforcecore';\n${code};\n`);
  const { stderr, status } = spawnSync(process.execPath, [file], {
    cwd: project.dir,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(status).toBe(1);
  expect(stderr).toContain(`code: '${expected}'`);
  expect(stderr).toMatch(/hint: \S/);
  expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThan(2000);
});
