/** @module What goes wrong with a trail in PostgreSQL. */
import { AuditError, registerCodes } from 'enforcecore/sdk';

registerCodes({
  EC_POSTGRES_LIBRARY_MISSING: {
    summary: 'the library that talks to PostgreSQL is not installed',
    hint: 'npm install pg',
  },
  EC_POSTGRES_OPTIONS: {
    summary: 'an option of the PostgreSQL backend has no meaning',
    hint: 'see the message and the README of the room',
  },
  EC_POSTGRES_CONNECT: {
    summary: 'the database cannot be reached, or refuses this user',
    hint: 'check host, port, database, user, password and `sslMode`; see `cause`',
  },
  EC_POSTGRES_SCHEMA: {
    summary: 'the tables of the trail are missing, or are not of this version',
    hint: 'let the owner of the database run `migratePostgres` once, with the version of the package that runs here',
  },
  EC_POSTGRES_STREAM_TAKEN: {
    summary: 'somebody else wrote into the stream of this process',
    hint: 'the trail goes on in a new stream; find out who else inserts under this role, and verify the chain',
  },
  EC_POSTGRES_HISTORY: {
    summary: 'the database does not go on from what was signed before, so nothing is signed',
    hint: 'verify the chain, and compare it with the witness: entries were changed or removed, or an old copy was restored',
  },
});

/** What PostgreSQL says of itself in an error. */
interface ServerError {
  readonly code?: unknown;
}

/** The five characters by which PostgreSQL tells errors apart; absent when the connection failed and nobody answered. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as ServerError | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !NODE.test(code) ? code : undefined;
}
/** Node's own codes of five letters. */
const NODE = /^E[A-Z]{4}$/;

/** Whether to try again: nobody answered, or the server was stopped, is starting, is full or is a standby for now. */
export function isPassing(error: unknown): boolean {
  if (error instanceof AuditError || isMistake(error) || isOfTls(error)) return false;
  const state = sqlState(error);
  return state === undefined || /^(08|40|53|57)/.test(state) || state === '25006';
}

/** A question that is none, or a mistake of ours. */
export function isMistake(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError;
}

/** A certificate that is not trusted, or no TLS where there must be. Trying again changes nothing. */
function isOfTls(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /^ERR_(TLS|SSL)|CERT/.test(String(code)) || /support SSL|an SSL connection/.test(String(message));
}

/** Whether the server refused a value: then the other entries of a batch may still be taken. */
export function isOfOneEntry(error: unknown): boolean {
  return /^(22|23|54)/.test(sqlState(error) ?? '');
}

/**
 * An error of ours for one of the driver's. Its message has only what is known to be harmless: the server's own text
 * may quote rows, and an address may have a password in it.
 */
export function failed(what: string, cause: unknown, code: string): AuditError {
  if (cause instanceof AuditError) return cause;
  const state = sqlState(cause) ?? (cause as { code?: unknown } | undefined)?.code;
  const why = typeof state === 'string' && /^\w+$/.test(state) ? ` (${state})` : '';
  return new AuditError(`${what}${why}`, { code, cause });
}
