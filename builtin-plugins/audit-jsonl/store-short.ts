/** @module Rows of a store without what is long, for an index in memory. */
import type { StoreRow } from 'enforcecore/sdk';

const MOST_TEXTS = 10_000;

/** Makes them short. Names recur, and are kept once. */
export function shortRows(): (row: StoreRow) => StoreRow {
  const texts = new Map<string, string>();
  const name = <T extends string | null>(text: T): T => {
    if (text === null) return text;
    const known = texts.get(text);
    if (known !== undefined) return known as T;
    if (texts.size < MOST_TEXTS) texts.set(text, text);
    return text;
  };
  return (row) => ({
    ...row,
    policy_name: name(row.policy_name),
    policy_version: name(row.policy_version),
    tool_name: name(row.tool_name),
    decision: name(row.decision),
    entry_type: name(row.entry_type),
    tenant_id: name(row.tenant_id),
    session_id: name(row.session_id),
    violation_type: name(row.violation_type),
    violation_reason: null,
    redacted_categories: null,
    context: null,
    line: '',
  });
}
