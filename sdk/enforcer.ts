/** @module The enforcer: a policy and its plugins, ready to be called. */
import { isAsyncFunction, isGeneratorFunction } from 'node:util/types';
import { isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Corridor, Request } from '../kernel/enforcer.ts';
import { EnforceCoreError } from '../kernel/errors.ts';
import type { EventName, Listener } from '../kernel/events.ts';
import type { AnyPlugin } from '../kernel/plugin.ts';
import type { CallRecord } from '../kernel/record.ts';
import { checkOptions } from './known-options.ts';
import type { OptionNames } from './known-options.ts';
import type { AnyFunction, CallOptions, Enforced, EnforcerOptions } from './options.ts';
import { Policy } from './policy.ts';
import type { PolicyInput } from './policy-types.ts';
import { prepare } from './prepare.ts';
import type { Preparation } from './prepare.ts';
import { EnforcementResult } from './result.ts';
import { Settings } from './settings.ts';

const OPTIONS: OptionNames<EnforcerOptions> = {
  plugins: true,
  defaults: true,
  hooks: true,
  settings: true,
  projectDir: true,
};

/** Enforces one policy. */
export class Enforcer {
  readonly policy: Policy;
  readonly #preparation: Preparation;
  #corridor: Corridor | undefined;
  #starting: Promise<void> | undefined;

  /**
   * @param policy - a policy, a path to one, or its content as an object
   * @throws PolicyError when the policy cannot be loaded or is invalid
   * @throws EnforceCoreError `EC_PLUGIN_*` when a plugin that it names cannot be had; `EC_OPTION_UNKNOWN`
   * @example
   * ```ts
   * const enforcer = new Enforcer({ name: 'demo', rules: { denied_tools: ['rm'] } });
   * enforcer.enforceSync((text: string) => text.length, ['hello'], { toolName: 'measure' }); // 5
   * ```
   */
  constructor(policy: Policy | PolicyInput | string, options: EnforcerOptions = {}) {
    checkOptions(options, OPTIONS, 'an enforcer');
    this.policy =
      policy instanceof Policy
        ? policy
        : typeof policy === 'string'
          ? Policy.fromFile(policy, options)
          : new Policy(policy, options);
    this.#preparation = prepare(this.policy, options, new Settings(options.settings));
    const ready = this.#preparation.plugins();
    if (!isThenable(ready)) this.#corridor = this.#preparation.open(ready);
    else this.#loading(ready);
  }

  /** An enforcer for a policy file. @throws PolicyError when it cannot be loaded or is invalid */
  static fromFile(path: string, options?: EnforcerOptions): Enforcer {
    return new Enforcer(path, options);
  }

  /** Whether synchronous calls can be made: every plugin is loaded and started. */
  get ready(): boolean {
    return this.#corridor?.ready ?? false;
  }

  get policyName(): string {
    return this.policy.name;
  }

