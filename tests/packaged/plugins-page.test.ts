/** @module docs/plugins.md: what it shows works as it stands, in a project that has nothing but the package. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHECKOUT, Project } from './project.ts';

const page = readFileSync(join(CHECKOUT, 'docs/plugins.md'), 'utf8');
const NAME = 'enforcecore-audit-lines';
let project: Project;

beforeAll(() => {
  project = new Project();
  project.write(`node_modules/${NAME}/package.json`, block('json', NAME));
  project.write(`node_modules/${NAME}/index.js`, block('js', NAME));
  cpSync(join(CHECKOUT, 'node_modules/zod'), join(project.dir, 'node_modules/zod'), { recursive: true });
  project.depend(NAME);
  project.write('policy.yaml', block('yaml', NAME));
});
afterAll(() => project[Symbol.dispose]());

function block(language: string, holding: string): string {
  const all = [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text ?? '',
  );
  return all.find((text) => text.includes(holding)) ?? '';
}

function run(...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'] };
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: project.dir, env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

it('its audit backend is found, judged and loaded, and gets every entry', () => {
  const program = 'node_modules/enforcecore/dist/cli.js';
  expect(run(program, 'plugin', 'list')).toMatch(new RegExp(`${NAME} +1\\.0\\.0 +audit_backend +project +off`));
  expect(run(program, 'plugin', 'info', NAME)).toContain('audit_lines');
  expect(run(program, 'validate', 'policy.yaml')).toContain('valid');
  project.write(
    'call.mjs',
    "import { enforce } from 'enforcecore';\nawait enforce({ policy: 'policy.yaml' }, async function add() {})();\n",
  );
  run('call.mjs');
  expect(readFileSync(join(project.dir, 'lines.txt'), 'utf8')).toBe('intent add allowed\noutcome add allowed\n');
});

it('its store keeps, finds and verifies entries', () => {
  const source = block('js', 'extends AuditBackend');
  project.write('store.mjs', source);
  const promised = [...source.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map(([, text]) => text);
  expect(promised).toHaveLength(2);
  expect(run('store.mjs').trim().split('\n')).toEqual(promised);
});
