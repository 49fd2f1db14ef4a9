/** @module What is kept of segments that were removed: where they stood in the chain, and the hashes of their leaves. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AuditError, registerCodes } from 'enforcecore/sdk';
import { replaceFile } from './durable.ts';
import { besideTrail } from './segments.ts';

registerCodes({
  EC_AUDIT_RETAINED: {
    summary: 'what was kept of removed entries cannot be used',
    hint: 'restore `trail.retained.json` and the `.leaves` files from a backup; without them the trail proves less',
  },
});

/** A segment that was removed. */
export interface Removed {
  /** `seq` of its first and its last entry. */
  readonly first: number;
  readonly last: number;
  readonly first_previous_hash: string;
  readonly last_entry_hash: string;
  /** Name of the file with the hashes of its leaves, {@link LEAF_BYTES} each. */
  readonly leaves: string;
}

export const LEAF_BYTES = 32;

/**
 * The segments of a trail that were removed, in order.
 *
 * @throws AuditError `EC_AUDIT_RETAINED`
 */
export function removedOf(trail: string): readonly Removed[] {
  const path = retainedPath(trail);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unusable(path, cause);
  }
  try {
    const { removed } = JSON.parse(text) as { removed: readonly Removed[] };
    if (!removed.every(isRemoved)) throw new Error('it does not say what was removed');
    return removed.toSorted((a, b) => a.first - b.first);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

/** Puts one more on record. The disk has it when this returns. */
export function keepRemoved(trail: string, one: Removed): void {
  const others = removedOf(trail).filter(({ first }) => first !== one.first);
  const removed = [...others, one].sort((a, b) => a.first - b.first);
  replaceFile(retainedPath(trail), `${JSON.stringify({ removed }, null, 2)}\n`);
}

/**
 * The hashes of the leaves of a removed segment.
 *
 * @throws AuditError `EC_AUDIT_RETAINED`
 */
export function leavesOf(trail: string, { first, last, leaves }: Removed): Buffer {
  const path = join(dirname(trail), leaves);
  let hashes: Buffer;
  try {
    hashes = readFileSync(path);
  } catch (cause) {
    throw unusable(path, cause);
  }
  if (hashes.length !== (last - first + 1) * LEAF_BYTES) throw unusable(path, undefined);
  return hashes;
}

function retainedPath(trail: string): string {
  return besideTrail(trail, '.retained.json');
}

function isRemoved(one: Removed): boolean {
  const { first, last } = one;
  const range = Number.isSafeInteger(first) && Number.isSafeInteger(last) && first >= 0 && last >= first;
  // The name is read as a file beside the trail, and nowhere else.
  return range && /^[0-9a-f]{64}$/.test(one.last_entry_hash) && /^[^/\\]+\.leaves$/.test(one.leaves);
}

function unusable(path: string, cause: unknown): AuditError {
  return new AuditError(`what was kept of removed entries cannot be used: \`${path}\``, {
    code: 'EC_AUDIT_RETAINED',
    cause,
  });
}
