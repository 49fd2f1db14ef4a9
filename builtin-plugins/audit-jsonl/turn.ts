/** @module One at a time, in this thread and across processes: whatever removes or rewrites files of a trail. */
import { statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { AuditError } from 'enforcecore/sdk';
import { TrailLock } from './lock.ts';

/** How long a command waits for another. */
const PATIENCE_MS = 30_000;
/** A lock this old is that of a process which cannot be asked: it ran in a container that is gone. */
const STALE_MS = 3_600_000;

const REGISTRY = Symbol.for('enforcecore.audit.turns/1');
const shared = globalThis as { [REGISTRY]?: Map<string, Promise<unknown>> };

/**
 * Runs `body` while nobody else prunes, compresses, erases, holds or releases the trail. Nothing waits by blocking the
 * thread.
 *
 * @param patience - milliseconds; 0: gives up when it is another's turn
 * @throws AuditError `EC_AUDIT_LOCKED`
 */
export async function inTurn<T>(trail: string, body: () => Promise<T>, patience = PATIENCE_MS): Promise<T> {
  const turns = (shared[REGISTRY] ??= new Map());
  const before = turns.get(trail);
  const mine = Promise.resolve(before)
    .catch(() => undefined) // whoever it was has been told
    .then(() => locked(trail, body, patience));
  turns.set(trail, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(trail) === mine) turns.delete(trail);
  }
}

async function locked<T>(trail: string, body: () => Promise<T>, patience: number): Promise<T> {
  const name = `${trail}.life`;
  const began = performance.now();
  for (;;) {
    const age = Date.now() - (statSync(`${name}.lock`, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
    const lock = new TrailLock(name, { giveUp: 0, takeOver: age > STALE_MS ? 0 : Infinity });
    try {
      lock.acquire();
    } catch (error) {
      const held = error instanceof AuditError && error.code === 'EC_AUDIT_LOCKED';
      if (!held || performance.now() - began >= patience) throw error;
      await wait(20 + Math.random() * 30);
      continue;
    }
    try {
      return await body();
    } catch (cause) {
      throw refused(cause, trail);
    } finally {
      lock.release();
    }
  }
}

/** What the file system says no to is a matter of the trail. Anything else stays what it is. */
function refused(cause: unknown, trail: string): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (cause instanceof AuditError || code === undefined || syscall === undefined) return cause;
  return new AuditError(`a file of the trail could not be changed (${code}): \`${trail}\``, {
    code: 'EC_AUDIT_WRITE',
    cause,
  });
}
