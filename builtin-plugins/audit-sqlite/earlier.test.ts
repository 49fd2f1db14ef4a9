/** @module A database of an earlier implementation is taken over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditStore, computeMerkleHash, GENESIS_PARENT } from 'enforcecore/sdk';
import { SQLiteBackend } from './index.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'enforcecore-sqlite-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an earlier store', () => {
  function earlier(spaced: boolean): void {
    const raw = new Database(join(folder, 'old.db'));
    raw.exec(`CREATE TABLE audit_entries (entry_id TEXT PRIMARY KEY, timestamp TEXT, policy_name TEXT, policy_version TEXT,
      tool_name TEXT, decision TEXT, call_duration_ms REAL, enforcement_overhead_ms REAL, input_redactions INTEGER,
      output_redactions INTEGER, redacted_categories TEXT, cost_usd REAL, tokens_used INTEGER, violation_type TEXT,
      violation_reason TEXT, merkle_hash TEXT, parent_hash TEXT, chain_index INTEGER, context TEXT);
      CREATE TABLE merkle_chain (chain_index INTEGER, merkle_hash TEXT)`);
    let parent = GENESIS_PARENT;
    for (let i = 0; i < 3; i++) {
      const row = {
        entry_id: `old-${i}`,
        timestamp: `2025-01-0${i + 1}T00:00:00+00:00`,
        policy_name: 'p',
        tool_name: `t${i}`,
        decision: 'allowed',
        violation_type: null,
      };
      const hash = computeMerkleHash(row, parent, spaced);
      raw
        .prepare(
          `INSERT INTO audit_entries VALUES (?, ?, 'p', '1', ?, 'allowed', 1, 2, 0, 0, '[]', NULL, NULL, NULL, NULL, ?, ?, ?, '{"k":1}')`,
        )
        .run(row.entry_id, row.timestamp, row.tool_name, hash, parent, i + 1);
      parent = hash;
    }
    raw.close();
  }
  it.each([true, false])(
    'is taken over, verified by its seven fields and gone on from (spaces in its JSON: %j)',
    async (spaced) => {
      earlier(spaced);
      const old = new AuditStore(new SQLiteBackend({ dbPath: join(folder, 'old.db') }));
      expect(await old.verifyChain()).toBe(true);
      const next = await old.record({ toolName: 'new', policyName: 'p' });
      expect(next).toMatchObject({ chainIndex: 3, schemaVersion: 2 });
      expect(await old.getEntry('old-1')).toMatchObject({
        toolName: 't1',
        context: { k: 1 },
        chainIndex: 1,
        enforcementOverheadMs: 2,
      });
      expect(await old.listEntries({ endTime: new Date('2025-01-02T00:00:00Z') })).toHaveLength(2);
      expect(await old.verifyChain()).toBe(true);
      expect((await old.export('jsonl')).split('\n')).toHaveLength(5);

      const raw = new Database(join(folder, 'old.db'));
      expect(raw.prepare('SELECT count(*) AS n FROM audit_entries_v1').get()).toMatchObject({ n: 3 });
      raw.exec("UPDATE audit_entries SET decision = 'blocked' WHERE entry_id = 'old-1'");
      raw.close();
      expect(await old.verifyChain()).toBe(false);
      await expect(old.getEntry('old-1')).rejects.toMatchObject({ code: 'EC_AUDIT_TAMPERED' });
      await old.close();
    },
  );
});
