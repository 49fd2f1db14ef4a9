/** @module A trail of several files as a store: closed, compressed and removed ones are one log with the last. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditStore } from 'enforcecore/sdk';
import type { AuditEntry, AuditEntryInit, AuditQuery } from 'enforcecore/sdk';
import { compressTrail, JSONLBackend, pruneTrail } from './index.ts';
import { Ground } from './life.fixture.ts';
import { removedOf } from './retained.ts';
import { segmentsOf } from './segments.ts';
import { StoreIndex } from './store-index.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
let ground: Ground;
let backend: JSONLBackend;
let store: AuditStore;
beforeEach(() => void (ground = new Ground()));
afterEach(async () => {
  await store.close();
  ground.leave();
});

const entryAt = (i: number): AuditEntryInit => ({
  entryId: `id-${i}`,
  callId: `call-${i % 6}`,
  toolName: `tool_${i % 3}`,
  policyName: `policy_${i % 2}`,
  timestamp: new Date(START + i * HOUR).toISOString(),
  decision: i % 5 === 0 ? 'blocked' : 'allowed',
  entryType: i % 2 ? 'outcome' : 'intent',
  ...(i % 4 === 0 && { tenantId: 'acme', sessionId: `s${i % 8}` }),
  ...(i % 5 === 0 && { violationType: 'tool_denied' }),
});

async function write(from: number, to: number, rotateBytes: number | undefined = 1500): Promise<void> {
  const auditor = ground.open({ rotateBytes });
  for (let i = from; i < to; i++) auditor.record(entryAt(i));
  await auditor.close();
}

/** Entries 0 to 29 in files, of which the older ones are compressed. */
async function layOut(): Promise<void> {
  await write(0, 30);
  await compressTrail(ground.trail);
  expect(new Set(segmentsOf(ground.trail).map(({ compressed }) => compressed))).toEqual(new Set([true, false]));
  open();
}

function open(): void {
  backend = new JSONLBackend(ground.trail);
  store = new AuditStore(backend);
}

/** Prunes, and gives how many entries went. */
async function prune(keepSegments: number): Promise<number> {
  await pruneTrail(ground.trail, { keepSegments });
  return (removedOf(ground.trail).at(-1)?.last ?? -1) + 1;
}

const numbers = (entries: readonly AuditEntry[]): number[] => entries.map(({ chainIndex }) => chainIndex as number);
const counted = (wanted: (i: number) => boolean): number[] => Array.from({ length: 30 }, (_, i) => i).filter(wanted);