  /**
   * Runs a tool under enforcement, synchronously.
   *
   * @throws EnforcementViolation when the policy refuses the call, or what the tool threw
   * @throws EnforceCoreError `EC_SYNC_*` when the tool, a plugin or a hook is asynchronous; `EC_NOT_READY` before plugins are loaded
   */
  enforceSync<A extends readonly unknown[], R>(
    fn: (...args: [...A]) => R,
    args: readonly [...A],
    options: CallOptions = {},
  ): R {
    return settle(this.#send(fn, args, options, true, options.self), options) as R;
  }

  /** Runs a tool under enforcement. @throws EnforcementViolation when the policy refuses the call, or what the tool threw */
  async enforceAsync<A extends readonly unknown[], R>(
    fn: (...args: [...A]) => R,
    args: readonly [...A],
    options: CallOptions = {},
  ): Promise<Awaited<R>> {
    if (!this.ready) await this.start();
    return (await settle(this.#send(fn, args, options, false, options.self), options)) as Awaited<R>;
  }

  /**
   * The same function, enforced: its type, its `this`, and whether it is sync, async or a generator are kept. A plain
   * function is synchronous up to the tool, so that a value stays a value.
   */
  wrap<F extends AnyFunction>(fn: F, options: CallOptions = {}): Enforced<F> {
    if (typeof fn !== 'function') throw new TypeError('a tool must be a function');
    const toolName = options.toolName ?? fn.name;
    let last: CallRecord | undefined;
    const noted: Noted = { ...options, toolName, note: (record) => void (last = record) };
    const isAsync = isAsyncFunction(fn);
    const isGenerator = isAsync && isGeneratorFunction(fn);
    const later = async (self: unknown, args: readonly unknown[]): Promise<unknown> => {
      if (!this.ready) await this.start();
      return settle(this.#send(fn, args, noted, false, options.self ?? self), noted);
    };
    const invoke = (self: unknown, args: readonly unknown[]): unknown => {
      if (isGenerator) return deferred(() => later(self, args));
      return isAsync
        ? later(self, args)
        : settle(this.#send(fn, args, noted, 'until-tool', options.self ?? self), noted);
    };
    const wrapped = function (this: unknown, ...args: unknown[]): unknown {
      return invoke(this, args);
    };
    Object.defineProperties(wrapped, {
      name: { value: fn.name, configurable: true },
      length: { value: fn.length, configurable: true },
      last: { get: () => last && new EnforcementResult(last) },
    });
    return wrapped as unknown as Enforced<F>;
  }

  /** Listens to `pre_call`, `post_call`, `violation` or `redaction`. Cannot change a verdict. Returns its own unsubscribe. */
  on<E extends EventName>(event: E, listener: Listener<E>): () => void {
    return this.#opened.on(event, listener);
  }

  /** Loads and starts what needs a promise. Calling it again is fine. */
  async start(): Promise<void> {
    await this.#starting;
    await this.#opened.start();
  }

  /** Stops every plugin: trails are flushed, connections closed. */
  async stop(): Promise<void> {
    await this.#corridor?.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** What the policy says of a call, without running, recording or announcing anything. For tools around the enforcer. */
  judge(
    toolName: string,
    args: readonly unknown[] = [],
    about?: Readonly<Record<string, unknown>>,
  ): Awaitable<CallRecord> {
    return this.#opened.judge({ tool: toolName, args, about, sync: false });
  }

  /** @internal The corridor, for what stands around the enforcer in this package. */
  get corridor(): Corridor {
    return this.#opened;
  }

  /** What fails here is thrown by `start`; until then nobody may be listening. */
  #loading(plugins: PromiseLike<readonly AnyPlugin[]>): void {
    this.#starting = Promise.resolve(plugins).then((loaded) => {
      this.#corridor = this.#preparation.open(loaded);
    });
    this.#starting.catch(() => undefined);
  }

  get #opened(): Corridor {
    if (this.#corridor) return this.#corridor;
    throw new EnforceCoreError(`plugins named by policy \`${this.policyName}\` are not loaded yet`, {
      code: 'EC_NOT_READY',
    });
  }

  #send(
    fn: AnyFunction,
    args: readonly unknown[],
    options: CallOptions,
    sync: Request['sync'],
    self: unknown,
  ): Awaitable<Outcome> {
    const { tenant, session, labels, about, signal, toolName, textStream } = options;
    return this.#opened.send({
      tool: toolName ?? fn.name,
      args,
      fn,
      self,
      sync,
      tenant,
      session,
      about,
      signal,
      labels,
      textStream,
    });
  }
}

/** Call options, and who is told of the record: cheaper than a result that nobody asks for. */
interface Noted extends CallOptions {
  readonly note?: (record: CallRecord) => void;
}

function settle(outcome: Awaitable<Outcome>, options: Noted): unknown {
  return isThenable(outcome) ? outcome.then((later) => unwrap(later, options)) : unwrap(outcome, options);
}

function unwrap(outcome: Outcome, { note, onResult }: Noted): unknown {
  note?.(outcome.record);
  onResult?.(new EnforcementResult(outcome.record));
  if (outcome.status === 'returned') return outcome.value;
  throw outcome.error;
}

/** An async generator whose call is only judged when its first item is asked for, as its body only runs then. */
async function* deferred(begin: () => Promise<unknown>): AsyncGenerator<unknown, unknown, unknown> {
  return yield* (await begin()) as AsyncGenerator<unknown, unknown, unknown>;
}
