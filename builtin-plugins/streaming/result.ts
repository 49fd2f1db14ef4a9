/** @module What is known of a stream that has ended. */

/** How a stream went. */
export interface StreamEnforcementResult {
  /** UUID v4. */
  readonly streamId: string;
  readonly policyName: string;
  readonly toolName: string;
  readonly decision: 'allowed' | 'blocked';
  readonly violationReason: string | null;
  /** How many pieces the source gave. */
  readonly tokensTotal: number;
  /** Of these, how many held something that was replaced. */
  readonly tokensRedacted: number;
  readonly totalRedactions: number;
  /** Whether the source was read to its end. */
  readonly complete: boolean;
  /** Time spent in enforcement before the stream began, in milliseconds. */
  readonly overheadMs: number;
  /** From the first piece asked for to the end, in milliseconds. */
  readonly streamDurationMs: number;
  /** UUID of the outcome entry in the trail; `null` when nothing was recorded. */
  readonly auditEntryId: string | null;
}

/** What was replaced in a stream. Offsets are UTF-16 code units of the whole original text, `end` exclusive. */
export interface StreamFind {
  readonly entityType: string;
  readonly start: number | undefined;
  readonly end: number | undefined;
}

/** A stream's record in the form of the spec. In the trail stands the outcome entry that it names. */
export interface StreamAuditEntry {
  readonly entryId: string | null;
  readonly streamId: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly policyName: string;
  readonly toolName: string;
  readonly decision: 'allowed' | 'blocked';
  readonly violationReason: string | null;
  /** How many pieces were given out. */
  readonly tokensEmitted: number;
  readonly tokensRedacted: number;
  readonly totalRedactions: number;
  readonly redactionEvents: readonly StreamFind[];
  readonly overheadMs: number;
  readonly streamDurationMs: number;
}
