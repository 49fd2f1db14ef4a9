/** @module A stranger's package: found without running, idle until it is named, and then like a built-in one. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT, Project } from './project.ts';
import type { Answer } from './project.ts';

const NAME = 'enforcecore-word-limit';
const marker = `${NAME}.ran`;
const calls = [
  { tool: 'say', args: ['three short words'] },
  { tool: 'say', args: ['word '.repeat(101)] },
];
const most = (limit: unknown): object => ({ rules: { word_limit: { most: limit } } });
let project: Project;

beforeAll(() => {
  project = new Project();
  project.install(NAME, join(CHECKOUT, 'tests/fixtures/third-party-plugin'));
});
afterAll(() => project[Symbol.dispose]());

const ask = (policy: object | string, more: object = {}, options: object = {}): Promise<Answer> =>
  project.ask({ marker, calls, ...more, options: { policy, ...options } });

describe('a plugin from outside', () => {
  it('is found and listed without running any of it, and runs when it is loaded', async () => {
    const answer = await project.ask({ marker, manager: NAME });
    const listed = answer.found?.find(({ name }) => name === NAME);
    expect(listed).toMatchObject({ kind: 'guard', version: '1.2.0', package: join(project.dir, 'node_modules', NAME) });
    expect(answer.found?.map(({ name }) => name)).toContain('tool-acl');
    expect(answer).toMatchObject({ ranAtDiscovery: false, ran: true, guardsAdded: 1 });
  });

  it('does nothing and is not even imported while nobody names it', async () => {
    const answer = await ask({ name: 'silent', rules: {} });
    expect(answer.calls?.map(({ ran }) => ran)).toEqual([true, true]);
    expect(answer.ran).toBe(false);
  });

  const POLICY = { name: 'named', rules: {} };
  it.each<[where: string, policy: object, more: object, options: object]>([
    ['the policy', { ...POLICY, plugins: [NAME] }, {}, {}],
    ['the code, by name', POLICY, {}, { plugins: [NAME] }],
    ['the code, as a value', POLICY, { imports: [NAME] }, {}],
  ])('is active with its defaults when it is named in %s', async (_where, policy, more, options) => {
    expectLimited(await ask(policy, more, options), 100);
  });

  it('is active when it is named in the config file', async () => {
    using own = new Project();
    own.install(NAME, join(CHECKOUT, 'tests/fixtures/third-party-plugin'));
    own.write('.enforcecorerc.json', JSON.stringify({ plugins: [NAME] }));
    expectLimited(await own.ask({ marker, calls, options: { policy: POLICY } }), 100);
  });

  it('reads its own section of a policy file', async () => {
    const path = project.write('policy.yaml', `name: terse\nplugins: [${NAME}]\nrules:\n  word_limit: { most: 4 }\n`);
    const answer = await ask(path);
    expectLimited(answer, 4);
  });

  it('has its section refused while nobody names it: the policy asks for what would not be enforced', async () => {
    const answer = await ask({ name: 'unnamed', ...most(4) });
    expect(answer.calls).toBeUndefined();
    expect(answer.error?.code).toMatch(/^EC_(PLUGIN_INACTIVE|POLICY_)/);
    expect(`${answer.error?.message} ${answer.error?.hint}`).toContain(NAME);
    expect(answer.ran).toBe(false);
  });

  it.each([0, 1.5, 'many', null])('judges its section by its own schema: `most: %s` is refused', async (limit) => {
    const answer = await ask({ name: 'wrong', plugins: [NAME], ...most(limit) });
    expect(answer.calls).toBeUndefined();
    expect(answer.error?.code).toMatch(/^EC_POLICY_/);
    expect(answer.error?.message).toContain('word_limit.most');
    expect(answer.error?.message).toContain('must be a whole number above 0');
  });

  it('cannot be used synchronously before it was loaded, and nothing runs meanwhile', async () => {
    const answer = await ask({ ...POLICY, plugins: [NAME] }, { sync: true });
    expect(answer.error?.code).toBe('EC_NOT_READY');
    expect(answer.value).toBeUndefined();
  });

  it('is refused when it calls itself something other than its package does', async () => {
    using own = new Project();
    own.install(NAME, join(CHECKOUT, 'tests/fixtures/third-party-plugin'));
    const description = { name: NAME, version: '9.9.9', type: 'module', exports: './index.js' };
    const manifest = {
      keywords: ['enforcecore-plugin'],
      enforcecore: { apiVersion: 1, kinds: ['guard'], sections: ['word_limit'] },
    };
    own.write(`node_modules/${NAME}/package.json`, JSON.stringify({ ...description, ...manifest }));
    const answer = await own.ask({ marker, calls, options: { policy: { ...POLICY, plugins: [NAME] } } });
    expect(answer.error?.code).toBe('EC_PLUGIN_MISMATCH');
    expect(answer.calls).toBeUndefined();
  });
});

function expectLimited(answer: Answer, limit: number): void {
  expect(answer.error).toBeUndefined();
  const [short, long] = answer.calls ?? [];
  expect(short).toMatchObject({ ran: true, value: ['three short words'], decision: 'allowed' });
  expect(long).toMatchObject({ ran: false, decision: 'blocked' });
  expect(long?.error).toMatchObject({ violation: 'content_violation', rule: 'word_limit' });
  expect(long?.error?.message).toContain(`more than ${limit} words`);
  expect(answer.ran).toBe(true);
}
