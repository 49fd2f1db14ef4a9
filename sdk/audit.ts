/** @module The trail: what an entry is, how it is hashed, where it goes, and what outsiders verify. */
export * from './audit/checkpoint.ts';
export { AuditEntry, entryFields } from './audit/entry.ts';
export type { AuditEntryInit } from './audit/entry.ts';
export * from './audit/errors.ts';
export * from './audit/fields.ts';
export { byCodePoint, canonicalJson, quoteAscii } from './audit/json.ts';
export * from './audit/seal.ts';
export * from './audit/sinks.ts';
export { auditTimestamp } from './audit/time.ts';
export * from './audit/tree.ts';
export * from './audit/store.ts';
export { computeMerkleHash, GENESIS_PARENT } from './audit/store-hash.ts';
export { RowStore } from './audit/row-store.ts';
export type { StoreBounds } from './audit/row-store.ts';
export { storedWith } from './audit/store-chain.ts';
export type { ChainProblem } from './audit/store-chain.ts';
export { exportRows } from './audit/store-export.ts';
export { ocsfEvent } from './audit/store-ocsf.ts';
export * from './audit/store-query.ts';
export {
  columnText,
  entryOfRow,
  leafOfRow,
  rowOfLine,
  rowProblem,
  STORE_COLUMNS,
  storeRow,
} from './audit/store-rows.ts';
export type { StoreColumns, StoreRow, StoreTail } from './audit/store-rows.ts';
export { recordTo } from './audit/store-sink.ts';
