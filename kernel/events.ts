/** @module The four lifecycle events: typed, awaited where the call is asynchronous, and unable to change a verdict. */
import { EventEmitter } from 'eventemitter3';
import type { Awaitable } from './awaitable.ts';
import type { Violation } from './errors.ts';

/**
 * What `pre_call` and `post_call` listeners are given. Values are redacted. Only a `pre_call` hook may abort.
 *
 * @example
 * ```ts
 * const context = new HookContext({ callId: '1', toolName: 'add', policyName: 'demo', args: [1, 2] });
 * context.abort; // false
 * ```
 */
export class HookContext {
  readonly callId: string;
  readonly toolName: string;
  readonly policyName: string;
  readonly args: readonly unknown[];
  readonly result: unknown;
  readonly durationMs: number | undefined;
  readonly overheadMs: number | undefined;
  readonly inputRedactions: number | undefined;
  readonly outputRedactions: number | undefined;
  abort = false;
  abortReason = '';

  constructor(
    facts: Omit<Partial<HookContext>, 'abort' | 'abortReason'> & {
      callId: string;
      toolName: string;
      policyName: string;
    },
  ) {
    this.callId = facts.callId;
    this.toolName = facts.toolName;
    this.policyName = facts.policyName;
    this.args = facts.args ?? [];
    this.result = facts.result;
    this.durationMs = facts.durationMs;
    this.overheadMs = facts.overheadMs;
    this.inputRedactions = facts.inputRedactions;
    this.outputRedactions = facts.outputRedactions;
  }
}

/** What `violation` listeners are given. */
export interface ViolationHookContext {
  readonly callId: string;
  readonly toolName: string;
  readonly policyName: string;
  readonly violationType: string;
  readonly violationReason: string;
  /** The call ran all the same: `mode: monitor` or `on_violation: log`. */
  readonly wouldBe: boolean;
}

/** What `redaction` listeners are given, once for each find. Never the text that was found. */
export interface RedactionHookContext {
  readonly callId: string;
  readonly toolName: string;
  readonly policyName: string;
  readonly direction: 'input' | 'output';
  readonly category: string;
  readonly redactionCount: number;
  /** In the text of a stream: where it stood, in UTF-16 code units of the original; `end` is exclusive. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** The lifecycle events, and what their listeners are given. */
export interface Events {
  pre_call: HookContext;
  post_call: HookContext;
  violation: ViolationHookContext;
  redaction: RedactionHookContext;
}
/** `pre_call`, `post_call`, `violation` or `redaction`. */
export type EventName = keyof Events;
/** Listens to one event. A `pre_call` listener that throws stops the call. */
export type Listener<E extends EventName> = (context: Events[E]) => Awaitable<void> | void;

/** Listeners that live elsewhere and are read at every event, such as a global registry. */
export interface ListenerSource {
  listeners<E extends EventName>(event: E): readonly Listener<E>[];
}

const NONE: readonly never[] = Object.freeze([]);

/** Observers of one enforcer, on eventemitter3. */
export class Observers implements ListenerSource {
  readonly #emitter = new EventEmitter();
  /** What is listened to at all: asked several times a call. */
  readonly #heard: Record<EventName, readonly Listener<never>[]> = {
    pre_call: NONE,
    post_call: NONE,
    violation: NONE,
    redaction: NONE,
  };

  on<E extends EventName>(event: E, listener: Listener<E>): () => void {
    if (typeof listener !== 'function') throw new TypeError(`a listener for \`${event}\` must be a function`);
    this.#emitter.on(event, listener as (context: unknown) => void);
    this.#note(event);
    return () => {
      this.#emitter.off(event, listener as (context: unknown) => void);
      this.#note(event);
    };
  }

  listeners<E extends EventName>(event: E): readonly Listener<E>[] {
    return this.#heard[event] as readonly Listener<E>[];
  }

  #note(event: EventName): void {
    this.#heard[event] = this.#emitter.listeners(event) as Listener<never>[];
  }
}

/** A hook that a synchronous call cannot wait for. */
export function asyncHook(event: EventName, listener: object): Violation {
  return {
    type: 'enforcement_failure',
    code: 'EC_SYNC_PROMISE',
    reason: `the ${event} hook ${nameOf(listener)} is asynchronous, and the call is synchronous`,
    failure: true,
  };
}

export function nameOf(listener: object): string {
  return `\`${(listener as { name?: string }).name || 'anonymous'}\``;
}
