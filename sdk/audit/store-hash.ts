/** @module The hash of an earlier store's rows, over seven fields. It is read, never written. */
import { hash } from 'node:crypto';
import { canonicalJson, quoteAscii } from './json.ts';

/** What stands before the first row of an earlier store. */
export const GENESIS_PARENT = '0'.repeat(64);

/** The fields that the hash speaks of. Nothing else in such a row is protected by it. */
export interface HashedFields {
  readonly entry_id: string;
  readonly timestamp: string;
  readonly policy_name: string;
  readonly tool_name: string;
  readonly decision: string;
  readonly violation_type: string | null;
}

/**
 * The hash by which an earlier store chained its rows: SHA-256 over the JSON of seven fields, keys sorted.
 *
 * @param spaced - with a space after each comma and colon, as Python writes JSON unless told otherwise
 * @example
 * ```ts
 * computeMerkleHash(AuditEntry.create({ toolName: 'search', policyName: 'demo' }).toDict()).length; // 64
 * ```
 */
export function computeMerkleHash(row: HashedFields, parentHash?: string | null, spaced = false): string {
  const fields = {
    decision: row.decision,
    entry_id: row.entry_id,
    parent_hash: parentHash ?? GENESIS_PARENT,
    policy_name: row.policy_name,
    timestamp: row.timestamp,
    tool_name: row.tool_name,
    violation_type: row.violation_type,
  };
  const members = Object.entries(fields).map(([key, value]) => `${quoteAscii(key)}: ${canonicalJson(value)}`);
  return hash('sha256', spaced ? `{${members.join(', ')}}` : canonicalJson(fields), 'hex');
}
