/** @module The two steps that judge a call: pre_call hooks, which may abort it, and the guards. */
import { attempt, isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import { Call } from './call.ts';
import { giveUp } from './chain.ts';
import type { Step } from './chain.ts';
import { messageOf, returned } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { copyPlain } from './copy.ts';
import { combine, deny, isVerdict } from './decision.ts';
import type { Approver, Guard, Opinion, Verdict } from './decision.ts';
import { EnforceCoreError } from './errors.ts';
import type { Violation } from './errors.ts';
import { HookContext } from './events.ts';
import type { Listener } from './events.ts';
import { ownerOf } from './lifecycle.ts';
import { asyncHook, nameOf } from './events.ts';
import type { Run } from './run.ts';

/** A guard with what was worked out about it at start. */
export interface BoundGuard {
  readonly guard: Guard;
  readonly plugin: string;
  readonly name: string;
  readonly precedence: number;
}

/** Goes on with what `body` gives. In a synchronous call a promise is a refusal that names `who` gave it. */
export function resolve<T>(
  run: Run,
  who: string | (() => string),
  body: () => Awaitable<T>,
  done: (value: T) => Awaitable<Outcome>,
  failed: (error: unknown) => Awaitable<Outcome>,
): Awaitable<Outcome> {
  if (!run.sync) return attempt(body, done, failed);
  let value: Awaitable<T>;
  try {
    value = body();
  } catch (error) {
    return failed(error);
  }
  if (!isThenable(value)) return done(value);
  Promise.resolve(value).catch(() => undefined);
  return giveUp(run, typeof who === 'string' ? who : who());
}

/** Asks the pre_call hooks. They see redacted copies; one that throws or aborts stops the call. */
export function preCall(rest: Step): Step {
  return (run, call) => {
    if (!run.hears('pre_call')) return rest(run, call);
    const broken = (error: unknown): Awaitable<Outcome> =>
      run.fail('EC_REDACTION_FAILED', messageOf(error), undefined, error) ?? rest(run, call);
    return resolve(
      run,
      () => run.redactorName,
      () => run.viewInput(call),
      (args) => {
        const facts = { callId: run.callId, toolName: run.shownTool, policyName: run.policy.name };
        const context = (): HookContext => new HookContext({ ...facts, args: copyPlain(args) as readonly unknown[] });
        if (run.setting.observers.listeners('pre_call').length > 0)
          run.tell(run.setting.observers, 'pre_call', context());
        const hooks = run.setting.hooks.flatMap((source) => source.listeners('pre_call'));
        return hooks.length === 0 ? rest(run, call) : askHooks(run, hooks, context(), () => rest(run, call));
      },
      broken,
    );
  };
}

function askHooks(
  run: Run,
  hooks: readonly Listener<'pre_call'>[],
  context: HookContext,
  go: () => Awaitable<Outcome>,
): Awaitable<Outcome> {
  const from = (i: number): Awaitable<Outcome> => {
    const hook = hooks[i];
    if (hook === undefined || context.abort) return concluded();
    const threw = (error: unknown): Awaitable<Outcome> =>
      run.fail('EC_HOOK_FAILED', `the pre_call hook ${nameOf(hook)} threw: ${messageOf(error)}`, undefined, error) ??
      from(i + 1);
    if (!run.sync)
      return attempt<void, Outcome>(
        () => hook(context) as Awaitable<void>,
        () => from(i + 1),
        threw,
      );
    try {
      const answer = hook(context);
      if (!isThenable(answer)) return from(i + 1);
      Promise.resolve(answer).catch(() => undefined);
    } catch (error) {
      return threw(error);
    }
    run.over = true;
    return run.end(asyncHook('pre_call', hook));
  };
  const concluded = (): Awaitable<Outcome> => {
    if (!context.abort) return go();
    const reason = context.abortReason || 'aborted by a pre_call hook';
    return run.refuse({ type: 'hook_abort', code: 'EC_HOOK_ABORT', reason }) ?? go();
  };
  return from(0);
}

/** Asks every guard and goes on when they allow. */
export function authorize(guards: readonly BoundGuard[], approver: Approver | undefined, rest: Step): Step {
  return (run, call) => {
    run.step = 'authorize';
    const said: Said = { opinions: undefined, allowed: false, rules: undefined };
    let pending: Promise<void>[] | undefined;
    for (const bound of guards) {
      try {
        const answer = bound.guard.check(call);
        if (!isThenable(answer)) {
          hear(said, bound, answer);
          continue;
        }
        const later = Promise.resolve(answer).then(
          (verdict) => hear(said, bound, verdict),
          (error: unknown) => hearFailure(said, bound, error),
        );
        if (run.sync) return giveUp(run, bound.plugin);
        (pending ??= []).push(later);
      } catch (error) {
        hearFailure(said, bound, error);
      }
    }
    if (pending) return Promise.all(pending).then(() => conclude(run, call, said, approver, rest));
    return conclude(run, call, said, approver, rest);
  };
}

/** What the guards said: what stands against the call one by one, what allows it only as far as it is told. */
interface Said {
  opinions: Opinion[] | undefined;
  allowed: boolean;
  rules: string[] | undefined;
}

function hear(said: Said, bound: BoundGuard, verdict: unknown): void {
  if (!isVerdict(verdict)) return hearFailure(said, bound, new TypeError('the guard did not answer with a verdict'));
  if (verdict.effect === 'abstain') return;
  if (verdict.effect === 'allow') {
    said.allowed = true;
    if (verdict.rule !== undefined) (said.rules ??= []).push(verdict.rule);
  } else {
    (said.opinions ??= []).push({ by: bound.name, precedence: bound.precedence, verdict });
  }
}

function hearFailure(said: Said, bound: BoundGuard, cause: unknown): void {
  const verdict = deny('the guard failed');
  (said.opinions ??= []).push({ by: bound.name, precedence: bound.precedence, verdict, failure: true, cause });
}

function conclude(run: Run, call: Call, said: Said, approver: Approver | undefined, rest: Step): Awaitable<Outcome> {
  if (said.rules) run.rules = said.rules;
  if (said.opinions) return against(run, call, said.opinions, said.allowed, approver, rest);
  return said.allowed ? rest(run, call) : unallowed(run, call, rest);
}

/** Somebody is against the call, wants it approved, or failed. */
function against(
  run: Run,
  call: Call,
  opinions: readonly Opinion[],
  allowed: boolean,
  approver: Approver | undefined,
  rest: Step,
): Awaitable<Outcome> {
  const failed = opinions.find((one) => one.failure);
  const decision = combine(opinions.filter((one) => !one.failure));
  if (decision.effect !== 'none') {
    run.rules = decision.opinions.flatMap(({ verdict }) => (verdict.rule === undefined ? [] : [verdict.rule]));
  }
  if (decision.effect === 'deny')
    return denied(run, call, decision.opinions, failed !== undefined && !run.setting.failOpen, rest);
  if (failed) {
    const reason = `guard \`${failed.by}\` failed: ${messageOf(failed.cause)}`;
    const refusal = run.fail('EC_GUARD_FAILED', reason, failed.by, failed.cause);
    if (refusal) return refusal;
  }
  if (decision.effect === 'ask') return asked(run, call, decision.opinions, approver, rest);
  return allowed ? rest(run, call) : unallowed(run, call, rest);
}

function denied(
  run: Run,
  call: Call,
  opinions: readonly Opinion[],
  alsoFailed: boolean,
  rest: Step,
): Awaitable<Outcome> {
  const [{ by, verdict }] = opinions as readonly [Opinion, ...Opinion[]];
  const violation: Violation = {
    type: verdict.code ?? 'policy_denied',
    reason: verdict.reason ?? 'denied by policy',
    rule: verdict.rule,
    plugin: by,
    failure: alsoFailed,
  };
  const { mode, onViolation } = run.policy;
  if (onViolation === 'redact' && mode !== 'monitor' && !alsoFailed && opinions.every((one) => one.verdict.remedy)) {
    return resolve(
      run,
      by,
      () => remedied(run, call, opinions),
      (cured) => {
        run.remedied(violation);
        return rest(run, (run.call = cured));
      },
      (error) => run.end({ ...violation, failure: true, cause: error }),
    );
  }
  return run.refuse(violation) ?? rest(run, call);
}

function remedied(run: Run, call: Call, opinions: readonly Opinion[]): Call {
  let cured: unknown = call;
  for (const { verdict } of opinions) cured = verdict.remedy?.(cured as Call);
  if (Call.runOf(cured) !== run)
    throw new EnforceCoreError('a remedy gave back another call', { code: 'EC_CALL_FOREIGN' });
  return cured as Call;
}

function asked(
  run: Run,
  call: Call,
  opinions: readonly Opinion[],
  approver: Approver | undefined,
  rest: Step,
): Awaitable<Outcome> {
  const [{ by, verdict }] = opinions as readonly [Opinion, ...Opinion[]];
  const reason = verdict.reason ?? 'approval is required';
  const refuse = (answer: Verdict): Awaitable<Outcome> =>
    run.refuse({
      type: answer.code ?? 'approval_required',
      reason: answer.reason ?? reason,
      rule: verdict.rule,
      plugin: by,
    }) ?? rest(run, call);
  if (!approver) return refuse(deny(`${reason}; no approver is configured`));
  return resolve(
    run,
    'the approver',
    () =>
      approver.approve(
        run.observed,
        opinions.map((one) => one.verdict),
      ),
    (answer) =>
      isVerdict(answer) && answer.effect === 'allow'
        ? rest(run, call)
        : refuse(isVerdict(answer) ? answer : deny(reason)),
    (error) =>
      run.fail('EC_GUARD_FAILED', `the approver failed: ${messageOf(error)}`, by, error) ?? refuse(deny(reason)),
  );
}

function unallowed(run: Run, call: Call, rest: Step): Awaitable<Outcome> {
  return run.refuse({ type: 'tool_not_allowed', reason: 'nothing in the policy allows this call' }) ?? rest(run, call);
}

/** In an order of their own, so that nothing that is reported depends on who came first. */
export function boundGuards(guards: readonly BoundGuard['guard'][]): readonly BoundGuard[] {
  const bound = guards.map((guard) => {
    const plugin = ownerOf(guard);
    if (typeof guard?.check !== 'function')
      throw new EnforceCoreError(`a guard of \`${plugin}\` has no \`check\``, { code: 'EC_PLUGIN_INVALID' });
    return { guard, plugin, name: guard.name ?? plugin, precedence: guard.precedence ?? 1000 };
  });
  return bound.sort((a, b) => a.precedence - b.precedence || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The end of a judgement that runs no tool. */
export const verdictOnly: Step = (run) => returned(run, undefined);
