/** @module What the backend is told, and what the driver makes of it. */
import { readFileSync } from 'node:fs';
import { AuditError } from 'enforcecore/sdk';
import type { PgPool } from './library.ts';

/** How a connection is encrypted. What each does is in the README of the room. */
export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-full';
export const SSL_MODES: readonly SslMode[] = ['disable', 'allow', 'prefer', 'require', 'verify-full'];

/** Where the database is. What is left out comes from libpq's environment (`PGHOST`, `PGUSER`, `PGPASSWORD`, ...). */
export interface PostgresConnection {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** `postgresql://user@host:5432/database?sslmode=require`. Wins over the options above. */
  readonly connectionString?: string | undefined;
  /** Default: `prefer`. */
  readonly sslMode?: SslMode | undefined;
  /** PEM of the authorities that `verify-full` trusts. Default: those of Node.js. */
  readonly sslCa?: string | undefined;
  /** Connections at most. Default: 5. */
  readonly poolSize?: number | undefined;
  /** A `pg.Pool` of the application, instead of all the above. It is not closed here. */
  readonly pool?: PgPool | undefined;
  /** The schema of the tables. Default: `enforcecore`. */
  readonly schema?: string | undefined;
}

/** What pg is given, once for each way to encrypt that is tried. */
export interface DriverOptions {
  readonly config: Readonly<Record<string, unknown>>;
  readonly encryptions: readonly (false | object)[];
}

const NAME = /^[a-z_][a-z0-9_]{0,62}$/;
const CONNECT_MS = 10_000;

/** @throws AuditError `EC_POSTGRES_OPTIONS` */
export function schemaName(name = 'enforcecore'): string {
  if (!NAME.test(name)) throw misused('`schema` is not a plain lower-case name');
  return name;
}

/** @throws AuditError `EC_POSTGRES_OPTIONS` */
export function driverOptions(options: PostgresConnection): DriverOptions {
  const { poolSize = 5 } = options;
  if (!Number.isInteger(poolSize) || poolSize < 1 || poolSize > 1000)
    throw misused('`poolSize` is not a whole number from 1 to 1000');
  const url = options.connectionString === undefined ? undefined : readUrl(options.connectionString);
  const mode = (url?.sslMode ?? options.sslMode ?? 'prefer') as SslMode;
  if (!SSL_MODES.includes(mode)) throw misused(`\`sslMode\` is none of ${SSL_MODES.join(', ')}`);
  const { host, port, database, user, password } = options;
  const given = { host, port, database, user, password, ...url?.config };
  const config = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const socket = String(config['host'] ?? process.env['PGHOST'] ?? '').startsWith('/');
  return {
    config: {
      ...config,
      max: poolSize,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      allowExitOnIdle: true,
      application_name: 'enforcecore',
    },
    // As libpq: there is no TLS on a Unix socket, whatever is asked.
    encryptions: socket ? [false] : encryptionsOf(mode, url?.ca ?? options.sslCa),
  };
}

/** What is tried in turn. Node's TLS checks a certificate unless told not to; libpq's modes below `verify` do not. */
function encryptionsOf(mode: SslMode, ca: string | undefined): readonly (false | object)[] {
  const unchecked = { rejectUnauthorized: false };
  const checked = { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) };
  const modes = {
    disable: [false],
    allow: [false, unchecked],
    prefer: [unchecked, false],
    require: [unchecked],
    'verify-full': [checked],
  } as const;
  return modes[mode];
}

interface ReadUrl {
  readonly config: Readonly<Record<string, unknown>>;
  readonly sslMode: string | undefined;
  readonly ca: string | undefined;
}

/**
 * Takes a connection string apart. Not by pg's own parser: it reads `sslmode=require` as `verify-full`, and errors of
 * `URL` quote what they were given, with its password.
 */
function readUrl(text: string): ReadUrl {
  // For `URL` there is no user without a host, and here the host may be in the query.
  const whole = text.replace(/^(postgres(?:ql)?:\/\/[^/@?#]*@)(?=\/)/, `$1${NO_HOST}`);
  if (!/^postgres(ql)?:\/\//.test(whole) || !URL.canParse(whole))
    throw misused('`connectionString` is not a URL that begins with `postgresql://`');
  const url = new URL(whole);
  const query = url.searchParams;
  const plain = (part: string): string | undefined => (part === '' ? undefined : decoded(part));
  const known = new Set(['sslmode', 'sslrootcert', 'host', 'port', 'user', 'password', 'dbname']);
  for (const key of query.keys())
    if (!known.has(key)) throw misused(`\`connectionString\` has the parameter \`${key}\`, which is not known here`);
  const port = query.get('port') ?? url.port;
  const authority = query.get('sslrootcert');
  return {
    config: withoutAbsent({
      host: query.get('host') ?? plain(url.hostname.replace(NO_HOST, '').replace(/^\[(.*)\]$/, '$1')),
      port: port === '' ? undefined : Number(port),
      database: query.get('dbname') ?? plain(url.pathname.slice(1)),
      user: query.get('user') ?? plain(url.username),
      password: query.get('password') ?? plain(url.password),
    }),
    sslMode: query.get('sslmode') ?? undefined,
    ca: authority === null ? undefined : readAuthority(authority),
  };
}

const NO_HOST = 'no-host.invalid';

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // The cause quotes the part, which may be the password.
    throw misused('`connectionString` has a `%` that is not an escape');
  }
}

function readAuthority(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw misused('the file of `sslrootcert` cannot be read', cause);
  }
}

function withoutAbsent(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function misused(message: string, cause?: unknown): AuditError {
  return new AuditError(message, { code: 'EC_POSTGRES_OPTIONS', cause });
}
