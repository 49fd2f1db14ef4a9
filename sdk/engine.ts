/** @module The policy engine: what a policy says of a call or a result, without running or recording anything. */
import { isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import { EnforceCoreError } from '../kernel/errors.ts';
import type { CallRecord } from '../kernel/record.ts';
import { Enforcer } from './enforcer.ts';
import { HookRegistry } from './hooks.ts';
import type { Policy } from './policy.ts';
import type { PolicyInput } from './policy-types.ts';

/** What a policy says. */
export interface PolicyEvaluation {
  readonly decision: CallRecord['decision'];
  /** Why the call is refused or, when the policy only records, would be. */
  readonly violationType: string | null;
  readonly reason: string | null;
  /** The ids of the rules that decided. */
  readonly rules: readonly string[];
  /** There is a violation, and the policy would let the call run all the same. */
  readonly wouldBe: boolean;
}

/** Evaluates a policy with the same guards and checks that an enforcer uses. */
export class PolicyEngine {
  readonly #enforcer: Enforcer;

  constructor(policy: Policy | PolicyInput | string) {
    this.#enforcer = new Enforcer(policy, { hooks: new HookRegistry(), settings: { auditEnabled: false } });
  }

  get policy(): Policy {
    return this.#enforcer.policy;
  }

  /**
   * What the policy says of a call before it is made.
   *
   * @example
   * ```ts
   * new PolicyEngine({ name: 'demo', rules: { denied_tools: ['rm'] } }).evaluatePreCall('rm').decision; // 'blocked'
   * ```
   */
  evaluatePreCall(toolName: string, args: readonly unknown[] = []): PolicyEvaluation {
    return evaluation(now(this.#enforcer.judge(toolName, args)));
  }

  /** What the policy says of a tool's result. `value` is the result as the caller would get it. */
  evaluatePostCall(toolName: string, result: unknown): PolicyEvaluation & { readonly value: unknown } {
    const { record, value } = now(this.#enforcer.corridor.review({ tool: toolName, args: [], sync: true }, result));
    return { ...evaluation(record), value };
  }
}

function now<T>(record: Awaitable<T>): T {
  if (!isThenable(record)) return record as T;
  Promise.resolve(record).catch(() => undefined);
  throw new EnforceCoreError('a plugin of this policy answers with promises', { code: 'EC_SYNC_PROMISE' });
}

function evaluation({ decision, violation, rules, wouldBe }: CallRecord): PolicyEvaluation {
  return { decision, violationType: violation?.type ?? null, reason: violation?.reason ?? null, rules, wouldBe };
}
