/** @module The audit store of many machines: one stream a process, one tree over all. */
import { AuditEntry, AuditStoreBackend, canonicalJson, exportRows, storeRow } from 'enforcecore/sdk';
import type { AuditFields, AuditQuery, ChainedFields, ChainLink, ChainOptions, ExportFormat } from 'enforcecore/sdk';
import type { RecordOptions, StoreRow } from 'enforcecore/sdk';
import type { Query } from './database.ts';
import { readHead } from './hashes.ts';
import { PostgresLog } from './log.ts';
import type { PostgresLogOptions } from './log.ts';
import { proveGrowth, proveLeaf, rowsInTree } from './proofs.ts';
import type { TreeProof } from './proofs.ts';
import { listRows, rowsOfIds, tailRow } from './queries.ts';
import { entryOf, rowProblem, shared } from './stored.ts';
import type { StoredRow } from './stored.ts';
import { verifyLog } from './verify.ts';
import type { LogVerification, LogVerifyOptions } from './verify.ts';

/** Where the database is, and how the store reads. */
export interface PostgreSQLOptions extends PostgresLogOptions {
  /** Entries that are verified are held against the root of the tree, and not only against themselves. Default: true. */
  readonly verifyMerkle?: boolean | undefined;
}

/**
 * An audit store in PostgreSQL 14 or later, for many processes at once. Needs the package `pg`. Nothing is connected before
 * it is needed.
 *
 * @example
 * ```ts
 * const backend = new PostgreSQLBackend({ host: 'localhost', database: 'audit', user: 'app', sslMode: 'verify-full' });
 * await backend.close();
 * ```
 */
export class PostgreSQLBackend extends AuditStoreBackend {
  readonly #log: PostgresLog;
  readonly #schema: string;
  readonly #verifyMerkle: boolean;

  /** @throws AuditError `EC_POSTGRES_OPTIONS`, `EC_AUDIT_KEY`, `EC_AUDIT_CHECKPOINT` */
  constructor(options: PostgreSQLOptions) {
    super();
    this.#log = new PostgresLog(options);
    this.#schema = this.#log.database.schema;
    this.#verifyMerkle = options.verifyMerkle !== false;
  }

  /** Connects, and sees to the tables; whatever is called first does it too. @throws AuditError `EC_POSTGRES_*` */
  open(): Promise<void> {
    return this.#log.open();
  }

