/** @module How long a service is waited for: those that sign, that witness, and that keep keys. */
import type { Awaitable } from 'enforcecore/sdk';

const PATIENCE_MS = 30_000;

/**
 * What a service answers. One that never does must not keep what comes after, or the end of the trail, waiting.
 *
 * @param who - as the error names it
 */
export async function inTime<T>(answer: Awaitable<T>, who: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`${who} did not answer in ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
