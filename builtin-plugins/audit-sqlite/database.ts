/** @module Opens a SQLite database with `libsql`, or takes one that is open. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { AuditError } from 'enforcecore/sdk';

/** What can be bound to a statement. */
export type SqlValue = string | number | null | Uint8Array;

/** A prepared statement, as `better-sqlite3`, `libsql` and `node:sqlite` have it. */
export interface SqliteStatement {
  run(...values: SqlValue[]): unknown;
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
}

/** An open database, as `better-sqlite3`, `libsql` and `node:sqlite` have it. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

// Not spelled in the import: the library is an optional peer, and no bundler is to look for it.
const PACKAGE = 'libsql';
/** As long as writers wait for each other, and as a trail's do for its lock. */
const BUSY_TIMEOUT_MS = 10_000;

/** @throws AuditError `EC_AUDIT_LIBRARY_MISSING`, `EC_AUDIT_OPEN` */
export function openDatabase(path: string): SqliteDatabase {
  const Library = loadLibrary();
  let database: SqliteDatabase | undefined;
  try {
    if (path !== ':memory:') prepareFile(path);
    database = new Library(path, { timeout: BUSY_TIMEOUT_MS });
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    useWal(database);
    // The log outlives the process; `flush` makes it outlive a power cut.
    database.exec('PRAGMA synchronous = NORMAL');
    return database;
  } catch (cause) {
    database?.close();
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new AuditError(`the database cannot be opened (${code ?? message}): \`${path}\``, {
      code: 'EC_AUDIT_OPEN',
      hint: 'the path must be a SQLite database, or free, in a folder that this user may write to',
      cause,
    });
  }
}

type Library = new (path: string, options: { readonly timeout: number }) => SqliteDatabase;

function loadLibrary(): Library {
  let failure: unknown;
  // Beside this package, or in the project that runs: a linked package is not beside its peers.
  for (const base of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(base)(PACKAGE) as Library;
    } catch (cause) {
      failure ??= cause;
    }
  }
  throw new AuditError(`the audit store needs the package \`${PACKAGE}\`, which cannot be loaded`, {
    code: 'EC_AUDIT_LIBRARY_MISSING',
    hint: 'run `npm install libsql`, or give an open database of `better-sqlite3` or `node:sqlite` as `database`',
    cause: failure,
  });
}

/** Makes the file, so that nobody else may read it. */
function prepareFile(path: string): void {
  mkdirSync(dirname(resolve(path)), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // INVARIANT: a file that exists is not opened here. Closing it again would take SQLite's locks away.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

const cell = new Int32Array(new SharedArrayBuffer(4));

/** SQLite does not wait when two processes change the mode of a new file at once: so it is tried again. */
function useWal(database: SqliteDatabase): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.prepare('PRAGMA journal_mode = WAL').get();
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(cell, 0, 0, 5);
    }
  }
}

export function isBusy(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return /^SQLITE_(BUSY|LOCKED)/.test(String(code)) || /database (table )?is locked/.test(String(message));
}
