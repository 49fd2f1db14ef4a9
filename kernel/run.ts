/** @module The state of one call on its way: what was decided, found and measured, and how a violation ends it. */
import { isAsyncFunction } from 'node:util/types';
import { andThen, isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import { Call, ObservedCall, readonlySet } from './call.ts';
import type { CallFacts, Scope } from './call.ts';
import { errorView, refused } from './outcome.ts';
import type { Outcome, Owner } from './outcome.ts';
import { violationError } from './errors.ts';
import type { EnforceCoreError, Violation } from './errors.ts';
import { asyncHook, nameOf } from './events.ts';
import type { EventName, Events, ListenerSource } from './events.ts';
import type { CallRecord, PolicyFacts } from './record.ts';
import { RedactedCall } from './redacted-call.ts';
import { now, warn } from './runtime.ts';
import type { Find, Sanitizer } from './sanitizer.ts';
import type { Token } from './tokens.ts';

/** What all calls of one enforcer share. */
export interface Setting {
  readonly policy: PolicyFacts;
  readonly sanitizer: Sanitizer | undefined;
  /** Listeners that only look on. */
  readonly observers: ListenerSource;
  /** Listeners that may also abort a call before it is judged. */
  readonly hooks: readonly ListenerSource[];
  readonly failOpen: boolean;
}

type Step = 'observe' | 'admit' | 'authorize' | 'transform' | 'contain' | 'commit';
export type ToolFunction = (...args: never[]) => unknown;

export interface RunRequest extends CallFacts {
  /** Absent when the call is only judged. */
  readonly fn?: ToolFunction | undefined;
  readonly self?: unknown;
  /** A synchronous call: a promise from anybody is an error. `until-tool`: from anybody but the tool. */
  readonly sync: boolean | 'until-tool';
  readonly labels?: Iterable<string> | undefined;
}

const EVENTS: readonly EventName[] = ['pre_call', 'post_call', 'violation', 'redaction'];
const NO_RULES: readonly string[] = Object.freeze([]);

export class Run extends RedactedCall implements Owner, Scope {
  readonly setting: Setting;
  call: Call;
  /** A promise from anybody is an error; with `until-tool`, from anybody but the tool. */
  sync: boolean | 'until-tool';
  readonly fn: ToolFunction;
  readonly self: unknown;
  readonly parent: Scope | undefined;
  last: CallRecord | undefined;
  /** How far in the call is. What fails at `transform` or `contain` is never waved through, not even by `fail_open`. */
  step: Step = 'observe';
  started = false;
  /** Somebody gave up: whatever a promise does later, the tool does not start. */
  over = false;
  violation: Violation | undefined;
  wouldBe = false;
  rules: readonly string[] = NO_RULES;
  redactionsInput = 0;
  redactionsOutput = 0;
  item: unknown;
  /** Why the arguments could not be read, when they could not. */
  unreadable: unknown;
  toolError: { readonly name: string; readonly message: string } | undefined;
  hookFault: Violation | undefined;
  outcome: Outcome | undefined;
  readonly startedAt = now();
  toolStartedAt = 0;
  toolEndedAt = 0;
  endedAt = 0;
  #categories: Set<string> | undefined;
  #notes: Map<symbol, unknown> | undefined;
  #endings: (() => Awaitable<void>)[] | undefined;
  #pending: PromiseLike<void>[] | undefined;
  #observed: ObservedCall | undefined;
  #thrown: { readonly for: Violation; readonly error: EnforceCoreError } | undefined;

  constructor(setting: Setting, request: RunRequest, args: readonly unknown[], parent: Scope | undefined) {
    super(request, (parent?.depth ?? 0) + 1);
    this.setting = setting;
    this.sync = request.sync;
    this.fn = request.fn ?? doNothing;
    this.self = request.self;
    this.parent = parent;
    this.call = new Call(this, args, request.labels && readonlySet(request.labels));
  }

  get tenant(): string | undefined {
    return this.facts.tenant;
  }
  get session(): string | undefined {
    return this.facts.session;
  }
  get policy(): PolicyFacts {
    return this.setting.policy;
  }
  get decision(): CallRecord['decision'] {
    if (this.violation && !this.wouldBe) return 'blocked';
    return this.redactionsInput + this.redactionsOutput > 0 ? 'redacted' : 'allowed';
  }
  get redactedCategories(): readonly string[] {
    return this.#categories ? [...this.#categories].sort() : [];
  }
  get durationMs(): number {
    if (!this.started) return 0;
    return (this.toolEndedAt || now()) - this.toolStartedAt;
  }
  get overheadMs(): number {
    return (this.endedAt || now()) - this.startedAt - this.durationMs;
  }
  get<T>(name: Token<T>): T | undefined {
    return this.#notes?.get(name.key) as T | undefined;
  }
  annotate<T>(name: Token<T>, value: T): void {
    (this.#notes ??= new Map()).set(name.key, value);
  }

  /** Ends the call with a violation or, when the policy only records, notes it and gives nothing. */
  refuse(violation: Violation): Outcome | undefined {
    const { policy, failOpen } = this.setting;
    const opened =
      violation.failure === true && failOpen && !this.started && this.step !== 'transform' && this.step !== 'contain';
    const passes =
      opened || (violation.failure !== true && (policy.mode === 'monitor' || policy.onViolation === 'log'));
    const told = this.#note(violation, passes);
    if (opened) warn(`fail_open let a call of \`${this.shownTool}\` pass: ${told.reason}`, 'EC_FAIL_OPEN');
    return passes ? undefined : refused(this, told);
  }

  /** Ends the call whatever the policy's mode and `fail_open` say: for failures that nothing may wave through. */
  end(violation: Violation): Outcome {
    return refused(this, this.#note(violation, false));
  }

  #note(violation: Violation, passes: boolean): Violation {
    const told: Violation = Object.freeze({ ...violation, reason: this.text(violation.reason) });
    if (!passes || !this.violation) {
      this.violation = told;
      this.wouldBe = passes;
    }
    this.#announce(told, passes);
    return told;
  }

  #announce({ type, reason }: Violation, wouldBe: boolean): void {
    if (!this.hears('violation')) return;
    const facts = { callId: this.callId, toolName: this.shownTool, policyName: this.policy.name };
    this.emit('violation', { ...facts, violationType: type, violationReason: reason, wouldBe });
  }

  /** Notes a violation whose offending values were taken out, so that the call goes on without them. */
  remedied(violation: Violation): void {
    this.violation ??= Object.freeze({ ...violation, reason: this.text(violation.reason) });
    this.wouldBe = true;
    this.found({ category: violation.type }, 'input');
    this.#announce(this.violation, true);
  }

  noteError(error: unknown): void {
    this.toolError = errorView(this, error);
  }

  get redactorName(): string {
    return this.setting.sanitizer?.asyncRedactor ?? 'a redactor';
  }

  /** Ends the call because enforcement itself failed. */
  fail(code: string, reason: string, plugin?: string, cause?: unknown): Outcome | undefined {
    return this.refuse({ type: 'enforcement_failure', code, reason, plugin, cause, failure: true });
  }

  error(violation: Violation): EnforceCoreError {
    if (this.#thrown?.for !== violation) {
      const where = { tool: this.shownTool, policy: this.policy.name, callId: this.callId };
      this.#thrown = { for: violation, error: violationError(violation, where) };
    }
    return this.#thrown.error;
  }

  get observed(): ObservedCall {
    return (this.#observed ??= new ObservedCall(this.call, this));
  }

  found(find: Find, direction: 'input' | 'output'): void {
    if (direction === 'input') this.redactionsInput++;
    else this.redactionsOutput++;
    (this.#categories ??= new Set()).add(find.category);
    if (!this.hears('redaction')) return;
    this.emit('redaction', {
      callId: this.callId,
      toolName: this.shownTool,
      policyName: this.policy.name,
      direction,
      category: find.category,
      redactionCount: 1,
      start: find.start,
      end: find.end,
    });
  }

  hears(event: EventName): boolean {
    const { observers, hooks } = this.setting;
    return observers.listeners(event).length > 0 || hooks.some((source) => source.listeners(event).length > 0);
  }

  /** A hook that is known to answer with promises, which a synchronous call cannot wait for. */
  asyncHook(): Violation | undefined {
    for (const event of EVENTS) {
      for (const source of [this.setting.observers, ...this.setting.hooks]) {
        const slow = source.listeners(event).find((listener) => isAsyncFunction(listener));
        if (slow) return asyncHook(event, slow);
      }
    }
    return undefined;
  }

  /** Tells every listener. What one of them throws is reported and changes nothing. */
  emit<E extends EventName>(event: E, context: Events[E]): void {
    if (!this.hears(event)) return;
    this.tell(this.setting.observers, event, context);
    for (const source of this.setting.hooks) this.tell(source, event, context);
  }

  tell<E extends EventName>(source: ListenerSource, event: E, context: Events[E]): void {
    for (const listener of source.listeners(event)) {
      const lost = (error: unknown): void =>
        warn(`a ${event} hook (${nameOf(listener)}) failed: ${this.text(String(error))}`, 'EC_HOOK_FAILED');
      try {
        const answer = listener(context);
        if (!isThenable(answer)) continue;
        const settled = Promise.resolve(answer).then(undefined, lost);
        if (this.sync) this.hookFault ??= asyncHook(event, listener);
        else (this.#pending ??= []).push(settled);
      } catch (error) {
        lost(error);
      }
    }
  }

  /** Runs `ending` when the call has truly ended: now, or when the last item of a stream was taken. */
  atEnd(ending: () => Awaitable<void>): Awaitable<void> {
    if (this.stream === undefined) return ending();
    (this.#endings ??= []).push(ending);
    return undefined;
  }

  /** The end of a stream. Rejects or throws when an ending fails. */
  runEndings(): Awaitable<void> {
    const endings = this.#endings ?? [];
    this.#endings = undefined;
    return endings.reduce<Awaitable<void>>((before, ending) => andThen(before, ending), undefined);
  }

  /** Waits for hooks that answered with promises. */
  settle(): Awaitable<void> {
    if (!this.#pending) return undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    return Promise.all(pending).then(ignore);
  }
}

function ignore(): void {}
function doNothing(): void {}
