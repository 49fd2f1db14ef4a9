/** @module A store whose entries are rows: what its backends need not do themselves. */
import { andThen } from '../../kernel/awaitable.ts';
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { AuditEntry } from './entry.ts';
import { canonicalJson } from './json.ts';
import { ChainCheck, storedWith } from './store-chain.ts';
import type { ChainProblem } from './store-chain.ts';
import { exportRows } from './store-export.ts';
import { storeQuestion } from './store-query.ts';
import type { StoreQuestion } from './store-query.ts';
import { rowProblem } from './store-check.ts';
import { columnText, entryOfRow } from './store-rows.ts';
import type { StoreRow } from './store-rows.ts';
import { AuditStoreBackend } from './store.ts';
import type { AuditQuery, ChainOptions, ExportFormat, RecordOptions } from './store.ts';

/** How many rows there are, as of one moment. */
export interface StoreBounds {
  readonly rows: number;
  /** The highest `chain_index`; -1 when there is no row. */
  readonly last: number;
  /** How many entries were recorded, by what is kept apart from the rows. */
  readonly recorded: number;
}

const PAGE = 500;
/** So far from its place in a trail an entry may stand, when several processes write. */
const OVERLAP = 64;

/**
 * Base of stores that keep rows: give it rows, and it reads, verifies and exports.
 *
 * @example
 * ```ts
 * class InMemory extends RowStore {
 *   readonly #rows: StoreRow[] = [];
 *   record(entry: AuditEntry, options?: RecordOptions) {
 *     const last = this.#rows.at(-1);
 *     const row = storeRow(entry, last && { chainIndex: last.chain_index, merkleHash: last.merkle_hash }, options);
 *     this.#rows.push(row);
 *     return this.taken(row);
 *   }
 *   protected rowById(id: string) {
 *     return this.#rows.find(({ entry_id }) => entry_id === id);
 *   }
 *   protected lastRow() {
 *     return this.#rows.at(-1);
 *   }
 *   protected rowsFor(asked: StoreQuestion) {
 *     const found = this.#rows.filter((row) => rowMatches(row, asked));
 *     return found.slice(asked.offset, asked.offset + asked.limit);
 *   }
 *   protected rowsBetween(from: number, to: number) {
 *     return this.#rows.slice(from, to + 1);
 *   }
 *   protected bounds() {
 *     const rows = this.#rows.length;
 *     return { rows, last: rows - 1, recorded: rows };
 *   }
 * }
 * const store = new AuditStore(new InMemory());
 * await store.record({ toolName: 'search', policyName: 'demo' });
 * await store.verifyChain(); // true
 * ```
 */
export abstract class RowStore extends AuditStoreBackend {
  /** What was found of entries when they were read: they are frozen, and it holds as long as they live. */
  readonly #verdicts = new WeakMap<AuditEntry, boolean>();

  abstract override record(entry: AuditEntry, options?: RecordOptions): Awaitable<AuditEntry>;
  /** @param entryId - as the column has it */
  protected abstract rowById(entryId: string): Awaitable<StoreRow | undefined>;
  protected abstract lastRow(): Awaitable<StoreRow | undefined>;
  /** In the order of `chain_index`. */
  protected abstract rowsFor(asked: StoreQuestion): Awaitable<readonly StoreRow[]>;
  /** Those there are from one `chain_index` to another, both included, in order. */
  protected abstract rowsBetween(from: number, to: number): Awaitable<readonly StoreRow[]>;
  protected abstract bounds(): Awaitable<StoreBounds>;
  /**
   * The hashes of the Merkle tree from one stored index to another, the latter not included. Only those there are.
   * `undefined`: no tree is kept.
   */
  protected hashesBetween(_from: number, _to: number): Awaitable<readonly Buffer[] | undefined> {
    return undefined;
  }
  /** Something else that is kept of the rows and says otherwise: the first `chain_index`. */
  protected otherwise(_start: number, _end: number): Awaitable<number | undefined> {
    return undefined;
  }

