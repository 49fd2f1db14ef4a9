/** @module A stream of text under a policy. */
import { EnforcementViolation, Policy, StreamingViolation } from 'enforcecore/sdk';
import type { PolicyInput } from 'enforcecore/sdk';
import { checkLookahead } from './redactor.ts';
import type { StreamAuditEntry, StreamEnforcementResult } from './result.ts';
import { StreamSession } from './session.ts';
import type { TextSource } from './session.ts';

/** How a stream is enforced. */
export interface StreamEnforceOptions {
  readonly policy: Policy | PolicyInput | string;
  /** The name that the policy judges the stream by; `stream` when absent. */
  readonly toolName?: string | undefined;
  /** Whether personal data is redacted, whatever the policy says; true when absent. */
  readonly redact?: boolean | undefined;
  /** How it is replaced; as the policy says when absent. */
  readonly redactionStrategy?: string | undefined;
  /** How many characters are held back at least; more while a find may still grow. 64 when absent. */
  readonly lookahead?: number | undefined;
  /** Instead of the policy's `on_violation`. */
  readonly onViolation?: 'block' | 'log' | 'redact' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Enforces a stream of text, such as the tokens of a model: the policy judges it by name, personal data in it is
 * redacted across its pieces, and it has its entries in the trail.
 *
 * @throws StreamingViolation (when it is iterated) when the policy refuses the stream; PolicyError;
 *   EnforceCoreError `EC_STREAM_LOOKAHEAD`
 * @example
 * ```ts
 * const safe = streamEnforce(['write to jane@exa', 'mple.com'], { policy: { name: 'chat', rules: {} } });
 * let text = '';
 * for await (const piece of safe) text += piece; // 'write to <EMAIL>'
 * (await safe.result).totalRedactions; // 1
 * ```
 */
export function streamEnforce(source: TextSource, options: StreamEnforceOptions): EnforcedStream {
  return new EnforcedStream(source, options);
}

/** A stream under a policy: an async iterable, which closes its source when it is left early or disposed of. */
export class EnforcedStream implements AsyncIterableIterator<string, undefined>, AsyncDisposable {
  readonly #session: StreamSession;
  readonly #policy: Policy;
  readonly #lookahead: number;
  readonly #signal: AbortSignal | undefined;
  readonly #body = this.#run();
  #began = false;

  /** @internal Made by {@link streamEnforce}. */
  constructor(source: TextSource, options: StreamEnforceOptions) {
    this.#lookahead = checkLookahead(options.lookahead ?? 64);
    this.#policy = policyFor(options);
    this.#signal = options.signal;
    this.#session = new StreamSession(source, options.toolName ?? 'stream');
  }

  /** How the stream went, once it has ended however it ends. Rejects only when it could not be set up. */
  get result(): Promise<StreamEnforcementResult> {
    return this.#session.result;
  }

  /** The stream's record, once it has ended. */
  get auditEntry(): StreamAuditEntry | undefined {
    return this.#session.entry;
  }

  next(): Promise<IteratorResult<string, undefined>> {
    this.#began = true;
    return this.#body.next();
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    // A generator that never began has no `finally` to run.
    if (!this.#began) {
      this.#session.conclude('allowed');
      await this.#session.close();
    }
    return this.#body.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async *#run(): AsyncGenerator<string, undefined, undefined> {
    const session = this.#session;
    let safe: AsyncIterable<string> | undefined;
    try {
      safe = await session.begin(this.#policy, this.#signal);
      yield* this.#held(safe);
    } catch (error) {
      if (error instanceof EnforcementViolation) throw this.#stopped(error);
      if (!safe) session.fail(error);
      throw error;
    } finally {
      // Also reached when the consumer has left; a conclusion that was drawn before stands.
      session.conclude('allowed');
      await session.close();
    }
    return undefined;
  }

  #stopped(violation: EnforcementViolation): StreamingViolation {
    const session = this.#session;
    session.reason = violation.reason;
    const result = session.conclude('blocked');
    const options = { code: violation.code, cause: violation, streamId: session.id, result };
    return new StreamingViolation(violation.reason, options);
  }

  /** What is given out; the last characters only when the stream goes on or has ended. */
  async *#held(safe: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
    let held = '';
    for await (const text of safe) {
      held += text;
      const end = wholeCharacters(held, held.length - this.#lookahead);
      if (end <= 0) continue;
      this.#session.emitted++;
      yield held.slice(0, end);
      held = held.slice(end);
    }
    if (held === '') return;
    this.#session.emitted++;
    yield held;
  }
}

function wholeCharacters(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 ? end - 1 : end;
}

/** The policy, with what the options say in place of what it says. */
function policyFor({ policy, redact = true, redactionStrategy, onViolation }: StreamEnforceOptions): Policy {
  const base =
    policy instanceof Policy ? policy : typeof policy === 'string' ? Policy.fromFile(policy) : new Policy(policy);
  const redaction = { enabled: redact, ...(redactionStrategy === undefined ? {} : { strategy: redactionStrategy }) };
  return Policy.merge(base, {
    name: base.name,
    rules: { pii_redaction: redaction, ...(redact ? { redact_output: true } : {}) },
    ...(onViolation === undefined ? {} : { on_violation: onViolation }),
  });
}
