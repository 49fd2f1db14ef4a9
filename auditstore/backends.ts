/** @module The door of the audit store's backends. */
export { AuditStoreBackend as AuditBackend } from '../sdk/audit.ts';
export { JSONLBackend } from '../builtin-plugins/audit-jsonl/index.ts';
export { SQLiteBackend } from '../builtin-plugins/audit-sqlite/index.ts';
export type {
  SqliteDatabase,
  SQLiteOptions,
  SqliteStatement,
  SqlValue,
} from '../builtin-plugins/audit-sqlite/index.ts';
export { migratePostgres, PostgreSQLBackend, PostgresWitness } from '../builtin-plugins/audit-postgres/index.ts';
export type {
  CheckpointKey,
  LogProblem,
  LogVerification,
  LogVerifyOptions,
  MigrateOptions,
  PostgresConnection,
  PostgreSQLOptions,
  PostgresRoles,
  PostgresWitnessOptions,
  SslMode,
  TreeProof,
  Witness,
} from '../builtin-plugins/audit-postgres/index.ts';