  getEntry(entryId: string): Awaitable<AuditEntry | undefined> {
    return andThen(this.rowById(columnText(entryId)), (row) => row && this.#read(row));
  }
  listEntries(query: AuditQuery = {}): Awaitable<AuditEntry[]> {
    return andThen(this.rowsFor(storeQuestion(query)), (rows) => rows.map((row) => this.#read(row)));
  }
  getChainTail(): Awaitable<AuditEntry | undefined> {
    return andThen(this.lastRow(), (row) => row && this.#read(row));
  }
  verifyEntry(entry: AuditEntry): Awaitable<boolean> {
    return andThen(
      this.rowById(columnText(entry.entryId)),
      (row) => row !== undefined && rowProblem(row) === undefined && sameEntry(entryOfRow(row), entry),
    );
  }
  override async verifyEntries(entries: readonly AuditEntry[]): Promise<boolean[]> {
    const verdicts: boolean[] = [];
    for (const entry of entries) verdicts.push(this.#verdicts.get(entry) ?? (await this.verifyEntry(entry)));
    return verdicts;
  }
  async verifyChain(startIndex = 0, endIndex?: number, options?: ChainOptions): Promise<boolean> {
    return (await this.chainProblem(startIndex, endIndex, options)) === undefined;
  }

  /** The first thing that is wrong, where {@link AuditStoreBackend.verifyChain} says that something is. */
  async chainProblem(start = 0, endIndex?: number, options: ChainOptions = {}): Promise<ChainProblem | undefined> {
    const { rows, last, recorded } = await this.bounds();
    const end = endIndex ?? last;
    if (!(Number.isSafeInteger(start) && start >= 0 && Number.isSafeInteger(end)))
      throw new RangeError('the range of a chain is two whole numbers, 0 or more');
    if (end > last || start > last + 1) return { chainIndex: last + 1, message: 'there are not so many rows' };
    if (rows !== last + 1) return { chainIndex: last, message: 'the indices of the rows have gaps' };
    if (rows !== recorded) return { chainIndex: last + 1, message: `there are ${rows} rows of ${recorded} recorded` };
    const linkageOnly = options.skipEntryHash === true;
    const range = { from: Math.max(0, start - OVERLAP), start, end, linkageOnly };
    const broken = await this.#walk(range, Math.min(last, end + OVERLAP));
    if (broken || linkageOnly) return broken;
    const chainIndex = await this.otherwise(start, end);
    return chainIndex === undefined ? undefined : { chainIndex, message: 'what is kept of the row says otherwise' };
  }

  async export(format: ExportFormat = 'jsonl'): Promise<string> {
    const parts: string[] = [];
    for await (const part of exportRows(format, this.#pages())) parts.push(part);
    return parts.join('');
  }

  /** What `record` gives back. */
  protected taken(row: StoreRow): AuditEntry {
    const entry = entryOfRow(row);
    this.#verdicts.set(entry, true);
    return entry;
  }

  async #walk(range: ConstructorParameters<typeof ChainCheck>[0], to: number): Promise<ChainProblem | undefined> {
    const check = new ChainCheck(range);
    for (let at = range.from; at <= to; at += PAGE) {
      const until = Math.min(to, at + PAGE - 1);
      const rows = await this.rowsBetween(at, until);
      const [first] = storedWith(at);
      const kept = range.linkageOnly ? undefined : await this.hashesBetween(first, storedWith(until)[1]);
      for (const row of rows) {
        const [own, next] = storedWith(row.chain_index);
        const problem = check.row(row, kept?.slice(own - first, next - first));
        if (problem) return problem;
      }
    }
    return check.end();
  }

  async *#pages(): AsyncGenerator<readonly StoreRow[]> {
    const { last } = await this.bounds();
    for (let at = 0; at <= last; at += PAGE) yield await this.rowsBetween(at, Math.min(last, at + PAGE - 1));
  }

  #read(row: StoreRow): AuditEntry {
    const entry = entryOfRow(row);
    this.#verdicts.set(entry, rowProblem(row) === undefined);
    return entry;
  }
}

function sameEntry(a: AuditEntry, b: AuditEntry): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
