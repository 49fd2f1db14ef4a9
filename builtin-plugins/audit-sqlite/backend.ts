/** @module A store in a SQLite database, which several processes may write to. */
import { closeSync, fdatasyncSync, openSync } from 'node:fs';
import {
  AuditError,
  Frontier,
  leafHash,
  leafOfRow,
  RowStore,
  storedCount,
  storedIndex,
  storeRow,
} from 'enforcecore/sdk';
import type { AuditEntry, HashReader, RecordOptions, StoreBounds, StoreQuestion, StoreRow } from 'enforcecore/sdk';
import { isBusy, openDatabase } from './database.ts';
import type { SqliteDatabase, SqliteStatement, SqlValue } from './database.ts';
import { COLUMNS, makeTables, SCHEMA_VERSION, versionOf } from './schema.ts';

/** Where the database is. */
export interface SQLiteOptions {
  /** Its file. Default: `audit.db`. */
  readonly dbPath?: string | undefined;
  /** An open database instead, of `better-sqlite3`, `libsql` or `node:sqlite`. It is not closed, and keeps its settings. */
  readonly database?: SqliteDatabase | undefined;
  /** `verifyChain` also holds the rows against the Merkle tree and `merkle_chain`. Default: true. */
  readonly verifyMerkle?: boolean | undefined;
}

/**
 * Keeps entries in a SQLite database. Every entry is one transaction, so that any number of processes may write.
 *
 * @example
 * ```ts
 * const store = new AuditStore(new SQLiteBackend({ dbPath: 'audit.db' }));
 * await store.record({ toolName: 'search', policyName: 'demo', decision: 'blocked' });
 * (await store.listEntries({ decision: 'blocked' })).length; // 1
 * await store.close();
 * ```
 */
export class SQLiteBackend extends RowStore {
  readonly #verifyMerkle: boolean;
  readonly #own: boolean;
  readonly #statements = new Map<string, SqliteStatement>();
  #database: SqliteDatabase | undefined;
  /** The tree up to the row that was last seen at the end, to go on from when nobody else has written. */
  #tree = new Frontier();
  #head = '';

  /** @throws AuditError `EC_AUDIT_OPEN`, `EC_AUDIT_LIBRARY_MISSING`, `EC_AUDIT_SCHEMA` */
  constructor({ dbPath = 'audit.db', database, verifyMerkle = true }: SQLiteOptions = {}) {
    super();
    this.#verifyMerkle = verifyMerkle;
    this.#own = database === undefined;
    this.#database = database ?? openDatabase(dbPath);
    try {
      if (versionOf(this.#database) !== SCHEMA_VERSION) this.#makeTables(this.#database);
    } catch (cause) {
      this.close();
      throw failed(cause, 'EC_AUDIT_OPEN', 'the tables of the audit store cannot be made');
    }
  }

  record(entry: AuditEntry, options?: RecordOptions): AuditEntry {
    return this.#add((tail) => [storeRow(entry, tail, options)])[0] as AuditEntry;
  }

  /**
   * Keeps several entries at once: all or none.
   *
   * @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_LOCKED`, `EC_AUDIT_CLOSED`
   */
  recordAll(entries: readonly AuditEntry[]): AuditEntry[] {
    return this.#add((tail) => {
      let last = tail;
      return entries.map((entry) => {
        const row = storeRow(entry, last);
        last = { chainIndex: row.chain_index, merkleHash: row.merkle_hash };
        return row;
      });
    });
  }

