/** @module The tables, what may be done to them, and who may do it. */
import { AuditError } from 'enforcecore/sdk';
import { Database, reading } from './database.ts';
import type { Query } from './database.ts';
import { sqlState } from './errors.ts';
import type { PostgresConnection } from './options.ts';

/** The roles that may use the tables, each as little as it needs. Null: nobody but the owner. */
export interface PostgresRoles {
  /** May insert entries and read. Default: `enforcecore_writer`. */
  readonly writer?: string | null | undefined;
  /** May put entries into the tree, sign, and read. Default: `enforcecore_sequencer`. */
  readonly sequencer?: string | null | undefined;
  /** May insert checkpoints into the witness table and read it. Default: `enforcecore_witness`. */
  readonly witness?: string | null | undefined;
}

/** Where the tables are to be, and who may use them. */
export interface MigrateOptions extends PostgresConnection {
  readonly roles?: PostgresRoles | undefined;
}

const TABLES = {
  writer: ['streams', 'entries'],
  sequencer: ['rounds', 'runs', 'checkpoints'],
  witness: ['witness_checkpoints'],
} as const;
type Role = keyof typeof TABLES;

/** One text a version, never changed once published. `$s` is the schema. */
const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE $s.streams (
  stream uuid PRIMARY KEY,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  opened_by name NOT NULL DEFAULT session_user
);
CREATE TABLE $s.entries (
  stream uuid NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 0),
  recorded_at timestamptz,
  entry_id text COLLATE "C" NOT NULL,
  call_id text COLLATE "C",
  policy_name text COLLATE "C",
  tool_name text COLLATE "C",
  decision text COLLATE "C",
  entry_type text COLLATE "C",
  violation_type text COLLATE "C",
  tenant_id text COLLATE "C",
  session_id text COLLATE "C",
  context jsonb,
  external boolean NOT NULL,
  line text COLLATE "C" NOT NULL,
  PRIMARY KEY (stream, seq)
);
CREATE INDEX entries_entry_id ON $s.entries (entry_id);
CREATE INDEX entries_recorded_at ON $s.entries USING brin (recorded_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX entries_not_allowed ON $s.entries (decision, recorded_at) WHERE decision <> 'allowed';
CREATE TABLE $s.rounds (
  round bigint PRIMARY KEY,
  size bigint NOT NULL,
  stored bigint NOT NULL,
  root bytea NOT NULL,
  hashes bytea NOT NULL,
  sequenced_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE $s.rounds ALTER hashes SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX rounds_stored ON $s.rounds (stored);
CREATE TABLE $s.runs (
  leaf bigint PRIMARY KEY,
  stream uuid NOT NULL,
  seq bigint NOT NULL,
  count integer NOT NULL CHECK (count > 0)
);
CREATE UNIQUE INDEX runs_stream ON $s.runs (stream, seq);
CREATE TABLE $s.checkpoints (
  origin text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  note text NOT NULL,
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (origin, size)
);
CREATE TABLE $s.witness_checkpoints (
  origin text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  root bytea NOT NULL,
  note text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_by name NOT NULL DEFAULT session_user,
  PRIMARY KEY (origin, size, root)
);
CREATE FUNCTION $s.only_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'the trail only grows: % of %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
${Object.values(TABLES)
  .flat()
  .map(
    (table) => `CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON $s.${table}
  FOR EACH STATEMENT EXECUTE FUNCTION $s.only_grows();
ALTER TABLE $s.${table} ENABLE ALWAYS TRIGGER only_grows;`,
  )
  .join('\n')}
`,
];

/** The version of the tables that this code writes to. */
export const SCHEMA_VERSION: number = MIGRATIONS.length;

/**
 * Makes the tables, or brings them up to date, and grants what each role needs. Safe to call at any time and from many
 * processes at once; the user becomes the owner of the tables, and needs CREATE on the database.
 *
 * @throws AuditError `EC_POSTGRES_SCHEMA`, `EC_POSTGRES_CONNECT`, `EC_POSTGRES_OPTIONS`
 * @example
 * ```ts
 * const owner = { host: '/nowhere', user: 'audit_owner', roles: { witness: null } };
 * await migratePostgres({ ...owner, poolSize: 0 }); // throws EC_POSTGRES_OPTIONS
 * ```
 */
export async function migratePostgres(options: MigrateOptions): Promise<void> {
  const database = new Database(options);
  try {
    await migrate(database, options.roles);
  } finally {
    await database.close();
  }
}

/** The same through a pool that is there. */
export async function migrate(database: Database, roles: PostgresRoles = {}): Promise<void> {
  const { schema } = database;
  await reading(
    'the tables of the trail cannot be made',
    () =>
      database.persist(PATIENCE_MS, () =>
        database.transaction(async (query) => {
          // INVARIANT: one at a time, from before the first look at what is there.
          await query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [`enforcecore:${schema}`]);
          await mustBeUtf8(query);
          await query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
          await query(`CREATE TABLE IF NOT EXISTS ${schema}.migrations (
  version integer PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT clock_timestamp())`);
          const version = await versionOf(query, schema);
          if (version > SCHEMA_VERSION) throw newer(version);
          for (let next = version; next < SCHEMA_VERSION; next++) {
            await query((MIGRATIONS[next] as string).replaceAll('$s', schema));
            await query(`INSERT INTO ${schema}.migrations (version) VALUES ($1)`, [next + 1]);
          }
          for (const role of Object.keys(TABLES) as Role[]) await grant(query, schema, role, roles[role]);
        }),
      ),
    'EC_POSTGRES_SCHEMA',
  );
}
const PATIENCE_MS = 30_000;

/** Whether the tables are there. @throws AuditError `EC_POSTGRES_SCHEMA` when they are of a version to come */
export async function isMigrated({ schema, query }: { schema: string; query: Query }): Promise<boolean> {
  try {
    const version = await versionOf(query, schema);
    if (version > SCHEMA_VERSION) throw newer(version);
    return version === SCHEMA_VERSION;
  } catch (error) {
    if (sqlState(error) === '42P01') return false; // no such table
    throw error;
  }
}

async function versionOf(query: Query, schema: string): Promise<number> {
  const { rows } = await query(`SELECT coalesce(max(version), 0) AS version FROM ${schema}.migrations`);
  return Number(rows[0]?.['version']);
}

async function mustBeUtf8(query: Query): Promise<void> {
  const { rows } = await query('SHOW server_encoding');
  if (rows[0]?.['server_encoding'] === 'UTF8') return;
  throw new AuditError('the encoding of the database is not UTF8', {
    code: 'EC_POSTGRES_SCHEMA',
    hint: "make the database anew with `ENCODING 'UTF8' TEMPLATE template0`",
  });
}

/** Makes the group role when that is allowed, and gives it what it needs when it is there. */
async function grant(query: Query, schema: string, role: Role, given: string | null | undefined): Promise<void> {
  if (given === null) return;
  const name = given ?? `enforcecore_${role}`;
  const { rows } = await query(
    `SELECT quote_ident($1) AS quoted, EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS there,
  (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS creates`,
    [name],
  );
  const { quoted, there, creates } = rows[0] as { quoted: string; there: boolean; creates: boolean };
  if (!there && !creates) {
    if (given === undefined) return;
    throw new AuditError(`there is no role \`${name}\`, and this user may not make it`, { code: 'EC_POSTGRES_SCHEMA' });
  }
  // Roles belong to the whole server: another database's migration may have made it in this moment.
  if (!there)
    await query(`DO $do$ BEGIN CREATE ROLE ${quoted} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$`);
  const all = Object.values(TABLES).flat();
  const seen = role === 'witness' ? TABLES.witness : all;
  const list = (tables: readonly string[]): string => tables.map((table) => `${schema}.${table}`).join(', ');
  await query(`GRANT USAGE ON SCHEMA ${schema} TO ${quoted}`);
  await query(`GRANT SELECT ON ${schema}.migrations, ${list(seen)} TO ${quoted}`);
  await query(`GRANT INSERT ON ${list(TABLES[role])} TO ${quoted}`);
}

function newer(version: number): AuditError {
  return new AuditError(`the tables of the trail are of version ${version}, and known here are ${SCHEMA_VERSION}`, {
    code: 'EC_POSTGRES_SCHEMA',
    hint: 'update enforcecore on this machine to the version that made them',
  });
}
