/** @module What a log says of itself: that it was torn, cut or set to another time. */
import { basename } from 'node:path';
import { entryFields, rootOf } from 'enforcecore/sdk';
import type { AuditFields, Checkpoint, LogEntryType } from 'enforcecore/sdk';
import type { HashFile } from './hash-file.ts';
import { isUnchanged } from './standing.ts';
import type { Tail } from './tail.ts';

/** An entry that is not about a call. */
export function ownEntry(entryType: LogEntryType, context: object): AuditFields {
  return entryFields({
    toolName: '',
    policyName: '',
    decision: 'none',
    entryType,
    context: context as Readonly<Record<string, unknown>>,
  });
}

/** So many entries after the last checkpoint are looked at again at a start. */
const MOST_LOOKED_AT = 20_000;

/** What was found that is not as a writer leaves it; undefined when all is. */
export function recoveryFacts(found: {
  readonly fd: number;
  readonly tail: Tail;
  /** How many entries more the trail had once. */
  readonly lost: number;
  /** How many entries there were before the file became another one, when they are not the first of it. */
  readonly replaced: number | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly hashes: HashFile | undefined;
}): object | undefined {
  const { fd, tail, lost, replaced, checkpoint, hashes } = found;
  const { torn, count } = tail;
  const facts: Record<string, unknown> = {};
  if (torn) facts['torn'] = { bytes: torn.bytes, file: basename(torn.path) };
  if (lost > 0) facts['lost_entries'] = lost;
  if (replaced !== undefined) facts['replaced_entries'] = replaced;
  if (checkpoint && checkpoint.size > count) facts['behind_checkpoint'] = checkpoint.size;
  else if (checkpoint && hashes) {
    if (!rootOf(checkpoint.size, hashes.read).equals(checkpoint.root)) facts['not_in_checkpoint'] = checkpoint.size;
    const from = Math.max(checkpoint.size, count - MOST_LOOKED_AT);
    if (!isUnchanged(fd, from, count, hashes)) facts['changed_after_checkpoint'] = checkpoint.size;
  }
  return Object.keys(facts).length > 0 ? { ...facts, entries: count } : undefined;
}
