/** @module What was changed in the database is found: by the chain, and when it is read. */
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry, AuditStore, canonicalJson, computeMerkleHash, sealEntry } from 'enforcecore/sdk';
import type { ChainedFields } from 'enforcecore/sdk';
import { SQLiteBackend } from './index.ts';
import { Ground } from './store.fixture.ts';

let ground: Ground;
let path: string;
let backend: SQLiteBackend;
let store: AuditStore;
let raw: InstanceType<typeof Database>;

beforeEach(async () => {
  ground = new Ground();
  ({ path, backend, store } = ground);
  for (let i = 0; i < 7; i++)
    await store.record({ entryId: `id-${i}`, toolName: `tool_${i}`, policyName: 'p', context: { i }, costUsd: i / 3 });
  raw = new Database(path);
});
afterEach(async () => {
  raw.close();
  await ground.leave();
});

const lineOf = (index: number): string =>
  (raw.prepare('SELECT line FROM audit_entries WHERE chain_index = ?').get(index) as { line: string }).line;
const columns = (raw: InstanceType<typeof Database>): string[] =>
  (raw.prepare('PRAGMA table_info(audit_entries)').all() as { name: string }[]).map(({ name }) => name);

describe('the chain of a database', () => {
  it('is whole when nothing was changed, in any part', async () => {
    for (let from = 0; from < 7; from++)
      for (let to = from; to < 7; to++) expect(await store.verifyChain(from, to)).toBe(true);
    expect(await store.verifyChain()).toBe(true);
    expect(await store.verifyChain(0, undefined, { skipEntryHash: true })).toBe(true);
  });

  it.each([
    ['timestamp', "'2020-01-01T00:00:00.000000+00:00'"],
    ['timestamp_ms', '1'],
    ['tool_name', "'harmless'"],
    ['policy_name', "'other'"],
    ['policy_version', "'9'"],
    ['decision', "'blocked'"],
    ['entry_type', "'intent'"],
    ['tenant_id', "'t'"],
    ['session_id', "'s'"],
    ['call_id', "'c'"],
    ['entry_id', "'other'"],
    ['call_duration_ms', '7.5'],
    ['enforcement_overhead_ms', '7.5'],
    ['input_redactions', '7'],
    ['output_redactions', '7'],
    ['redacted_categories', `'["email"]'`],
    ['cost_usd', '0'],
    ['tokens_used', '1'],
    ['violation_type', "'tool_denied'"],
    ['violation_reason', "'because'"],
    ['context', `'{"i":8}'`],
    ['merkle_hash', `'${'a'.repeat(64)}'`],
    ['parent_hash', `'${'a'.repeat(64)}'`],
    ['external', '1'],
    ['line_hash', `'${'a'.repeat(64)}'`],
    ['line', "'{}'"],
    ['line', 'NULL'],
    ['line', `replace(line, '"tool_3"', '"tool_9"')`],
    ['line', `line || ' '`],
    ['line', `replace(line, '"i":3', '"i":3.0')`],
    ['line', `replace(line, '{"call', '{"added":1,"call')`],
  ])('is broken when %s becomes %s', async (column, value) => {
    raw.exec(`UPDATE audit_entries SET ${column} = ${value} WHERE chain_index = 3`);
    expect(await store.verifyChain()).toBe(false);
    expect(await store.verifyChain(2, 4)).toBe(false);
    expect(await store.verifyChain(5, 6)).toBe(true);
    await expect(store.export()).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
  });

  it('lets no column of a row be one that nobody compares', () => {
    const compared = columns(raw).filter((name) => name !== 'chain_index');
    expect(compared).toHaveLength(26);
  });

  it.each([
    ['a row is deleted', 'DELETE FROM audit_entries WHERE chain_index = 3'],
    ['a row is deleted and its place in the book', both('DELETE FROM @ WHERE chain_index = 3')],
    ['the last row is deleted', 'DELETE FROM audit_entries WHERE chain_index = 6'],
    ['the last row is deleted and its place in the book', both('DELETE FROM @ WHERE chain_index = 6')],
    ['all rows are deleted', 'DELETE FROM audit_entries'],
    [
      'a row is deleted, and those behind it close the gap',
      both('DELETE FROM @ WHERE chain_index = 3', 'UPDATE @ SET chain_index = chain_index - 1 WHERE chain_index > 3'),
    ],
    ['two rows are swapped', both(...['3 -> -1', '4 -> 3', '-1 -> 4'].map(move))],
    ['the first and the last row are swapped', both(...['0 -> -1', '6 -> 0', '-1 -> 6'].map(move))],
    ['the book is emptied', 'DELETE FROM merkle_chain'],
    ['the book says otherwise', "UPDATE merkle_chain SET entry_id = 'x' WHERE chain_index = 3"],
    ['a hash of the tree is changed', "UPDATE merkle_tree SET hash = x'00' WHERE position = 2"],
    ['a hash of the tree is gone', 'DELETE FROM merkle_tree WHERE position = 2'],
  ])('is broken when %s', async (_, sql) => {
    raw.exec(sql);
    expect(await store.verifyChain()).toBe(false);
  });

  it('is broken by a row that is inserted with a hash of its own', async () => {
    const { entry_hash: head } = JSON.parse(lineOf(6)) as ChainedFields;
    const forged = AuditEntry.create({ entryId: 'forged', toolName: 'forged', policyName: 'p' }).toDict();
    const { line, entryHash } = sealEntry(forged, head, 7);
    insertLike(line, {
      chain_index: 7,
      entry_id: 'forged',
      tool_name: 'forged',
      merkle_hash: entryHash,
      parent_hash: head,
    });
    expect(await store.verifyChain()).toBe(false);
  });

  it('is broken by an entry that was changed with its own hash, its columns and the book', async () => {
    forgeRow(3);
    expect(await store.verifyChain()).toBe(false);
    expect(await store.verifyChain(3, 3)).toBe(false);
  });

  it('is broken by an entry that pretends to come from elsewhere, or from an earlier store', async () => {
    const { tool_name: _, schema_version: _v, ...fields } = JSON.parse(lineOf(3)) as ChainedFields;
    const line = canonicalJson({ ...fields, tool_name: 'harmless' });
    raw
      .prepare("UPDATE audit_entries SET line = ?, tool_name = 'harmless', external = 1 WHERE chain_index = 3")
      .run(line);
    expect(await store.verifyChain()).toBe(false);
    await expect(store.getEntry('id-3')).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });

    const row = raw.prepare('SELECT * FROM audit_entries WHERE chain_index = 4').get() as never;
    const hash = computeMerkleHash(
      { ...(row as object), tool_name: 'harmless' } as never,
      (row as ChainedFields & { parent_hash: string }).parent_hash,
    );
    raw.exec(
      `UPDATE audit_entries SET line = NULL, tool_name = 'harmless', merkle_hash = '${hash}' WHERE chain_index = 4`,
    );
    expect(await store.verifyChain(4, 4)).toBe(false);
  });

  it('is only followed when the hashes of entries are to be passed over', async () => {
    raw.exec("UPDATE audit_entries SET tool_name = 'x' WHERE chain_index = 3");
    expect(await store.verifyChain(0, undefined, { skipEntryHash: true })).toBe(true);
    raw.exec(`UPDATE audit_entries SET parent_hash = '${'a'.repeat(64)}' WHERE chain_index = 3`);
    expect(await store.verifyChain(0, undefined, { skipEntryHash: true })).toBe(false);
  });

  it('goes on from what was recorded, so that rows that were cut off stay missing', async () => {
    raw.exec('DELETE FROM audit_entries WHERE chain_index > 4');
    const next = await store.record({ toolName: 'next', policyName: 'p' });
    expect(next.chainIndex).toBe(7);
    expect(await store.verifyChain()).toBe(false);
  });

  it('of rows that are asked for which are not there is not whole', async () => {
    expect(await store.verifyChain(0, 7)).toBe(false);
    expect(await store.verifyChain(7)).toBe(true);
    expect(await store.verifyChain(8)).toBe(false);
    await expect(store.verifyChain(-1)).rejects.toThrow(RangeError);
    await expect(store.verifyChain(Number.NaN)).rejects.toThrow(RangeError);
  });

  it('is held against the tree and the book only when that is wanted', async () => {
    const relaxed = new SQLiteBackend({ dbPath: path, verifyMerkle: false });
    raw.exec("UPDATE merkle_tree SET hash = x'00'");
    expect(await store.verifyChain()).toBe(false);
    expect(await relaxed.verifyChain()).toBe(true);
    relaxed.close();
  });
});

