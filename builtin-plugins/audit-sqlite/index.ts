/** @module Keeps audit entries in a SQLite database, where they can be asked for. */
import { z } from 'zod';
import { AUDIT_BACKENDS, AUDIT_PLACE, definePlugin, recordTo, schemaLater } from 'enforcecore/sdk';
import type { AuditSink } from 'enforcecore/sdk';
import { SQLiteBackend } from './backend.ts';

export { SQLiteBackend } from './backend.ts';
export type { SQLiteOptions } from './backend.ts';
export type { SqliteDatabase, SqliteStatement, SqlValue } from './database.ts';

const section = schemaLater(() =>
  z
    .strictObject({
      /** The file of the database. */
      path: z.string().min(1).default('./audit_logs/audit.db'),
    })
    .prefault({}),
);

export const auditSqlite = definePlugin({
  name: 'audit-sqlite',
  version: '0.1.0',
  description: 'Keeps audit entries in a SQLite database that can be asked and verified',
  policy: { sections: { audit_sqlite: section }, main: 'audit_sqlite' },
  needs: { place: AUDIT_PLACE },
  setup(host, { place }, { audit_sqlite: { path } }) {
    if (!place.enabled) return {};
    let backend: SQLiteBackend | undefined;
    const open = (): SQLiteBackend => (backend ??= new SQLiteBackend({ dbPath: path }));
    const sink: AuditSink = {
      name: 'audit-sqlite',
      chains: true,
      sync: true,
      write: (entry) => recordTo(open(), entry),
      flush: () => backend?.flush(),
      close: () => backend?.close(),
    };
    host.contribute(AUDIT_BACKENDS, sink);
    // Opened here, so that a database that cannot be written is known before the first call.
    return { start: () => void open() };
  },
});

export default auditSqlite;
