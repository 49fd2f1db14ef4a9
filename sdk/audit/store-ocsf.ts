/** @module An entry as an event of the Open Cybersecurity Schema Framework, version 1.3: https://schema.ocsf.io/1.3.0 */
import type { AuditEntry } from './entry.ts';

const API_ACTIVITY = 6003;
const OTHER = 99;
const INFORMATIONAL = 1;
const MEDIUM = 3;

/**
 * A call of a tool is API Activity (6003), with the profile `security_control` for what was decided. Who called, and from
 * where, an entry does not know: `actor` and `src_endpoint` name what they can. What the class has no place for is in
 * `unmapped`, in the spelling on disk. What the log says of itself is a Base Event.
 *
 * @example
 * ```ts
 * ocsfEvent(AuditEntry.create({ toolName: 'search', policyName: 'demo' }))['class_uid']; // 6003
 * ```
 */
export function ocsfEvent(entry: AuditEntry): Record<string, unknown> {
  const isCall = entry.decision !== 'none';
  const classUid = isCall ? API_ACTIVITY : 0;
  return {
    activity_id: OTHER,
    activity_name: entry.entryType ?? 'outcome',
    category_uid: isCall ? 6 : 0,
    class_uid: classUid,
    type_uid: classUid * 100 + OTHER,
    time: Date.parse(entry.timestamp),
    ...metadataOf(entry, isCall),
    ...(isCall ? callOf(entry) : { severity_id: INFORMATIONAL }),
    unmapped: unmappedOf(entry),
  };
}

function metadataOf(entry: AuditEntry, isCall: boolean): object {
  return {
    metadata: {
      version: '1.3.0',
      product: { name: 'EnforceCore', vendor_name: 'EnforceCore' },
      uid: entry.entryId,
      correlation_uid: entry.callId,
      original_time: entry.timestamp,
      ...(isCall ? { profiles: ['security_control'] } : {}),
      ...(entry.chainIndex === null ? {} : { sequence: entry.chainIndex }),
      ...(entry.tenantId === null ? {} : { tenant_uid: entry.tenantId }),
    },
  };
}

function callOf(entry: AuditEntry): object {
  const { toolError, violationType, violationReason } = entry;
  return {
    severity_id: violationType === null ? INFORMATIONAL : MEDIUM,
    api: {
      operation: entry.toolName,
      request: { uid: entry.callId },
      ...(toolError ? { response: { error: toolError.name, error_message: toolError.message } } : {}),
    },
    actor: { app_name: 'agent', ...(entry.sessionId === undefined ? {} : { session: { uid: entry.sessionId } }) },
    src_endpoint: { svc_name: 'enforcecore' },
    duration: Math.round(entry.callDurationMs),
    policy: { name: entry.policyName, version: entry.policyVersion },
    ...decisionOf(entry),
    ...statusOf(entry),
    ...(violationType === null ? {} : { status_code: violationType }),
    ...(violationReason === null ? {} : { status_detail: violationReason, message: violationReason }),
  };
}

/** `action_id`: 1 allowed, 2 denied. `disposition_id`: 1 allowed, 2 blocked, 11 corrected, 15 detected. */
function decisionOf({ decision, wouldBe }: AuditEntry): object {
  if (wouldBe === true) return { action_id: 1, disposition_id: 15 };
  if (decision === 'blocked') return { action_id: 2, disposition_id: 2 };
  if (decision === 'redacted') return { action_id: 1, disposition_id: 11 };
  return decision === 'allowed' ? { action_id: 1, disposition_id: 1 } : { action_id: 0, disposition_id: 0 };
}

/** How the call ended, as far as it has: an intent does not know. */
function statusOf({ decision, entryType, toolError }: AuditEntry): object {
  if (decision === 'blocked' || toolError) return { status_id: 2, status: 'Failure' };
  if (entryType === 'intent') return { status_id: 0, status: 'Unknown' };
  return { status_id: 1, status: 'Success' };
}

const MAPPED: ReadonlySet<string> = new Set([
  ...['entry_id', 'call_id', 'timestamp', 'tool_name', 'policy_name', 'policy_version', 'tenant_id', 'session_id'],
  ...['tool_error', 'violation_type', 'violation_reason', 'entry_type', 'chain_index'],
]);

function unmappedOf(entry: AuditEntry): object {
  return Object.fromEntries(Object.entries(entry.toDict()).filter(([key]) => !MAPPED.has(key)));
}
