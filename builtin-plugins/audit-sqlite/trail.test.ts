/** @module A trail in a store: entries keep their places, and the room keeps every call. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditStoreBackendAdapter, Auditor, createEnforcer, JsonlBackend, MultiBackend } from 'enforcecore';
import { AuditEntry, AuditStore } from 'enforcecore/sdk';
import { auditSqlite, SQLiteBackend } from './index.ts';
import { Ground } from './store.fixture.ts';

let ground: Ground;
let folder: string;
let backend: SQLiteBackend;
let store: AuditStore;

beforeEach(() => {
  ground = new Ground();
  ({ folder, backend, store } = ground);
});
afterEach(() => ground.leave());

describe('a trail in a store', () => {
  const entryOf = (trail: string, i: number): AuditEntry =>
    AuditEntry.fromDict(JSON.parse(readFileSync(trail, 'utf8').split('\n')[i] as string) as Record<string, unknown>);
  function trailOf(count: number): Promise<string> {
    const trail = join(folder, 'trail.jsonl');
    const auditor = new Auditor({ outputPath: trail });
    for (let i = 0; i < count; i++) auditor.record({ toolName: `t${i}`, policyName: 'p', context: { seq: i } });
    return auditor.close().then(() => trail);
  }

  it('has the places of the trail when both are written', async () => {
    const trail = join(folder, 'trail.jsonl');
    await new Auditor({ outputPath: trail }).recordDurable({ toolName: 'before', policyName: 'p' });
    const adapter = new AuditStoreBackendAdapter(backend);
    const auditor = new Auditor({ backend: new MultiBackend([new JsonlBackend(trail), adapter]) });
    for (let i = 0; i < 3; i++)
      await auditor.recordDurable({ toolName: `t${i}`, policyName: 'p', overheadMs: i + 0.5 });
    const entries = await store.listEntries();
    expect(entries.map(({ merkleHash }) => merkleHash)).toEqual([1, 2, 3].map((i) => entryOf(trail, i).entryHash));
    expect(entries.map(({ parentHash }) => parentHash)).toEqual([0, 1, 2].map((i) => entryOf(trail, i).entryHash));
    expect(entries.map((one) => one.enforcementOverheadMs)).toEqual([0.5, 1.5, 2.5]);
    expect(await store.verifyChain()).toBe(true);
    await auditor.close();
    await expect(store.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_CLOSED' });
  });

  it('gives an auditor the places when it is the only one', async () => {
    const auditor = new Auditor({ backend: new AuditStoreBackendAdapter(backend) });
    const [first, next] = [
      auditor.record({ toolName: 'a', policyName: 'p' }),
      auditor.record({ toolName: 'b', policyName: 'p' }),
    ];
    expect([next.previousHash, next.seq]).toEqual([first.entryHash, 1]);
    expect(await store.verifyChain()).toBe(true);
    await auditor.close();
    expect(() => new AuditStoreBackendAdapter(backend).write(first.toDict())).toThrow(
      expect.objectContaining({ code: 'EC_AUDIT_CLOSED' }),
    );
  });

  it.each([
    [[0, 1, 2, 3, 4, 5], true],
    [[2, 3, 4], true],
    [[0, 2, 1, 4, 3, 5], true],
    [[3, 2, 4, 5], true],
    [[0, 1, 2, 4, 5], true],
    [[0, 2, 4], false],
    [[1, 3, 5], false],
  ])('whose entries came as %j verifies: %j', async (order, whole) => {
    const trail = await trailOf(6);
    for (const i of order) backend.record(entryOf(trail, i));
    expect(await store.verifyChain()).toBe(whole);
    if (!whole) return;
    await store.record({ toolName: 'of the store', policyName: 'p' });
    expect(await store.verifyChain()).toBe(true);
    for (let from = 0; from < order.length; from++) expect(await store.verifyChain(from, from)).toBe(true);
  });

  it('of another form is linked by the hashes that are given', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const entry = (): AuditEntry => AuditEntry.create({ toolName: 't', policyName: 'p' });
    expect(backend.record(entry(), { externalHash: a, externalPrevHash: '' })).toMatchObject({
      merkleHash: a,
      parentHash: '',
    });
    backend.record(entry(), { externalHash: b, externalPrevHash: a });
    expect(await store.verifyChain()).toBe(true);
    expect(await store.listEntries()).toHaveLength(2);
    backend.record(entry(), { externalHash: 'c'.repeat(64), externalPrevHash: 'd'.repeat(64) });
    expect(await store.verifyChain()).toBe(true);
    backend.record(entry(), { externalHash: 'e'.repeat(64), externalPrevHash: a });
    expect(await store.verifyChain()).toBe(false);
  });
});

describe('the plugin', () => {
  it('is on when the policy has its section, and keeps what the trail has', async () => {
    const policy = {
      name: 'p',
      rules: { allowed_tools: ['echo'] },
      audit: { path: join(folder, 'trail.jsonl') },
      audit_sqlite: { path: join(folder, 'policy.db') },
    };
    const enforcer = await createEnforcer({ policy });
    expect(await enforcer.enforceAsync((text: string) => text, ['hello'], { toolName: 'echo' })).toBe('hello');
    await enforcer.stop();
    const kept = new AuditStore(new SQLiteBackend({ dbPath: join(folder, 'policy.db') }));
    expect((await kept.listEntries()).map(({ entryType }) => entryType)).toEqual(['intent', 'outcome']);
    expect(await kept.verifyChain()).toBe(true);
    expect(await kept.export()).toBe(readFileSync(join(folder, 'trail.jsonl'), 'utf8'));
    await kept.close();
    expect(auditSqlite.name).toBe('audit-sqlite');
  });
});
