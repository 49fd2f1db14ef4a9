/** @module Many processes on one database, and what goes wrong between them and it: nothing acknowledged is lost. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { entryFields } from 'enforcecore/sdk';
import { migratePostgres, PostgreSQLBackend } from './index.ts';
import type { PostgreSQLOptions } from './index.ts';
import { Writers } from './processes.fixture.ts';
import { cuttingProxy } from './proxy.fixture.ts';
import { findBinaries, TestServer } from './server.fixture.ts';

/** The long versions run with `ENFORCECORE_LONG_TESTS`. */
const MORE = process.env['ENFORCECORE_LONG_TESTS'] ? 20 : 1;

describe.skipIf(!findBinaries())('one database of many processes', () => {
  let server: TestServer;
  let writers: Writers;
  let schema: string;
  const open: PostgreSQLBackend[] = [];
  beforeAll(async () => {
    [server, writers] = await Promise.all([TestServer.start(), Writers.build()]);
  }, 60_000);
  afterAll(async () => {
    await writers?.remove();
    await server?.remove();
  });
  beforeEach(() => void (schema = server.schema()));
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await writers.reset();
  });
  const options = (more: PostgreSQLOptions = {}): PostgreSQLOptions => ({ ...server.connection(), schema, ...more });
  const backend = (more: PostgreSQLOptions = {}): PostgreSQLBackend => {
    const one = new PostgreSQLBackend(options(more));
    open.push(one);
    return one;
  };
  const fields = () => entryFields({ toolName: 'search', policyName: 'p' });
  /** Everything acknowledged is there once, and nothing is wrong. */
  const mustHoldAll = async (least: number): Promise<void> => {
    const acked = writers.acked();
    expect(acked.length).toBeGreaterThanOrEqual(least);
    expect(await backend().verify()).toMatchObject({ isValid: true, pending: 0, errors: [] });
    const rows = await server.sql(`SELECT entry_id, count(*) AS times FROM ${schema}.entries GROUP BY entry_id`);
    const kept = new Map(rows.map(({ entry_id, times }) => [String(entry_id), Number(times)]));
    expect(acked.filter((id) => kept.get(id) !== 1)).toEqual([]);
  };

  it(
    'loses nothing when eight begin at once and their connections are cut at random',
    { timeout: 120_000 * MORE },
    async () => {
      const count = 250 * MORE;
      const all = Promise.all(Array.from({ length: 8 }, () => writers.run(options({ retryMs: 60_000 }), count)));
      let ended = false;
      const ending = all.finally(() => (ended = true));
      let cut = 0;
      while (!ended) {
        await Promise.race([delay(5 + Math.random() * 20), ending]);
        const text = `SELECT count(pg_terminate_backend(pid)) AS cut FROM (SELECT pid FROM pg_stat_activity
WHERE application_name = 'enforcecore' AND query LIKE '%${schema}%' ORDER BY random() LIMIT 2) a`;
        cut += Number((await server.sql(text))[0]?.['cut']);
      }
      expect((await ending).flat()).toEqual([]);
      expect(cut).toBeGreaterThan(10);
      await mustHoldAll(8 * count);
    },
  );

  it('goes on after the server was stopped and after it crashed', { timeout: 120_000 * MORE }, async () => {
    const count = 800 * MORE;
    const all = Promise.all(Array.from({ length: 3 }, () => writers.run(options({ retryMs: 60_000 }), count)));
    all.catch(() => undefined); // awaited below
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
      const before = writers.acked().length;
      while (writers.acked().length < before + count / 3) await delay(5);
      await server.down(signal);
      await server.up();
    }
    expect((await all).flat()).toEqual([]);
    await mustHoldAll(3 * count);
  });

  it('writes an entry once when the answer to its commit was lost', async () => {
    const proxy = await cuttingProxy(server.socket);
    try {
      const one = backend({ host: proxy.folder });
      await one.open();
      proxy.cutAfter('INSERT 0 1');
      expect(await one.append(fields())).toMatchObject({ seq: 0 });
      expect(proxy.cuts).toBe(1);
      expect(await one.append(fields())).toMatchObject({ seq: 1 });
      expect(await one.verify()).toMatchObject({ isValid: true, totalEntries: 2, streams: 1 });
    } finally {
      await proxy.close();
    }
  });

  it('refuses what could not be written in time, and goes on in a new stream', async () => {
    const one = backend({ retryMs: 50 });
    await one.append(fields());
    await server.down();
    await expect(one.append(fields())).rejects.toMatchObject({ code: 'EC_AUDIT_WRITE' });
    await server.up();
    expect(await one.append(fields())).toMatchObject({ seq: 0 });
    expect(await one.verify()).toMatchObject({ isValid: true, totalEntries: 2, streams: 2 });
  });

  it('notices that somebody else writes into its stream', async () => {
    const one = backend();
    await one.append(fields());
    await server.sql(
      `INSERT INTO ${schema}.entries (stream, seq, entry_id, external, line) SELECT stream, 1, '', false, '{}' FROM ${schema}.streams`,
    );
    await expect(one.append(fields())).rejects.toMatchObject({ code: 'EC_POSTGRES_STREAM_TAKEN' });
    expect(await one.append(fields())).toMatchObject({ seq: 0 });
    expect((await one.verify()).errors).toMatchObject([
      { code: 'not_an_entry', seq: 1 },
      { code: 'chain_broken', seq: 1 },
    ]);
  });

  it('is migrated once by eight that begin at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => migratePostgres(options())));
    await Promise.all(Array.from({ length: 3 }, () => migratePostgres(options())));
    expect(await server.sql(`SELECT version FROM ${schema}.migrations`)).toEqual([{ version: 1 }]);
    await server.sql(`INSERT INTO ${schema}.migrations (version) VALUES (1000)`);
    for (const answer of [() => migratePostgres(options()), () => backend().open()])
      await expect(answer()).rejects.toMatchObject({
        code: 'EC_POSTGRES_SCHEMA',
        hint: expect.stringMatching(/update/),
      });
  });
});
