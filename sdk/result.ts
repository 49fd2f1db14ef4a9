/** @module What is known of a call after it ended. */
import { lastRecord } from '../kernel/enforcer.ts';
import type { CallRecord } from '../kernel/record.ts';
import { AUDIT_ENTRY_ID } from './audit.ts';
import type { Decision } from './types.ts';

/**
 * Metadata of an enforced call.
 *
 * @example
 * ```ts
 * const tool = enforce({ piiRedaction: true, toolName: 'send' }, (text: string) => text.length);
 * tool('to jane@example.com');
 * tool.last?.decision; // 'redacted'
 * tool.last?.redactionsInput; // 1
 * ```
 */
export class EnforcementResult {
  readonly decision: Decision;
  readonly toolName: string;
  readonly policyName: string;
  /** Time spent in enforcement, in milliseconds. */
  readonly overheadMs: number;
  readonly redactionsInput: number;
  readonly redactionsOutput: number;
  /** UUID of the audit entry; `null` when nothing was recorded. */
  readonly auditEntryId: string | null;
  readonly resourceUsage: { readonly durationMs: number };

  constructor(record: CallRecord) {
    this.decision = record.decision;
    this.toolName = record.tool;
    this.policyName = record.policy.name;
    this.overheadMs = record.overheadMs;
    this.redactionsInput = record.redactionsInput;
    this.redactionsOutput = record.redactionsOutput;
    this.auditEntryId = record.get(AUDIT_ENTRY_ID) ?? null;
    this.resourceUsage = Object.freeze({ durationMs: record.durationMs });
  }

  /**
   * The result of the last call made from here: best effort within the async context. Where calls run side by side,
   * `wrapped.last`, the `onResult` option and a scope's `result` are exact.
   */
  static last(): EnforcementResult | undefined {
    const record = lastRecord();
    return record && new EnforcementResult(record);
  }
}
