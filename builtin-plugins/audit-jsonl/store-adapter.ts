/** @module Writes a trail into an audit store. */
import { recordTo } from 'enforcecore/sdk';
import type { AuditFields, AuditStoreBackend, Awaitable, ChainedFields } from 'enforcecore/sdk';
import { AuditBackend } from './backends.ts';

/**
 * Makes a store's backend one of an `Auditor`. An entry that has its place in a trail is stored with it: its `entry_hash`
 * is the store's `merkleHash`, its `previous_hash` the `parentHash`. Another gets its place from the store.
 *
 * @example
 * ```ts
 * const backend = new AuditStoreBackendAdapter(new JSONLBackend('trail.jsonl'));
 * const auditor = new Auditor({ backend });
 * auditor.record({ toolName: 'search', policyName: 'demo' }).seq; // 0
 * await auditor.close();
 * ```
 */
export class AuditStoreBackendAdapter extends AuditBackend {
  readonly chains = true;
  readonly #backend: AuditStoreBackend;

  constructor(backend: AuditStoreBackend) {
    super();
    this.#backend = backend;
  }

  /** @throws AuditError `EC_AUDIT_WRITE`, whatever the store fails with */
  write(entry: AuditFields | ChainedFields): Awaitable<ChainedFields> {
    return recordTo(this.#backend, entry);
  }
  flush(): Awaitable<void> {
    return this.#backend.flush();
  }
  override close(): Awaitable<void> {
    return this.#backend.close();
  }
}
