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
