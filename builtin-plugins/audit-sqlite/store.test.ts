/** @module A store in a database: what is asked for, page by page, written out, proved and taken over. */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyTrail } from 'enforcecore';
import {
  AuditEntry,
  AuditStore,
  consistencyProof,
  inclusionProof,
  leafHash,
  MemoryTree,
  rootOf,
} from 'enforcecore/sdk';
import { SQLiteBackend } from './index.ts';
import { Ground } from './store.fixture.ts';

let ground: Ground;
let folder: string;
let path: string;
let backend: SQLiteBackend;
let store: AuditStore;

beforeEach(() => {
  ground = new Ground();
  ({ folder, path, backend, store } = ground);
});
afterEach(() => ground.leave());

const HOSTILE = [
  'a\0b',
  '\ud800',
  '\u{1f600}',
  "'; DROP TABLE audit_entries; --",
  '=1+1',
  'x'.repeat(70_000),
  '__proto__',
];

describe('a store', () => {
  it('gives back all of an entry, its context too, also after it was opened anew', async () => {
    const recorded = await store.record({
      toolName: 'search',
      policyName: 'p',
      policyVersion: '1.0',
      decision: 'redacted',
      context: { user: { roles: ['a', 'b'] }, n: 0.1, '\u00e9': null },
      redactedCategories: ['email'],
      costUsd: 0.1,
      tokensUsed: 12,
      enforcementOverheadMs: 1.25,
      tenantId: 't',
    });
    ({ backend, store } = await ground.reopen());
    const read = (await store.getEntry(recorded.entryId)) as AuditEntry;
    expect(read).toEqual(recorded);
    expect(read).toMatchObject({
      chainIndex: 0,
      seq: 0,
      merkleHash: read.entryHash,
      parentHash: '',
      enforcementOverheadMs: 1.25,
    });
    expect(read.context).toEqual({ user: { roles: ['a', 'b'] }, n: 0.1, '\u00e9': null });
    expect(await store.getEntry('none')).toBeUndefined();
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it.each(HOSTILE)('keeps and finds hostile text: %j', async (text) => {
    const entry = await store.record({
      toolName: text,
      policyName: text,
      violationReason: text,
      context: { [text]: text },
    });
    const asked = text.length > 1000 ? {} : { toolName: text };
    expect(await store.listEntries(asked)).toEqual([entry]);
    expect(await store.verifyChain()).toBe(true);
    expect(await store.verifyEntry(entry)).toBe(true);
  });

  it('refuses an id twice, a time that is none, and a place that is none', async () => {
    await store.record({ entryId: 'one', toolName: 't', policyName: 'p' });
    const write = { code: 'EC_AUDIT_WRITE' };
    await expect(store.record({ entryId: 'one', toolName: 't', policyName: 'p' })).rejects.toMatchObject(write);
    await expect(store.record({ timestamp: 'now', toolName: 't', policyName: 'p' })).rejects.toMatchObject(write);
    await expect(store.record({ entryHash: 'x', toolName: 't', policyName: 'p' })).rejects.toMatchObject(write);
    await store.record({ toolName: 't', policyName: 'p' });
    expect(await store.verifyChain()).toBe(true);
    expect((await store.getChainTail())?.chainIndex).toBe(1);
  });

  it('keeps several entries at once, or none of them', async () => {
    const many = Array.from({ length: 5 }, (_, i) =>
      AuditEntry.create({ entryId: `${i % 4}`, toolName: 't', policyName: 'p' }),
    );
    expect(() => backend.recordAll(many)).toThrow(/cannot be written/);
    expect(await store.listEntries()).toEqual([]);
    expect(backend.recordAll(many.slice(0, 4)).map(({ chainIndex }) => chainIndex)).toEqual([0, 1, 2, 3]);
    expect(await store.verifyChain()).toBe(true);
  });

  it('refuses when it is closed, and opens nothing that is no database', async () => {
    backend.close();
    await expect(store.record({ toolName: 't', policyName: 'p' })).rejects.toMatchObject({ code: 'EC_AUDIT_CLOSED' });
    await expect(store.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_CLOSED' });
    const text = join(folder, 'text.db');
    writeFileSync(text, 'no database, but a text that is long enough to be looked at as one'.repeat(20));
    expect(() => new SQLiteBackend({ dbPath: text })).toThrow(expect.objectContaining({ code: 'EC_AUDIT_OPEN' }));
    expect(() => new SQLiteBackend({ dbPath: folder })).toThrow(expect.objectContaining({ code: 'EC_AUDIT_OPEN' }));
  });

  it('flushes what it wrote, and takes a database that is open, which it leaves open', async () => {
    await store.record({ toolName: 't', policyName: 'p' });
    await store.flush();
    const database = new Database(':memory:');
    const own = new AuditStore(new SQLiteBackend({ database }));
    await own.record({ toolName: 't', policyName: 'p' });
    await own.flush();
    await own.close();
    expect(database.prepare('SELECT count(*) AS n FROM audit_entries').get()).toMatchObject({ n: 1 });
    database.close();
  });

  it('of a form that is newer is refused', async () => {
    await store.close();
    const raw = new Database(path);
    raw.exec('UPDATE audit_store_schema SET version = 3');
    raw.close();
    expect(() => new SQLiteBackend({ dbPath: path })).toThrow(expect.objectContaining({ code: 'EC_AUDIT_SCHEMA' }));
  });
});

describe('a query', () => {
  beforeEach(async () => {
    for (let i = 0; i < 10; i++)
      await store.record({
        entryId: `${i}`,
        timestamp: `2026-03-01T00:00:0${i}.000500+00:00`,
        toolName: i % 2 ? 'odd' : 'even',
        policyName: i < 5 ? 'low' : 'high',
        decision: i === 7 ? 'blocked' : 'allowed',
        violationType: i === 7 ? 'tool_denied' : null,
        tenantId: `t${i % 3}`,
        sessionId: `s${i % 3}`,
        callId: `c${i >> 1}`,
        entryType: i % 2 ? 'outcome' : 'intent',
      });
  });
  it.each([
    [{ toolName: 'odd' }, '13579'],
    [{ policyName: 'high', toolName: 'even' }, '68'],
    [{ decision: 'blocked' }, '7'],
    [{ violationType: 'tool_denied' }, '7'],
    [{ tenantId: 't1' }, '147'],
    [{ sessionId: 's2' }, '258'],
    [{ callId: 'c4' }, '89'],
    [{ entryType: 'intent', limit: 2 }, '02'],
    [{ startTime: new Date('2026-03-01T00:00:07Z') }, '789'],
    [{ endTime: new Date('2026-03-01T00:00:02Z') }, '012'],
    [{ startTime: new Date('2026-03-01T00:00:03.001Z'), endTime: new Date('2026-03-01T00:00:05Z') }, '45'],
    [{ limit: 3, offset: 4 }, '456'],
    [{ after: 6 }, '789'],
    [{ after: -1, limit: 1 }, '0'],
    [{ limit: 0 }, ''],
    [{ toolName: 'none' }, ''],
    [{ toolName: undefined }, '0123456789'],
  ])('%j finds %j', async (query, expected) => {
    expect((await store.listEntries(query)).map(({ entryId }) => entryId).join('')).toBe(expected);
  });
  it.each([
    { limit: -1 },
    { limit: 1.5 },
    { offset: Number.NaN },
    { after: -2 },
    { startTime: new Date('never') },
    { endTime: '2026-03-01' as never },
    { toolName: 7 as never },
  ])('that cannot be one is refused: %j', async (query) => {
    await expect(store.listEntries(query)).rejects.toThrow(/must be/);
  });
  it('page by page has each entry once, whatever is recorded meanwhile', async () => {
    const seen: number[] = [];
    for (let after = -1, page = 0; ; page++) {
      const entries = await store.listEntries({ toolName: 'odd', limit: 2, after });
      if (entries.length === 0) break;
      seen.push(...entries.map(({ chainIndex }) => chainIndex as number));
      after = seen.at(-1) as number;
      if (page < 3) for (const toolName of ['odd', 'even']) await store.record({ toolName, policyName: 'p' });
    }
    expect(seen).toEqual([1, 3, 5, 7, 9, 10, 12, 14]);
  });
});

describe('an export', () => {
  beforeEach(async () => {
    await store.record({
      toolName: '=cmd|calc',
      policyName: 'a,"b"\r\nc',
      decision: 'blocked',
      violationType: 'tool_denied',
      violationReason: '\t+1',
    });
    await store.record({
      toolName: 'search',
      policyName: 'p',
      toolError: { name: 'Error', message: 'no' },
      sessionId: 's',
      callDurationMs: 7.4,
    });
    await store.record({ toolName: '', policyName: '', decision: 'none', entryType: 'recovery' });
  });
  it('as JSONL is a trail that verifies', async () => {
    const trail = join(folder, 'trail.jsonl');
    writeFileSync(trail, await store.export('jsonl'));
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 3 });
  });
  it('as CSV quotes what it must, and has no formulas', async () => {
    const csv = await store.export('csv');
    expect(csv.startsWith('chain_index,entry_id,call_id,timestamp,policy_name')).toBe(true);
    expect(csv).toContain(`,"a,""b""\r\nc",`);
    expect(csv).toContain(`,"'=cmd|calc",`);
    expect(csv).toContain(`,"'\t+1",`);
    expect(csv.endsWith('\r\n')).toBe(true);
  });
  it('as OCSF says what is known of a call, and no more', async () => {
    const [denied, failed, recovery] = (await store.export('ocsf'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(denied).toMatchObject({
      class_uid: 6003,
      category_uid: 6,
      type_uid: 600399,
      action_id: 2,
      disposition_id: 2,
      severity_id: 3,
      status_id: 2,
      status_code: 'tool_denied',
    });
    expect(failed).toMatchObject({
      action_id: 1,
      status_id: 2,
      duration: 7,
      api: { operation: 'search', response: { error_message: 'no' } },
      actor: { session: { uid: 's' } },
      metadata: { sequence: 1 },
    });
    expect(recovery).toMatchObject({ class_uid: 0, type_uid: 99, activity_name: 'recovery' });
    expect(recovery).not.toHaveProperty('api');
  });
  it('of another form is refused', async () => {
    await expect(store.export('toString' as never)).rejects.toThrow('is exported as');
  });
});

describe('the tree of a store', () => {
  it('proves entries as that of a trail does', async () => {
    const tree = new MemoryTree();
    for (let i = 0; i < 21; i++) await store.record({ toolName: `t${i}`, policyName: 'p' });
    const lines = (await store.export('jsonl')).trimEnd().split('\n');
    for (const line of lines) tree.append(leafHash(line));
    expect(backend.size).toBe(21);
    expect(rootOf(21, backend.readHash)).toEqual(rootOf(21, tree.read));
    expect(inclusionProof(7, 21, backend.readHash)).toEqual(inclusionProof(7, 21, tree.read));
    expect(consistencyProof(9, 21, backend.readHash)).toEqual(consistencyProof(9, 21, tree.read));
    expect(() => backend.readHash(0, 21)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_READ' }));
  });
});
