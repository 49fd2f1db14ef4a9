/** @module The room in an enforcer: what a policy says, and what happens to calls when the database does not answer. */
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEnforcer } from 'enforcecore';
import type { Enforcer } from 'enforcecore';
import type { PolicyInput } from 'enforcecore/sdk';
import { loadLibrary } from './library.ts';
import { PostgreSQLBackend } from './index.ts';
import { findBinaries, TestServer } from './server.fixture.ts';

describe('without the library', () => {
  it('says what to install', async () => {
    const missing = `not-${'installed'}`;
    await expect(loadLibrary(missing)).rejects.toMatchObject({
      code: 'EC_POSTGRES_LIBRARY_MISSING',
      hint: 'npm install pg',
    });
  });
});

describe.skipIf(!findBinaries())('an enforcer with `audit_postgres`', () => {
  let server: TestServer;
  let schema: string;
  let enforcer: Enforcer | undefined;
  beforeAll(async () => {
    server = await TestServer.start();
  }, 60_000);
  afterAll(() => server?.remove());
  beforeEach(() => {
    schema = server.schema();
    vi.stubEnv('ENFORCECORE_TEST_PG', server.password);
  });
  afterEach(async () => {
    await enforcer?.stop();
    enforcer = undefined;
    vi.unstubAllEnvs();
  });

  const create = async (more: object = {}): Promise<Enforcer> => {
    const { host, port, database, user } = server.connection();
    const section = { host, port, database, user, schema, password_env: 'ENFORCECORE_TEST_PG', ...more };
    const given = JSON.parse(JSON.stringify(section)) as Record<string, unknown>; // without what is undefined
    const policy: PolicyInput = { name: 'p', rules: { allowed_tools: ['search'] }, audit_postgres: given };
    enforcer = await createEnforcer({ policy, defaults: ['audit', 'tool-acl'], projectDir: server.folder });
    return enforcer;
  };

  it('records intent and outcome of each call, refused ones too', async () => {
    const one = await create();
    expect(await one.enforceAsync(async () => 'found', [], { toolName: 'search' })).toBe('found');
    await expect(one.enforceAsync(async () => 'gone', [], { toolName: 'delete' })).rejects.toMatchObject({
      code: 'EC_TOOL_NOT_ALLOWED',
    });
    await one.stop();
    const backend = new PostgreSQLBackend({ ...server.connection(), schema });
    const entries = await backend.listEntries();
    expect(entries.map(({ entryType, decision, toolName }) => `${entryType} ${decision} ${toolName}`)).toEqual([
      'intent allowed search',
      'outcome allowed search',
      'outcome blocked delete',
    ]);
    expect(await backend.verify()).toMatchObject({ isValid: true, pending: 0 });
    await backend.close();
  });

  it('does not run a tool whose intent cannot be written', async () => {
    const one = await create({ retry_seconds: 0 });
    const tool = vi.fn<() => Promise<string>>(async () => 'ran');
    await server.down();
    try {
      await expect(one.enforceAsync(tool, [], { toolName: 'search' })).rejects.toMatchObject({
        code: 'EC_AUDIT_WRITE',
      });
      expect(tool).not.toHaveBeenCalled();
    } finally {
      await server.up();
    }
    expect(await one.enforceAsync(tool, [], { toolName: 'search' })).toBe('ran');
  });

  it('does not start when the database refuses it, and does not say the password', async () => {
    vi.stubEnv('ENFORCECORE_TEST_PG', `wrong-${'word'.repeat(3)}`);
    const error: unknown = await create({ retry_seconds: 0 }).catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: 9 })).toContain('28P01');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(process.env['ENFORCECORE_TEST_PG']);
  });

  it('takes a connection string from the environment, and no password from a policy', async () => {
    const { host, port, user, password } = server.connection();
    vi.stubEnv('ENFORCECORE_TEST_URL', `postgresql://${user}:${password}@/postgres?host=${host}&port=${port}`);
    const one = await create({ host: undefined, connection_string_env: 'ENFORCECORE_TEST_URL' });
    expect(await one.enforceAsync(async () => 1, [], { toolName: 'search' })).toBe(1);
    await expect(create({ password: 'x' })).rejects.toMatchObject({ code: 'EC_POLICY_UNKNOWN_KEY' });
    await expect(create({ connection_string_env: 'ENFORCECORE_TEST_NONE' })).rejects.toThrow(/is empty/);
  });
});
