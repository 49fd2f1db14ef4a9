/** @module The tables of the store, and how those of an earlier store are taken over. */
import { AuditError, GENESIS_PARENT, STORE_COLUMNS } from 'enforcecore/sdk';
import type { StoreRow } from 'enforcecore/sdk';
import type { SqliteDatabase, SqlValue } from './database.ts';

export const SCHEMA_VERSION = 2;

/** The columns of `audit_entries`, in the order in which they are written. */
export const COLUMNS: readonly (keyof StoreRow)[] = [
  ...(['chain_index', ...STORE_COLUMNS] as const),
  ...(['merkle_hash', 'parent_hash', 'external', 'line_hash', 'line'] as const),
];

const TABLES = `
CREATE TABLE IF NOT EXISTS audit_entries (
  chain_index INTEGER PRIMARY KEY,
  entry_id TEXT NOT NULL UNIQUE,
  call_id TEXT NOT NULL,
  timestamp TEXT NOT NULL,
  timestamp_ms INTEGER,
  policy_name TEXT NOT NULL,
  policy_version TEXT NOT NULL,
  tool_name TEXT NOT NULL,
  decision TEXT NOT NULL,
  entry_type TEXT,
  tenant_id TEXT,
  session_id TEXT,
  call_duration_ms REAL,
  enforcement_overhead_ms REAL,
  input_redactions INTEGER,
  output_redactions INTEGER,
  redacted_categories TEXT,
  cost_usd REAL,
  tokens_used INTEGER,
  violation_type TEXT,
  violation_reason TEXT,
  context TEXT,
  merkle_hash TEXT NOT NULL,
  parent_hash TEXT NOT NULL,
  external INTEGER NOT NULL,
  line_hash TEXT,
  line TEXT
);
CREATE INDEX IF NOT EXISTS audit_entries_by_timestamp ON audit_entries (timestamp_ms);
CREATE INDEX IF NOT EXISTS audit_entries_by_policy ON audit_entries (policy_name);
CREATE INDEX IF NOT EXISTS audit_entries_by_tool ON audit_entries (tool_name);
CREATE INDEX IF NOT EXISTS audit_entries_by_decision ON audit_entries (decision);
CREATE TABLE IF NOT EXISTS merkle_chain (
  chain_index INTEGER PRIMARY KEY,
  entry_id TEXT NOT NULL,
  merkle_hash TEXT NOT NULL,
  parent_hash TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS merkle_tree (position INTEGER PRIMARY KEY, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS audit_store_schema (version INTEGER NOT NULL);
`;

/**
 * Makes the tables. Those of an earlier store stay as `audit_entries_v1` and `merkle_chain_v1`; their rows are taken
 * over by `add`. To be run within a transaction.
 *
 * @throws AuditError `EC_AUDIT_SCHEMA`
 */
export function makeTables(database: SqliteDatabase, add: (rows: readonly StoreRow[]) => void): void {
  const version = versionOf(database);
  if (version === SCHEMA_VERSION) return;
  if (version !== undefined)
    throw new AuditError(`the audit store has the form ${String(version)}, and ${SCHEMA_VERSION} is known here`, {
      code: 'EC_AUDIT_SCHEMA',
    });
  const earlier = hasTable(database, 'audit_entries');
  if (earlier) database.exec('ALTER TABLE audit_entries RENAME TO audit_entries_v1');
  if (hasTable(database, 'merkle_chain')) database.exec('ALTER TABLE merkle_chain RENAME TO merkle_chain_v1');
  database.exec(TABLES);
  database.prepare('INSERT INTO audit_store_schema (version) VALUES (?)').run(SCHEMA_VERSION);
  if (earlier) add(earlierRows(database));
}

/** The version of the tables, `undefined` where there are none of ours. */
export function versionOf(database: SqliteDatabase): unknown {
  if (!hasTable(database, 'audit_store_schema')) return undefined;
  const row = database.prepare('SELECT max(version) AS version FROM audit_store_schema').get();
  return (row as { version: unknown }).version;
}

function hasTable(database: SqliteDatabase, name: string): boolean {
  const found = database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND name = ?").get(name);
  return (found as { n: number }).n > 0;
}

/** The rows of an earlier store, as far as its columns are known by the names of the fields. */
function earlierRows(database: SqliteDatabase): readonly StoreRow[] {
  const rows = database.prepare('SELECT * FROM audit_entries_v1 ORDER BY chain_index').all();
  return (rows as Record<string, SqlValue | undefined>[]).map((old, chainIndex) => {
    const known = Object.fromEntries(COLUMNS.map((name) => [name, old[name] ?? null]));
    const text = (name: string): string => String(old[name] ?? '');
    return {
      ...(known as unknown as StoreRow),
      chain_index: chainIndex,
      call_id: text('call_id'),
      policy_version: text('policy_version'),
      timestamp_ms: timeOf(text('timestamp')) as number,
      parent_hash: text('parent_hash') || GENESIS_PARENT,
      external: 0,
      line_hash: null,
      line: null,
    };
  });
}

/** Without a zone it is UTC, as the specification has it. */
function timeOf(text: string): number | null {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(time) ? null : time;
}
