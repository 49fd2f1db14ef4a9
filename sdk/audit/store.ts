/** @module The audit store: entries that can be asked for, over a backend that keeps and chains them. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import { registerCodes } from '../../kernel/errors.ts';
import { AuditEntry } from './entry.ts';
import type { AuditEntryInit } from './entry.ts';
import { AuditError } from './errors.ts';

registerCodes({
  EC_AUDIT_LIBRARY_MISSING: {
    summary: 'the library that reaches the database of the audit store is not installed',
    hint: 'run `npm install` with the package that the message names',
  },
  EC_AUDIT_SCHEMA: {
    summary: 'the database of the audit store has a form that is not known here',
    hint: 'it was written by a newer version of enforcecore: use that one, or another database',
  },
  EC_AUDIT_TAMPERED: {
    summary: 'what the audit store holds is not what was recorded',
    hint: 'keep the store as it is, and compare it with its checkpoints and copies; `verifyOnRead: false` reads it all the same',
  },
});

/** Which entries are wanted. All conditions must hold. */
export interface AuditQuery {
  readonly policyName?: string | undefined;
  readonly toolName?: string | undefined;
  readonly decision?: string | undefined;
  /** From this time on, itself included. */
  readonly startTime?: Date | undefined;
  /** Up to this time, its whole millisecond included. */
  readonly endTime?: Date | undefined;
  readonly violationType?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly callId?: string | undefined;
  /** `outcome` does not find entries of the first form, which have no type. */
  readonly entryType?: string | undefined;
  /** At most so many entries. Default: 1000. */
  readonly limit?: number | undefined;
  /** Leaves out so many of what was found. To go through many pages, `after` is faster. */
  readonly offset?: number | undefined;
  /**
   * Only entries behind this `chainIndex`: the last one of the page before. An entry that is recorded meanwhile gets a
   * higher index, so that no page has an entry twice or lacks one.
   */
  readonly after?: number | undefined;
}

/** The place that an entry already has in the chain of a trail. */
export interface RecordOptions {
  /** Its hash there. Default: the entry's own `entryHash`, when it has one. */
  readonly externalHash?: string | undefined;
  /** The hash of the entry before it there. Default: the entry's own `previousHash`. */
  readonly externalPrevHash?: string | undefined;
}

/** What a verification of the chain may be told. */
export interface ChainOptions {
  /** Checks only that entries follow each other, not what is in them. */
  readonly skipEntryHash?: boolean | undefined;
}

/** What a store can be exported as: lines as in a trail, a table, or events of the Open Cybersecurity Schema Framework. */
export type ExportFormat = 'jsonl' | 'csv' | 'ocsf';

/**
 * Base of the backends of an {@link AuditStore}. Entries come back in the order of their `chainIndex`, from 0 on without
 * gaps. At `enforcecore/auditstore` its name is `AuditBackend`.
 *
 * @example
 * ```ts
 * class Readable extends AuditStoreBackend {
 *   readonly entries: AuditEntry[] = [];
 *   record(entry: AuditEntry) {
 *     const chainIndex = this.entries.length;
 *     const previous = this.entries.at(-1)?.merkleHash ?? '';
 *     const { line, entryHash } = sealEntry(entry.toDict(), previous, chainIndex);
 *     const place = { merkle_hash: entryHash, parent_hash: previous, chain_index: chainIndex };
 *     const stored = AuditEntry.fromDict({ ...(JSON.parse(line) as object), ...place });
 *     this.entries.push(stored);
 *     return stored;
 *   }
 *   getEntry(id: string) {
 *     return this.entries.find(({ entryId }) => entryId === id);
 *   }
 *   listEntries({ limit = 1000 }: AuditQuery = {}) {
 *     return this.entries.slice(0, limit);
 *   }
 *   getChainTail() {
 *     return this.entries.at(-1);
 *   }
 *   verifyChain() {
 *     return this.entries.every((entry) => this.verifyEntry(entry));
 *   }
 *   verifyEntry({ previousHash, seq, entryHash, ...entry }: AuditEntry) {
 *     return sealEntry(entryFields(entry), previousHash, seq ?? 0).entryHash === entryHash;
 *   }
 *   export() {
 *     return this.entries.map((entry) => JSON.stringify(entry)).join('\n');
 *   }
 * }
 * const store = new AuditStore(new Readable());
 * const { entryId } = await store.record({ toolName: 'search', policyName: 'demo' });
 * (await store.getEntry(entryId))?.toolName; // 'search'
 * ```
 */
export abstract class AuditStoreBackend {
  /**
   * Keeps an entry and gives it back with `merkleHash`, `parentHash` and `chainIndex`. When this answers, the entry is
   * kept, whatever happens to the process.
   *
   * @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_CLOSED`
   */
  abstract record(entry: AuditEntry, options?: RecordOptions): Awaitable<AuditEntry>;
  /** @throws AuditError `EC_AUDIT_READ`, as all that read do */
  abstract getEntry(entryId: string): Awaitable<AuditEntry | undefined>;
  abstract listEntries(query?: AuditQuery): Awaitable<AuditEntry[]>;
  /** The entry with the highest `chainIndex`. */
  abstract getChainTail(): Awaitable<AuditEntry | undefined>;
  /**
   * Whether the entries from `startIndex` to `endIndex`, both included, are unchanged, in their places and complete.
   * Without `endIndex`: to the end.
   */
  abstract verifyChain(startIndex?: number, endIndex?: number, options?: ChainOptions): Awaitable<boolean>;
  /** Whether the entry is what the store holds under its id, and that is what was recorded. */
  abstract verifyEntry(entry: AuditEntry): Awaitable<boolean>;
  abstract export(format?: ExportFormat): Awaitable<string>;

