/** @module A scope: the corridor around a block of code, where the block itself is the tool. */
import { EnforceCoreError, registerCodes } from '../kernel/errors.ts';
import type { Enforcer } from './enforcer.ts';
import type { CallOptions } from './options.ts';
import type { EnforcementResult } from './result.ts';

registerCodes({
  EC_SCOPE_TWICE: { summary: 'a scope was used for two calls', hint: 'open one scope for each call' },
});

/** What is said of the one call of a scope. */
export type ScopeOptions = CallOptions & { readonly toolName: string };

const REFUSED_BY_NAME: ReadonlySet<string> = new Set(['tool_denied', 'tool_not_allowed', 'invalid_tool_name']);

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/**
 * One enforced block. Made by `enforce.scope`.
 *
 * @example
 * ```ts
 * const scope = await enforce.scope({ deniedTools: ['rm'], toolName: 'fetch' });
 * const [url] = await scope.checkPre('https://example.com');
 * await scope.checkPost(`<p>${url}</p>`); // '<p>https://example.com</p>'
 * scope.result?.decision; // 'allowed'
 * ```
 */
export class EnforceScope {
  readonly #enforcer: Enforcer;
  readonly #options: ScopeOptions;
  readonly #started = defer<readonly unknown[]>();
  readonly #finish = defer<unknown>();
  #call: Promise<unknown> | undefined;
  #result: EnforcementResult | undefined;

  private constructor(enforcer: Enforcer, options: ScopeOptions) {
    this.#enforcer = enforcer;
    this.#options = options;
  }

  /** Opens a scope: the tool's name is judged at once. @throws EnforcementViolation when it is denied */
  static async enter(enforcer: Enforcer, options: ScopeOptions): Promise<EnforceScope> {
    await enforcer.start();
    const scope = new EnforceScope(enforcer, options);
    const { violation, wouldBe } = await enforcer.judge(options.toolName, [], options.about);
    // A name that is refused whatever the arguments: the call is made, so that the refusal is recorded and thrown.
    if (violation && !wouldBe && REFUSED_BY_NAME.has(violation.type)) await scope.checkPre();
    return scope;
  }

  /** How the call ended, once it has. */
  get result(): EnforcementResult | undefined {
    return this.#result;
  }

  /** Judges the call and gives the arguments as the block may use them: redacted. @throws EnforcementViolation */
  async checkPre(...args: readonly unknown[]): Promise<readonly unknown[]> {
    if (this.#call)
      throw new EnforceCoreError(`the scope of \`${this.#options.toolName}\` was already entered`, {
        code: 'EC_SCOPE_TWICE',
      });
    const block = async (...redacted: unknown[]): Promise<unknown> => {
      this.#started.resolve(redacted);
      return this.#finish.promise;
    };
    const { onResult } = this.#options;
    const noted = {
      ...this.#options,
      onResult: (result: EnforcementResult) => ((this.#result = result), onResult?.(result)),
    };
    this.#call = this.#enforcer.enforceAsync(block, args, noted);
    this.#call.catch(this.#started.reject);
    return this.#started.promise;
  }

  /** Says what the block produced. */
  recordResult(result: unknown): void {
    this.#finish.resolve(result);
  }

  /** Takes the result through the way out, and gives it back redacted. @throws EnforcementViolation */
  async checkPost(result?: unknown): Promise<unknown> {
    if (!this.#call) await this.checkPre();
    this.#finish.resolve(result);
    return this.#call;
  }

  /** Runs a block in the scope: what it returns is its result, what it throws is recorded and thrown on. */
  async run<R>(body: (scope: this) => Promise<R> | R): Promise<R> {
    try {
      this.recordResult(await body(this));
    } catch (error) {
      this.#finish.reject(error);
      if (!this.#call) throw error;
    }
    return this.checkPost() as Promise<R>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.checkPost();
  }
}

function defer<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
