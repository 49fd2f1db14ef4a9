/** @module Where a trail stands: the tree over all its lines, from the hashes beside it as far as they reach. */
import { closeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Frontier, isNode, quickLeafHash, rootOf, wholeSubtrees } from 'enforcecore/sdk';
import type { Checkpoint } from 'enforcecore/sdk';
import type { HashFile } from './hash-file.ts';
import { openPlain, readPlain } from './plain-file.ts';
import { LEAF_BYTES, leavesOf, removedOf } from './retained.ts';
import { segmentsOf } from './segments.ts';
import type { Segment } from './segments.ts';
import { linesFromEnd, LONGEST_LINE_BYTES, placeOf, readAt } from './tail.ts';
import type { Tail } from './tail.ts';

const NEWLINE = 0x0a;
const CHUNK = 1024 * 1024;
/** So many lines are read again from the end; if the hashes lack more, all are made anew. */
const MOST_LACKING = 100_000;

/** Where the chain stood when the file that is written now was begun. */
export function beforeFile(trail: string): Omit<Tail, 'size' | 'torn'> {
  const removed = removedOf(trail).at(-1);
  for (let tries = 0; ; tries++) {
    const last = segmentsOf(trail).at(-1);
    if (last === undefined && removed)
      return { head: removed.last_entry_hash, count: removed.last + 1, timestamp: undefined };
    try {
      const { head = '', timestamp } = (last && placeOf(lastLine(last))) ?? {};
      return { head, count: last === undefined ? 0 : last.last + 1, timestamp };
    } catch (error) {
      mayBeGone(error, tries);
    }
  }
}

/** A closed segment may be compressed or removed by another while it is looked for: then it is looked for again. */
function mayBeGone(error: unknown, tries: number): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries >= 5) throw error;
}

/** Whether the lines from `from` on are those that the hashes were made of. */
export function isUnchanged(fd: number, from: number, count: number, hashes: HashFile): boolean {
  let index = count;
  for (const { line, torn } of linesFromEnd(fd)) {
    if (torn) continue;
    if (--index < from) break;
    if (hashes.read(0, index).toString('latin1') !== quickLeafHash(line)) return false;
  }
  return true;
}

/** The tree, and what the hashes beside the trail say of lines that are not there any more. */
export interface Standing {
  readonly tree: Frontier;
  /** How many lines more the trail had once. */
  readonly lost: number;
}

/**
 * The tree over the first `count` lines of a trail. Afterwards `hashes` has theirs and no other.
 *
 * @param fd - its file
 * @param start - for the first look: what the hashes say is checked, also against the last checkpoint
 */
export function standingOf(
  trail: string,
  fd: number,
  count: number,
  hashes: HashFile | undefined,
  start?: { readonly checkpoint: Checkpoint | undefined },
): Standing {
  const known = hashes?.size ?? 0;
  const lines = hashes && lacking(trail, fd, count, Math.min(known, count), hashes);
  if (hashes && lines && (!start || isSound(count - lines.length, hashes))) {
    const from = count - lines.length;
    hashes.cutTo(from);
    const tree = Frontier.of(from, hashes.read);
    for (const line of lines) tree.append(quickLeafHash(line), hashes.keep);
    hashes.drain();
    // Before it is said that the trail is not what was signed, the hashes are made again.
    const checkpoint = start?.checkpoint;
    const agrees =
      checkpoint === undefined ||
      checkpoint.size > count ||
      rootOf(checkpoint.size, hashes.read).equals(checkpoint.root);
    if (agrees) return { tree, lost: Math.max(0, known - count) };
  }
  hashes?.cutTo(0);
  const tree = new Frontier();
  const append = (line: Buffer): void => tree.append(quickLeafHash(line), hashes?.keep);
  // The leaves of what was removed are on record; everything else is read.
  for (let tries = 0, first = 0; ; tries++) {
    try {
      const next = rangeAt(trail, first);
      if (next === undefined) break;
      if ('leaves' in next)
        for (let at = 0; at < next.leaves.length; at += LEAF_BYTES)
          tree.append(next.leaves.toString('latin1', at, at + LEAF_BYTES), hashes?.keep);
      else linesOf(next.content, append);
      [first, tries] = [next.last + 1, 0];
    } catch (error) {
      mayBeGone(error, tries);
    }
  }
  eachLine(fd, append);
  hashes?.drain();
  return { tree, lost: 0 };
}

