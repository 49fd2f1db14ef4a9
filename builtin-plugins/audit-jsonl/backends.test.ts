/** @module The backends an application makes by itself, alone and several at once. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry } from 'enforcecore/sdk';
import type { AuditFields } from 'enforcecore/sdk';
import {
  AuditBackend,
  Auditor,
  CallbackBackend,
  JsonlBackend,
  MultiBackend,
  NullBackend,
  verifyTrail,
} from './index.ts';

let folder: string;
let trail: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-backends-'));
  trail = join(folder, 'trail.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = { toolName: 'search', policyName: 'p' };

describe('backends', () => {
  it('resume the chain of a file that is given as an object', async () => {
    const before = new Auditor({ outputPath: trail });
    before.record(entry);
    await before.close();
    const auditor = new Auditor({ backend: new JsonlBackend(trail) });
    auditor.record(entry);
    await auditor.close();
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 2 });
  });

  it('hand the entry of the file to a callback beside it', async () => {
    const seen: AuditFields[] = [];
    const backend = new MultiBackend([new CallbackBackend((one) => seen.push(one)), new JsonlBackend(trail)]);
    const auditor = new Auditor({ backend });
    const made = auditor.record(entry);
    await auditor.close();
    expect(seen).toEqual([made.toDict()]);
    expect((await verifyTrail(trail)).isValid).toBe(true);
  });

  it('chain in memory where there is no file', () => {
    const auditor = new Auditor({ backend: new NullBackend() });
    const first = auditor.record(entry);
    expect(auditor.record(entry).previousHash).toBe(first.entryHash);
  });

  it('fail the record when one of several fails, and still ask the others', () => {
    const seen: unknown[] = [];
    const broken = new CallbackBackend(() => {
      throw new Error('no');
    });
    const auditor = new Auditor({ backend: new MultiBackend([broken, new CallbackBackend((one) => seen.push(one))]) });
    expect(() => auditor.record(entry)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_WRITE' }));
    expect(seen).toHaveLength(1);
  });

  it('give a callback failure to its handler, thrown or rejected', async () => {
    const failures: unknown[] = [];
    const onError = (error: unknown): void => void failures.push(error);
    new Auditor({ backend: new CallbackBackend(() => Promise.reject(new Error('later')), { onError }) }).record(entry);
    const thrown = new CallbackBackend(
      () => {
        throw new Error('now');
      },
      { onError },
    );
    new Auditor({ backend: thrown }).record(entry);
    await Promise.resolve();
    await Promise.resolve();
    expect(failures.map(String).sort()).toEqual(['Error: later', 'Error: now']);
  });

  it('that are asynchronous need recordDurable', async () => {
    class Slow extends AuditBackend {
      async write(): Promise<void> {}
    }
    const auditor = new Auditor({ backend: new Slow() });
    expect(() => auditor.record(entry)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_WRITE' }));
    await expect(auditor.recordDurable(entry)).resolves.toBeInstanceOf(AuditEntry);
  });

  it('leave nothing open', () => {
    const one = new JsonlBackend(trail);
    const two = new JsonlBackend(trail);
    one.close();
    one.close();
    expect(two.write(AuditEntry.create(entry).toDict()).previous_hash).toBe('');
    two.close();
    expect(existsSync(`${trail}.lock`)).toBe(false);
  });
});
