/** @module What was done to the rows is found, and most of it cannot be done. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditStore, entryFields, sealEntry } from 'enforcecore/sdk';
import type { AuditFields } from 'enforcecore/sdk';
import { PostgreSQLBackend } from './index.ts';
import { findBinaries, TestServer } from './server.fixture.ts';

const TABLES = ['streams', 'entries', 'rounds', 'runs', 'checkpoints', 'witness_checkpoints'];

describe.skipIf(!findBinaries())('a trail in PostgreSQL', () => {
  let server: TestServer;
  let schema: string;
  let backend: PostgreSQLBackend;
  beforeAll(async () => {
    server = await TestServer.start();
  }, 60_000);
  afterAll(() => server?.remove());
  beforeEach(() => {
    schema = server.schema();
    backend = new PostgreSQLBackend({ ...server.connection(), schema });
  });
  afterEach(() => backend.close());

  const write = async (count: number): Promise<void> => {
    const fields = Array.from({ length: count }, (_, i) => entryFields({ toolName: `tool_${i}`, policyName: 'p' }));
    await Promise.all(fields.map((one) => backend.append({ ...one, context: { order: one.tool_name } })));
  };
  /** As somebody who owns the database, and switches its protection off first. */
  const tamper = async (...statements: readonly string[]): Promise<void> => {
    const off = TABLES.map((table) => `ALTER TABLE ${schema}.${table} DISABLE TRIGGER only_grows;`).join('');
    await server.sql(off + statements.map((text) => text.replaceAll('$s', schema)).join(';'));
  };
  const found = async (): Promise<string[]> => {
    const { errors, isValid, chainIntact } = await backend.verify();
    expect([isValid, chainIntact, await backend.verifyChain()]).toEqual(Array(3).fill(errors.length === 0));
    return [...new Set(errors.map(({ code }) => code))].sort();
  };

  it('cannot be changed, also not by its owner, until the trigger is gone', async () => {
    await write(3);
    await backend.head();
    for (const table of TABLES)
      for (const text of [`UPDATE $t SET ctid = ctid`, 'DELETE FROM $t', 'TRUNCATE $t CASCADE'])
        await expect(
          server.sql(
            text.replace('$t', `${schema}.${table}`).replace('ctid = ctid', `${await columnOf(table)} = NULL`),
          ),
        ).rejects.toMatchObject({ code: '42501', message: expect.stringMatching(/only grows/) });
    await expect(
      server.sql(`SET session_replication_role = replica; DELETE FROM ${schema}.entries`),
    ).rejects.toMatchObject({ code: '42501' });
    expect(await found()).toEqual([]);
  });
  const columnOf = async (table: string): Promise<string> => {
    const text =
      'SELECT column_name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 LIMIT 1';
    return String((await server.sql(text, [schema, table]))[0]?.['column_name']);
  };

  it('shows every column that was edited, and every byte of a line', async () => {
    await write(8);
    await backend.head();
    const columns = ['policy_name', 'tool_name', 'decision', 'call_id', 'entry_id', 'tenant_id', 'entry_type'];
    for (const [i, column] of columns.entries())
      await tamper(`UPDATE $s.entries SET ${column} = 'forged' WHERE seq = ${i}`);
    await tamper(
      `UPDATE $s.entries SET recorded_at = recorded_at + interval '1 microsecond', external = external WHERE seq = 7`,
    );
    const { errors } = await backend.verify();
    expect(errors.map(({ code, seq }) => `${code} ${seq}`)).toEqual(
      columns.concat('recorded_at').map((_, i) => `column_mismatch ${i}`),
    );
  });

  it('shows an edited context, and an entry that is said to be of another trail', async () => {
    await write(3);
    await backend.head();
    await tamper(
      `UPDATE $s.entries SET context = '{"order":"forged"}' WHERE seq = 0`,
      `UPDATE $s.entries SET external = true WHERE seq = 1`,
    );
    const { errors } = await backend.verify();
    expect(errors.map(({ code, seq }) => `${code} ${seq}`)).toEqual(['column_mismatch 0', 'chain_broken 2']);
  });

  it('shows an edited line, also one whose chain was made anew', async () => {
    await write(3);
    await backend.head();
    await tamper(`UPDATE $s.entries SET line = replace(line, '"allowed"', '"blocked"') WHERE seq = 1`);
    expect(await found()).toEqual(['hash_mismatch', 'tree_broken']);
    await rechain();
    expect(await found()).toEqual(['tree_broken']);
    expect(await backend.verifyChain(0, undefined, { skipEntryHash: true })).toBe(true);
  });
  /** Gives every row the hash that fits, and the columns too. */
  const rechain = async (): Promise<void> => {
    let previous = '';
    for (const row of await server.sql(`SELECT stream, seq, line FROM ${schema}.entries ORDER BY stream, seq`)) {
      const fields = JSON.parse(String(row['line'])) as AuditFields;
      const { line, entryHash } = sealEntry(fields, previous, Number(row['seq']));
      previous = entryHash;
      await server.sql(`UPDATE ${schema}.entries SET line = $1, decision = $2 WHERE seq = $3`, [
        line,
        fields.decision,
        row['seq'],
      ]);
    }
  };

  it('shows a row that was deleted, at the begin, within, and at the end of what is in the tree', async () => {
    await write(9);
    await backend.head();
    for (const seq of [0, 4, 8]) {
      await tamper(`DELETE FROM $s.entries WHERE seq = ${seq}`);
      expect(await found()).toEqual(['missing', 'tree_broken']);
    }
  });

  it('shows rows that were swapped or moved to another stream', async () => {
    await write(4);
    await backend.head();
    await tamper(
      `UPDATE $s.entries SET seq = 99 WHERE seq = 1`,
      `UPDATE $s.entries SET seq = 1 WHERE seq = 2`,
      `UPDATE $s.entries SET seq = 2 WHERE seq = 99`,
    );
    expect(await found()).toEqual(['chain_broken', 'tree_broken', 'wrong_seq']);
    await tamper(`UPDATE $s.entries SET stream = gen_random_uuid() WHERE seq = 3`);
    expect(await found()).toContain('missing');
  });

  it('shows a row that was inserted, in the tree or behind it', async () => {
    await write(2);
    await backend.head();
    const copy = (
      seq: number,
    ): string => `INSERT INTO $s.entries SELECT stream, ${seq}, recorded_at, entry_id, call_id, policy_name,
  tool_name, decision, entry_type, violation_type, tenant_id, session_id, context, external, line FROM $s.entries WHERE seq = 1`;
    await tamper(copy(7));
    expect(await found()).toEqual(['missing', 'wrong_seq']);
    await tamper(copy(2));
    expect(await found()).toContain('wrong_seq');
  });

  it('shows what was done to the tree itself', async () => {
    await write(6);
    await backend.head();
    await write(5);
    await backend.head();
    const forgeries = [
      `UPDATE $s.rounds SET hashes = overlay(hashes PLACING decode('00', 'hex') FROM 40) WHERE round = 0`,
      `UPDATE $s.rounds SET root = sha256('x')  WHERE round = 1`,
      `DELETE FROM $s.rounds WHERE round = 0`,
      `UPDATE $s.runs SET leaf = leaf + 100 WHERE leaf > 0`,
    ];
    for (const forgery of forgeries) {
      await tamper(`CREATE TABLE $s.kept AS TABLE $s.rounds`, `CREATE TABLE $s.kept_runs AS TABLE $s.runs`, forgery);
      expect(await found(), forgery).toContain('tree_broken');
      await tamper(
        ...['rounds', 'runs'].map((table) => `DELETE FROM $s.${table}`),
        `INSERT INTO $s.rounds TABLE $s.kept`,
        `INSERT INTO $s.runs TABLE $s.kept_runs`,
        `DROP TABLE $s.kept, $s.kept_runs`,
      );
      expect(await found(), `undone: ${forgery}`).toEqual([]);
    }
  });

  it('shows in a range what is wrong there, and not what is wrong elsewhere', async () => {
    await write(20);
    await backend.head();
    await tamper(`UPDATE $s.entries SET tool_name = 'forged' WHERE seq = 10`);
    const verdicts = [
      [0, 9],
      [11, 19],
      [10, 10],
      [5, 15],
      [0, undefined],
    ] as const;
    expect(await Promise.all(verdicts.map(([from, to]) => backend.verifyChain(from, to)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('does not give a changed entry to who reads', async () => {
    const store = new AuditStore(backend);
    const { entryId } = await store.record({ toolName: 'search', policyName: 'p' });
    await store.record({ toolName: 'search', policyName: 'p' });
    await tamper(
      `UPDATE $s.entries SET line = replace(line, '"search"', '"forged"'), tool_name = 'forged' WHERE seq = 0`,
    );
    await expect(store.getEntry(entryId)).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    await rechain();
    await expect(store.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    const lenient = new AuditStore(backend, { verifyOnRead: false });
    expect((await lenient.getEntry(entryId))?.toolName).toBe('forged');
  });

  it('says of a line that is no entry that it is none, whatever stands in it', async () => {
    await write(12);
    await backend.head();
    const lines = [
      '',
      '{',
      '[]',
      'null',
      '{"seq":3}',
      '{"a":1,"a":2}',
      '{"rules":5,"seq":6}',
      `{"previous_hash":${'['.repeat(20_000)}`,
    ];
    for (const [i, line] of lines.entries()) await tamper(`UPDATE $s.entries SET line = '${line}' WHERE seq = ${i}`);
    const { errors } = await backend.verify();
    const named = new Set(errors.filter(({ seq }) => seq !== undefined && seq < lines.length).map(({ seq }) => seq));
    expect([...named]).toEqual(lines.map((_, i) => i));
    expect(await backend.listEntries()).toHaveLength(12);
  });
});
