/** @module The steps of a call that no plugin makes: redaction, the tool itself, and what is told afterwards. */
import { isAsyncFunction } from 'node:util/types';
import { resolve } from './authorize.ts';
import { andThen, isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import { Call } from './call.ts';
import type { ToolCall } from './call.ts';
import { giveUp } from './chain.ts';
import type { Step } from './chain.ts';
import { HookContext } from './events.ts';
import { isStream } from './iterables.ts';
import { messageOf, returned, threw } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { now } from './runtime.ts';
import type { Run } from './run.ts';
import { token } from './tokens.ts';

/** Runs the tool, when that is not simply calling it: in a sandbox, say. */
export interface Runner {
  run(call: ToolCall, tool: (...args: never[]) => unknown, self: unknown): unknown;
}
/** Who runs the tools; at most one plugin provides it. */
export const RUNNER = token<Runner>('enforcecore/runner');

export function entering(step: Run['step'], rest: Step): Step {
  return (run, call) => {
    run.step = step;
    return rest(run, call);
  };
}

/** Refuses what can be seen not to run before anybody is asked. */
export function runnable(rest: Step): Step {
  return (run, call) => {
    if (run.unreadable !== undefined) {
      return run.end({
        type: 'enforcement_failure',
        reason: `the arguments cannot be read: ${messageOf(run.unreadable)}`,
        cause: run.unreadable,
        failure: true,
      });
    }
    const slow = run.sync === true ? run.asyncHook() : undefined;
    if (slow) return run.end(slow);
    if (run.sync === true && isAsyncFunction(run.fn)) {
      return run.end({
        type: 'enforcement_failure',
        code: 'EC_SYNC_ASYNC_TOOL',
        reason: 'the tool is asynchronous and the call is not',
        failure: true,
      });
    }
    return rest(run, call);
  };
}

export function redact(contain: Step): Step {
  return (run, call) =>
    resolve(
      run,
      () => run.redactorName,
      () => run.cleanInput(call),
      (args) => {
        run.countInput();
        run.call = args === call.args ? call : call.with({ args });
        run.step = 'contain';
        return andThen(contain(run, run.call), (outcome) => redactOutput(run, outcome));
      },
      (error) => redactionFailed(run, error),
    );
}

export function redactOutput(run: Run, outcome: Outcome): Awaitable<Outcome> {
  const { sanitizer } = run.setting;
  if (!sanitizer || outcome.status !== 'returned' || outcome.value === undefined) return outcome;
  return resolve(
    run,
    () => run.redactorName,
    () => run.cleanOutput(outcome.value, sanitizer),
    (value) => (value === outcome.value ? outcome : outcome.replace(value)),
    (error) => redactionFailed(run, error),
  );
}

function redactionFailed(run: Run, error: unknown): Outcome {
  return run.end({
    type: 'redaction_failure',
    code: 'EC_REDACTION_FAILED',
    reason: `redaction failed: ${messageOf(error)}`,
    cause: error,
    failure: true,
  });
}

/** The tool itself. It starts at most once, and never after somebody gave up. */
export function terminal(runner: Runner | undefined): Step {
  const done = (run: Run, value: unknown): Outcome => {
    run.toolEndedAt = now();
    if (!isStream(value)) return returned(run, value);
    run.stream = value;
    return returned(run, undefined);
  };
  const failed = (run: Run, error: unknown): Outcome => {
    run.toolEndedAt = now();
    run.noteError(error);
    return threw(run, error);
  };
  return (run, call) => {
    if (run.over) return giveUp(run, 'somebody');
    if (run.facts.signal?.aborted) {
      return run.end({
        type: 'aborted',
        code: 'EC_ABORTED',
        reason: 'the caller aborted the call',
        cause: run.facts.signal.reason,
        failure: true,
      });
    }
    run.started = true;
    run.toolStartedAt = now();
    let value: unknown;
    try {
      value = runner ? runner.run(call, run.fn, run.self) : run.fn.apply(run.self, Call.argsOf(call) as never[]);
      if (!isThenable(value)) return done(run, value);
    } catch (error) {
      return failed(run, error);
    }
    const promised = Promise.resolve(value);
    if (run.sync === 'until-tool') run.sync = false;
    if (!run.sync)
      return promised.then(
        (result) => done(run, result),
        (error: unknown) => failed(run, error),
      );
    promised.catch(() => undefined);
    return run.end({
      type: 'enforcement_failure',
      code: 'EC_SYNC_ASYNC_TOOL',
      reason: 'the tool answered with a promise in a synchronous call; its result is withheld',
      failure: true,
    });
  };
}

/** Tells the post_call hooks, which see everything redacted. */
export function tellPostCall(run: Run, result: unknown): void {
  if (!run.hears('post_call')) return;
  run.emit(
    'post_call',
    new HookContext({
      callId: run.callId,
      toolName: run.shownTool,
      policyName: run.policy.name,
      args: run.viewArgs(),
      result: run.viewOf(result),
      durationMs: run.durationMs,
      overheadMs: run.overheadMs,
      inputRedactions: run.redactionsInput,
      outputRedactions: run.redactionsOutput,
    }),
  );
}
