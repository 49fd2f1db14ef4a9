/** @module The audit backends an application makes by itself: JSONL, none, a callback, and several at once. */
import { andThen, AuditError, isThenable, toAllSinks } from 'enforcecore/sdk';
import type { AuditFields, AuditPayload, AuditSink, Awaitable, ChainedFields, WrittenLink } from 'enforcecore/sdk';
import type { Appender } from './appender.ts';
import { openAppender, releaseAppender } from './appenders.ts';
import { Keeper } from './keeper.ts';
import type { KeepingOptions } from './keeper.ts';
import type { TrailOptions } from './options.ts';
import { KeyChanged } from './subject-keys.ts';

const MOST_TRIES = 5;

/** How a file is written, and what becomes of it. */
export interface JsonlOptions extends TrailOptions, KeepingOptions {}

/**
 * Base of audit backends. Extend it, write `write`, and give it to an `Auditor` or to `MultiBackend`.
 *
 * @example
 * ```ts
 * class Memory extends AuditBackend {
 *   readonly tools: string[] = [];
 *   write({ tool_name }: { readonly tool_name: string }) {
 *     this.tools.push(tool_name);
 *   }
 * }
 * const backend = new Memory();
 * new Auditor({ backend }).record({ toolName: 'search', policyName: 'demo' });
 * backend.tools; // ['search']
 * ```
 */
export abstract class AuditBackend implements AuditSink {
  get name(): string {
    return this.constructor.name;
  }

  /** Takes one entry. Throw, or reject, when it is not safe. */
  abstract write(entry: AuditFields | ChainedFields, payload?: AuditPayload): Awaitable<WrittenLink | void>;

  close(): Awaitable<void> {}
}

/**
 * A hash-chained JSONL file. All backends of one file in a process share one writer, and processes share the file by a
 * lock, so the chain stays one chain. Goes on from what the file already holds.
 *
 * @example
 * ```ts
 * const backend = new MultiBackend([new JsonlBackend('trail.jsonl'), new NullBackend()]);
 * const auditor = new Auditor({ backend });
 * auditor.record({ toolName: 'search', policyName: 'demo' });
 * await auditor.close();
 * (await verifyTrail('trail.jsonl')).isValid; // true
 * ```
 */
export class JsonlBackend extends AuditBackend {
  readonly chains = true;
  readonly payloads = true;
  /** A provider of keys may answer with a promise. */
  readonly sync: boolean;
  #appender: Appender | undefined;
  readonly #keeper: Keeper;
  readonly #look = (): void => this.#keeper.look();

  /** @throws AuditError `EC_AUDIT_OPEN` */
  constructor(path: string, options: JsonlOptions = {}) {
    super();
    this.sync = options.payloadKeys === undefined;
    this.#appender = openAppender(path, options);
    this.#keeper = new Keeper(this.#appender.path, options);
    this.#appender.rotated.add(this.#look);
    this.#look();
  }

  /** @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_LOCKED`, `EC_AUDIT_CLOSED`, `EC_AUDIT_PAYLOAD` */
  write(entry: AuditFields): WrittenLink;
  write(entry: AuditFields, payload: AuditPayload | undefined): Awaitable<WrittenLink>;
  write(entry: AuditFields, payload?: AuditPayload): Awaitable<WrittenLink> {
    if (payload === undefined) return this.#open.append(entry);
    this.ready();
    return this.#keep(entry, payload, MOST_TRIES);
  }

