/** @module What the trail says of a call: the entry before the tool starts, and the one when the call has ended. */
import { hash } from 'node:crypto';
import { auditTimestamp, newId } from 'enforcecore/sdk';
import type { AuditFields, AuditPayload, CallRecord, ToolCall } from 'enforcecore/sdk';

/** Written before the tool starts. `seen` is the call as observers see it, with redacted arguments. */
export function intentEntry(
  seen: ToolCall,
  { policy, rules, wouldBe, violation, redactionsInput }: CallRecord,
  payloads?: PayloadSubject,
): AuditFields {
  const id = newId();
  return {
    entry_id: id,
    call_id: seen.id,
    timestamp: auditTimestamp(),
    tool_name: clip(seen.tool, NAME),
    policy_name: policy.name,
    policy_version: policy.version,
    tenant_id: seen.tenant === undefined ? null : clip(seen.tenant, NAME),
    decision: 'allowed',
    violation_type: violation === undefined ? null : violation.type,
    violation_reason: violation === undefined ? null : clip(violation.reason, TEXT),
    overhead_ms: 0,
    call_duration_ms: 0,
    input_redactions: redactionsInput,
    output_redactions: 0,
    entry_type: 'intent',
    session_id: seen.session === undefined ? undefined : clip(seen.session, NAME),
    policy_hash: policy.hash,
    // The salt of a payload is secret; that of an entry without one would be its id, which is not.
    args_hash: payloads === undefined ? hashArguments(id, seen.args) : undefined,
    rules: named(rules),
    would_be: wouldBe || undefined,
  };
}

/** Written when the call has ended. `seen` is the call as observers see it. */
export function outcomeEntry(seen: ToolCall, record: CallRecord, errorClass: string | undefined): AuditFields {
  const { violation, policy, toolError, tenant, session, rules } = record;
  const redacted = record.redactionsInput + record.redactionsOutput > 0;
  return {
    entry_id: newId(),
    call_id: record.callId,
    timestamp: auditTimestamp(),
    tool_name: clip(seen.tool, NAME),
    policy_name: policy.name,
    policy_version: policy.version,
    tenant_id: tenant === undefined ? null : clip(tenant, NAME),
    decision: record.decision,
    violation_type: violation === undefined ? null : violation.type,
    violation_reason: violation === undefined ? null : clip(violation.reason, TEXT),
    overhead_ms: toMicros(record.overheadMs),
    call_duration_ms: toMicros(record.durationMs),
    input_redactions: record.redactionsInput,
    output_redactions: record.redactionsOutput,
    entry_type: 'outcome',
    session_id: session === undefined ? undefined : clip(session, NAME),
    policy_hash: policy.hash,
    error_class: errorClass ?? toolError?.name,
    rules: named(rules),
    would_be: record.wouldBe || undefined,
    redacted_categories: redacted ? record.redactedCategories : undefined,
    tool_error: toolError && { message: clip(toolError.message, TEXT), name: clip(toolError.name, NAME) },
  };
}

/** Whose payload the arguments of a call are. */
export type PayloadSubject = 'tenant' | 'session';

/** The redacted arguments of a call, when it has a subject and they have a JSON form. */
export function payloadOf(seen: ToolCall, by: PayloadSubject): AuditPayload | undefined {
  const subject = by === 'tenant' ? seen.tenant : seen.session;
  const args = subject === undefined || subject === '' || seen.args.length === 0 ? undefined : jsonOf(seen.args);
  if (args === undefined || subject === undefined) return undefined;
  const payload = args.length <= LONGEST_ARGS ? { args: JSON.parse(args) as unknown } : { characters: args.length };
  return { subject, payload, args };
}

/** Longer arguments are not kept, but for their hash: escaped, they stay below what a payload may have. */
const LONGEST_ARGS = 150_000;

// What a caller or a tool can make as long as it likes is cut, or one call could fill the disk.
const NAME = 512;
const TEXT = 4096;
const MOST_RULES = 100;

function named(rules: readonly string[]): readonly string[] | undefined {
  return rules.length > 0 ? rules.slice(0, MOST_RULES).map((rule) => clip(rule, NAME)) : undefined;
}

function clip(given: string, most: number): string {
  // A plugin, or a caller, in JavaScript may have given anything.
  const text = String(given);
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
}

function toMicros(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** The entry's id is the salt: equal arguments do not show as equal. Absent when they have no JSON form. */
function hashArguments(salt: string, args: readonly unknown[]): string | undefined {
  const text = args.length === 0 ? undefined : jsonOf(args);
  return text === undefined ? undefined : hash('sha256', salt + text, 'hex');
}

function jsonOf(args: readonly unknown[]): string | undefined {
  try {
    return JSON.stringify(args);
  } catch {
    return undefined; // a cycle, a BigInt, or a `toJSON` that throws: the entry itself still counts
  }
}
