/** @module The clock and the warnings of the process. */
import { performance } from 'node:perf_hooks';

/** Milliseconds on the monotonic clock. */
export const now: () => number = performance.now.bind(performance);

export function warn(message: string, code: string): void {
  process.emitWarning(message, { type: 'EnforceCoreWarning', code });
}
