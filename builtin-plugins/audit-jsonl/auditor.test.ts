/** @module The auditor, and how a trail is gone on with. */
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditEntry } from 'enforcecore/sdk';
import { Auditor, loadTrail, verifyTrail } from './index.ts';

let folder: string;
let trail: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-auditor-'));
  trail = join(folder, 'trail.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = { toolName: 'search', policyName: 'p' };
async function record(count: number, path = trail): Promise<AuditEntry[]> {
  const auditor = new Auditor({ outputPath: path });
  const entries = Array.from({ length: count }, () => auditor.record(entry));
  await auditor.close();
  return entries;
}
const valid = async (): Promise<boolean> => (await verifyTrail(trail)).isValid;

it('whose folder vanished while nothing was written says so to whoever writes next, and throws at nobody else', () => {
  vi.useFakeTimers();
  try {
    const auditor = new Auditor({ outputPath: trail });
    auditor.record(entry);
    rmSync(folder, { recursive: true });
    // The thread stood still for so long that others may have taken the lock over: it has to be looked at.
    const later = performance.now() + 60_000;
    vi.spyOn(performance, 'now').mockReturnValue(later);
    expect(() => vi.advanceTimersByTime(5_000)).not.toThrow();
    expect(() => auditor.record(entry)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_WRITE' }));
  } finally {
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
});

describe('Auditor', () => {
  it('chains entries made from the few fields of the spec', async () => {
    const auditor = new Auditor({ outputPath: trail });
    const first = auditor.record({
      toolName: 'search_web',
      policyName: 'default',
      decision: 'allowed',
      overheadMs: 1.2,
    });
    const next = auditor.record({
      toolName: 'delete_file',
      policyName: 'default',
      decision: 'blocked',
      violationType: 'tool_denied',
    });
    await auditor.close();
    expect(first.previousHash).toBe('');
    expect(next.previousHash).toBe(first.entryHash);
    expect(first.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    expect(Math.abs(Date.parse(first.timestamp) - Date.now())).toBeLessThan(60_000);
    expect(loadTrail(trail)).toEqual([first, next]);
  });

  it('writes what verifies, however deeply a context is nested', async () => {
    const auditor = new Auditor({ outputPath: trail });
    for (let levels = 60; levels < 70; levels++) {
      let context: Record<string, unknown> = { n: 1 };
      for (let i = 1; i < levels; i++) context = { context };
      const { context: kept } = auditor.record({ toolName: 't', policyName: 'p', context });
      expect(kept).toEqual(levels < 64 ? context : { sha256: expect.any(String), characters: expect.any(Number) });
    }
    await auditor.close();
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 10 });
  });

  it('goes on with the chain of an earlier session', async () => {
    await record(2);
    await record(1);
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 3 });
  });

  it('goes on with a trail of the earlier implementation, whose numbers are spelled otherwise', async () => {
    const hash = 'c1f591aa605b98e31cef08e3b3e00ba50de949a2dfe841ae5f99e8d71a5133d0';
    writeFileSync(
      trail,
      `{"call_duration_ms":0.0,"call_id":"10000000-0000-4000-8000-000000000000","decision":"allowed","entry_hash":"${hash}","entry_id":"00000000-0000-4000-8000-000000000000","input_redactions":0,"output_redactions":0,"overhead_ms":0.0,"policy_name":"p","policy_version":"1.0","previous_hash":"","tenant_id":null,"timestamp":"2026-03-01T00:00:00.000000+00:00","tool_name":"tool_0","violation_reason":null,"violation_type":null}\n`,
    );
    const [next] = await record(1);
    expect(next?.previousHash).toBe(hash);
    expect(await valid()).toBe(true);
  });

  it('goes on after an entry of 70 KB', async () => {
    const auditor = new Auditor({ outputPath: trail });
    auditor.record({ ...entry, violationReason: 'x'.repeat(70_000) });
    await auditor.close();
    await record(1);
    expect(await valid()).toBe(true);
  });

  it.each([
    ['half an entry', '{"call_duration_ms":0,"call'],
    ['zeros', '\0'.repeat(5000)],
  ])('moves a torn last line aside: %s', async (_, torn) => {
    await record(2);
    appendFileSync(trail, torn);
    expect(await valid()).toBe(false);
    await record(1);
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 4 });
    expect(readFileSync(`${trail}.torn-1`, 'latin1')).toBe(torn);
    const said = { torn: { bytes: torn.length, file: 'trail.jsonl.torn-1' }, entries: 2 };
    expect(loadTrail(trail)[2]).toMatchObject({ entryType: 'recovery', decision: 'none', context: said });
  });

  it('keeps a last entry that only lacks its newline', async () => {
    await record(2);
    truncateSync(trail, statSync(trail).size - 1);
    await record(1);
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 3 });
  });

  it('starts after a line that is no entry, and verify still reports that line', async () => {
    await record(2);
    appendFileSync(trail, 'garbage\n');
    await record(1);
    expect((await verifyTrail(trail)).errors).toMatchObject([{ line: 3 }]);
  });

  it('keeps one chain for two auditors of one file, whatever the file is called', async () => {
    mkdirSync(join(folder, 'sub'));
    symlinkSync(trail, join(folder, 'sub', 'link.jsonl'));
    const paths = [trail, join(folder, 'sub', '..', 'trail.jsonl'), join(folder, 'sub', 'link.jsonl')];
    const auditors = paths.map((outputPath) => new Auditor({ outputPath }));
    for (let i = 0; i < 30; i++) auditors[i % 3]?.record(entry);
    await auditors[0]?.close();
    auditors[1]?.record(entry);
    await Promise.all(auditors.map((auditor) => auditor.close()));
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 31 });
  });

  /** Writes until the lock was handed over, as a waiter in another process would make it. */
  function recordUntilHandedOver(auditor: Auditor): void {
    for (let i = 0; i < 100_000; i++) {
      writeFileSync(`${trail}.lock.wait`, '');
      auditor.record(entry);
      if (!existsSync(`${trail}.lock`)) return rmSync(`${trail}.lock.wait`);
    }
    throw new Error('the lock was not handed over');
  }

  it('starts a chain anew where the file was moved away', async () => {
    const auditor = new Auditor({ outputPath: trail });
    recordUntilHandedOver(auditor);
    renameSync(trail, `${trail}.1`);
    auditor.record(entry);
    await auditor.close();
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 2 });
    const away = await verifyTrail(`${trail}.1`);
    expect(away.isValid).toBe(true);
    expect(loadTrail(trail)[0]).toMatchObject({
      entryType: 'recovery',
      context: { lost_entries: away.totalEntries, entries: 0 },
    });
  });

  it('shows the gap where the file was cut while it was open', async () => {
    const auditor = new Auditor({ outputPath: trail });
    auditor.record(entry);
    const { size } = statSync(trail);
    recordUntilHandedOver(auditor);
    truncateSync(trail, size);
    auditor.record(entry);
    await auditor.close();
    expect((await verifyTrail(trail)).errors).toMatchObject([{ line: 2, code: 'chain_broken' }]);
  });

  it('makes files and folders that only their owner can read', async () => {
    await record(1, join(folder, 'new', 'trail.jsonl'));
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'new', 'trail.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('refuses what is no plain file', () => {
    expect(() => new Auditor({ outputPath: folder })).toThrow(expect.objectContaining({ code: 'EC_AUDIT_OPEN' }));
    expect(() => new Auditor({ outputPath: '/dev/null' })).toThrow(expect.objectContaining({ code: 'EC_AUDIT_OPEN' }));
    expect(() => new Auditor({})).toThrow(TypeError);
  });

  it('writes nothing once it is closed', async () => {
    const auditor = new Auditor({ outputPath: trail });
    await auditor.close();
    await auditor.close();
    expect(() => auditor.record(entry)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_CLOSED' }));
  });

  it('resolves a durable record with the chained entry', async () => {
    const auditor = new Auditor({ outputPath: trail });
    const made = await auditor.recordDurable(entry);
    expect(loadTrail(trail)).toEqual([made]);
    await auditor.close();
  });

  it('leaves no lock behind', async () => {
    await record(3);
    expect(readdirSync(folder)).toEqual(['trail.jsonl', 'trail.jsonl.hashes']);
  });
});

describe('loadTrail', () => {
  it('gives the last entries, oldest first', async () => {
    const entries = await record(200);
    expect(loadTrail(trail, { maxEntries: 70 })).toEqual(entries.slice(-70));
    expect(loadTrail(trail, { maxEntries: 500 })).toEqual(entries);
    expect(loadTrail(trail, { maxEntries: 0 })).toEqual([]);
    expect(() => loadTrail(trail, { maxEntries: -1 })).toThrow(RangeError);
  });

  it('names the line that is no entry', async () => {
    await record(1);
    appendFileSync(trail, '5\n');
    expect(() => loadTrail(trail)).toThrow('line 2');
  });
});