describe('a trail of several files as a store', () => {
  it('finds every entry by its id, wherever it lies', async () => {
    await layOut();
    for (let i = 0; i < 30; i++)
      expect(await store.getEntry(`id-${i}`)).toMatchObject({ chainIndex: i, seq: i, toolName: `tool_${i % 3}` });
    const entry = (await store.getEntry('id-2')) as AuditEntry;
    expect(await store.verifyEntry(entry)).toBe(true);
    expect((await store.getChainTail())?.entryId).toBe('id-29');
    expect(await store.verifyChain()).toBe(true);
    expect(await store.verifyChain(3, 17)).toBe(true);
    expect(await store.verifyChain(0, 30)).toBe(false);
    expect(await store.export()).toBe(`${ground.lines().join('\n')}\n`);
  });

  it.each<[AuditQuery, (i: number) => boolean]>([
    [{}, () => true],
    [{ toolName: 'tool_1' }, (i) => i % 3 === 1],
    [{ policyName: 'policy_1' }, (i) => i % 2 === 1],
    [{ decision: 'blocked' }, (i) => i % 5 === 0],
    [{ violationType: 'tool_denied', entryType: 'intent' }, (i) => i % 10 === 0],
    [{ tenantId: 'acme', sessionId: 's4' }, (i) => i % 8 === 4],
    [{ callId: 'call-5' }, (i) => i % 6 === 5],
    [{ startTime: new Date(START + 4 * HOUR), endTime: new Date(START + 20 * HOUR) }, (i) => i >= 4 && i <= 20],
    [{ offset: 7, limit: 9 }, (i) => i >= 7 && i < 16],
    [{ after: 11, limit: 10 }, (i) => i > 11 && i <= 21],
    [{ after: 4, offset: 2, toolName: 'tool_0' }, (i) => i > 9 && i % 3 === 0],
  ])('with %j finds what is asked for in all of them', async (query, wanted) => {
    await layOut();
    expect(numbers(await store.listEntries(query))).toEqual(counted(wanted));
    const removed = await prune(3);
    expect(removed).toBeGreaterThan(9);
    if (query.offset === undefined && query.limit === undefined)
      expect(numbers(await store.listEntries(query)).filter((i) => i < 30)).toEqual(
        counted(wanted).filter((i) => i >= removed),
      );
  });

  it('says of what was removed that it is not there, and not that it is broken', async () => {
    await layOut();
    await store.close();
    const removed = await prune(2);
    open();
    expect(await store.getEntry('id-0')).toBeUndefined();
    expect(await store.getEntry(`id-${removed}`)).toMatchObject({ chainIndex: removed, seq: removed });
    const page = await store.listEntries({ limit: 2, offset: 1 });
    expect(numbers(page)).toEqual([removed + 1, removed + 2]);
    expect(await store.verifyChain()).toBe(true);
    expect(await store.verifyChain(0, removed)).toBe(true);
    expect(await store.export()).toBe(`${ground.lines().join('\n')}\n`);
    expect(await store.getChainTail()).toMatchObject({ entryType: 'retention' });
    const { chainIndex } = await store.record({ toolName: 'more', policyName: 'p' });
    expect(chainIndex).toBe(30 + removedOf(ground.trail).length);
  });

  it('does not count what was removed while it was open', async () => {
    await layOut();
    expect(numbers(await store.listEntries({ offset: 20, limit: 1 }))).toEqual([20]);
    const removed = await prune(6);
    expect(numbers(await store.listEntries({ offset: removed, limit: 1 }))).toEqual([2 * removed]);
  });

  it('gives pages that have every entry once, while files are closed, compressed and removed', async () => {
    await layOut();
    await store.close(); // one writer a file: the next says when it is rotated
    const auditor = ground.open({ rotateBytes: 1500 });
    open();
    const seen: number[] = [];
    const page = async (): Promise<void> => {
      seen.push(...numbers(await store.listEntries({ after: seen.at(-1) ?? -1, limit: 7 })));
    };
    await page();
    const closed = segmentsOf(ground.trail).length;
    for (let i = 30; i < 42; i++) auditor.record(entryAt(i));
    expect(segmentsOf(ground.trail).length).toBeGreaterThan(closed + 1);
    await page();
    await compressTrail(ground.trail);
    await page();
    const removed = await prune(8);
    expect(removed).toBeLessThan(21);
    expect(numbers(await store.listEntries({ offset: removed, limit: 1 }))).toEqual([2 * removed]);
    for (let i = 0; i < 5; i++) await page();
    expect(seen.slice(0, 42)).toEqual(Array.from({ length: 42 }, (_, i) => i));
    expect(await store.getEntry('id-0')).toBeUndefined();
    expect(await store.verifyChain()).toBe(true);
    await auditor.close();
  });

  it('reads a file once, whatever it is called afterwards', async () => {
    await layOut();
    await store.close(); // one writer a file: the next says when it is rotated
    const index = new StoreIndex(ground.trail);
    index.catchUp();
    const [read, closed] = [index.bytesRead, segmentsOf(ground.trail).length];
    const auditor = ground.open({ rotateBytes: 1500 });
    let bytes = 0;
    for (let i = 30; i < 40; i++) {
      auditor.record(entryAt(i));
      index.catchUp();
      bytes += Buffer.byteLength(ground.lines().at(-1) as string) + 1;
    }
    await auditor.close();
    expect(segmentsOf(ground.trail).length).toBeGreaterThan(closed + 1);
    expect(index.bytesRead - read).toBe(bytes);
    expect(index.size).toBe(40);
    index.close();
  });

  it('sees what was changed in a compressed file', async () => {
    await layOut();
    const { path, first } = segmentsOf(ground.trail)[1] as { path: string; first: number };
    const whole = readFileSync(path);
    const text = gunzipSync(whole).toString();
    writeFileSync(path, gzipSync(text.replace('"tool_name":"tool_', '"tool_name":"evil_')));
    expect(await store.verifyChain()).toBe(false);
    expect(await backend.chainProblem()).toMatchObject({ chainIndex: first });
    expect(await store.verifyChain(0, first - 1)).toBe(true);
    await expect(store.getEntry(`id-${first}`)).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    await expect(store.export()).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    writeFileSync(path, whole);
    truncateSync(path, whole.length - 20);
    await expect(store.getEntry(`id-${first}`)).rejects.toMatchObject({ code: 'EC_AUDIT_READ' });
  });

  it('does not verify when a file is missing that nobody removed on record', async () => {
    await layOut();
    rmSync(segmentsOf(ground.trail)[1]?.path as string);
    expect(await store.verifyChain()).toBe(false);
    await store.close();
    open();
    expect(await store.verifyChain()).toBe(false);
    expect((await store.listEntries()).length).toBeLessThan(30);
  });
});