/** So many leaves are looked at whole at a start, in some milliseconds. Of more, only what the next root is made of. */
const MOST_CHECKED = 4096;

/** Whether the hashes agree with each other, as far as a root over more leaves depends on them. */
function isSound(size: number, hashes: HashFile): boolean {
  if (size > MOST_CHECKED) return wholeSubtrees(size).every(({ level, index }) => isNode(level, index, hashes.read));
  for (let level = 1; 2 ** level <= size; level++)
    for (let index = 0; (index + 1) * 2 ** level <= size; index++) if (!isNode(level, index, hashes.read)) return false;
  return true;
}

/** The closed segment, present or removed, that the first one at or after `first` is. */
function rangeAt(
  trail: string,
  first: number,
):
  { readonly last: number; readonly leaves: Buffer } | { readonly last: number; readonly content: Buffer } | undefined {
  const segment = segmentsOf(trail).find((one) => one.first >= first);
  const removed = removedOf(trail).find((one) => one.first >= first);
  // Both, when a process was killed in between: the entries themselves say more.
  if (segment && !(removed && removed.first < segment.first))
    return { last: segment.last, content: contentOf(segment) };
  return removed && { last: removed.last, leaves: leavesOf(trail, removed) };
}

/** The lines after the first `known`, if the hashes are of this trail: that of the last line they know is compared. */
function lacking(
  trail: string,
  fd: number,
  count: number,
  known: number,
  hashes: HashFile,
): readonly Buffer[] | undefined {
  if (count - known > MOST_LACKING) return undefined;
  const lines: Buffer[] = [];
  const isKnown = (line: Buffer): boolean => hashes.read(0, known - 1).toString('latin1') === quickLeafHash(line);
  if (known === 0) return count === 0 ? lines : undefined;
  for (const { line, torn } of linesFromEnd(fd)) {
    if (torn) continue;
    if (lines.length < count - known) lines.push(line);
    else return isKnown(line) ? lines.reverse() : undefined;
  }
  const before = segmentsOf(trail).at(-1);
  const inOrder = before !== undefined && before.last + 1 === known && lines.length === count - known;
  try {
    return inOrder && isKnown(lastLine(before)) ? lines.reverse() : undefined;
  } catch (error) {
    mayBeGone(error, 0);
    return undefined; // it was compressed or removed just now: all hashes are made anew
  }
}

function eachLine(fd: number, take: (line: Buffer) => void): void {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length > LONGEST_LINE_BYTES) parts = [];
    else parts.push(part);
  };
  for (let at = 0; ;) {
    const chunk = readAt(fd, at, CHUNK);
    if (chunk.length === 0) return;
    at += chunk.length;
    const start = linesOf(chunk, (part) => {
      add(part);
      take(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts));
      [parts, length] = [[], 0];
    });
    add(chunk.subarray(start));
  }
}

/** Gives every whole line, and says where the rest begins. */
function linesOf(text: Buffer, take: (line: Buffer) => void): number {
  let start = 0;
  for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
    take(text.subarray(start, end));
    start = end + 1;
  }
  return start;
}

/** The last line of a closed segment. One that is compressed is read as a whole. */
export function lastLine(segment: Segment): Buffer {
  if (segment.compressed) {
    const text = contentOf(segment);
    return text.subarray(text.lastIndexOf(NEWLINE, text.length - 2) + 1, text.length - 1);
  }
  const fd = openPlain(segment.path);
  try {
    for (const { line } of linesFromEnd(fd)) return line;
    return Buffer.alloc(0);
  } finally {
    closeSync(fd);
  }
}

function contentOf({ path, compressed }: Segment): Buffer {
  const content = readPlain(path);
  return compressed ? gunzipSync(content) : content;
}
