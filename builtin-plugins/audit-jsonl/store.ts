/** @module A trail as an audit store: its entries can be asked for, also those of closed files. */
import { hash } from 'node:crypto';
import { AuditError, entryFields, RowStore } from 'enforcecore/sdk';
import type { AuditEntry, ChainOptions, ChainProblem, StoreBounds, StoreQuestion, StoreRow } from 'enforcecore/sdk';
import { JsonlBackend } from './backends.ts';
import { parseLine, without } from './canonical.ts';
import { StoreIndex } from './store-index.ts';
import { verifyTrail } from './verify.ts';

/**
 * Keeps entries in a trail. Its files are read once, when it is first asked, and afterwards only what was added to it.
 * A trail has one chain: an entry that comes from another gets a new place. What was removed of it is not there to be
 * asked for, and does not break the chain.
 *
 * @example
 * ```ts
 * const store = new AuditStore(new JSONLBackend('audit_logs/trail.jsonl'));
 * const { entryId } = await store.record({ toolName: 'search', policyName: 'demo' });
 * (await store.getEntry(entryId))?.chainIndex; // 0
 * await store.close();
 * ```
 */
export class JSONLBackend extends RowStore {
  readonly #path: string;
  readonly #trail: JsonlBackend;
  #index: StoreIndex | undefined;
  #closed = false;

  /** @throws AuditError `EC_AUDIT_OPEN` */
  constructor(path = 'audit_logs/trail.jsonl') {
    super();
    this.#path = path;
    this.#trail = new JsonlBackend(path);
  }

  record(entry: AuditEntry): AuditEntry {
    const fields = entryFields(entry);
    this.#trail.write(fields);
    const row = this.#known.byId(fields.entry_id);
    if (!row) throw new AuditError('the entry is not where it was written', { code: 'EC_AUDIT_WRITE' });
    return this.taken(row);
  }

  override async chainProblem(
    start = 0,
    endIndex?: number,
    options: ChainOptions = {},
  ): Promise<ChainProblem | undefined> {
    const { last } = this.bounds();
    const end = endIndex ?? last;
    if (end > last || start > last + 1) return { chainIndex: last + 1, message: 'there are not so many entries' };
    const { errors, errorCount } = await verifyTrail(this.#path, options);
    const within = errors.find(({ line }) => line > start && line <= end + 1);
    if (within) return { chainIndex: within.line - 1, message: within.message };
    // Of more errors than are listed, any may be within.
    return errorCount > errors.length
      ? { chainIndex: start, message: 'the trail is broken in many places' }
      : undefined;
  }

  override flush(): Promise<void> {
    return this.#trail.flush();
  }
  override close(): void {
    this.#closed = true;
    this.#trail.close();
    this.#index?.close();
    this.#index = undefined;
  }

  protected rowById(entryId: string): StoreRow | undefined {
    return judged(this.#known.byId(entryId));
  }
  protected lastRow(): StoreRow | undefined {
    const { last } = this.bounds();
    return this.rowsBetween(last, last)[0];
  }
  protected rowsFor(question: StoreQuestion): StoreRow[] {
    return this.#known.matching(question).map((row) => judged(row) as StoreRow);
  }
  protected rowsBetween(from: number, to: number): StoreRow[] {
    return this.#known.between(from, to).map((row) => judged(row) as StoreRow);
  }
  protected bounds(): StoreBounds {
    const { rows, size } = this.#known;
    return { rows, last: size - 1, recorded: rows };
  }

  get #known(): StoreIndex {
    if (this.#closed) throw new AuditError('the audit store is closed', { code: 'EC_AUDIT_CLOSED' });
    this.#index ??= new StoreIndex(this.#path);
    this.#index.catchUp();
    return this.#index;
  }
}

/** A line of the spec's first form counts as it stands when its hash holds: numbers may be spelled otherwise there. */
function judged(row: StoreRow | undefined): StoreRow | undefined {
  if (!row?.line || row.line.includes('"schema_version":')) return row;
  try {
    const { members, text } = parseLine(row.line);
    if (text !== row.line || hash('sha256', without(members, 'entry_hash'), 'hex') !== row.merkle_hash) return row;
  } catch {
    return row; // it is no entry, and does not verify
  }
  return { ...row, external: 1, line_hash: hash('sha256', row.line, 'hex') };
}
