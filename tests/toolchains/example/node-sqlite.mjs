/** @module The audit store in the database that Node itself has. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { AuditStore } from 'enforcecore/auditstore';
import { SQLiteBackend } from 'enforcecore/auditstore/backends';

const file = `${process.pid}.db`;
const database = new DatabaseSync(file);
database.exec('PRAGMA journal_mode = WAL');
const backend = new SQLiteBackend({ database });
const store = new AuditStore(backend, { verifyOnRead: true });
const entries = [];
for (let i = 0; i < 20; i++) {
  const context = i === 7 ? { note: '\u00e9' } : undefined;
  const decision = i % 2 ? 'blocked' : 'allowed';
  entries.push(await store.record({ toolName: `tool_${i}`, policyName: 'demo', decision, context }));
}
await store.flush();
assert.equal((await store.listEntries({ decision: 'blocked', limit: 3, offset: 2 }))[0].toolName, 'tool_5');
assert.deepEqual((await store.getEntry(entries[7].entryId)).context, { note: '\u00e9' });
assert.equal((await store.getChainTail()).entryId, entries[19].entryId);
assert.equal(await store.verifyChain(), true);
assert.equal(backend.size, 20);

// What somebody else changes in the database is found.
const other = new DatabaseSync(file);
other.prepare('UPDATE audit_entries SET decision = ? WHERE entry_id = ?').run('allowed', entries[3].entryId);
other.close();
assert.equal(await store.verifyChain(), false);
await assert.rejects(async () => store.getEntry(entries[3].entryId), { code: 'EC_AUDIT_TAMPERED' });

await store.close();
database.prepare('SELECT 1').get(); // it was ours, and stays open
database.close();
console.log('ok');
