/** @module A built-in room, copied into node_modules under another name, is found, admitted and obeyed as it is built in. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT, Project } from './project.ts';

const rooms = join(CHECKOUT, 'builtin-plugins');
const manifest = (room: string): { readonly enforcecore: { readonly default?: boolean } } =>
  JSON.parse(readFileSync(join(rooms, room, 'package.json'), 'utf8')) as ReturnType<typeof manifest>;
const onByThemselves = readdirSync(rooms, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && manifest(entry.name).enforcecore.default === true)
  .map(({ name }) => name);

interface Case {
  readonly room: string;
  readonly policies: readonly object[];
  readonly calls: readonly object[];
}
const email = 'jane@example.com';
const cases: readonly Case[] = [
  {
    room: 'tool-acl',
    policies: [
      { rules: { allowed_tools: ['read', 'write'], denied_tools: ['write'] } },
      { rules: { allowed_tools: [] } },
      { rules: { denied_tools: ['shell'] } },
      { mode: 'strict', rules: {} },
      { mode: 'monitor', rules: { denied_tools: ['shell'] } },
      {
        rules: [
          { name: 'reading', action: 'allow', resource: 'tool', pattern: 'read|write' },
          { name: 'no-writing', action: 'deny', resource: 'tool', pattern: 'w*' },
        ],
      },
    ],
    calls: ['read', 'READ', ' read ', 'write', 'shell', 'sheIl', 'other', ''].map((tool) => ({ tool, args: [1] })),
  },
  {
    room: 'pii',
    policies: [
      { rules: { pii_redaction: { enabled: true } } },
      { rules: { pii_redaction: { enabled: true, strategy: 'mask' }, redact_output: false } },
      { rules: { pii_redaction: { enabled: true, categories: ['email'], strategy: 'hash' } } },
      { rules: { pii_redaction: { enabled: true, categories: ['no-such-category'] } } },
      { rules: { pii_redaction: { enabled: false } } },
      { rules: {} },
    ],
    calls: [
      { tool: 'echo', args: [`mail ${email} or 555-123-4567`] },
      { tool: 'echo', args: [{ [email]: [email, { deep: '123-45-6789' }] }, 'plain'] },
      { tool: 'make', returns: { card: '4111-1111-1111-1111', host: '192.168.1.10' } },
      { tool: 'plain', args: [1, null, true] },
    ],
  },
];

describe.each(cases)("$room under a stranger's name", ({ room, policies, calls }) => {
  const name = `stranger-${room}`;
  let project: Project;

  beforeAll(async () => {
    project = new Project();
    await buildStranger(project, room, name);
    project.depend(name);
  });
  afterAll(() => project[Symbol.dispose]());

  it('is found beside the built-in one', async () => {
    const { found = [] } = await project.ask({ manager: name });
    const [original, copy] = [room, name].map((wanted) => found.find((one) => one.name === wanted));
    expect(copy?.kind).toBe(original?.kind);
    expect(copy?.package).toBe(join(project.dir, 'node_modules', name));
  });

  it('is not active by itself, although its package.json asks for it', async () => {
    const answer = await project.ask({ options: { policy: { name: 'p', rules: {} } }, calls: calls.slice(0, 1) });
    const without = await project.ask({
      options: { policy: { name: 'p', rules: {} }, defaults: onByThemselves },
      calls: calls.slice(0, 1),
    });
    expect(answer.calls).toEqual(without.calls);
  });

  it.each(policies.map((policy) => [JSON.stringify(policy), policy] as const))(
    'behaves the same: %s',
    async (_text, policy) => {
      const built = { name: 'parity', ...policy };
      const original = await project.ask({ options: { policy: built, defaults: onByThemselves }, calls });
      const defaults = onByThemselves.filter((one) => one !== room);
      const copy = await project.ask({ options: { policy: built, defaults, plugins: [name] }, calls });
      expect(copy).toEqual(original);
      expect(original.calls?.length ?? original.error?.code).toBeDefined();
    },
  );
});

it('nothing is allowed when the room that allows is left out and nobody takes its place', async () => {
  using project = new Project();
  const defaults = onByThemselves.filter((one) => one !== 'tool-acl');
  const answer = await project.ask({
    options: { policy: { name: 'nobody', rules: {} }, defaults },
    calls: [{ tool: 'read' }],
  });
  expect(answer.calls).toMatchObject([{ ran: false, error: { violation: 'tool_not_allowed' } }]);
});

/** Builds the room as its author would: the package external, everything else of its own inside. */
async function buildStranger(project: Project, room: string, name: string): Promise<void> {
  const source = join(project.dir, 'source');
  cpSync(join(rooms, room), source, { recursive: true });
  for (const file of readdirSync(source).filter((one) => one.endsWith('.ts'))) {
    const text = readFileSync(join(source, file), 'utf8');
    writeFileSync(join(source, file), text.replaceAll(`name: '${room}'`, `name: '${name}'`));
  }
  await build({
    root: source,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { zod: join(CHECKOUT, 'node_modules/zod') } },
    build: {
      outDir: join(project.dir, 'node_modules', name),
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      lib: { entry: join(source, 'index.ts'), formats: ['es'], fileName: () => 'index.js' },
      rolldownOptions: { external: [/^enforcecore/, /^node:/] },
    },
  });
  const json = { ...manifest(room), name, main: './index.js', exports: './index.js' };
  project.write(`node_modules/${name}/package.json`, JSON.stringify(json));
}
