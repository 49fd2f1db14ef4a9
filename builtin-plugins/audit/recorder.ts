/** @module The two places in the corridor where the trail is written: around everything, and right before the tool. */
import { AUDIT_ENTRY_ID, AuditError, EnforceCoreError, andThen, isThenable, toAllSinks } from 'enforcecore/sdk';
import type { AuditFields, AuditPayload, AuditSink, Awaitable, CallRecord, Middleware } from 'enforcecore/sdk';
import type { Next, Outcome, PluginHost, ToolCall, Violation } from 'enforcecore/sdk';
import { intentEntry, outcomeEntry, payloadOf } from './entries.ts';
import type { PayloadSubject } from './entries.ts';

/** Writes the entries of all calls of one enforcer. */
export class Recorder {
  readonly #host: PluginHost;
  readonly #intents: boolean;
  readonly #payloads: PayloadSubject | undefined;
  /** Calls on their way, as observers see them: their arguments are redacted. */
  readonly #seen = new Map<string, ToolCall>();
  #sinks: readonly AuditSink[] = [];
  #write: (entry: AuditFields, payload?: AuditPayload) => Awaitable<unknown> = () => {
    throw new AuditError('the trail is not open', { code: 'EC_AUDIT_CLOSED' });
  };
  #sync = false;
  #closing = false;

  constructor(host: PluginHost, intents: boolean, payloads?: PayloadSubject) {
    this.#host = host;
    this.#intents = intents;
    this.#payloads = payloads;
  }

  /** Sees every way a call can end. */
  readonly outermost: Middleware = this.#middleware('observe', (call, next) => this.#around(call, next));
  /** Has the last word before the tool starts. */
  readonly innermost: Middleware = this.#middleware('commit', (call, next) => this.#before(call, next));

  open(sinks: readonly AuditSink[]): void {
    for (const sink of sinks) {
      if (typeof sink?.write !== 'function')
        throw new EnforceCoreError('an audit backend has no `write`', { code: 'EC_PLUGIN_INVALID' });
    }
    if (this.#payloads !== undefined && !sinks.some((sink) => sink.chains && sink.payloads))
      throw new AuditError('no audit backend keeps payloads', { code: 'EC_AUDIT_PAYLOAD' });
    this.#sinks = sinks;
    this.#sync = sinks.every((sink) => sink.sync);
    this.#write = toAllSinks(sinks);
  }

  /** Closes the sinks once the last call on its way has its entry. Does not wait for that: a tool may hang. */
  close(): Awaitable<void> {
    this.#closing = true;
    return this.#seen.size === 0 ? this.#shut() : undefined;
  }

  #middleware(phase: Middleware['phase'], handle: Middleware['handle']): Middleware {
    const waitsForNothing = (): boolean => this.#sync;
    return {
      name: 'audit',
      phase,
      handle,
      get sync() {
        return waitsForNothing();
      },
    };
  }

  #around(call: ToolCall, next: Next): Awaitable<Outcome> {
    this.#seen.set(call.id, call);
    return andThen(next(call), (outcome) => {
      if (outcome.streaming && outcome.status === 'returned')
        return outcome.afterwards((record) => this.#close(call, record, undefined));
      const failed = (error: unknown): Outcome => this.#host.refuse(call, failure(error)) ?? outcome;
      const errorClass = outcome.status === 'refused' ? nameOf(outcome.error) : undefined;
      try {
        const written = this.#close(call, outcome.record, errorClass);
        return isThenable(written) ? Promise.resolve(written).then(() => outcome, failed) : outcome;
      } catch (error) {
        return failed(error);
      }
    });
  }

  /** Writes the outcome entry. Throws, or rejects, when it could not be written. */
  #close(call: ToolCall, record: CallRecord, errorClass: string | undefined): Awaitable<void> {
    let id: string;
    const done = (): void => {
      this.#host.annotate(call, AUDIT_ENTRY_ID, id);
      this.#gone(call);
    };
    const failed = (error: unknown): never => {
      this.#gone(call);
      throw asAuditError(error);
    };
    let written: Awaitable<unknown>;
    try {
      const entry = outcomeEntry(call, record, errorClass);
      id = entry.entry_id;
      // Without intents, the arguments have no other entry.
      written = this.#write(entry, this.#intents ? undefined : this.#payload(call));
    } catch (error) {
      return failed(error);
    }
    return isThenable(written) ? Promise.resolve(written).then(done, failed) : done();
  }

  #before(call: ToolCall, next: Next): Awaitable<Outcome> {
    const failed = (error: unknown): Awaitable<Outcome> => this.#host.refuse(call, failure(error)) ?? next(call);
    try {
      const written = this.#intents ? this.#write(this.#intent(call), this.#payload(call)) : this.#mustBeReady();
      if (isThenable(written)) return Promise.resolve(written).then(() => next(call), failed);
    } catch (error) {
      return failed(error);
    }
    return next(call);
  }

  #intent(call: ToolCall): AuditFields {
    return intentEntry(this.#seen.get(call.id) ?? call, this.#host.record(call), this.#payloads);
  }

  #payload(call: ToolCall): AuditPayload | undefined {
    return this.#payloads && payloadOf(this.#seen.get(call.id) ?? call, this.#payloads);
  }

  /** Without intents, at least what is known to be broken stops the tool. */
  #mustBeReady(): void {
    for (const sink of this.#sinks) sink.ready?.();
  }

  #gone(call: ToolCall): void {
    this.#seen.delete(call.id);
    if (!this.#closing || this.#seen.size > 0) return;
    Promise.resolve(this.#shut()).catch((error: unknown) =>
      process.emitWarning(asAuditError(error).message, { type: 'EnforceCoreWarning', code: 'EC_AUDIT_WRITE' }),
    );
  }

  async #shut(): Promise<void> {
    const sinks = this.#sinks;
    this.#sinks = [];
    const settled = await Promise.allSettled(
      sinks.map(async (sink) => {
        await sink.flush?.();
        await sink.close?.();
      }),
    );
    for (const one of settled) if (one.status === 'rejected') throw asAuditError(one.reason);
  }
}

function failure(cause: unknown): Violation {
  const { message, code } = asAuditError(cause);
  return { type: 'audit_failure', code, reason: message, cause, failure: true };
}

/** What a strange sink says of its failure may hold a secret of its own: it stays in `cause`. */
function asAuditError(cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause;
  return new AuditError(`an entry of the trail could not be written: ${nameOf(cause)}`, {
    code: 'EC_AUDIT_WRITE',
    cause,
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error;
}
