/** @module The middleware chain, composed once, and the outcome that only the kernel can make. */
import { attempt, isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import { Call } from './call.ts';
import type { ToolCall } from './call.ts';
import { EnforceCoreError } from './errors.ts';
import type { Violation } from './errors.ts';
import type { CallRecord, Run } from './run.ts';

/**
 * Where a middleware stands, from the outside in.
 * `observe` sees everything and only redacted values; `admit` looks at the call before anybody judges it; `transform`
 * rewrites arguments and results (for a stream, once per item); `contain` holds limits and isolation; `commit` has
 * the last word before the tool starts.
 */
export type Phase = 'observe' | 'admit' | 'transform' | 'contain' | 'commit';
export const PHASES: readonly Phase[] = ['observe', 'admit', 'transform', 'contain', 'commit'];

export type Next = (call: ToolCall) => Awaitable<Outcome>;

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

type Status = 'returned' | 'threw' | 'refused';
let mint: (run: Run, status: Status, content: unknown, sealed?: boolean) => Outcome;
let runOf: (outcome: Outcome) => Run;
let isOf: (value: unknown, run: Run) => value is Outcome;

/** How a call ended. Only the kernel makes one, and it is good for its own call alone. */
export class Outcome {
  static {
    mint = (run, status, content, sealed = false) => new Outcome(run, status, content, sealed);
    runOf = (outcome) => outcome.#run;
    isOf = (value, run): value is Outcome =>
      typeof value === 'object' && value !== null && #run in value && value.#run === run;
  }
  readonly #run: Run;
  readonly #content: unknown;
  readonly #sealed: boolean;
  readonly #status: Status;

  private constructor(run: Run, status: Status, content: unknown, sealed: boolean) {
    if (new.target !== Outcome) throw new TypeError('an outcome cannot be derived from');
    this.#run = run;
    this.#content = content;
    this.#sealed = sealed;
    this.#status = status;
  }

  get status(): Status {
    return this.#status;
  }

  /** What the tool returned. Observers see it redacted; for a stream it is `undefined`. */
  get value(): unknown {
    if (this.status !== 'returned') return undefined;
    return this.#sealed ? this.#run.viewOf(this.#content) : this.#content;
  }

  /** What the tool threw, or the error of the violation. Observers see name and message, redacted. */
  get error(): unknown {
    if (this.status === 'returned') return undefined;
    if (this.status === 'refused') return this.#run.error(this.#content as Violation);
    return this.#sealed ? errorView(this.#run, this.#content) : this.#content;
  }

  get violation(): Violation | undefined {
    return this.status === 'refused' ? (this.#content as Violation) : undefined;
  }

  get record(): CallRecord {
    return this.#run;
  }

  /** Whether the tool returned an iterable, which is enforced item by item after this. */
  get streaming(): boolean {
    return this.#run.stream !== undefined;
  }

  /** The same outcome with another value. For middleware of the `transform` and `contain` phases. */
  replace(value: unknown): Outcome {
    if (this.#sealed || this.status !== 'returned')
      throw new TypeError('only a returned value can be replaced, and not by an observer');
    return new Outcome(this.#run, 'returned', value, false);
  }

  /**
   * Runs `ending` when the call has truly ended: at once or, for a stream, after its last item. When it throws, the
   * result is withheld.
   */
  afterwards(ending: (record: CallRecord) => Awaitable<void>): Awaitable<Outcome> {
    const run = this.#run;
    return attempt<void, Outcome>(
      () => run.atEnd(() => ending(run)),
      () => this,
      (error) => run.fail('EC_ENFORCEMENT_FAILED', messageOf(error), undefined, error) ?? this,
    );
  }
}

export function returned(run: Run, value: unknown): Outcome {
  return mint(run, 'returned', value);
}

export function threw(run: Run, error: unknown): Outcome {
  return mint(run, 'threw', error);
}

export function refused(run: Run, violation: Violation): Outcome {
  return mint(run, 'refused', violation);
}

/** Keeps the real outcome with the run and gives observers one that shows redacted values. */
export function seal(outcome: Outcome): Outcome {
  const run = runOf(outcome);
  run.outcome = outcome;
  if (outcome.status === 'refused') return outcome;
  return mint(run, outcome.status, outcome.status === 'returned' ? outcome.value : outcome.error, true);
}

/** Composes middleware around `inner`, the first outermost. Done once, when the enforcer starts. */
export function link(chain: readonly BoundMiddleware[], inner: Step): Step {
  return chain.reduceRight<Step>((rest, bound) => wrap(bound, rest), inner);
}

function wrap({ plugin, middleware }: BoundMiddleware, rest: Step): Step {
  const frozenArgs = middleware.phase !== 'admit' && middleware.phase !== 'transform';
  return (run, call) => {
    let inner: Awaitable<Outcome> | undefined;
    const next: Next = (passed) => {
      if (inner !== undefined)
        throw new EnforceCoreError(`\`${plugin}\` called \`next\` twice`, { code: 'EC_NEXT_TWICE' });
      inner = proceed(run, call, passed, plugin, frozenArgs, rest);
      return inner;
    };
    const broken = (error: unknown): Awaitable<Outcome> => {
      const code = error instanceof EnforceCoreError ? error.code : 'EC_ENFORCEMENT_FAILED';
      return run.fail(code, `\`${plugin}\` failed: ${messageOf(error)}`, plugin, error) ?? inner ?? rest(run, call);
    };
    let answer: Awaitable<Outcome>;
    try {
      answer = middleware.handle(middleware.phase === 'observe' ? run.observed : call, next);
    } catch (error) {
      return broken(error);
    }
    if (!isThenable(answer)) return accept(run, answer, plugin);
    if (run.sync) {
      Promise.resolve(answer).catch(() => undefined);
      return giveUp(run, plugin);
    }
    return Promise.resolve(answer).then((outcome) => accept(run, outcome, plugin), broken);
  };
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
  return run.refuse(violation) ?? refused(run, violation);
}

function accept(run: Run, outcome: unknown, plugin: string): Outcome {
  if (isOf(outcome, run)) return outcome;
  const violation: Violation = {
    type: 'enforcement_failure',
    code: 'EC_OUTCOME_FOREIGN',
    reason: `\`${plugin}\` did not return the outcome of this call`,
    plugin,
    failure: true,
  };
  run.over = true;
  return run.refuse(violation) ?? refused(run, violation);
}

export function errorView(run: Run, error: unknown): { readonly name: string; readonly message: string } {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const message = run.viewOf(messageOf(error)) as string;
  return Object.freeze({ name, message });
}

export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'an error that cannot be shown';
  }
}