describe('an entry that is read', () => {
  beforeEach(() => raw.exec("UPDATE audit_entries SET decision = 'blocked' WHERE chain_index = 3"));

  it('is refused when it was changed, however it is asked for', async () => {
    const tampered = { code: 'EC_AUDIT_TAMPERED' };
    await expect(store.getEntry('id-3')).rejects.toMatchObject(tampered);
    await expect(store.listEntries()).rejects.toMatchObject(tampered);
    await expect(store.listEntries({ decision: 'blocked' })).rejects.toThrow('chain index 3');
    expect((await store.getEntry('id-2'))?.toolName).toBe('tool_2');
    expect(await store.listEntries({ after: 3 })).toHaveLength(3);
    raw.exec("UPDATE audit_entries SET decision = 'blocked' WHERE chain_index = 6");
    await expect(store.getChainTail()).rejects.toMatchObject(tampered);
  });

  it('is given, and does not verify, when that is what is wanted', async () => {
    const lax = new AuditStore(backend, { verifyOnRead: false });
    const entries = await lax.listEntries();
    expect(entries).toHaveLength(7);
    expect(await Promise.all(entries.map((entry) => lax.verifyEntry(entry)))).toEqual(
      [1, 1, 1, 0, 1, 1, 1].map(Boolean),
    );
    expect(await lax.export()).toContain('tool_3');
  });

  it('does not verify when it is not the one in the store', async () => {
    const entry = (await store.getEntry('id-2')) as AuditEntry;
    expect(await store.verifyEntry(entry)).toBe(true);
    expect(await store.verifyEntry(AuditEntry.fromDict({ ...entry.toDict(), tool_name: 'other' }))).toBe(false);
    expect(await store.verifyEntry(AuditEntry.fromDict({ ...entry.toDict(), chain_index: 1 }))).toBe(false);
    expect(await store.verifyEntry(AuditEntry.create({ toolName: 'never', policyName: 'recorded' }))).toBe(false);
  });

  it('that is no entry any more is given by its columns, and does not verify', async () => {
    raw.exec("UPDATE audit_entries SET line = 'no entry' WHERE chain_index = 2");
    const lax = new AuditStore(backend, { verifyOnRead: false });
    const entry = (await lax.getEntry('id-2')) as AuditEntry;
    expect(entry).toMatchObject({ toolName: 'tool_2', context: { i: 2 }, chainIndex: 2 });
    expect(await lax.verifyEntry(entry)).toBe(false);
  });
});

