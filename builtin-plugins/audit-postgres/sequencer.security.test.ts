/** @module One tree, whoever sequences and in whatever order transactions commit; and checkpoints that never contradict each other. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditEntry, entryFields, generateLogKeys, openCheckpoint, signCheckpoint } from 'enforcecore/sdk';
import { Database } from './database.ts';
import { migratePostgres, PostgreSQLBackend, PostgresWitness } from './index.ts';
import type { PostgreSQLOptions } from './index.ts';
import { insertStatement, insertValues, ownRow } from './rows.ts';
import type { StreamRow } from './rows.ts';
import { Sequencer } from './sequencer.ts';
import { findBinaries, TestServer } from './server.fixture.ts';

const ORIGIN = 'example.com/agents';
const fields = () => entryFields({ toolName: 'search', policyName: 'p' });
const entryOf = () => AuditEntry.create({ toolName: 'search', policyName: 'p' });

describe.skipIf(!findBinaries())('the tree over all streams', () => {
  let server: TestServer;
  let schema: string;
  let database: Database;
  const open: { close(): Promise<void> }[] = [];
  const opened = <T extends { close(): Promise<void> }>(one: T): T => (open.push(one), one);
  const options = (more: PostgreSQLOptions = {}): PostgreSQLOptions => ({ ...server.connection(), schema, ...more });
  const backend = (more: PostgreSQLOptions = {}): PostgreSQLBackend => opened(new PostgreSQLBackend(options(more)));
  beforeAll(async () => {
    server = await TestServer.start();
  }, 60_000);
  afterAll(() => server?.remove());
  beforeEach(async () => {
    schema = server.schema();
    await migratePostgres(options());
    database = opened(new Database(options()));
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  const stream = (count: number): StreamRow[] => {
    const rows: StreamRow[] = [];
    for (let i = 0; i < count; i++) rows.push(ownRow(fields(), rows.at(-1)?.chainHash ?? '', i));
    return rows;
  };
  const insert = async (id: string, seq: number, rows: readonly StreamRow[]): Promise<void> => {
    await database.query(insertStatement(schema), insertValues(id, seq, rows));
  };

  it('passes nothing over that commits later', async () => {
    const id = '11111111-1111-4111-8111-111111111111';
    const rows = stream(5);
    const sequencer = new Sequencer(database);
    await insert(id, 0, rows.slice(0, 1));
    await insert(id, 2, rows.slice(2, 3));
    expect(await sequencer.round()).toEqual({ added: 1, full: false });
    expect(await sequencer.round()).toEqual({ added: 0, full: false });
    await insert(id, 3, rows.slice(3));
    expect(await sequencer.round()).toEqual({ added: 0, full: false });
    await insert(id, 1, rows.slice(1, 2));
    expect(await sequencer.round()).toEqual({ added: 4, full: false });
    expect(await backend().verify()).toMatchObject({ isValid: true, totalEntries: 5 });
  });

  it('takes entries of a transaction that was open during many rounds', async () => {
    const slow = await (await server.pool()).connect();
    await slow.query('BEGIN');
    const id = '22222222-2222-4222-8222-222222222222';
    await slow.query(insertStatement(schema), insertValues(id, 0, stream(2)));
    const other = backend();
    for (let i = 1; i <= 3; i++) {
      await other.append(fields());
      expect((await other.head())?.size).toBe(i);
    }
    await slow.query('COMMIT');
    slow.release(true);
    expect((await other.head())?.size).toBe(5);
    expect(await other.verify()).toMatchObject({ isValid: true, streams: 2 });
  });

  it('is made by one sequencer at a time', async () => {
    await insert('33333333-3333-4333-8333-333333333333', 0, stream(3));
    const holder = await (await server.pool()).connect();
    await holder.query('SELECT pg_advisory_lock(hashtextextended($1, 2))', [`enforcecore:${schema}`]);
    const sequencer = new Sequencer(database);
    expect(await sequencer.round()).toBeUndefined();
    holder.release(true);
    await vi.waitFor(async () => expect(await sequencer.round()).toEqual({ added: 3, full: false }));
  });

  it('is one when several sequence at once, and each goes on from what the other did', async () => {
    const all = Array.from({ length: 4 }, () => backend({ sequenceEveryMs: 1 }));
    for (let i = 0; i < 10; i++)
      await Promise.all(all.map(async (one) => (await one.append(fields()), await one.head())));
    expect(await backend().verify()).toMatchObject({ isValid: true, totalEntries: 40, pending: 0, streams: 4 });
  });

  it('is whole after a sequencer was killed in the middle of a round', async () => {
    await insert('44444444-4444-4444-8444-444444444444', 0, stream(3));
    const blocker = await (await server.pool()).connect();
    await blocker.query(`BEGIN; LOCK TABLE ${schema}.runs IN SHARE MODE`);
    const dying = new Sequencer(opened(new Database(options())));
    const died = dying.round();
    died.catch(() => undefined); // awaited below
    await vi.waitFor(async () => {
      const text = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%${schema}.runs%'`;
      expect(await server.sql(text)).toHaveLength(1);
    });
    await expect(died).rejects.toThrow();
    blocker.release(true);
    const sequencer = new Sequencer(database);
    await vi.waitFor(async () => expect(await sequencer.round()).toEqual({ added: 3, full: false }));
    expect(await dying.round()).toEqual({ added: 0, full: false });
    expect(await backend().verify()).toMatchObject({ isValid: true, totalEntries: 3 });
  });

  it('takes more than fits a round in several', async () => {
    const ids = ['5', '6'].map((digit) => `${digit.repeat(8)}-5555-4555-8555-555555555555`);
    for (const id of ids) await insert(id, 0, stream(140));
    const sequencer = new Sequencer(database, undefined, 200);
    expect(await sequencer.round()).toEqual({ added: 200, full: true });
    expect(await sequencer.round()).toEqual({ added: 80, full: false });
    const one = backend();
    expect(await one.verify()).toMatchObject({ isValid: true, totalEntries: 280 });
    expect(await one.verifyChain(95, 210)).toBe(true);
  });

  describe('with a key', () => {
    const { privateKey, publicKey } = generateLogKeys();
    const checkpoint = { origin: ORIGIN, privateKey };
    const witness = (): PostgresWitness =>
      opened(new PostgresWitness({ ...options(), schema: 'witnessed', publicKey }));
    beforeAll(() => migratePostgres({ ...server.connection(), schema: 'witnessed' }));

    it('is signed whenever it has grown, and the witness has every checkpoint', async () => {
      const watching = witness();
      const one = backend({ checkpoint, witness: watching });
      await one.append(fields());
      await one.head();
      await one.append(fields());
      const head = await one.head();
      const note = (await one.checkpoint(ORIGIN)) as string;
      expect(openCheckpoint(note, publicKey)).toMatchObject({
        size: 2,
        root: Buffer.from(head?.rootHash ?? '', 'hex'),
      });
      const notes = await watching.all(ORIGIN);
      expect(notes.at(-1)).toBe(note);
      expect(await one.verify({ checkpoints: { notes, publicKey } })).toMatchObject({ isValid: true });
      for (const text of [
        `UPDATE witnessed.witness_checkpoints SET size = 9`,
        'DELETE FROM witnessed.witness_checkpoints',
      ])
        await expect(server.sql(text)).rejects.toMatchObject({ code: '42501' });
    });

    it('shows, against a checkpoint kept apart, a log that was cut or made anew', async () => {
      const one = backend({ checkpoint });
      for (let i = 0; i < 3; i++) await one.record(entryOf());
      const note = (await one.checkpoint(ORIGIN)) as string;
      schema = server.schema();
      const other = backend();
      const codes = async (): Promise<string[]> =>
        (await other.verify({ checkpoints: { notes: [note], publicKey } })).errors.map(({ code }) => code);
      for (let i = 0; i < 2; i++) await other.record(entryOf());
      expect(await codes()).toEqual(['behind_checkpoint']);
      for (let i = 0; i < 2; i++) await other.record(entryOf());
      expect(await codes()).toEqual(['not_in_checkpoint']);
    });

    it('is not signed again when the database holds another history than was signed', async () => {
      const watching = witness();
      const origin = `${ORIGIN}/rolled-back`;
      const forged = { origin, size: 2, root: Buffer.alloc(32, 7) };
      await watching.publish(signCheckpoint(forged, privateKey));
      const warned = vi.fn<(warning: Error & { code?: string }) => void>();
      process.on('warning', warned);
      try {
        const one = backend({ checkpoint: { origin, privateKey }, witness: watching });
        for (let i = 0; i < 3; i++) await one.append(fields());
        expect(await one.head()).toMatchObject({ size: 3 });
        await vi.waitFor(() => expect(warned.mock.calls.map(([{ code }]) => code)).toEqual(['EC_POSTGRES_HISTORY']));
        expect(await one.checkpoint(origin)).toBeUndefined();
        expect(await watching.all(origin)).toHaveLength(1);
      } finally {
        process.removeListener('warning', warned);
      }
    });

    it('keeps both of two checkpoints that contradict each other, and nothing that is not signed', async () => {
      const watching = witness();
      const origin = `${ORIGIN}/forked`;
      const notes = [1, 2].map((byte) => signCheckpoint({ origin, size: 5, root: Buffer.alloc(32, byte) }, privateKey));
      for (const note of [...notes, ...notes]) await watching.publish(note);
      expect((await watching.all(origin)).sort()).toEqual([...notes].sort());
      const strange = signCheckpoint({ origin, size: 9, root: Buffer.alloc(32) }, generateLogKeys().privateKey);
      await expect(watching.publish(strange)).rejects.toMatchObject({ code: 'EC_AUDIT_CHECKPOINT' });
      await server.sql(`INSERT INTO witnessed.witness_checkpoints (origin, size, root, note) VALUES ($1, 9, '', $2)`, [
        origin,
        strange,
      ]);
      expect(await watching.all(origin)).toHaveLength(2);
    });

    it('refuses a key that is none before anything is written', () => {
      expect(() => backend({ checkpoint: { origin: ORIGIN, privateKey: 'made up' } })).toThrow(
        expect.objectContaining({ code: 'EC_AUDIT_KEY' }),
      );
      expect(() => backend({ checkpoint: { origin: 'two words', privateKey } })).toThrow(
        expect.objectContaining({ code: 'EC_AUDIT_CHECKPOINT' }),
      );
    });
  });
});
