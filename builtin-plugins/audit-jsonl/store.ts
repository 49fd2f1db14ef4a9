/** @module A trail's file as an audit store: entries of it can be asked for. */
import { hash } from 'node:crypto';
import { AuditError, entryFields, RowStore } from 'enforcecore/sdk';
import type { AuditEntry, ChainOptions, ChainProblem, StoreBounds, StoreQuestion, StoreRow } from 'enforcecore/sdk';
import { JsonlBackend } from './backends.ts';
import { parseLine, without } from './canonical.ts';
import { StoreIndex } from './store-index.ts';
import { verifyTrail } from './verify.ts';

/**
 * Keeps entries in a trail's file. It is read once, when it is first asked, and afterwards only what was added to it.
 * The file has one chain: an entry that comes from another trail gets a new place.
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
    const index = this.#known;
    return judged(index.at(index.size - 1));
  }
  protected rowsFor(question: StoreQuestion): StoreRow[] {
    return this.#known.matching(question).map((row) => judged(row) as StoreRow);
  }
  protected rowsBetween(from: number, to: number): StoreRow[] {
    const index = this.#known;
    const rows = Array.from({ length: Math.min(to, index.size - 1) - from + 1 }, (_, i) => judged(index.at(from + i)));
    return rows.filter((row) => row !== undefined);
  }
  protected bounds(): StoreBounds {
    const { size } = this.#known;
    return { rows: size, last: size - 1, recorded: size };
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