  /**
   * Writes an entry and gives its place in the stream of this process. Resolves when it is committed, and does not wait
   * for its place in the tree.
   *
   * @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_CLOSED`, `EC_POSTGRES_*`
   */
  async append(fields: AuditFields): Promise<ChainLink> {
    return (await this.#log.write(fields)).row.link;
  }

  /** As the store says. `chainIndex` is null when nobody gives it one within 5 seconds: the entry is safe all the same. */
  async record(entry: AuditEntry, options: RecordOptions = {}): Promise<AuditEntry> {
    // Refuses what all stores refuse, and finds the place that the entry has in a trail.
    const { external, line: own } = storeRow(entry, undefined, options);
    const fields = external === 1 ? (JSON.parse(own as string) as ChainedFields) : entry.toDict();
    const committed = await this.#log.write(fields, external === 1);
    const leaf = await this.#log.place(committed);
    const { line, link } = committed.row;
    const place = { merkle_hash: link.entry_hash, parent_hash: link.previous_hash, chain_index: leaf };
    return AuditEntry.fromDict({ ...(JSON.parse(line) as object), ...place });
  }

  getEntry(entryId: string): Promise<AuditEntry | undefined> {
    return this.#settled(async () => (await rowsOfIds(this.#log.database, [entryId])).map(entryOf)[0]);
  }

  listEntries(query: AuditQuery = {}): Promise<AuditEntry[]> {
    return this.#settled(async () => (await listRows(this.#log.database, query)).map(entryOf));
  }

  getChainTail(): Promise<AuditEntry | undefined> {
    return this.#settled(async () => (await tailRow(this.#log.database)).map(entryOf)[0]);
  }

  async verifyChain(startIndex = 0, endIndex?: number, { skipEntryHash }: ChainOptions = {}): Promise<boolean> {
    const places = [startIndex, endIndex ?? 0];
    if (!places.every((place) => Number.isSafeInteger(place) && place >= 0))
      throw new RangeError('the range of a chain is two whole numbers, 0 or more');
    return (await this.verify({ start: startIndex, end: endIndex, skipEntryHash })).chainIntact;
  }

  /** The same with all that was found. @throws AuditError `EC_AUDIT_READ`, `EC_AUDIT_CHECKPOINT`, `EC_AUDIT_KEY` */
  verify(options: LogVerifyOptions = {}): Promise<LogVerification> {
    return this.#settled(() => verifyLog(this.#log.database, options), true);
  }

  async verifyEntry(entry: AuditEntry): Promise<boolean> {
    return (await this.verifyEntries([entry]))[0] === true;
  }

  override verifyEntries(entries: readonly AuditEntry[]): Promise<boolean[]> {
    return this.#log.read(async (query) => {
      const ids = entries.map(({ entryId }) => entryId);
      const sound = (await rowsOfIds(this.#log.database, ids)).filter((row) => rowProblem(row) === undefined);
      const kept = this.#verifyMerkle ? await rowsInTree(query, this.#schema, sound) : sound;
      // One that had no place yet when it was read may have got it since.
      const known = new Set(
        kept.flatMap((row) => [row, { ...row, leaf: undefined }]).map((row) => canonicalJson(entryOf(row))),
      );
      return entries.map((entry) => known.has(canonicalJson(entry)));
    });
  }

  export(format: ExportFormat = 'jsonl'): Promise<string> {
    return this.#settled(async () => {
      const parts: string[] = [];
      for await (const part of exportRows(format, this.#pages())) parts.push(part);
      return parts.join('');
    });
  }

  /** Size and root of the tree; undefined while it is empty. */
  head(): Promise<{ readonly size: number; readonly rootHash: string } | undefined> {
    return this.#settled(async (query) => {
      const head = await readHead(query, this.#schema);
      return head && { size: head.size, rootHash: head.root.toString('hex') };
    });
  }

  /** The note of the largest checkpoint that was signed under a name. */
  checkpoint(origin: string): Promise<string | undefined> {
    const text = `SELECT note FROM ${this.#schema}.checkpoints WHERE origin = $1 ORDER BY size DESC LIMIT 1`;
    return this.#settled(async (query) => {
      const { rows } = await query(text, [origin]);
      return rows[0] && String(rows[0]['note']);
    });
  }

  /** That an entry is in the tree. Reads as many hashes as the logarithm of the tree. @throws AuditError `EC_AUDIT_READ` */
  proveEntry(chainIndex: number, treeSize?: number): Promise<TreeProof> {
    return this.#log.read((query) => proveLeaf(query, this.#schema, chainIndex, treeSize));
  }

  /** That the tree of `oldSize` entries is the beginning of this one. @throws AuditError `EC_AUDIT_READ` */
  proveGrowth(oldSize: number, treeSize?: number): Promise<TreeProof> {
    return this.#log.read((query) => proveGrowth(query, this.#schema, oldSize, treeSize));
  }

  override flush(): Promise<void> {
    return this.#log.flush();
  }
  override close(): Promise<void> {
    return this.#log.close();
  }

  async *#pages(): AsyncGenerator<StoreRow[]> {
    for (let after: number | undefined = -1; after !== undefined;) {
      const rows: readonly StoredRow[] = await listRows(this.#log.database, { after, limit: 5000 });
      yield rows.map(shared);
      after = rows.at(-1)?.leaf;
    }
  }

  /** Reads after what is committed has its place in the tree. */
  #settled<T>(body: (query: Query) => Promise<T>, sweep = false): Promise<T> {
    return this.#log.read(async (query) => {
      await this.#log.settle(sweep);
      return body(query);
    });
  }
}
