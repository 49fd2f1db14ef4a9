/** @module What is known of a call and of the policy that decided it. */
import type { Violation } from './errors.ts';
import type { Token } from './tokens.ts';

/** What the kernel knows of the policy. Everything else in the document belongs to a plugin. */
export interface PolicyFacts {
  readonly name: string;
  readonly version: string;
  /** `monitor` computes and records every verdict and lets the call run. */
  readonly mode: 'strict' | 'monitor' | undefined;
  readonly onViolation: 'block' | 'log' | 'redact';
  /** SHA-256 of the resolved document, hex. */
  readonly hash?: string | undefined;
}

/** What is known of a call, for observers. Reasons are redacted; arguments and results are not part of it. */
export interface CallRecord {
  readonly callId: string;
  readonly tool: string;
  readonly tenant: string | undefined;
  readonly session: string | undefined;
  readonly policy: PolicyFacts;
  /** `redacted`: it ran, and something was redacted. */
  readonly decision: 'allowed' | 'blocked' | 'redacted';
  /** The violation that ended the call or, when the policy only records, the first one. */
  readonly violation: Violation | undefined;
  /** There was a violation, and the call went on. */
  readonly wouldBe: boolean;
  /** Whether the tool was started. */
  readonly started: boolean;
  /** The ids of the rules that decided. */
  readonly rules: readonly string[];
  readonly redactionsInput: number;
  readonly redactionsOutput: number;
  readonly redactedCategories: readonly string[];
  readonly overheadMs: number;
  readonly durationMs: number;
  /** What the tool threw, redacted. */
  readonly toolError: { readonly name: string; readonly message: string } | undefined;
  get<T>(name: Token<T>): T | undefined;
}
