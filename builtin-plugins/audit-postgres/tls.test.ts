/** @module How connections are encrypted, against a real server with a certificate of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PostgreSQLBackend } from './index.ts';
import type { PostgreSQLOptions, SslMode } from './index.ts';
import { findBinaries, TestServer } from './server.fixture.ts';

describe.skipIf(!findBinaries())('a connection', () => {
  let server: TestServer;
  let backend: PostgreSQLBackend | undefined;
  beforeAll(async () => {
    server = await TestServer.start({ tls: true });
    await server.sql(`CREATE ROLE tls_only LOGIN SUPERUSER PASSWORD '${server.password}'`);
  }, 60_000);
  afterAll(() => server?.remove());
  afterEach(async () => {
    await backend?.close();
    backend = undefined;
  });

  const tcp = (more: PostgreSQLOptions = {}): PostgreSQLOptions => ({
    ...server.connection(),
    host: 'localhost',
    port: server.tcpPort,
    ...more,
  });
  /** Whether a connection with these options is encrypted, as the server sees it. */
  const encrypted = async (options: PostgreSQLOptions): Promise<boolean> => {
    backend = new PostgreSQLBackend(options);
    await backend.open();
    const rows = await server.sql(`SELECT DISTINCT ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
WHERE a.application_name = 'enforcecore' AND a.client_addr IS NOT NULL`);
    await backend.close();
    expect(rows).toHaveLength(1);
    return rows[0]?.['ssl'] === true;
  };
  const refusal = async (options: PostgreSQLOptions): Promise<unknown> => {
    backend = new PostgreSQLBackend({ retryMs: 0, ...options });
    return backend.open().then(
      () => 'connected',
      (error: unknown) => error,
    );
  };
  const authority = (): string => readFileSync(join(server.folder, 'data', 'server.crt'), 'utf8');
  const withTls = async (on: boolean): Promise<void> => {
    await server.sql(`ALTER SYSTEM SET ssl = ${on ? 'on' : 'off'}`);
    await server.restart();
  };

  it.each([
    ['disable', false],
    ['allow', false],
    ['prefer', true],
    ['require', true],
  ] as const)('with `%s` is encrypted: %s, where the server can do both', async (sslMode, expected) => {
    expect(await encrypted(tcp({ sslMode }))).toBe(expected);
    const { password, database, user } = server.connection();
    const url = `postgresql://${user}:${password}@localhost:${server.tcpPort}/${database}?sslmode=${sslMode}`;
    expect(await encrypted({ connectionString: url })).toBe(expected);
  });

  it('is encrypted by default', async () => {
    expect(await encrypted(tcp())).toBe(true);
  });

  it('with `allow` is encrypted where the server refuses it otherwise, and with `disable` there is none', async () => {
    expect(await encrypted(tcp({ user: 'tls_only', sslMode: 'allow' }))).toBe(true);
    expect(await refusal(tcp({ user: 'tls_only', sslMode: 'disable' }))).toMatchObject({
      code: 'EC_POSTGRES_CONNECT',
      message: expect.stringMatching(/28000/),
    });
  });

  it('with `verify-full` needs a certificate of an authority that is trusted, for this very host', async () => {
    const checked = (more: PostgreSQLOptions): PostgreSQLOptions => tcp({ sslMode: 'verify-full', ...more });
    expect(await encrypted(checked({ sslCa: authority() }))).toBe(true);
    expect(await refusal(checked({}))).toMatchObject({ code: 'EC_POSTGRES_CONNECT' });
    expect(await refusal(checked({ sslCa: authority(), host: '127.0.0.1' }))).toMatchObject({
      code: 'EC_POSTGRES_CONNECT',
    });
    const url = `postgresql://owner@localhost:${server.tcpPort}/postgres?sslmode=verify-full&sslrootcert=${server.folder}/data/server.crt`;
    expect(await encrypted({ connectionString: url, password: server.password })).toBe(true);
  });

  it('to a server without TLS falls back with `prefer`, and is refused with `require` and `verify-full`', async () => {
    await withTls(false);
    try {
      expect(await encrypted(tcp({ sslMode: 'prefer' }))).toBe(false);
      for (const sslMode of ['require', 'verify-full'] as const)
        expect(await refusal(tcp({ sslMode }))).toMatchObject({ code: 'EC_POSTGRES_CONNECT' });
    } finally {
      await withTls(true);
    }
  });

  it('says what is wrong without the password', async () => {
    const password = `pass${'word'.repeat(3)}%zz`;
    const wrong: PostgreSQLOptions[] = [
      tcp({ password }),
      tcp({ password, port: 1 }),
      tcp({ password, host: '/nowhere' }),
      tcp({ password, database: 'nowhere' }),
    ];
    for (const options of wrong) {
      const error = await refusal(options);
      expect(error).toMatchObject({ code: 'EC_POSTGRES_CONNECT' });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(password);
    }
  });

  it.each([
    ['postgresql://u:pass%zz@h/d', 'a `%` that is not an escape'],
    ['http://u:secretpass@h/d', 'no URL of PostgreSQL'],
    ['postgresql://u:secretpass@h:port/d', 'no port'],
    ['postgresql://u:secretpass@h/d?sslmode=maybe', 'an unknown mode'],
    ['postgresql://u:secretpass@h/d?options=-c', 'an unknown parameter'],
  ])('is not tried with a connection string that has %# %s', (connectionString) => {
    let error: unknown;
    try {
      backend = new PostgreSQLBackend({ connectionString });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'EC_POSTGRES_OPTIONS' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/secretpass|pass%zz/);
  });

  it.each<[string, PostgreSQLOptions]>([
    ['a mode that there is none', { sslMode: 'always' as SslMode }],
    ['a pool of none', { poolSize: 0 }],
    ['a schema that is no plain name', { schema: 'a; DROP' }],
  ])('is not tried with %s', (_, options) => {
    expect(() => new PostgreSQLBackend(options)).toThrow(expect.objectContaining({ code: 'EC_POSTGRES_OPTIONS' }));
  });
});
