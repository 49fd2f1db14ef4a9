/** @module Entries of a trail, kept in a store. */
import { attempt } from '../../kernel/awaitable.ts';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { AuditEntry } from './entry.ts';
import { AuditError } from './errors.ts';
import type { AuditFields, ChainedFields } from './fields.ts';
import type { AuditStoreBackend } from './store.ts';

/**
 * Keeps an entry in a store, as a trail's sink does: one that has its place in a trail keeps that, another gets the
 * store's. Gives the fields back as they stand in the store.
 *
 * @throws AuditError `EC_AUDIT_WRITE`
 * @example
 * ```ts
 * declare const backend: AuditStoreBackend;
 * const sink: AuditSink = { name: 'store', chains: true, write: (entry) => recordTo(backend, entry) };
 * ```
 */
export function recordTo(backend: AuditStoreBackend, fields: AuditFields | ChainedFields): Awaitable<ChainedFields> {
  return attempt(
    () => backend.record(AuditEntry.fromDict({ ...fields })),
    (entry) => {
      const {
        merkle_hash: _m,
        parent_hash: _p,
        chain_index: _c,
        ...chained
      } = entry.toDict() as ChainedFields & Placed;
      return chained as ChainedFields;
    },
    (cause) => {
      if (cause instanceof AuditError) throw cause;
      throw new AuditError('the audit store failed to write', { code: 'EC_AUDIT_WRITE', cause });
    },
  );
}

interface Placed {
  readonly merkle_hash?: unknown;
  readonly parent_hash?: unknown;
  readonly chain_index?: unknown;
}
