/** @module The immutable call, and the scope that nested calls share. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { EnforceCoreError } from './errors.ts';
import type { CallRecord } from './record.ts';

/** One call of one tool. Nothing of it can be changed; `with` makes a changed copy. */
export interface ToolCall<A = unknown> {
  /** UUID v4. */
  readonly id: string;
  /** The tool's name as the wrapper gave it, never taken from the arguments. */
  readonly tool: string;
  /** The arguments by position; a tool that takes named arguments has one object here. */
  readonly args: readonly A[];
  readonly tenant: string | undefined;
  readonly session: string | undefined;
  readonly labels: ReadonlySet<string>;
  /** What the wrapper says of the tool, by room: argument mappings, annotations. Never from the model. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Nesting depth: 1 for a call outside any other. */
  readonly depth: number;
  /** Aborted when the caller gives up or the call is over before its tool is. */
  readonly signal: AbortSignal;
  with(change: { readonly args?: readonly A[]; readonly labels?: Iterable<string> }): ToolCall<A>;
}

/** Where a call is being made from. */
export interface Scope {
  readonly depth: number;
  readonly tool: string;
  readonly parent: Scope | undefined;
  /** The call, for what runs inside it; absent in a scope entered by hand. */
  readonly observed?: ToolCall | undefined;
  /** The record of the last call made from here. */
  last?: CallRecord | undefined;
}

export interface CallFacts {
  readonly tool: string;
  readonly tenant?: string | undefined;
  readonly session?: string | undefined;
  readonly about?: Readonly<Record<string, unknown>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The strings of a stream that the tool returns are pieces of one text, not items by themselves. */
  readonly textStream?: boolean | undefined;
}

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});
const NO_LABELS: ReadonlySet<string> = readonlySet([]);

/** What all versions of one call share: an id and a signal that are only made when somebody looks. */
export class CallIdentity {
  readonly facts: CallFacts;
  readonly depth: number;
  #id: string | undefined;
  #controller: AbortController | undefined;

  constructor(facts: CallFacts, depth: number) {
    this.facts = facts;
    this.depth = depth;
  }

  get callId(): string {
    return (this.#id ??= randomUUID());
  }

  /** One signal for the caller's abort and the kernel's. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      const controller = (this.#controller = new AbortController());
      const outer = this.facts.signal;
      if (outer?.aborted) controller.abort(outer.reason);
      else
        outer?.addEventListener('abort', () => controller.abort(outer.reason), {
          once: true,
          signal: controller.signal,
        });
    }
    return this.#controller.signal;
  }

  /** Tells whoever holds the signal that the call is over. */
  abort(): void {
    this.#controller?.abort(new EnforceCoreError('the call is over', { code: 'EC_ABORTED' }));
  }
}

export class Call implements ToolCall {
  readonly #identity: CallIdentity;
  readonly #args: readonly unknown[];
  readonly #labels: ReadonlySet<string>;
  #frozen = false;

  constructor(identity: CallIdentity, args: readonly unknown[], labels: ReadonlySet<string> = NO_LABELS) {
    this.#identity = identity;
    this.#args = args;
    this.#labels = labels;
  }

  get args(): readonly unknown[] {
    // The array is the kernel's own; it is frozen when it is first shown, which costs more than making it.
    if (!this.#frozen) {
      this.#frozen = true;
      Object.freeze(this.#args);
    }
    return this.#args;
  }
  get labels(): ReadonlySet<string> {
    return this.#labels;
  }
  get id(): string {
    return this.#identity.callId;
  }
  get tool(): string {
    return this.#identity.facts.tool;
  }
  get tenant(): string | undefined {
    return this.#identity.facts.tenant;
  }
  get session(): string | undefined {
    return this.#identity.facts.session;
  }
  get about(): Readonly<Record<string, unknown>> {
    return this.#identity.facts.about ?? NOTHING;
  }
  get depth(): number {
    return this.#identity.depth;
  }
  get signal(): AbortSignal {
    return this.#identity.signal;
  }

  with(change: { readonly args?: readonly unknown[]; readonly labels?: Iterable<string> }): Call {
    const args = change.args ? [...change.args] : this.args;
    return new Call(this.#identity, args, change.labels ? readonlySet(change.labels) : this.labels);
  }

  /** The arguments for the tool itself, without freezing what nobody looked at. */
  static argsOf(call: Call): readonly unknown[] {
    return call.#args;
  }

  /** The run a call belongs to, so that nobody can pass on a call of another run, or one made by hand. */
  static runOf(value: unknown): unknown {
    return typeof value === 'object' && value !== null && #identity in value ? value.#identity : undefined;
  }
}

/** What of a call is shown redacted. */
interface Shown {
  readonly shownTool: string;
  viewArgs(): readonly unknown[];
}

/** The call as observers see it: the same facts, name and arguments redacted when they are first read. */
export class ObservedCall implements ToolCall {
  readonly #call: Call;
  readonly #shown: Shown;

  constructor(call: Call, shown: Shown) {
    this.#call = call;
    this.#shown = shown;
  }

  get id(): string {
    return this.#call.id;
  }
  get tool(): string {
    return this.#shown.shownTool;
  }
  get args(): readonly unknown[] {
    return this.#shown.viewArgs();
  }
  get tenant(): string | undefined {
    return this.#call.tenant;
  }
  get session(): string | undefined {
    return this.#call.session;
  }
  get labels(): ReadonlySet<string> {
    return this.#call.labels;
  }
  get about(): Readonly<Record<string, unknown>> {
    return this.#call.about;
  }
  get depth(): number {
    return this.#call.depth;
  }
  get signal(): AbortSignal {
    return this.#call.signal;
  }
  /** An observer changes nothing. */
  with(): ToolCall {
    return this;
  }
  static runOf(value: unknown): unknown {
    return typeof value === 'object' && value !== null && #call in value ? Call.runOf(value.#call) : undefined;
  }
}

/** A set that cannot be added to, not even through `Set.prototype`. */
export function readonlySet(values: Iterable<string>): ReadonlySet<string> {
  const inner = new Set(values);
  return Object.freeze({
    size: inner.size,
    has: (value: string) => inner.has(value),
    forEach: (visit: (value: string, key: string, set: ReadonlySet<string>) => void) =>
      inner.forEach((value) => visit(value, value, inner)),
    keys: () => inner.keys(),
    values: () => inner.values(),
    entries: () => inner.entries(),
    [Symbol.iterator]: () => inner[Symbol.iterator](),
  }) as unknown as ReadonlySet<string>;
}

const SCOPES = Symbol.for('enforcecore.scopes');
const shared = globalThis as { [SCOPES]?: AsyncLocalStorage<Scope | undefined> };

/** The scope of the running call. One per process, whichever copy of the package asks. */
export const scopes: AsyncLocalStorage<Scope | undefined> = (shared[SCOPES] ??= new AsyncLocalStorage());