  /** Whoever erases a subject while its key is waited for makes another key necessary. */
  #keep(entry: AuditFields, payload: AuditPayload, tries: number): Awaitable<WrittenLink> {
    return andThen(this.#open.payloads.prepare(payload), (): Awaitable<WrittenLink> => {
      try {
        return this.#open.append(entry, payload);
      } catch (error) {
        if (!(error instanceof KeyChanged) || tries === 0) throw error;
        return this.#keep(entry, payload, tries - 1);
      }
    });
  }
  ready(): void {
    this.#open.ready();
  }
  flush(): Promise<void> {
    return this.#open.flush();
  }
  /** Signs what there is, when checkpoints are signed. */
  checkpoint(): Promise<void> {
    return this.#open.checkpoint();
  }
  override close(): Awaitable<void> {
    const appender = this.#appender;
    this.#appender = undefined;
    if (!appender) return undefined;
    appender.rotated.delete(this.#look);
    const kept = this.#keeper.close();
    return kept === undefined ? releaseAppender(appender) : kept.then(() => releaseAppender(appender));
  }

  get #open(): Appender {
    if (!this.#appender) throw new AuditError('the trail is closed', { code: 'EC_AUDIT_CLOSED' });
    return this.#appender;
  }
}

/**
 * Keeps nothing. For tests.
 *
 * @example
 * ```ts
 * const auditor = new Auditor({ backend: new NullBackend() });
 * auditor.record({ toolName: 'search', policyName: 'demo' }).toolName; // 'search'
 * ```
 */
export class NullBackend extends AuditBackend {
  readonly sync = true;
  write(): void {}
}

type EntryListener = (entry: ChainedFields) => unknown;

/**
 * Hands every entry to a function. Without `onError`, what it throws or rejects with makes the write fail.
 *
 * @example
 * ```ts
 * const tools: string[] = [];
 * const auditor = new Auditor({ backend: new CallbackBackend((entry) => tools.push(entry.tool_name)) });
 * auditor.record({ toolName: 'search', policyName: 'demo' });
 * tools; // ['search']
 * ```
 */
export class CallbackBackend extends AuditBackend {
  readonly #callback: EntryListener;
  readonly #onError: ((error: unknown, entry: ChainedFields) => void) | undefined;

  constructor(
    callback: EntryListener,
    options: { readonly onError?: (error: unknown, entry: ChainedFields) => void } = {},
  ) {
    super();
    this.#callback = callback;
    this.#onError = options.onError;
  }

  write(fields: AuditFields | ChainedFields): Awaitable<void> {
    const entry = fields as ChainedFields;
    const failed = (error: unknown): void => {
      if (!this.#onError) throw error;
      this.#onError(error, entry);
    };
    try {
      const answer = this.#callback(entry);
      if (!isThenable(answer)) return undefined;
      const settled = Promise.resolve(answer).then(() => undefined, failed);
      return this.#onError ? undefined : settled; // who handles errors asks nobody to wait
    } catch (error) {
      return failed(error);
    }
  }
}

/**
 * Hands every entry to several backends. All must take it; all are asked.
 *
 * @example
 * ```ts
 * const tools: string[] = [];
 * const callback = new CallbackBackend((entry) => tools.push(entry.tool_name));
 * const auditor = new Auditor({ backend: new MultiBackend([callback, new NullBackend()]) });
 * auditor.record({ toolName: 'search', policyName: 'demo' });
 * tools; // ['search']
 * ```
 */
export class MultiBackend extends AuditBackend {
  readonly chains = true;
  readonly #backends: readonly AuditSink[];
  readonly #write: (entry: AuditFields, payload?: AuditPayload) => Awaitable<WrittenLink | void>;
  readonly payloads: boolean;

  constructor(backends: readonly AuditSink[]) {
    super();
    this.#backends = [...backends];
    this.payloads = this.#backends.some((one) => one.payloads);
    this.#write = toAllSinks(this.#backends);
  }

  write(entry: AuditFields, payload?: AuditPayload): Awaitable<WrittenLink | void> {
    return this.#write(entry, payload);
  }
  ready(): void {
    for (const backend of this.#backends) backend.ready?.();
  }
  async flush(): Promise<void> {
    await eachOf(this.#backends, (backend) => backend.flush?.());
  }
  override close(): Promise<void> {
    return eachOf(this.#backends, (backend) => backend.close?.());
  }
}

/** Does something to every backend, also when one fails; the first failure is thrown afterwards. */
async function eachOf(backends: readonly AuditSink[], body: (backend: AuditSink) => Awaitable<void>): Promise<void> {
  const settled = await Promise.allSettled(backends.map(async (backend) => body(backend)));
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}
