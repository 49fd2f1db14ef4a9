/** @module One stream on its way: the call that it is, what was counted, and how it is concluded. */
import { randomUUID } from 'node:crypto';
import { auditTimestamp, Enforcer } from 'enforcecore/sdk';
import type { Policy, RedactionHookContext } from 'enforcecore/sdk';
import type { StreamAuditEntry, StreamEnforcementResult, StreamFind } from './result.ts';
import { Tally } from './tally.ts';

export type TextSource = AsyncIterable<string> | Iterable<string>;

export class StreamSession {
  readonly id = randomUUID();
  /** How the stream went, once it has ended. */
  readonly result: Promise<StreamEnforcementResult>;
  reason: string | null = null;
  emitted = 0;
  entry: StreamAuditEntry | undefined;
  readonly #source: TextSource;
  readonly #toolName: string;
  readonly #finds: StreamFind[] = [];
  readonly #tally = new Tally();
  #enforcer: Enforcer | undefined;
  #startedAt = performance.now();
  #opened = false;
  #complete = false;
  #last: () => { readonly overheadMs: number; readonly auditEntryId: string | null } | undefined = () => undefined;
  #resolve: (result: StreamEnforcementResult) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(source: TextSource, toolName: string) {
    this.#source = source;
    this.#toolName = toolName;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever asks for the result is told; nobody has to ask.
    this.result.catch(() => undefined);
  }

  /** Starts the enforcer and makes the call. Its result is the stream behind its gate. */
  async begin(policy: Policy, signal: AbortSignal | undefined): Promise<AsyncIterable<string>> {
    this.#startedAt = performance.now();
    const enforcer = (this.#enforcer = new Enforcer(policy));
    enforcer.on('redaction', (context) => this.#found(context));
    enforcer.on('violation', ({ violationReason }) => void (this.reason ??= violationReason));
    await enforcer.start();
    const tool = enforcer.wrap(() => this.#counted(), { toolName: this.#toolName, signal, textStream: true });
    this.#last = () => tool.last;
    return tool();
  }

  /** The first conclusion is the one that counts. */
  conclude(decision: 'allowed' | 'blocked'): StreamEnforcementResult {
    const last = this.#last();
    const shared = {
      streamId: this.id,
      policyName: this.#enforcer?.policyName ?? '',
      toolName: this.#toolName,
      decision,
      violationReason: this.reason,
      tokensRedacted: this.#tally.redacted,
      totalRedactions: this.#finds.length,
      overheadMs: last?.overheadMs ?? 0,
      streamDurationMs: performance.now() - this.#startedAt,
    };
    const auditEntryId = last?.auditEntryId ?? null;
    const events = { redactionEvents: this.#finds, tokensEmitted: this.emitted };
    this.entry ??= Object.freeze({ ...shared, ...events, entryId: auditEntryId, timestamp: auditTimestamp() });
    const counts = { tokensTotal: this.#tally.total, complete: this.#complete };
    const result = Object.freeze({ ...shared, ...counts, auditEntryId });
    this.#resolve(result);
    return result;
  }

  /** The stream could not even be set up. */
  fail(error: unknown): void {
    this.#reject(error);
  }

  /** Closes what is still open, however the stream ended. */
  async close(): Promise<void> {
    // What was never asked for a piece has nobody else to close it.
    if (!this.#opened) await (this.#source as Partial<AsyncIterator<string>>).return?.();
    await this.#enforcer?.stop();
  }

  async *#counted(): AsyncGenerator<string, void, undefined> {
    this.#opened = true;
    for await (const piece of this.#source) {
      this.#tally.piece(piece.length);
      yield piece;
    }
    this.#complete = true;
  }

  #found({ category, direction, start, end }: RedactionHookContext): void {
    if (direction !== 'output') return;
    this.#finds.push(Object.freeze({ entityType: category, start, end }));
    if (start !== undefined && end !== undefined) this.#tally.found(start, end);
  }
}
