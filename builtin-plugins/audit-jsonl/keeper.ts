/** @module Looks after closed segments in the background, while the trail is written: retention, then compression. */
import { AuditError, registerCodes } from 'enforcecore/sdk';
import type { RetentionPlan } from 'enforcecore/sdk';
import { compress } from './compress.ts';
import { finishErasing } from './erase.ts';
import { isHeld } from './hold.ts';
import { finishPruning, prune } from './prune.ts';
import { inTurn } from './turn.ts';

registerCodes({
  EC_AUDIT_KEEPING: {
    summary: 'closed files of the trail could not be compressed or removed',
    hint: 'see the message; the trail is written nevertheless, and it is tried again after the next rotation',
  },
});

/** What is done to segments once they are closed. */
export interface KeepingOptions {
  readonly compress?: boolean | undefined;
  readonly retention?: RetentionPlan | undefined;
}

/** Never throws, and never holds up who writes: what fails is a warning, and is tried again after the next rotation. */
export class Keeper {
  readonly #trail: string;
  readonly #options: KeepingOptions;
  #stop = new AbortController();
  #under: Promise<void> | undefined;
  #again = false;
  #warned = '';

  constructor(trail: string, options: KeepingOptions) {
    this.#trail = trail;
    this.#options = options;
  }

  /** A segment was closed, or the trail was opened. */
  look(): void {
    const { compress: wanted, retention } = this.#options;
    if ((!wanted && !retention) || this.#stop.signal.aborted) return;
    this.#again = this.#under !== undefined;
    this.#under ??= this.#rounds().finally(() => (this.#under = undefined));
  }

  /** Begins nothing more, leaves off what can be begun again, and resolves when that is so. */
  close(): Promise<void> | undefined {
    this.#stop.abort();
    return this.#under;
  }

  async #rounds(): Promise<void> {
    do {
      this.#again = false;
      try {
        // Another process may be at it: then this one has nothing to do.
        await inTurn(this.#trail, () => this.#round(), 0);
      } catch (error) {
        this.#warn(error);
      }
    } while (this.#again && !this.#stop.signal.aborted);
  }

  async #round(): Promise<void> {
    const { compress: wanted, retention } = this.#options;
    const { signal } = this.#stop;
    if (!isHeld(this.#trail)) {
      await finishPruning(this.#trail);
      await finishErasing(this.#trail);
      const { maxSegments: keepSegments, maxDays: keepDays } = retention ?? {};
      if (retention) await prune(this.#trail, { keepSegments, keepDays }, signal);
    }
    if (wanted) await compress(this.#trail, signal);
  }

  /** Once for a row of failures. */
  #warn(error: unknown): void {
    const code = error instanceof AuditError ? error.code : 'EC_AUDIT_KEEPING';
    if (this.#stop.signal.aborted || code === 'EC_AUDIT_LOCKED' || this.#warned === code) return;
    this.#warned = code;
    const why = error instanceof Error ? error.message : typeof error;
    process.emitWarning(`closed files of the trail stay as they are: ${why}`, { type: 'EnforceCoreWarning', code });
  }
}
