/** @module Keeps the audit trail of many machines in one PostgreSQL database, as one log that verifies. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AUDIT_BACKENDS, AUDIT_PLACE, AuditError, definePlugin, schemaLater } from 'enforcecore/sdk';
import type { AuditSink } from 'enforcecore/sdk';
import { PostgresLog } from './log.ts';

export { PostgreSQLBackend } from './backend.ts';
export type { PostgreSQLOptions } from './backend.ts';
export { migratePostgres } from './migrations.ts';
export type { MigrateOptions, PostgresRoles } from './migrations.ts';
export type { PostgresConnection, SslMode } from './options.ts';
export type { TreeProof } from './proofs.ts';
export type { CheckpointKey, Witness } from './signer.ts';
export type { LogProblem, LogVerification, LogVerifyOptions } from './verify.ts';
export { PostgresWitness } from './witness.ts';
export type { PostgresWitnessOptions } from './witness.ts';

const section = schemaLater(() =>
  z.strictObject({
    /** What is left out comes from libpq's environment: `PGHOST`, `PGPORT`, `PGDATABASE`, `PGUSER`. */
    host: z.string().min(1).optional(),
    port: z.int().min(1).max(65_535).optional(),
    database: z.string().min(1).optional(),
    user: z.string().min(1).optional(),
    /** The environment variable with the password. A password itself does not belong into a policy. */
    password_env: z.string().min(1).default('PGPASSWORD'),
    /** The environment variable with a whole connection string, which wins over the rest. */
    connection_string_env: z.string().min(1).optional(),
    ssl_mode: z.enum(['disable', 'allow', 'prefer', 'require', 'verify-full']).default('prefer'),
    /** PEM file of the authorities that `verify-full` trusts. */
    ssl_root_cert: z.string().min(1).optional(),
    pool_size: z.int().min(1).max(1000).default(5),
    schema: z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,62}$/)
      .default('enforcecore'),
    /** Makes the tables when they are not there. */
    migrate: z.boolean().default(true),
    /** Takes part in putting entries into the tree, where the role may. */
    sequence: z.boolean().default(true),
    /** How long a write is tried again while the database cannot be reached. */
    retry_seconds: z.number().min(0).max(600).default(10),
  }),
);

export const auditPostgres = definePlugin({
  name: 'audit-postgres',
  version: '0.1.0',
  description: 'Keeps the audit trail of many machines in one PostgreSQL database, as one log that verifies',
  policy: { sections: { audit_postgres: section }, main: 'audit_postgres' },
  needs: { place: AUDIT_PLACE },
  setup(host, { place }, { audit_postgres: config }) {
    if (!place.enabled) return {};
    const log = new PostgresLog({
      host: config.host,
      port: config.port,
      database: config.database,
      user: config.user,
      password: process.env[config.password_env],
      connectionString: fromEnvironment(config.connection_string_env),
      sslMode: config.ssl_mode,
      sslCa: config.ssl_root_cert === undefined ? undefined : readFileSync(config.ssl_root_cert, 'utf8'),
      poolSize: config.pool_size,
      schema: config.schema,
      migrate: config.migrate,
      sequence: config.sequence,
      retryMs: config.retry_seconds * 1000,
    });
    const sink: AuditSink = {
      name: 'audit-postgres',
      chains: true,
      // An entry that has its place in another trail is kept as the line of that trail.
      write: async (entry) => (await log.write(entry, 'entry_hash' in entry)).row.link,
      ready: () => log.mustBeOpen(),
      flush: () => log.flush(),
      close: () => log.close(),
    };
    host.contribute(AUDIT_BACKENDS, sink);
    // A database that cannot be used is known before the first call.
    return { start: () => log.open() };
  },
});

export default auditPostgres;

function fromEnvironment(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const value = process.env[name];
  if (value) return value;
  throw new AuditError(`the environment variable \`${name}\` is empty`, {
    code: 'EC_POSTGRES_OPTIONS',
    hint: 'set it to a connection string, or leave `connection_string_env` out of the policy',
  });
}
