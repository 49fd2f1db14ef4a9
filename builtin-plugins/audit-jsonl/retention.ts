/** @module What was removed of a log on purpose: `<trail>.retained.json`, and the leaf hashes that were kept. */
import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AuditError, registerCodes } from 'enforcecore/sdk';
import { refuseLink } from './place.ts';
import type { LogOptions, Place } from './place.ts';

registerCodes({
  EC_AUDIT_RETENTION: {
    summary: 'what says which entries were removed cannot be understood',
    hint: 'see the message; restore `.retained.json` and the `.leaves` files beside the trail from a backup',
  },
});

/** Entries that were removed on purpose. */
export interface RemovedPart {
  readonly kind: 'removed';
  readonly first: number;
  readonly last: number;
  /** `previous_hash` of the first of them, and `entry_hash` of the last. */
  readonly previous: string;
  readonly head: string;
  /** The file with their leaf hashes. */
  readonly leaves: string;
}

const HASH = /^[0-9a-f]{64}$/;
const LEAF_BYTES = 32;

/** @throws AuditError `EC_AUDIT_RETENTION`, `EC_AUDIT_SYMLINK`; and what the system says */
export function readRetention({ folder, stem }: Place, options: LogOptions): readonly RemovedPart[] {
  const path = join(folder, `${stem}.retained.json`);
  if (stem === undefined || !statSync(path, { throwIfNoEntry: false })) return [];
  refuseLink(path, options);
  const text = readFileSync(path, 'utf8');
  let removed: unknown;
  try {
    removed = (JSON.parse(text) as { readonly removed?: unknown } | null)?.removed;
  } catch (cause) {
    throw new AuditError(`\`${path}\` is not JSON`, { code: 'EC_AUDIT_RETENTION', cause });
  }
  if (!Array.isArray(removed)) throw misunderstood(path, 'has no list `removed`');
  return removed.map((one, i) => partOf(one, i, path, folder));
}

function partOf(one: unknown, i: number, path: string, folder: string): RemovedPart {
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
  return { kind: 'removed', first: Number(first), last: Number(last), previous, head, leaves: join(folder, leaves) };
}

function misunderstood(path: string, what: string): AuditError {
  return new AuditError(`\`${path}\` ${what}`, { code: 'EC_AUDIT_RETENTION' });
}

/**
 * Gives the leaf hashes of what was removed, 32 characters each.
 *
 * @returns whether they are there, as many as there are to be
 * @throws AuditError `EC_AUDIT_SYMLINK`; and what the system says
 */
export async function eachLeaf(
  { first, last, leaves }: RemovedPart,
  options: LogOptions,
  take: (leaf: string) => void,
): Promise<boolean> {
  if (statSync(leaves, { throwIfNoEntry: false })?.size !== (last - first + 1) * LEAF_BYTES) return false;
  refuseLink(leaves, options);
  let rest = '';
  for await (const chunk of createReadStream(leaves, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    rest += chunk as string;
    let at = 0;
    for (; at + LEAF_BYTES <= rest.length; at += LEAF_BYTES) take(rest.slice(at, at + LEAF_BYTES));
    rest = rest.slice(at);
  }
  return true;
}

/** One of them; undefined when it is not there. @throws AuditError `EC_AUDIT_SYMLINK`; and what the system says */
export function leafAt({ first, leaves }: RemovedPart, index: number, options: LogOptions): Buffer | undefined {
  if (!statSync(leaves, { throwIfNoEntry: false })) return undefined;
  refuseLink(leaves, options);
  const fd = openSync(leaves, 'r');
  try {
    const leaf = Buffer.alloc(LEAF_BYTES);
    return readSync(fd, leaf, 0, LEAF_BYTES, (index - first) * LEAF_BYTES) === LEAF_BYTES ? leaf : undefined;
  } finally {
    closeSync(fd);
  }
}