  /** @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_CLOSED` */
  override flush(): void {
    const [main] = this.#all('PRAGMA database_list') as { file?: string | null }[];
    if (!main?.file) return;
    try {
      // INVARIANT: only the log is opened, never the database: closing that would take SQLite's locks away. What has
      // left the log was made durable when it did.
      const fd = openSync(`${main.file}-wal`, 'r+');
      try {
        fdatasyncSync(fd);
      } finally {
        closeSync(fd);
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return; // all of it is in the database
      throw failed(cause, 'EC_AUDIT_WRITE', 'the log of the database cannot be made durable');
    }
  }

  override close(): void {
    const database = this.#database;
    this.#database = undefined;
    this.#statements.clear();
    if (this.#own) database?.close();
  }

  /** How many entries there are in the tree. */
  get size(): number {
    return leavesOf(this.#one<{ n: number }>('SELECT count(*) AS n FROM merkle_tree')?.n ?? 0);
  }

  /**
   * The kept hashes of the Merkle tree over the lines, for `rootOf`, `inclusionProof` and `consistencyProof`.
   *
   * @throws AuditError `EC_AUDIT_READ` when there is no such hash
   */
  readonly readHash: HashReader = (level, index) => {
    const row = this.#one<{ hash: Uint8Array }>(
      'SELECT hash FROM merkle_tree WHERE position = ?',
      storedIndex(level, index),
    );
    if (!row) throw new AuditError('a hash of the Merkle tree is missing', { code: 'EC_AUDIT_READ' });
    return Buffer.from(row.hash);
  };

  protected rowById(entryId: string): StoreRow | undefined {
    return this.#rows('WHERE entry_id = ?', entryId)[0];
  }
  protected lastRow(): StoreRow | undefined {
    return this.#rows('ORDER BY chain_index DESC LIMIT 1')[0];
  }
  protected rowsFor({ conditions, limit, offset }: StoreQuestion): StoreRow[] {
    const where = conditions.map(({ column, operator }) => `${column} ${operator} ?`).join(' AND ');
    const rest = `${where && `WHERE ${where} `}ORDER BY chain_index LIMIT ? OFFSET ?`;
    return this.#rows(rest, ...conditions.map(({ value }) => value), limit, offset);
  }
  protected rowsBetween(from: number, to: number): StoreRow[] {
    return this.#rows('WHERE chain_index BETWEEN ? AND ? ORDER BY chain_index', from, to);
  }
  protected bounds(): StoreBounds {
    const found = this.#one<{ rows: number; last: number; book: number; hashes: number }>(
      `SELECT (SELECT count(*) FROM audit_entries) AS rows,
        (SELECT coalesce(max(chain_index), -1) FROM audit_entries) AS last,
        (SELECT coalesce(max(chain_index) + 1, 0) FROM merkle_chain) AS book,
        (SELECT count(*) FROM merkle_tree) AS hashes`,
    ) ?? { rows: 0, last: -1, book: 0, hashes: 0 };
    const { rows, last, book, hashes } = found;
    return { rows, last, recorded: this.#verifyMerkle ? Math.max(book, leavesOf(hashes)) : book };
  }
  protected override hashesBetween(from: number, to: number): Buffer[] | undefined {
    if (!this.#verifyMerkle) return undefined;
    const sql = 'SELECT hash FROM merkle_tree WHERE position >= ? AND position < ? ORDER BY position';
    return (this.#all(sql, from, to) as { hash: Uint8Array }[]).map(({ hash }) => Buffer.from(hash));
  }
  protected override otherwise(start: number, end: number): number | undefined {
    if (!this.#verifyMerkle) return undefined;
    const sql = `SELECT min(chain_index) AS first FROM audit_entries e LEFT JOIN merkle_chain m USING (chain_index)
      WHERE chain_index BETWEEN ? AND ? AND (m.entry_id IS NOT e.entry_id OR m.merkle_hash IS NOT e.merkle_hash
      OR m.parent_hash IS NOT e.parent_hash)`;
    return this.#one<{ first: number | null }>(sql, start, end)?.first ?? undefined;
  }

  #add(rowsAfter: (tail: Tail | undefined) => readonly StoreRow[]): AuditEntry[] {
    const rows = this.#transaction(() => {
      // What was recorded counts, not what is left of it: where rows were taken away, the gap stays to be found.
      const tail = this.#one<Tail>(
        'SELECT chain_index AS chainIndex, merkle_hash AS merkleHash FROM merkle_chain ORDER BY chain_index DESC LIMIT 1',
      );
      const size = tail ? tail.chainIndex + 1 : 0;
      if (this.#tree.size !== size || this.#head !== (tail?.merkleHash ?? ''))
        this.#tree = Frontier.of(size, this.readHash);
      const added = rowsAfter(tail);
      this.#insert(added);
      return added;
    });
    return rows.map((row) => this.taken(row));
  }

  #insert(rows: readonly StoreRow[]): void {
    for (const row of rows) {
      this.#run(INSERT, ...COLUMNS.map((name) => row[name]));
      this.#run(
        'INSERT INTO merkle_chain VALUES (?, ?, ?, ?)',
        row.chain_index,
        row.entry_id,
        row.merkle_hash,
        row.parent_hash,
      );
      let position = storedCount(row.chain_index);
      this.#tree.append(leafHash(leafOfRow(row)), (hash) =>
        this.#run('INSERT INTO merkle_tree VALUES (?, ?)', position++, Buffer.from(hash, 'latin1')),
      );
      this.#head = row.merkle_hash;
    }
  }

  #makeTables(database: SqliteDatabase): void {
    this.#transaction(() => makeTables(database, (rows) => this.#insert(rows)));
  }

  /** INVARIANT: the end of the chain is read after the right to write was taken, so that no two entries follow one. */
  #transaction<T>(body: () => T): T {
    const database = this.#open;
    let begun = false;
    try {
      database.exec('BEGIN IMMEDIATE');
      begun = true;
      const result = body();
      database.exec('COMMIT');
      return result;
    } catch (cause) {
      this.#tree = new Frontier();
      this.#head = '';
      if (begun) rollBack(database);
      if (isBusy(cause))
        throw failed(cause, 'EC_AUDIT_LOCKED', 'others have been writing to the database for too long');
      throw failed(cause, 'EC_AUDIT_WRITE', 'the entry cannot be written to the database');
    }
  }

  #rows(rest: string, ...values: SqlValue[]): StoreRow[] {
    const found = this.#all(`SELECT ${COLUMNS.join(', ')} FROM audit_entries ${rest}`, ...values);
    return (found as StoreRow[]).map((row) => Object.fromEntries(COLUMNS.map((name) => [name, row[name]])) as never);
  }
  #one<T>(sql: string, ...values: SqlValue[]): T | undefined {
    return this.#all(sql, ...values)[0] as T | undefined;
  }
  #all(sql: string, ...values: SqlValue[]): unknown[] {
    const statement = this.#statement(sql);
    try {
      return statement.all(...values);
    } catch (cause) {
      throw failed(cause, 'EC_AUDIT_READ', 'the database cannot be read');
    }
  }
  #run(sql: string, ...values: SqlValue[]): void {
    this.#statement(sql).run(...values);
  }
  #statement(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#open.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
  get #open(): SqliteDatabase {
    if (!this.#database) throw new AuditError('the audit store is closed', { code: 'EC_AUDIT_CLOSED' });
    return this.#database;
  }
}

type Tail = { readonly chainIndex: number; readonly merkleHash: string };

const INSERT = `INSERT INTO audit_entries (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;

/** Of how many leaves so many hashes are kept. Between, for what is no whole tree, the next whole one. */
function leavesOf(hashes: number): number {
  let leaves = Math.ceil(hashes / 2);
  while (storedCount(leaves) < hashes) leaves++;
  return leaves;
}

function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has rolled back by itself, as it does when the disk is full: the error before this one says why.
  }
}

function failed(cause: unknown, code: string, message: string): AuditError {
  if (cause instanceof AuditError) return cause;
  const { code: why, message: said } = cause as { readonly code?: unknown; readonly message?: unknown };
  return new AuditError(`${message} (${String(why ?? said)})`, { code, cause });
}
