/**
 * @module What was removed of a log on purpose: `<trail>.retained.json` says where it stood in the chain, and files
 * beside it keep the hashes of its leaves.
 */
import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AuditError, registerCodes } from 'enforcecore/sdk';
import { replaceFile } from './durable.ts';
import { placeOf, refuseLink } from './place.ts';
import type { LogOptions, Place } from './place.ts';
import { readPlain } from './plain-file.ts';

registerCodes({
  EC_AUDIT_RETENTION: {
    summary: 'what says which entries were removed cannot be understood',
    hint: 'see the message; restore `.retained.json` and the `.leaves` files beside the trail from a backup',
  },
});

/** A segment that was removed, as it is on record. */
export interface Removed {
  /** `seq` of its first and its last entry. */
  readonly first: number;
  readonly last: number;
  /** `previous_hash` of the first, and `entry_hash` of the last. */
  readonly first_previous_hash: string;
  readonly last_entry_hash: string;
  /** Name of the file with the hashes of its leaves, {@link LEAF_BYTES} each. */
  readonly leaves: string;
}

/** The same as a part of a log. */
export interface RemovedPart extends Removed {
  readonly kind: 'removed';
  readonly leavesPath: string;
}

export const LEAF_BYTES = 32;
const HASH = /^[0-9a-f]{64}$/;

/**
 * What was removed of a log, as it is listed.
 *
 * @throws AuditError `EC_AUDIT_RETENTION`, `EC_AUDIT_SYMLINK`; and what the system says
 */
export function removedParts(place: Place, options: LogOptions): readonly RemovedPart[] {
  const path = retainedPath(place);
  if (place.stem === undefined || !statSync(path, { throwIfNoEntry: false })) return [];
  refuseLink(path, options);
  const text = readFileSync(path, 'utf8');
  let removed: unknown;
  try {
    removed = (JSON.parse(text) as { readonly removed?: unknown } | null)?.removed;
  } catch (cause) {
    throw new AuditError(`\`${path}\` is not JSON`, { code: 'EC_AUDIT_RETENTION', cause });
  }
  if (!Array.isArray(removed)) throw misunderstood(path, 'has no list `removed`');
  return removed.map((one, i) => partOf(one, i, path));
}

/**
 * The segments of a trail that were removed, in order.
 *
 * @throws AuditError `EC_AUDIT_RETENTION`, `EC_AUDIT_SYMLINK`
 */
export function removedOf(trail: string): readonly Removed[] {
  const place = placeOf(trail);
  try {
    return removedParts(place, {})
      .map(({ kind: _k, leavesPath: _l, ...one }) => one)
      .toSorted((a, b) => a.first - b.first);
  } catch (cause) {
    throw cause instanceof AuditError ? cause : unusable(retainedPath(place), cause);
  }
}

/** Puts one more on record. The disk has it when this returns. */
export function keepRemoved(trail: string, one: Removed): void {
  const others = removedOf(trail).filter(({ first }) => first !== one.first);
  const removed = [...others, one].sort((a, b) => a.first - b.first);
  replaceFile(retainedPath(placeOf(trail)), `${JSON.stringify({ removed }, null, 2)}\n`);
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
    hashes = readPlain(path);
  } catch (cause) {
    throw unusable(path, cause);
  }
  if (hashes.length !== (last - first + 1) * LEAF_BYTES) throw unusable(path, undefined);
  return hashes;
}

/**
 * Gives them one by one, 32 characters each, in constant memory.
 *
 * @returns whether they are there, as many as there are to be
 * @throws AuditError `EC_AUDIT_SYMLINK`; and what the system says
 */
export async function eachLeaf(
  { first, last, leavesPath }: RemovedPart,
  options: LogOptions,
  take: (leaf: string) => void,
): Promise<boolean> {
  if (statSync(leavesPath, { throwIfNoEntry: false })?.size !== (last - first + 1) * LEAF_BYTES) return false;
  refuseLink(leavesPath, options);
  let rest = '';
  for await (const chunk of createReadStream(leavesPath, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    rest += chunk as string;
    let at = 0;
    for (; at + LEAF_BYTES <= rest.length; at += LEAF_BYTES) take(rest.slice(at, at + LEAF_BYTES));
    rest = rest.slice(at);
  }
  return true;
}

/** One of them; undefined when it is not there. @throws AuditError `EC_AUDIT_SYMLINK`; and what the system says */
export function leafAt({ first, leavesPath }: RemovedPart, index: number, options: LogOptions): Buffer | undefined {
  if (!statSync(leavesPath, { throwIfNoEntry: false })) return undefined;
  refuseLink(leavesPath, options);
  const fd = openSync(leavesPath, 'r');
  try {
    const leaf = Buffer.alloc(LEAF_BYTES);
    return readSync(fd, leaf, 0, LEAF_BYTES, (index - first) * LEAF_BYTES) === LEAF_BYTES ? leaf : undefined;
  } finally {
    closeSync(fd);
  }
}

function partOf(one: unknown, i: number, path: string): RemovedPart {
  const { first, last, first_previous_hash, last_entry_hash, leaves } = (one ?? {}) as Record<string, unknown>;
  const previous = String(first_previous_hash);
  const head = String(last_entry_hash);
  const ordered = Number.isSafeInteger(first) && Number.isSafeInteger(last) && 0 <= Number(first);
  if (!ordered || Number(first) > Number(last))
    throw misunderstood(path, `says of part ${i + 1} no \`first\` and \`last\``);
  if (!HASH.test(head) || !(previous === '' || HASH.test(previous)))
    throw misunderstood(path, `says of part ${i + 1} no hashes at its ends`);
  // A name alone: nothing outside the folder of the log is read.
  if (typeof leaves !== 'string' || leaves === '' || basename(leaves) !== leaves || leaves.includes('\\'))
    throw misunderstood(path, `names for part ${i + 1} no file beside it`);
  const ends = { first_previous_hash: previous, last_entry_hash: head };
  const leavesPath = join(dirname(path), leaves);
  return { kind: 'removed', first: Number(first), last: Number(last), ...ends, leaves, leavesPath };
}

/** Where it is said what was removed. */
export function retainedPath({ path, folder, stem = basename(path) }: Place): string {
  return join(folder, `${stem}.retained.json`);
}

function misunderstood(path: string, what: string): AuditError {
  return new AuditError(`\`${path}\` ${what}`, { code: 'EC_AUDIT_RETENTION' });
}

function unusable(path: string, cause: unknown): AuditError {
  return new AuditError(`what was kept of removed entries cannot be used: \`${path}\``, {
    code: 'EC_AUDIT_RETENTION',
    cause,
  });
}
