/** @module What an entry of the trail is. */

/** One entry as it stands on disk, before it is part of a chain. Durations are in milliseconds. */
export interface AuditFields {
  /** UUID v4. */
  readonly entry_id: string;
  readonly call_id: string;
  /** ISO 8601, UTC, with microseconds: `2026-03-01T00:00:01.000000+00:00`. */
  readonly timestamp: string;
  readonly tool_name: string;
  readonly policy_name: string;
  readonly policy_version: string;
  readonly tenant_id: string | null;
  /** `allowed`, `blocked` or `redacted`. */
  readonly decision: string;
  /** The enum value, such as `tool_denied`. The name of the error class stands in `error_class`. */
  readonly violation_type: string | null;
  readonly violation_reason: string | null;
  readonly overhead_ms: number;
  readonly call_duration_ms: number;
  readonly input_redactions: number;
  readonly output_redactions: number;
  /**
   * `intent`: written before the tool started. `outcome`: how the call ended. Anything else is what the log says of
   * itself: see {@link LogEntryType}.
   */
  readonly entry_type?: string | undefined;
  readonly session_id?: string | undefined;
  readonly policy_hash?: string | undefined;
  /**
   * SHA-256 of the entry's id followed by the JSON of the redacted arguments, hex. With a payload, its secret salt stands
   * in place of the id.
   */
  readonly args_hash?: string | undefined;
  /** SHA-256 of the secret salt followed by the canonical JSON of the payload, hex. The payload is kept elsewhere. */
  readonly payload_hash?: string | undefined;
  /** Whose payload that is: HMAC-SHA-256 of the subject under its key, hex. */
  readonly subject_ref?: string | undefined;
  readonly error_class?: string | undefined;
  readonly rules?: readonly string[] | undefined;
  /** The violation was recorded only, and the call ran. */
  readonly would_be?: boolean | undefined;
  readonly redacted_categories?: readonly string[] | undefined;
  readonly tool_error?: { readonly message: string; readonly name: string } | undefined;
  readonly cost_usd?: number | undefined;
  readonly tokens_used?: number | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What a log says of itself: it was found damaged, the clock was set, old entries were removed, it is held for a court or
 * is not any more, the payloads of a subject were destroyed, a file was closed.
 */
export type LogEntryType = 'recovery' | 'clock' | 'retention' | 'hold' | 'release' | 'erased' | 'rotation';

/** What an entry speaks of and does not hold. It is kept encrypted, under a key of its subject, or nowhere. */
export interface AuditPayload {
  /** Whose it is. What a subject has can be erased at once. */
  readonly subject: string;
  /** Anything that has a JSON form. */
  readonly payload: unknown;
  /** A text whose salted hash becomes `args_hash`. */
  readonly args?: string | undefined;
}

/** An entry's place in a chain. */
export interface ChainLink {
  /** How many entries stand before it. Entries of the spec's first form have none. */
  readonly seq?: number | undefined;
  /** {@link AUDIT_SCHEMA}. Entries of the spec's first form have none. */
  readonly schema_version?: number | undefined;
  /** `entry_hash` of the entry before; empty for the first. */
  readonly previous_hash: string;
  readonly entry_hash: string;
}

/** What a sink says of an entry that it put in its place. */
export interface WrittenLink extends ChainLink {
  /** What stands in the line otherwise than it was given: it was too long, or points to a payload. */
  readonly shortened?: Partial<AuditFields> | undefined;
}

/** The form of the lines that are written: which keys there may be. Lines without it are of the spec's first form. */
export const AUDIT_SCHEMA = 2;

/** An entry that has its place in a chain. */
export type ChainedFields = AuditFields & ChainLink;

/** Every key that a line of {@link AUDIT_SCHEMA} may have. */
export const AUDIT_KEYS: ReadonlySet<string> = new Set([
  ...['args_hash', 'call_duration_ms', 'call_id', 'context', 'cost_usd', 'decision', 'entry_hash', 'entry_id'],
  ...['entry_type', 'error_class', 'input_redactions', 'output_redactions', 'overhead_ms', 'payload_hash'],
  ...[
    'policy_hash',
    'policy_name',
    'policy_version',
    'previous_hash',
    'redacted_categories',
    'rules',
    'schema_version',
    'seq',
  ],
  ...[
    'session_id',
    'subject_ref',
    'tenant_id',
    'timestamp',
    'tokens_used',
    'tool_error',
    'tool_name',
    'violation_reason',
  ],
  ...['violation_type', 'would_be'],
]);
