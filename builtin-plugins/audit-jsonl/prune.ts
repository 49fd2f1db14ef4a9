/** @module Retention: closed segments that are old go, and what proves the rest stays. */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { AuditError, MemoryTree, rootOf } from 'enforcecore/sdk';
import { despiteAttributes } from './attributes.ts';
import { removeFile, replaceFile } from './durable.ts';
import { mustNotBeHeld } from './hold.ts';
import { noteOnce } from './note.ts';
import { dropPayloads } from './payload-file.ts';
import { readPlain } from './plain-file.ts';
import { keepRemoved, LEAF_BYTES, removedOf } from './retained.ts';
import type { Removed } from './retained.ts';
import { factsOf, segmentLines } from './segment-facts.ts';
import type { SegmentFacts } from './segment-facts.ts';
import { besideTrail, rangePath, segmentPath, segmentsOf } from './segments.ts';
import type { Segment } from './segments.ts';
import { lastLine } from './standing.ts';
import { placeOf } from './tail.ts';
import { realTrail } from './trail-path.ts';
import { inTurn } from './turn.ts';

/** Which closed segments stay. With both, a segment goes that is beyond either. */
export interface PruneOptions {
  /** So many of the newest. */
  readonly keepSegments?: number | undefined;
  /** Those whose last entry is not older than so many days. */
  readonly keepDays?: number | undefined;
  /** Removes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** A range of entries, by `seq`. */
export interface EntryRange {
  readonly first: number;
  readonly last: number;
}

const DAY_MS = 86_400_000;

/**
 * Removes old closed segments of a trail, the oldest first. The hashes of their leaves stay beside it, so that proofs and
 * checkpoints hold, and an entry of the trail says what was removed. The payloads of their entries go, too.
 *
 * @throws AuditError `EC_AUDIT_HELD`, `EC_AUDIT_SEGMENT`, `EC_AUDIT_RETENTION`, `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_LOCKED`
 * @example
 * ```ts
 * const auditor = new Auditor({ outputPath: 'trail.jsonl', rotateBytes: 1000 });
 * for (let i = 0; i < 20; i++) auditor.record({ toolName: 'search', policyName: 'demo' });
 * await auditor.close();
 * const removed = await pruneTrail('trail.jsonl', { keepSegments: 1 });
 * removed[0]?.first; // 0
 * ```
 */
export async function pruneTrail(path: string, options: PruneOptions): Promise<readonly EntryRange[]> {
  const trail = realTrail(path);
  return inTurn(trail, () => prune(trail, options));
}

/** The same, for who has the turn. */
export async function prune(
  trail: string,
  options: PruneOptions,
  signal?: AbortSignal,
): Promise<readonly EntryRange[]> {
  mustNotBeHeld(trail);
  if (!options.dryRun) await finishPruning(trail);
  const due = await dueSegments(trail, options);
  if (options.dryRun) return due.map(rangeOf);
  for (const segment of due) {
    signal?.throwIfAborted();
    mustNotBeHeld(trail);
    await remove(trail, segment, signal);
  }
  return due.map(rangeOf);
}

/** Ends what a process began that was killed: the entries are gone on record, and perhaps not from the disk. */
export async function finishPruning(trail: string, facts?: SegmentFacts): Promise<void> {
  const path = besideTrail(trail, '.pruning.json');
  const pending = readPending(path);
  if (pending === undefined) return;
  const { first, last, root, entry_id } = pending;
  if (removedOf(trail).some((one) => one.first === first && one.last === last)) {
    const segment = segmentsOf(trail).find((one) => one.first === first && one.last === last);
    if (segment) await dropPayloads(trail, (facts ?? (await factsOf(segment))).withPayload);
    const plain = segmentPath(trail, first, last);
    for (const file of [plain, `${plain}.gz`]) despiteAttributes(file, () => removeFile(file));
    await noteOnce(trail, entry_id, 'retention', { first, last, root });
  }
  removeFile(path);
}

interface Pending extends EntryRange {
  readonly root: string;
  readonly entry_id: string;
}

function readPending(path: string): Pending | undefined {
  try {
    return JSON.parse(readPlain(path).toString('utf8')) as Pending;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AuditError(`what was begun cannot be read: \`${path}\``, { code: 'EC_AUDIT_RETENTION', cause });
  }
}

async function dueSegments(trail: string, options: PruneOptions): Promise<readonly Segment[]> {
  const { keepSegments = Infinity, keepDays = Infinity } = options;
  if (!(keepSegments >= 0 && keepDays >= 0)) throw new RangeError('what is kept must be a number, 0 or more');
  const segments = segmentsOf(trail);
  const limit = Date.now() - keepDays * DAY_MS;
  const due: Segment[] = [];
  for (const [i, segment] of segments.entries()) {
    const tooMany = segments.length - i > keepSegments;
    if (!tooMany && !(keepDays < Infinity && (await endOf(segment)) < limit)) break;
    due.push(segment);
  }
  return due;
}

/** When the last entry was made; NaN, which is not old, when it does not say so. */
async function endOf(segment: Segment): Promise<number> {
  let last: Buffer = Buffer.alloc(0);
  if (!segment.compressed) last = lastLine(segment);
  else for await (const line of segmentLines(segment)) last = line;
  return Date.parse(placeOf(last)?.timestamp ?? '');
}

async function remove(trail: string, segment: Segment, signal: AbortSignal | undefined): Promise<void> {
  const { first, last } = segment;
  const facts = await factsOf(segment, signal);
  const before = removedOf(trail).find((one) => one.last === first - 1);
  if (before && before.last_entry_hash !== facts.firstPreviousHash)
    throw new AuditError(`the file does not follow what was removed before it: \`${segment.path}\``, {
      code: 'EC_AUDIT_SEGMENT',
    });
  const leaves = rangePath(trail, first, last, '.leaves');
  const one: Removed = {
    first,
    last,
    first_previous_hash: facts.firstPreviousHash,
    last_entry_hash: facts.lastEntryHash,
    leaves: basename(leaves),
  };
  replaceFile(leaves, facts.leaves);
  const pending: Pending = { first, last, root: rootOver(facts.leaves), entry_id: randomUUID() };
  replaceFile(besideTrail(trail, '.pruning.json'), JSON.stringify(pending));
  // INVARIANT: nothing is removed before this is on disk. From here on, whoever comes next ends it.
  keepRemoved(trail, one);
  await finishPruning(trail, facts);
}

/** The root over the entries of a range alone, in base64. */
function rootOver(leaves: Buffer): string {
  const tree = new MemoryTree();
  for (let at = 0; at < leaves.length; at += LEAF_BYTES) tree.append(leaves.subarray(at, at + LEAF_BYTES));
  return rootOf(tree.size, tree.read).toString('base64');
}

function rangeOf({ first, last }: Segment): EntryRange {
  return { first, last };
}
