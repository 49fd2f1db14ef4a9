/** @module One call, start to end: the corridor that every feature is a room off. */
import { authorize, boundGuards, preCall, verdictOnly } from './authorize.ts';
import { andThen, attempt, isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import { scopes } from './call.ts';
import type { Scope } from './call.ts';
import { inOrder, link, PHASES } from './chain.ts';
import type { BoundMiddleware, Phase, Step } from './chain.ts';
import { copyPlain } from './copy.ts';
import { APPROVER, GUARDS } from './decision.ts';
import { EnforceCoreError } from './errors.ts';
import { Observers } from './events.ts';
import type { EventName, Listener, ListenerSource } from './events.ts';
import { discard, gated } from './iterables.ts';
import { Lifecycle } from './lifecycle.ts';
import type { Activation } from './lifecycle.ts';
import { returned, seal } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { CallRecord, PolicyFacts } from './record.ts';
import { now } from './runtime.ts';
import { Run } from './run.ts';
import { SANITIZER } from './sanitizer.ts';
import type { RunRequest, Setting, ToolFunction } from './run.ts';
import { entering, redact, redactOutput, RUNNER, runnable, tellPostCall, terminal } from './steps.ts';
import type { Point, Token } from './tokens.ts';

export interface CorridorOptions {
  readonly policy: PolicyFacts;
  readonly plugins: readonly Activation[];
  /** Registries of hooks, read live at every call. */
  readonly hooks?: readonly ListenerSource[];
  /** Let a call pass when enforcement itself fails before the tool ran. Never for redaction, limits or isolation. */
  readonly failOpen?: boolean;
}

export interface Request extends RunRequest {
  readonly args: readonly unknown[];
  readonly fn: ToolFunction;
}

/** A result as the return path lets it through; `undefined` when it is refused. */
export interface Review {
  readonly record: CallRecord;
  readonly value: unknown;
}

/** The composed enforcement of one policy. */
export class Corridor {
  readonly policy: PolicyFacts;
  readonly #observers = new Observers();
  readonly #lifecycle: Lifecycle;
  readonly #options: CorridorOptions;
  #trip: ((run: Run) => Awaitable<Outcome>) | undefined;
  #items: Step = verdictOnly;
  #verdict: Step = verdictOnly;
  #setting: Setting | undefined;
  /** The same without anybody to tell. */
  #silent: Setting | undefined;
  #copies = true;
  #starting: Promise<void> | undefined;
  #stopped = false;

  /** Sets up every plugin; nothing is started yet. */
  constructor(options: CorridorOptions) {
    this.#options = options;
    this.policy = options.policy;
    this.#lifecycle = new Lifecycle(options.plugins, options.policy, this.#observers);
  }

  /** Starts the plugins and composes the chain. Synchronous unless a plugin starts asynchronously. */
  start(): Awaitable<void> {
    if (this.#stopped) throw new EnforceCoreError('the enforcer was stopped', { code: 'EC_STOPPED' });
    if (this.#trip) return undefined;
    if (this.#starting) return this.#starting;
    const started = this.#lifecycle.start();
    if (!isThenable(started)) return this.#compose();
    this.#starting = Promise.resolve(started).then(() => this.#compose());
    this.#starting.catch(() => undefined);
    return this.#starting;
  }

  /** Whether calls can be sent without waiting: starts what can be started at once. */
  get ready(): boolean {
    return this.#trip !== undefined || (!this.#stopped && !isThenable(this.start()));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#trip = undefined;
    await this.#lifecycle.stop();
  }

  on<E extends EventName>(event: E, listener: Listener<E>): () => void {
    return this.#observers.on(event, listener);
  }

  /** What a plugin provides, for the application that holds the enforcer. */
  get<T>(name: Token<T>): T | undefined {
    return this.#lifecycle.container.find(name);
  }
  all<T>(name: Point<T>): readonly T[] {
    return this.#lifecycle.container.all(name);
  }

  /** Sends a call through. Never throws for what happens to the call: see the outcome. */
  send(request: Request): Awaitable<Outcome> {
    if (!this.#trip) {
      const starting = this.start();
      if (isThenable(starting)) {
        if (request.sync)
          throw new EnforceCoreError('a plugin of this enforcer is still starting', { code: 'EC_NOT_READY' });
        return starting.then(() => this.send(request));
      }
    }
    const trip = this.#trip as (run: Run) => Awaitable<Outcome>;
    const parent = scopes.getStore();
    const run = this.#run(request, parent, this.#setting as Setting);
    const outcome = scopes.run(run, trip, run);
    (parent ?? OUTSIDE).last = run;
    return outcome;
  }

  /** What the guards say of a call, without running, recording or announcing anything. */
  judge(request: Omit<Request, 'fn'>): Awaitable<CallRecord> {
    const run = this.#silentRun(request);
    return isThenable(run) ? run.then((later) => this.#judged(later)) : this.#judged(run);
  }

  /** What the return path says of a result, in the same way. */
  review(request: Omit<Request, 'fn'>, result: unknown): Awaitable<Review> {
    return andThen(this.#silentRun(request), (run) => {
      run.item = result;
      run.started = true;
      return andThen(this.#items(run, run.call), ({ value }): Review => ({ record: run, value }));
    });
  }

  /** A text as hooks, logs and the trail may show it. */
  show(text: string): string {
    const setting = this.#silent;
    return setting ? new Run(setting, NOTHING, [], undefined).text(text) : '<withheld>';
  }

  #judged(run: Run): Awaitable<CallRecord> {
    return andThen(this.#verdict(run, run.call), () => run);
  }

  #silentRun(request: Omit<Request, 'fn'>): Awaitable<Run> {
    if (!this.#trip) return andThen(this.start(), () => this.#silentRun(request));
    return this.#run(request, undefined, this.#silent as Setting);
  }

  #run(request: Omit<Request, 'fn'>, parent: Scope | undefined, setting: Setting): Run {
    const copied =
      !request.sync && (this.#copies || setting.hooks.some((source) => source.listeners('pre_call').length > 0));
    let args: readonly unknown[];
    let broken: unknown;
    try {
      args = copied ? (copyPlain(request.args) as readonly unknown[]) : request.args.slice();
    } catch (error) {
      args = [];
      broken = error;
    }
    const run = new Run(setting, request, args, parent);
    if (broken !== undefined) run.unreadable = broken;
    return run;
  }

  #compose(): void {
    const { container, middleware } = this.#lifecycle;
    const of = (phase: Phase): readonly BoundMiddleware[] =>
      inOrder(middleware.filter((one) => one.middleware.phase === phase));
    for (const { plugin, middleware: one } of middleware) {
      if (!PHASES.includes(one.phase))
        throw new EnforceCoreError(`a middleware of \`${plugin}\` has no phase`, { code: 'EC_PLUGIN_INVALID' });
    }
    const guards = boundGuards(container.all(GUARDS));
    const approver = container.find(APPROVER);
    const contain = link(of('contain'), entering('commit', link(of('commit'), terminal(container.find(RUNNER)))));
    const transform = of('transform');
    const inner = entering('transform', link(transform, redact(contain)));
    const admit = link(of('admit'), runnable(preCall(authorize(guards, approver, inner))));
    const admitted = entering('admit', admit);
    const observers = of('observe');
    // Without an observer there is nobody to hide the raw result from.
    const observe = observers.length > 0 ? link(observers, (run) => andThen(admitted(run, run.call), seal)) : admitted;
    this.#verdict = link(of('admit'), authorize(guards, approver, verdictOnly));
    this.#items = entering(
      'transform',
      link(transform, (run) => redactOutput(run, returned(run, run.item))),
    );
    this.#copies = guards.some(({ guard }) => !guard.sync) || middleware.some((one) => !one.middleware.sync);
    this.#setting = {
      policy: this.policy,
      sanitizer: container.find(SANITIZER),
      observers: this.#observers,
      hooks: this.#options.hooks ?? [],
      failOpen: this.#options.failOpen ?? false,
    };
    this.#silent = { ...this.#setting, observers: SILENCE, hooks: [] };
    this.#trip = (run) => andThen(observe(run, run.call), (outcome) => this.#finish(run, outcome));
  }

  /** The end of the corridor: what the caller gets. */
  #finish(run: Run, observed: Outcome): Awaitable<Outcome> {
    const outcome = observed.status === 'refused' ? observed : (run.outcome ?? observed);
    if (outcome.status === 'refused' && outcome.violation) run.violation ??= outcome.violation;
    run.over = true;
    run.endedAt = now();
    if (run.stream !== undefined) return this.#finishStream(run, outcome);
    if (run.toolEndedAt === 0) run.abort();
    if (outcome.status === 'returned') tellPostCall(run, outcome.value);
    const closing = (): Outcome => (run.hookFault && outcome.status !== 'refused' ? run.end(run.hookFault) : outcome);
    return andThen(run.settle(), closing);
  }

  /** A stream is handed out behind its gate; one whose call was refused on the way back is closed unread. */
  #finishStream(run: Run, outcome: Outcome): Awaitable<Outcome> {
    const source = run.stream as object;
    if (outcome.status === 'returned') return returned(run, this.#stream(run, source));
    const ended = (): Outcome => outcome;
    return attempt<void, Outcome>(() => andThen(discard(source), () => run.runEndings()), ended, ended);
  }

  #stream(run: Run, source: object): object {
    if (Symbol.asyncIterator in source) run.sync = false;
    const passed = (value: unknown): Awaitable<readonly unknown[]> => {
      run.item = value;
      return andThen(this.#items(run, run.call), (outcome) => {
        if (outcome.status !== 'returned') throw outcome.error;
        return run.flows && outcome.value === '' && value !== '' ? NOTHING_YET : [outcome.value];
      });
    };
    const rest = (): Awaitable<readonly unknown[]> => {
      if (!run.flows) return NOTHING_YET;
      run.draining = true;
      return andThen(passed(''), (items) => {
        run.draining = false;
        return items[0] === '' ? NOTHING_YET : items;
      });
    };
    return gated(source, {
      // What is no text ends the text before it.
      item: (value) =>
        typeof value === 'string' || !run.flows
          ? passed(value)
          : andThen(rest(), (held) => andThen(passed(value), (items) => [...held, ...items])),
      rest,
      end: (complete, error) => {
        run.toolEndedAt = run.endedAt = now();
        if (error !== undefined && run.violation === undefined) run.noteError(error);
        else if (!complete && error === undefined) run.toolError = ABANDONED;
        return andThen(run.runEndings(), () => {
          if (error === undefined) tellPostCall(run, undefined);
          return run.sync ? undefined : run.settle();
        });
      },
    });
  }
}

const OUTSIDE: Pick<Scope, 'last'> = {};
/** What the record of a stream says that its consumer left before it had ended. */
const ABANDONED = Object.freeze({ name: 'StreamAbandoned', message: 'the consumer left before the stream had ended' });
const NOTHING_YET: readonly unknown[] = Object.freeze([]);
const SILENCE: ListenerSource = { listeners: () => [] };
const NOTHING: RunRequest = Object.freeze({ tool: '', sync: true });

/** The record of the last call made from here: best effort within the async context. */
export function lastRecord(): CallRecord | undefined {
  return (scopes.getStore() ?? OUTSIDE).last;
}
