/** @module The clock and the warnings of the process, and modules that are loaded when they are needed. */
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

/** Milliseconds on the monotonic clock. */
export const now: () => number = performance.now.bind(performance);

export function warn(message: string, code: string): void {
  process.emitWarning(message, { type: 'EnforceCoreWarning', code });
}

/**
 * A library that is not loaded before somebody needs it, and then at once: the file beside the caller's in what is
 * published (tsdown.config.ts puts it there), and the module in a checkout.
 *
 * @param base - the caller's `import.meta.url`
 * @example
 * ```ts
 * loadLater<{ sep: string }>('file:///app/index.js', './nothing.cjs', 'node:path').sep.length; // 1
 * ```
 */
export function loadLater<T>(base: string, file: string, module: string): T {
  const load = createRequire(base);
  try {
    return load(file) as T;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') throw error;
    return load(module) as T;
  }
}
