/** @module The audit store's door: entries that can be asked for, and the base of what keeps them. */
export { AuditEntry, AuditError, AuditStore, AuditStoreBackend as AuditBackend } from '../sdk/audit.ts';
export type {
  AuditEntryInit,
  AuditQuery,
  AuditStoreOptions,
  ChainOptions,
  ExportFormat,
  RecordOptions,
} from '../sdk/audit.ts';
