/** @module Who may write entries may do no more than that, and so it is with the others. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry, entryFields } from 'enforcecore/sdk';
import { migratePostgres, PostgreSQLBackend } from './index.ts';
import { findBinaries, TestServer } from './server.fixture.ts';

describe.skipIf(!findBinaries())('a trail in PostgreSQL of roles that may do little', () => {
  let server: TestServer;
  let schema: string;
  let backend: PostgreSQLBackend;
  beforeAll(async () => {
    server = await TestServer.start();
    await migratePostgres({ ...server.connection(), schema: 'roles' });
    for (const user of ['user_writer', 'user_sequencer', 'user_witness']) await as(user);
  }, 60_000);
  afterAll(() => server?.remove());
  beforeEach(async () => {
    schema = server.schema();
    backend = new PostgreSQLBackend({ ...server.connection(), schema });
    await migratePostgres({ ...server.connection(), schema });
  });
  afterEach(() => backend.close());

  const as = (user: string): Promise<void> =>
    server
      .sql(`CREATE ROLE ${user} LOGIN PASSWORD '${server.password}' IN ROLE ${user.replace(/^user_/, 'enforcecore_')}`)
      .then(() => undefined);
  const role = (user: string, text: string): Promise<unknown> => server.sql(text.replaceAll('$s', schema), [], user);

  it('lets a writer insert and read, and nothing else', async () => {
    const writer = new PostgreSQLBackend({ ...server.connection('user_writer'), schema });
    try {
      const place = await writer.append(AuditEntry.create({ toolName: 'search', policyName: 'p' }).toDict());
      expect(place.seq).toBe(0);
      expect(await backend.head()).toMatchObject({ size: 1 });
      expect((await writer.listEntries()).map(({ toolName }) => toolName)).toEqual(['search']);
      expect(await writer.verify()).toMatchObject({ isValid: true, totalEntries: 1 });
    } finally {
      await writer.close();
    }
    for (const text of [
      `UPDATE $s.entries SET decision = 'x'`,
      'DELETE FROM $s.entries',
      'TRUNCATE $s.entries',
      'ALTER TABLE $s.entries DISABLE TRIGGER only_grows',
      'DROP TABLE $s.entries',
      `INSERT INTO $s.rounds (round, size, stored, root, hashes) VALUES (9, 9, 9, '', '')`,
      `INSERT INTO $s.checkpoints (origin, size, note) VALUES ('a', 1, '')`,
      'CREATE TABLE $s.mine ()',
    ])
      await expect(role('user_writer', text), text).rejects.toMatchObject({ code: '42501' });
  });

  it('lets a sequencer put entries into the tree that a writer recorded', async () => {
    const writer = new PostgreSQLBackend({ ...server.connection('user_writer'), schema });
    const sequencer = new PostgreSQLBackend({ ...server.connection('user_sequencer'), schema });
    try {
      const recorded = writer.record(AuditEntry.create({ toolName: 'search', policyName: 'p' }));
      const seen = (async () => {
        while (((await sequencer.head())?.size ?? 0) < 1);
      })();
      expect((await recorded).chainIndex).toBe(0);
      await seen;
      await expect(sequencer.append(entryFields({ toolName: 'x', policyName: 'p' }))).rejects.toMatchObject({
        code: 'EC_AUDIT_WRITE',
      });
    } finally {
      await writer.close();
      await sequencer.close();
    }
    await expect(role('user_sequencer', 'DELETE FROM $s.rounds')).rejects.toMatchObject({ code: '42501' });
  });

  it('lets a witness see its own table only', async () => {
    await role('user_witness', `INSERT INTO $s.witness_checkpoints (origin, size, root, note) VALUES ('a', 1, '', '')`);
    for (const text of [
      'SELECT * FROM $s.entries',
      'DELETE FROM $s.witness_checkpoints',
      'SELECT * FROM $s.checkpoints',
    ])
      await expect(role('user_witness', text), text).rejects.toMatchObject({ code: '42501' });
  });

  it('says which tables are missing to who may not make them', async () => {
    const elsewhere = new PostgreSQLBackend({ ...server.connection('user_writer'), schema: 'nowhere' });
    const answer = elsewhere.append(entryFields({ toolName: 'x', policyName: 'p' }));
    await expect(answer).rejects.toMatchObject({
      code: 'EC_POSTGRES_SCHEMA',
      hint: expect.stringMatching(/migratePostgres/),
    });
    await elsewhere.close();
  });
});
