/** @module What is kept of segments that were removed: where they stood in the chain, and the hashes of their leaves. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AuditError } from 'enforcecore/sdk';
import { replaceFile } from './durable.ts';
import { placeOf } from './place.ts';
import { readRetention } from './retention.ts';
import { besideTrail } from './segments.ts';

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
 * @throws AuditError `EC_AUDIT_RETENTION`, `EC_AUDIT_SYMLINK`
 */
export function removedOf(trail: string): readonly Removed[] {
  try {
    return readRetention(placeOf(trail), {})
      .map(({ first, last, previous, head, leaves }) => {
        const ends = { first_previous_hash: previous, last_entry_hash: head };
        return { first, last, ...ends, leaves: basename(leaves) };
      })
      .toSorted((a, b) => a.first - b.first);
  } catch (cause) {
    throw cause instanceof AuditError ? cause : unusable(retainedPath(trail), cause);
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
 * @throws AuditError `EC_AUDIT_RETENTION`
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

function unusable(path: string, cause: unknown): AuditError {
  return new AuditError(`what was kept of removed entries cannot be used: \`${path}\``, {
    code: 'EC_AUDIT_RETENTION',
    cause,
  });
}
