/** @module A trail's file as a store: entries are found, wherever they were written, and what was changed is seen. */
import { hash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditStore } from 'enforcecore/sdk';
import type { AuditEntry } from 'enforcecore/sdk';
import { Auditor, JSONLBackend, verifyTrail } from './index.ts';
import { StoreIndex } from './store-index.ts';

let folder: string;
let path: string;
let store: AuditStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-store-'));
  path = join(folder, 'deep', 'trail.jsonl');
  store = new AuditStore(new JSONLBackend(path));
  for (let i = 0; i < 6; i++)
    await store.record({ entryId: `id-${i}`, toolName: i % 2 ? 'odd' : 'even', policyName: 'p', context: { i } });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
const ids = (entries: readonly AuditEntry[]): string => entries.map(({ entryId }) => entryId.slice(3)).join('');
const edit = (from: string, to: string): void => writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));

/** Lines as Python's json module writes them: numbers with a fraction that is none. */
function firstForm(count: number): string {
  let previous = '';
  return Array.from({ length: count }, (_, i) => {
    const head = `{"call_duration_ms":0.0,"call_id":"c${i}","decision":"allowed",`;
    const tail = `"entry_id":"id-${i}","input_redactions":0,"output_redactions":0,"overhead_ms":1e-07,"policy_name":"p","policy_version":"1","previous_hash":"${previous}","tenant_id":null,"timestamp":"2025-01-01T00:00:00.000000+00:00","tool_name":"t","violation_reason":null,"violation_type":null}`;
    previous = hash('sha256', head + tail, 'hex');
    return `${head}"entry_hash":"${previous}",${tail}\n`;
  }).join('');
}

describe('a trail as a store', () => {
  it('is a trail that verifies, and is found again when it is opened anew', async () => {
    expect(await verifyTrail(path)).toMatchObject({ isValid: true, totalEntries: 6 });
    await store.close();
    store = new AuditStore(new JSONLBackend(path));
    expect(await store.getEntry('id-3')).toMatchObject({ toolName: 'odd', context: { i: 3 }, chainIndex: 3, seq: 3 });
    expect(await store.getEntry('none')).toBeUndefined();
    expect((await store.getChainTail())?.entryId).toBe('id-5');
    expect(await store.export()).toBe(readFileSync(path, 'utf8'));
    expect(await store.verifyChain()).toBe(true);
  });

  it('answers questions in the order of the chain, page by page', async () => {
    expect(ids(await store.listEntries({ toolName: 'odd' }))).toBe('135');
    expect(ids(await store.listEntries({ toolName: 'odd', after: 1, limit: 1 }))).toBe('3');
    expect(ids(await store.listEntries({ offset: 2, limit: 2 }))).toBe('23');
    expect(ids(await store.listEntries({ startTime: new Date(Date.now() + 60_000) }))).toBe('');
  });

  it('knows what others have added since', async () => {
    const auditor = new Auditor({ outputPath: path });
    auditor.record({ entryId: 'id-6', toolName: 'odd', policyName: 'p' });
    await auditor.close();
    expect(ids(await store.listEntries({ toolName: 'odd' }))).toBe('1356');
    appendFileSync(path, '{"half of an entry');
    expect(await store.listEntries()).toHaveLength(7);
  });

  it('is not read again for each record', async () => {
    const index = new StoreIndex(path);
    index.catchUp();
    const [before, size] = [index.bytesRead, statSync(path).size];
    expect(before).toBe(size);
    for (let i = 0; i < 100; i++) {
      await store.record({ toolName: 'more', policyName: 'p' });
      index.catchUp();
    }
    expect(index.bytesRead - before).toBe(statSync(path).size - size);
    expect(index.size).toBe(106);
    index.close();
  });

  it('sees what was changed, wherever it is asked', async () => {
    await store.listEntries();
    edit('"i":3', '"i":9');
    expect(await store.verifyChain()).toBe(false);
    expect(await store.verifyChain(0, 2)).toBe(true);
    expect(await store.verifyChain(3, 3)).toBe(false);
    expect(await store.verifyChain(4)).toBe(true);
    expect(await store.verifyChain(0, undefined, { skipEntryHash: true })).toBe(true);
    await expect(store.getEntry('id-3')).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    await expect(store.listEntries({ toolName: 'odd' })).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    await expect(store.export()).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    expect(ids(await store.listEntries({ toolName: 'even' }))).toBe('024');
  });

  it('sees a line that is gone, and lines that changed places', async () => {
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.toSpliced(2, 2, lines[3] as string, lines[2] as string).join('\n'));
    expect(await store.verifyChain()).toBe(false);
    await expect(store.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    writeFileSync(path, lines.toSpliced(2, 1).join('\n'));
    await expect(store.verifyChain()).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    await store.close();
    store = new AuditStore(new JSONLBackend(path));
    expect(await store.verifyChain()).toBe(false);
  });

  it('that became shorter while it was open says so', async () => {
    truncateSync(path, 10);
    await expect(store.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
  });

  it('passes over lines that are no entries, which the chain does not', async () => {
    appendFileSync(path, 'no entry\n[]\n{}\n');
    expect(await store.listEntries()).toHaveLength(6);
    expect(await store.verifyChain()).toBe(false);
  });

  it('does not take a file without line ends for entries', async () => {
    appendFileSync(path, Buffer.alloc(17 * 1024 * 1024, 'x'));
    await expect(store.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_READ' });
  });

  it('of the first form is read, and verified by its own hashes', async () => {
    const old = join(folder, 'old.jsonl');
    writeFileSync(old, firstForm(3));
    const first = new AuditStore(new JSONLBackend(old));
    const entries = await first.listEntries();
    expect(entries.map(({ overheadMs }) => overheadMs)).toEqual([1e-7, 1e-7, 1e-7]);
    expect(await first.verifyChain()).toBe(true);
    const [, line] = readFileSync(old, 'utf8').split('\n') as [string, string];
    writeFileSync(old, readFileSync(old, 'utf8').replace(line, line.replace('"tool_name":"', '"tool_name":"x')));
    await first.close();
    const again = new AuditStore(new JSONLBackend(old));
    await expect(again.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
    await again.close();
  });

  it('refuses when it is closed', async () => {
    await store.close();
    await expect(store.record({ toolName: 't', policyName: 'p' })).rejects.toMatchObject({ code: 'EC_AUDIT_CLOSED' });
    await expect(store.listEntries()).rejects.toMatchObject({ code: 'EC_AUDIT_CLOSED' });
  });
});
