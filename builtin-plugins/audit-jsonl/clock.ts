/** @module Notices when the clock of the machine was set. */

/** Smaller steps are how clocks are kept right. */
const STEP_MS = 1000;

/** What an entry says of a step. Milliseconds; negative: back. */
export interface ClockStep {
  readonly step_ms: number;
  /** `running`: seen by this process. `start`: the last entry is younger than now. */
  readonly seen: 'running' | 'start';
}

/** Compares the clock with one that nobody can set. A machine that slept counts as a step. */
export class Clock {
  #offset = Date.now() - performance.now();

  /** @param now - what `performance.now()` said just before */
  step(now: number): ClockStep | undefined {
    let offset = Date.now() - now;
    // The thread may have stood still between the two.
    if (Math.abs(offset - this.#offset) > STEP_MS) offset = Date.now() - performance.now();
    const step = offset - this.#offset;
    this.#offset = offset;
    return Math.abs(step) > STEP_MS ? { step_ms: Math.round(step), seen: 'running' } : undefined;
  }

  /** @param timestamp - when the last entry was made, as it says */
  since(timestamp: string | undefined): ClockStep | undefined {
    const ahead = timestamp === undefined ? NaN : Date.parse(timestamp) - Date.now();
    return ahead > STEP_MS ? { step_ms: -Math.round(ahead), seen: 'start' } : undefined;
  }
}
