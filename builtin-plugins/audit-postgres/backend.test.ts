import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry, AuditStore, inclusionProof, leafHash, MemoryTree, rootOf, sealEntry } from 'enforcecore/sdk';
import type { AuditEntryInit } from 'enforcecore/sdk';
import { Database } from './database.ts';
import { PostgreSQLBackend } from './index.ts';
import type { PostgreSQLOptions } from './index.ts';
import { findBinaries, TestServer } from './server.fixture.ts';

const made = (init: Partial<AuditEntryInit> = {}): AuditEntry =>
  AuditEntry.create({ toolName: 'search', policyName: 'demo', ...init });

describe.skipIf(!findBinaries())('the PostgreSQL store', () => {
  let server: TestServer;
  let schema: string;
  const open: { close(): Promise<void> }[] = [];
  const backend = (more: Partial<PostgreSQLOptions> = {}): PostgreSQLBackend => {
    const one = new PostgreSQLBackend({ ...server.connection(), schema, ...more });
    open.push(one);
    return one;
  };
  beforeAll(async () => {
    server = await TestServer.start();
  }, 60_000);
  afterAll(() => server?.remove());
  beforeEach(() => void (schema = server.schema()));
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  it('keeps what is recorded, in one order, and finds it again', async () => {
    const store = new AuditStore(backend());
    const context = { user: 'a', n: [1e-7, -0, 1e300, true, null], deep: { z: 1, a: '\u20ac' } };
    const first = await store.record({ toolName: 'search', policyName: 'demo', context });
    const second = await store.record({ toolName: 'delete', policyName: 'demo', decision: 'blocked' });
    expect([first.chainIndex, second.chainIndex]).toEqual([0, 1]);
    expect(second.parentHash).toBe(first.merkleHash);
    expect(await store.getEntry(first.entryId)).toEqual(first);
    expect((await store.getEntry(first.entryId))?.context).toEqual({ ...context, n: [1e-7, 0, 1e300, true, null] });
    expect(await store.getEntry('nobody')).toBeUndefined();
    expect(await store.listEntries()).toEqual([first, second]);
    expect(await store.getChainTail()).toEqual(second);
    expect(await store.verifyChain()).toBe(true);
    expect(await store.verifyEntry(first)).toBe(true);
    expect(await store.verifyEntry(AuditEntry.fromDict({ ...first.toDict(), tool_name: 'other' }))).toBe(false);
  });

  it('answers questions by every condition, and page by page', async () => {
    const store = new AuditStore(backend());
    const at = (second: number): string => `2026-03-01T00:00:0${second}.000400+00:00`;
    const fields: Partial<AuditEntryInit>[] = [
      { timestamp: at(0), tenantId: 'a', sessionId: 's1', callId: 'c1', entryType: 'intent' },
      { timestamp: at(1), tenantId: 'b', decision: 'blocked', violationType: 'tool_denied', entryType: 'outcome' },
      { timestamp: at(2), policyName: 'other' },
      { timestamp: at(3), toolName: 'delete' },
    ];
    for (const one of fields) await store.record({ toolName: 'search', policyName: 'demo', ...one });
    const found = async (query: object): Promise<(number | null)[]> =>
      (await store.listEntries(query)).map(({ chainIndex }) => chainIndex);
    expect(await found({ tenantId: 'a' })).toEqual([0]);
    expect(await found({ sessionId: 's1', callId: 'c1' })).toEqual([0]);
    expect(await found({ decision: 'blocked' })).toEqual([1]);
    expect(await found({ violationType: 'tool_denied', entryType: 'outcome' })).toEqual([1]);
    expect(await found({ policyName: 'demo', toolName: 'search' })).toEqual([0, 1]);
    expect(
      await found({ startTime: new Date('2026-03-01T00:00:01Z'), endTime: new Date('2026-03-01T00:00:02Z') }),
    ).toEqual([1, 2]);
    expect(await found({ limit: 2, offset: 1 })).toEqual([1, 2]);
    expect(await found({ after: 1, limit: 1 })).toEqual([2]);
    expect(await found({ after: 1, policyName: 'demo' })).toEqual([3]);
    expect(await found({ after: 3 })).toEqual([]);
    expect(await found({ limit: 0 })).toEqual([]);
  });

  it('takes what PostgreSQL cannot hold in a column, and finds it by it', async () => {
    const one = backend();
    const strange: Partial<AuditEntryInit>[] = [
      { toolName: 'nul\0' },
      { toolName: 'half \ud83d', violationReason: '\udc00' },
      { policyName: 'long'.repeat(5000) },
      { entryId: 'no uuid' },
      { context: { 'key\0': ['\0', '\ud83d'], '\ud83d\ude00': '\\u0000' } },
      { context: { huge: 'x'.repeat(100_000) } },
    ];
    const entries = await Promise.all(strange.map((init) => one.record(made(init))));
    for (const timestamp of ['no time', '', '2026-13-45T99:99:99Z']) {
      await expect(one.record(made({ timestamp }))).rejects.toMatchObject({ code: 'EC_AUDIT_WRITE' });
      // What the trail itself writes is not refused for that.
      await one.append(made({ timestamp }).toDict());
    }
    const verdicts = await one.verifyEntries(await one.listEntries());
    expect(verdicts).toEqual(Array(strange.length + 3).fill(true));
    expect(await one.verify()).toMatchObject({ isValid: true, totalEntries: strange.length + 3 });
    for (const { toolName, policyName, chainIndex } of entries.slice(0, 3))
      expect(await one.listEntries({ toolName, policyName })).toMatchObject([{ toolName, policyName, chainIndex }]);
  });

  it('refuses an entry that has no line, and no other of its batch', async () => {
    const one = backend();
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const [good, bad, next] = await Promise.allSettled([
      one.append(made().toDict()),
      one.append({ ...made().toDict(), context: cyclic }),
      one.append(made().toDict()),
    ]);
    expect(good.status).toBe('fulfilled');
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'EC_AUDIT_WRITE' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { seq: 1 } });
    expect(await one.verify()).toMatchObject({ isValid: true, totalEntries: 2 });
  });

  it('refuses alone what the server does not take', async () => {
    const one = backend();
    await one.open();
    await server.sql(`ALTER TABLE ${schema}.entries ADD CHECK (tool_name <> 'poison')`);
    const names = ['a', 'b', 'poison', 'c', 'd'];
    const settled = await Promise.allSettled(names.map((toolName) => one.append(made({ toolName }).toDict())));
    expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(names.map((name) => name !== 'poison'));
    expect(settled[2]).toMatchObject({
      reason: { code: 'EC_AUDIT_WRITE', message: expect.stringMatching(/\(23514\)$/) },
    });
    expect(await one.verify()).toMatchObject({ isValid: true, totalEntries: 4 });
  });

  it('keeps the line of another trail as it is', async () => {
    const one = backend();
    const fields = made().toDict();
    const { line, entryHash } = sealEntry(fields, 'ab'.repeat(32), 41);
    await one.record(made());
    const kept = await one.record(AuditEntry.fromDict(JSON.parse(line) as Record<string, unknown>));
    const first = await one.record(made(), { externalHash: 'cd'.repeat(32), externalPrevHash: 'ef'.repeat(32) });
    const own = await one.record(made());
    expect(kept).toMatchObject({ merkleHash: entryHash, parentHash: 'ab'.repeat(32), chainIndex: 1, seq: 41 });
    expect(first).toMatchObject({ merkleHash: 'cd'.repeat(32), parentHash: 'ef'.repeat(32), chainIndex: 2 });
    expect(own).toMatchObject({ seq: 3 });
    expect((await one.export()).split('\n')[1]).toBe(line);
    expect(await one.verifyEntries([kept, first, own])).toEqual([true, true, true]);
    expect(await one.verify()).toMatchObject({ isValid: true, totalEntries: 4 });
    expect(await one.verify({ skipEntryHash: true })).toMatchObject({ isValid: true });
  });

  it('is the tree of RFC 6962 over its lines, with proofs that lead to its root', async () => {
    const [one, two] = [backend(), backend()];
    for (let i = 0; i < 7; i++)
      await Promise.all([one, two].flatMap((each) => Array.from({ length: i }, () => each.record(made()))));
    const lines = (await one.export()).split('\n').slice(0, -1);
    const tree = new MemoryTree();
    for (const line of lines) tree.append(leafHash(line));
    const size = lines.length;
    expect(size).toBe(42);
    expect(await one.head()).toEqual({ size, rootHash: rootOf(size, tree.read).toString('hex') });
    for (const at of [0, 1, 20, 40, 41]) {
      const hashes = inclusionProof(at, 42, tree.read).map((hash) => hash.toString('base64'));
      expect((await two.proveEntry(at)).hashes).toEqual(hashes);
    }
    expect((await one.proveEntry(3, 4)).rootHash).toBe(rootOf(4, tree.read).toString('base64'));
    expect((await one.proveGrowth(17)).hashes.length).toBeGreaterThan(0);
    for (const wrong of [42, -1, 1.5]) await expect(one.proveEntry(wrong)).rejects.toThrow(/no such entry/);
    for (const [start, end] of [
      [0, 41],
      [0, 20],
      [5, 5],
      [13, 30],
      [41, undefined],
    ] as const)
      expect(await one.verifyChain(start, end)).toBe(true);
    expect(await one.verifyEntries(await one.listEntries())).toEqual(lines.map(() => true));
  });

  it('is exported as lines, as a table, and as events', async () => {
    const one = backend();
    for (const toolName of ['=1+1', 'b', 'c']) await one.record(made({ toolName }));
    const lines = (await one.export()).split('\n').slice(0, -1);
    expect(lines.map((line) => (JSON.parse(line) as { tool_name: string }).tool_name)).toEqual(['=1+1', 'b', 'c']);
    expect((await one.export('csv')).split('\r\n')).toHaveLength(5);
    expect(await one.export('csv')).toContain("'=1+1");
    expect((await one.export('ocsf')).split('\n')).toHaveLength(4);
    await expect(one.export('xml' as 'csv')).rejects.toThrow(TypeError);
  });

  it('does with a single connection', async () => {
    const one = backend({ poolSize: 1 });
    const recorded = await Promise.all(Array.from({ length: 5 }, () => one.record(made())));
    expect(await one.verifyEntries(recorded)).toEqual(Array(5).fill(true));
    expect(await one.verifyChain()).toBe(true);
  });

  it('gives up a connection whose server says nothing any more', async () => {
    const silent = new Database({ ...server.connection(), schema });
    open.push(silent);
    await expect(silent.query('SELECT pg_sleep(60)', [], 50)).rejects.toThrow(/did not answer in time/);
    expect((await silent.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('refuses questions and ranges that are none', async () => {
    const one = backend();
    await one.record(made());
    for (const query of [{ limit: -1 }, { offset: 0.5 }, { after: -2 }, { startTime: new Date(NaN) }])
      await expect(one.listEntries(query)).rejects.toThrow(RangeError);
    for (const range of [[-1], [0, -1], [NaN]]) await expect(one.verifyChain(...range)).rejects.toThrow(RangeError);
    expect([await one.verifyChain(0, 1), await one.verifyChain(1), await one.verifyChain(2)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('verifies an entry that nobody has put into the tree yet', async () => {
    const one = backend({ sequence: false });
    const { entry_id } = await one
      .append(made().toDict())
      .then(async () => (await server.sql(`SELECT entry_id FROM ${schema}.entries`))[0] as { entry_id: string });
    const entry = (await new AuditStore(one).getEntry(entry_id)) as AuditEntry;
    expect(entry.chainIndex).toBeNull();
    await backend().head();
    expect(await one.verifyEntry(entry)).toBe(true);
    expect((await one.getEntry(entry_id))?.chainIndex).toBe(0);
  });

  it('is whole when it is empty', async () => {
    const one = backend();
    expect(await one.verifyChain()).toBe(true);
    expect(await one.verify()).toMatchObject({ isValid: false, chainIntact: true, totalEntries: 0 });
    expect([await one.getChainTail(), await one.head(), await one.export()]).toEqual([undefined, undefined, '']);
  });

  it('is closed once, with all that was on its way', async () => {
    const one = backend();
    const written = Array.from({ length: 50 }, () => one.append(made().toDict()));
    await Promise.all([one.close(), one.close()]);
    await Promise.all(written);
    await expect(one.append(made().toDict())).rejects.toMatchObject({ code: 'EC_AUDIT_CLOSED' });
    await expect(one.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_CLOSED' });
    expect(await server.sql(`SELECT max(size) AS size FROM ${schema}.rounds`)).toEqual([{ size: '50' }]);
  });
});
