/** @module The middleware chain, composed once. */
import { isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import { Call } from './call.ts';
import type { ToolCall } from './call.ts';
import { EnforceCoreError } from './errors.ts';
import type { Violation } from './errors.ts';
import { isOutcomeOf, messageOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Run } from './run.ts';

/**
 * Where a middleware stands, from the outside in.
 * `observe` sees everything and only redacted values; `admit` looks at the call before anybody judges it; `transform`
 * rewrites arguments and results (for a stream, once per item); `contain` holds limits and isolation; `commit` has
 * the last word before the tool starts.
 */
export type Phase = 'observe' | 'admit' | 'transform' | 'contain' | 'commit';
export const PHASES: readonly Phase[] = ['observe', 'admit', 'transform', 'contain', 'commit'];

/** Sends the call on, and gives the outcome. Called at most once; it does not throw. */
export type Next = (call: ToolCall) => Awaitable<Outcome>;

/** Stands around every call in its phase, and returns what `next` or `host.refuse` gave. */
export interface Middleware {
  readonly name?: string | undefined;
  readonly phase: Phase;
  /** Names of middleware of the same phase that stand outside this one. */
  readonly after?: readonly string[] | undefined;
  /** A promise that `handle` waits for nothing but `next`; arguments then need not be copied for it. */
  readonly sync?: boolean | undefined;
  /** Returns what `next(call)` gave, changed by its own methods at most, or what `host.refuse` gave. Never throws for a violation. */
  handle(call: ToolCall, next: Next): Awaitable<Outcome>;
}

/** A middleware with the plugin it came from. */
export interface BoundMiddleware {
  readonly plugin: string;
  readonly middleware: Middleware;
}

export type Step = (run: Run, call: Call) => Awaitable<Outcome>;

/** Composes middleware around `inner`, the first outermost. Done once, when the enforcer starts. */
export function link(chain: readonly BoundMiddleware[], inner: Step): Step {
  return chain.reduceRight<Step>((rest, bound) => wrap(bound, rest), inner);
}

function wrap({ plugin, middleware }: BoundMiddleware, rest: Step): Step {
  const frozenArgs = middleware.phase !== 'admit' && middleware.phase !== 'transform';
  const observes = middleware.phase === 'observe';
  return (run, call) => {
    let inner: Awaitable<Outcome> | undefined;
    const next: Next = (passed) => {
      if (inner !== undefined)
        throw new EnforceCoreError(`\`${plugin}\` called \`next\` twice`, { code: 'EC_NEXT_TWICE' });
      inner = proceed(run, call, passed, plugin, frozenArgs, rest);
      return inner;
    };
    let answer: Awaitable<Outcome>;
    try {
      answer = middleware.handle(observes ? run.observed : call, next);
    } catch (error) {
      return broken(run, plugin, error) ?? inner ?? rest(run, call);
    }
    if (!isThenable(answer)) return accept(run, answer, plugin);
    if (!run.sync)
      return Promise.resolve(answer).then(
        (outcome) => accept(run, outcome, plugin),
        (error: unknown) => broken(run, plugin, error) ?? inner ?? rest(run, call),
      );
    Promise.resolve(answer).catch(() => undefined);
    return giveUp(run, plugin);
  };
}

function broken(run: Run, plugin: string, error: unknown): Outcome | undefined {
  const code = error instanceof EnforceCoreError ? error.code : 'EC_ENFORCEMENT_FAILED';
  return run.fail(code, `\`${plugin}\` failed: ${messageOf(error)}`, plugin, error);
}

function proceed(
  run: Run,
  call: Call,
  passed: unknown,
  plugin: string,
  frozenArgs: boolean,
  rest: Step,
): Awaitable<Outcome> {
  if (passed === call || passed === run.observed) return rest(run, call);
  if (Call.runOf(passed) !== run) {
    return run.fail('EC_CALL_FOREIGN', `\`${plugin}\` passed on a call of another run`, plugin) ?? rest(run, call);
  }
  run.call = frozenArgs ? call.with({ labels: (passed as Call).labels }) : (passed as Call);
  return rest(run, run.call);
}

/** A synchronous call met a promise: refused, and the run marked so that its tool can never start. */
export function giveUp(run: Run, plugin: string): Outcome {
  run.over = true;
  const violation: Violation = {
    type: 'enforcement_failure',
    code: 'EC_SYNC_PROMISE',
    reason: `\`${plugin}\` answered with a promise in a synchronous call`,
    plugin,
    failure: true,
  };
  return run.end(violation);
}

function accept(run: Run, outcome: unknown, plugin: string): Outcome {
  if (isOutcomeOf(outcome, run)) return outcome;
  const violation: Violation = {
    type: 'enforcement_failure',
    code: 'EC_OUTCOME_FOREIGN',
    reason: `\`${plugin}\` did not return the outcome of this call`,
    plugin,
    failure: true,
  };
  run.over = true;
  return run.end(violation);
}

/** Within a phase: as set up, except that `after` names come first. */
export function inOrder(chain: readonly BoundMiddleware[]): readonly BoundMiddleware[] {
  const left = [...chain];
  const ordered: BoundMiddleware[] = [];
  while (left.length > 0) {
    const next = left.findIndex(
      ({ middleware }) =>
        !middleware.after?.some((name) =>
          left.some((one) => one.middleware.name === name && one.middleware !== middleware),
        ),
    );
    if (next < 0) {
      const names = left.map(({ plugin, middleware }) => middleware.name ?? plugin).join(', ');
      throw new EnforceCoreError(`middleware that wait for each other: ${names}`, { code: 'EC_PLUGIN_CYCLE' });
    }
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}
