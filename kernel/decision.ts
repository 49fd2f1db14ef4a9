/** @module Verdicts, and how a set of them becomes one decision: deny overrides ask, ask overrides allow. */
import type { Awaitable } from './awaitable.ts';
import type { ToolCall } from './call.ts';
import { point, token } from './tokens.ts';

/** What a verdict comes to; see {@link allow}, {@link deny}, {@link ask} and {@link abstain}. */
export type Effect = 'allow' | 'deny' | 'ask' | 'abstain';

/** What one guard has to say about one call. Make it with {@link allow}, {@link deny}, {@link ask} or {@link abstain}. */
export interface Verdict {
  readonly effect: Effect;
  /** For a denial, the `violation_type` it is recorded as; `policy_denied` when absent. */
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** The id of the rule that decided. */
  readonly rule?: string | undefined;
  /** For a denial about data: the call without the offending values, used under `on_violation: redact`. */
  readonly remedy?: ((call: ToolCall) => ToolCall) | undefined;
}

/** Says whether a call may run. Guards are a set: all are asked and their order cannot change the decision. */
export interface Guard {
  readonly name?: string | undefined;
  /** Among several denials, that of the lowest precedence is the one reported (1000 when absent). */
  readonly precedence?: number | undefined;
  /** A promise that `check` never answers with a promise; arguments then need not be copied for it. */
  readonly sync?: boolean | undefined;
  check(call: ToolCall): Awaitable<Verdict>;
}

/** Asks somebody, usually a person, about a call that guards answered `ask` for. Without one, `ask` denies. */
export interface Approver {
  approve(call: ToolCall, asked: readonly Verdict[]): Awaitable<Verdict>;
}

/** The guards: all are asked about every call. */
export const GUARDS = point<Guard>('enforcecore/guards');
/** Who is asked about calls that need approval. */
export const APPROVER = token<Approver>('enforcecore/approver');

export interface Opinion {
  readonly by: string;
  readonly precedence: number;
  readonly verdict: Verdict;
  readonly failure?: boolean;
  readonly cause?: unknown;
}

/** The decision that a set of opinions amounts to. */
export interface Decision {
  readonly effect: 'allow' | 'deny' | 'ask' | 'none';
  /** The opinions that made it so, by precedence, then by name and reason. */
  readonly opinions: readonly Opinion[];
}

const ABSTAIN: Verdict = Object.freeze({ effect: 'abstain' });
const ALLOW: Verdict = Object.freeze({ effect: 'allow' });

/**
 * The call may run, as far as this guard is concerned.
 *
 * @example
 * ```ts
 * defineGuard({ name: 'readers' }, ({ tool }) => (tool.startsWith('read_') ? allow() : abstain()));
 * ```
 */
export function allow(details?: { rule?: string }): Verdict {
  return details ? { effect: 'allow', ...details } : ALLOW;
}

/**
 * The call must not run. `reason` is shown to people and models: no secrets, no policy internals.
 *
 * @example
 * ```ts
 * deny('the shop is closed', { rule: 'office-hours' }).effect; // 'deny'
 * ```
 */
export function deny(reason: string, details?: Pick<Verdict, 'code' | 'rule' | 'remedy'>): Verdict {
  return { ...details, effect: 'deny', reason };
}

/**
 * Somebody has to approve the call.
 *
 * @example
 * ```ts
 * defineGuard({ name: 'payments' }, ({ tool }) => (tool === 'pay' ? ask('somebody has to look at it') : abstain()));
 * ```
 */
export function ask(reason: string, details?: Pick<Verdict, 'code' | 'rule'>): Verdict {
  return { ...details, effect: 'ask', reason };
}

/**
 * This guard has nothing to say about the call.
 *
 * @example
 * ```ts
 * abstain().effect; // 'abstain'
 * ```
 */
export function abstain(): Verdict {
  return ABSTAIN;
}

/** Whether a guard's answer is a verdict at all. `true` is not one, and a name off `Object.prototype` is not an effect. */
export function isVerdict(value: unknown): value is Verdict {
  if (typeof value !== 'object' || value === null) return false;
  switch ((value as Verdict).effect) {
    case 'allow':
    case 'deny':
    case 'ask':
    case 'abstain':
      return true;
    default:
      return false;
  }
}

/** Combines opinions. The answer depends on the set alone, never on its order. */
export function combine(opinions: readonly Opinion[]): Decision {
  for (const effect of ['deny', 'ask', 'allow'] as const) {
    const found = opinions.filter((one) => one.verdict.effect === effect);
    if (found.length > 0) return { effect, opinions: found.length > 1 ? found.sort(byWeight) : found };
  }
  return { effect: 'none', opinions: [] };
}

function byWeight(a: Opinion, b: Opinion): number {
  return (
    a.precedence - b.precedence ||
    compare(a.by, b.by) ||
    compare(a.verdict.code ?? '', b.verdict.code ?? '') ||
    compare(a.verdict.reason ?? '', b.verdict.reason ?? '') ||
    compare(a.verdict.rule ?? '', b.verdict.rule ?? '') ||
    Number(b.failure ?? false) - Number(a.failure ?? false)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