function both(...statements: string[]): string {
  return ['audit_entries', 'merkle_chain'].flatMap((t) => statements.map((one) => one.replaceAll('@', t))).join(';');
}
function move(how: string): string {
  const [from, to] = how.split(' -> ');
  return `UPDATE @ SET chain_index = ${to} WHERE chain_index = ${from}`;
}
function insertLike(line: string, changed: Record<string, string | number>): void {
  const names = columns(raw);
  const values = names.map((name) => (name === 'line' ? '?' : name in changed ? '?' : name));
  const bound = names
    .filter((name) => name === 'line' || name in changed)
    .map((name) => (name === 'line' ? line : changed[name]));
  raw
    .prepare(`INSERT INTO audit_entries SELECT ${values.join(', ')} FROM audit_entries WHERE chain_index = 6`)
    .run(...bound);
}
function forgeRow(index: number): void {
  const fields = JSON.parse(lineOf(index)) as ChainedFields;
  const { line, entryHash } = sealEntry({ ...fields, tool_name: 'harmless' }, fields.previous_hash, index);
  raw
    .prepare("UPDATE audit_entries SET line = ?, merkle_hash = ?, tool_name = 'harmless' WHERE chain_index = ?")
    .run(line, entryHash, index);
  raw.prepare('UPDATE merkle_chain SET merkle_hash = ? WHERE chain_index = ?').run(entryHash, index);
}