  /** {@link AuditStoreBackend.verifyEntry} for entries as they were just read. Backends that check while reading answer at once. */
  async verifyEntries(entries: readonly AuditEntry[]): Promise<boolean[]> {
    const verdicts: boolean[] = [];
    for (const entry of entries) verdicts.push(await this.verifyEntry(entry));
    return verdicts;
  }

  /** Resolves when all that was recorded outlives a power cut. */
  flush(): Awaitable<void> {}
  close(): Awaitable<void> {}
}

/** How an {@link AuditStore} reads. */
export interface AuditStoreOptions {
  /** Verifies every entry that is read, and throws for one that was changed. Default: true. */
  readonly verifyOnRead?: boolean | undefined;
}

/**
 * Entries that can be asked for.
 *
 * @example
 * ```ts
 * class Kept extends AuditStoreBackend {
 *   #entry: AuditEntry | undefined;
 *   record = (entry: AuditEntry) => (this.#entry = entry);
 *   getEntry = () => this.#entry;
 *   listEntries = () => (this.#entry ? [this.#entry] : []);
 *   getChainTail = () => this.#entry;
 *   verifyChain = () => true;
 *   verifyEntry = (entry: AuditEntry) => entry === this.#entry;
 *   export = () => '';
 * }
 * const store = new AuditStore(new Kept(), { verifyOnRead: true });
 * await store.record({ toolName: 'search', policyName: 'demo' });
 * (await store.listEntries({ toolName: 'search' })).length; // 1
 * ```
 */
export class AuditStore {
  readonly #backend: AuditStoreBackend;
  readonly #verifyOnRead: boolean;

  constructor(backend: AuditStoreBackend, { verifyOnRead = true }: AuditStoreOptions = {}) {
    this.#backend = backend;
    this.#verifyOnRead = verifyOnRead;
  }

  /**
   * Keeps an entry. Absent fields get the spec's defaults, an id and the present time.
   *
   * @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_CLOSED`
   */
  async record(init: AuditEntryInit): Promise<AuditEntry> {
    return this.#backend.record(AuditEntry.create(init));
  }

  /** @throws AuditError `EC_AUDIT_TAMPERED`, `EC_AUDIT_READ` */
  async getEntry(entryId: string): Promise<AuditEntry | undefined> {
    return this.#checkedOne(await this.#backend.getEntry(entryId));
  }

  /**
   * Entries in the order of the chain. An entry whose row was changed so that the query passes it over is not missed
   * here: {@link AuditStore.verifyChain} finds it.
   *
   * @throws AuditError `EC_AUDIT_TAMPERED`, `EC_AUDIT_READ`
   */
  async listEntries(query: AuditQuery = {}): Promise<AuditEntry[]> {
    return this.#checked(await this.#backend.listEntries(query));
  }

  /** @throws AuditError `EC_AUDIT_TAMPERED`, `EC_AUDIT_READ` */
  async getChainTail(): Promise<AuditEntry | undefined> {
    return this.#checkedOne(await this.#backend.getChainTail());
  }

  /** See {@link AuditStoreBackend.verifyChain}. An empty store is whole. */
  async verifyChain(startIndex = 0, endIndex?: number, options?: ChainOptions): Promise<boolean> {
    return this.#backend.verifyChain(startIndex, endIndex, options);
  }

  /** See {@link AuditStoreBackend.verifyEntry}. */
  async verifyEntry(entry: AuditEntry): Promise<boolean> {
    return this.#backend.verifyEntry(entry);
  }

  /**
   * The whole store as text. With `verifyOnRead`, the chain is verified first.
   *
   * @throws AuditError `EC_AUDIT_TAMPERED`, `EC_AUDIT_READ`
   */
  async export(format: ExportFormat = 'jsonl'): Promise<string> {
    if (this.#verifyOnRead && !(await this.#backend.verifyChain()))
      throw new AuditError('the chain of the audit store is broken', { code: 'EC_AUDIT_TAMPERED' });
    return this.#backend.export(format);
  }

  async flush(): Promise<void> {
    await this.#backend.flush();
  }
  async close(): Promise<void> {
    await this.#backend.close();
  }

  async #checkedOne(entry: AuditEntry | undefined): Promise<AuditEntry | undefined> {
    return entry && (await this.#checked([entry]))[0];
  }

  async #checked(entries: AuditEntry[]): Promise<AuditEntry[]> {
    if (!this.#verifyOnRead) return entries;
    const verdicts = await this.#backend.verifyEntries(entries);
    const bad = entries.filter((_, i) => verdicts[i] !== true).map(({ chainIndex }) => chainIndex);
    if (bad.length === 0) return entries;
    const which = `${bad.slice(0, 5).join(', ')}${bad.length > 5 ? ', ...' : ''}`;
    throw new AuditError(`${bad.length} of ${entries.length} entries do not verify: chain index ${which}`, {
      code: 'EC_AUDIT_TAMPERED',
    });
  }
}
