/** @module The end of a trail, read from the end: where the chain stands, and what a crash left behind. */
import { fstatSync, fsyncSync, ftruncateSync, openSync, closeSync, readSync, writeSync } from 'node:fs';
import { registerCodes } from 'enforcecore/sdk';
import { despiteAttributes } from './attributes.ts';

registerCodes({
  EC_AUDIT_TORN: {
    summary: 'the end of the trail was torn, and has been moved aside',
    hint: 'nothing that was acknowledged is lost; keep the file that was moved aside',
  },
});

/** Where a chain is to be continued. */
export interface Tail {
  /** `entry_hash` of the last entry; empty when there is none. */
  readonly head: string;
  /** How many lines there are, those of closed segments included. */
  readonly count: number;
  /** Length of the file in bytes. */
  readonly size: number;
  /** When the last entry was made, as it says. */
  readonly timestamp: string | undefined;
  /** What was moved aside. */
  readonly torn: Torn | undefined;
}

/** The bytes of an entry that was never acknowledged. */
export interface Torn {
  readonly path: string;
  readonly bytes: number;
}

const CHUNK = 16 * 1024;
const NEWLINE = 0x0a;
const OPENING = 0x7b;
/** Longer ones are no entries, and are not looked at: they count as empty. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** A line of an open file. */
export interface TailLine {
  /** Without its newline; empty when it is longer than a line may be. */
  readonly line: Buffer;
  /** Whether it has no newline. */
  readonly torn: boolean;
  /** Where it begins, in bytes. */
  readonly start: number;
}

/** Reads the last lines first. `fd` must be readable. Bytes after the last newline come as a line too, with `torn`. */
export function* linesFromEnd(fd: number): Generator<TailLine> {
  let at = fstatSync(fd).size;
  let rest: Buffer[] = [];
  let length = 0;
  let torn = true;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length > LONGEST_LINE_BYTES) rest = [];
    else rest.push(part);
  };
  const taken = (start: number): TailLine => {
    const line =
      length > LONGEST_LINE_BYTES ? EMPTY : rest.length === 1 ? (rest[0] as Buffer) : Buffer.concat(rest.reverse());
    [rest, length] = [[], 0];
    return { line, torn, start };
  };
  while (at > 0) {
    const chunk = readAt(fd, Math.max(0, at - CHUNK), Math.min(at, CHUNK));
    at -= Math.min(at, CHUNK);
    let end = chunk.length;
    for (let i = chunk.lastIndexOf(NEWLINE); i >= 0; i = i === 0 ? -1 : chunk.lastIndexOf(NEWLINE, i - 1)) {
      add(chunk.subarray(i + 1, end));
      if (!torn || length > 0) yield taken(at + i + 1);
      else [rest, length] = [[], 0];
      torn = false;
      end = i;
    }
    add(chunk.subarray(0, end));
  }
  if (length > 0 || !torn) yield taken(0);
}
const EMPTY = Buffer.alloc(0);

/**
 * Finds where to go on, and moves a torn last line aside first. A line that is no entry is passed over: `verify` reports
 * it.
 *
 * @param before - where the chain stood when the file was begun: asked when the file has no entry
 */
export function readTail(fd: number, trail: string, before: () => Omit<Tail, 'size' | 'torn'>): Tail {
  let size = fstatSync(fd).size;
  let passed = 0;
  let aside: Torn | undefined;
  for (const { line, torn, start } of linesFromEnd(fd)) {
    const entry = placeOf(line);
    if (torn) {
      if (entry === undefined) {
        aside = setAside(fd, trail, start, size);
        size = start;
        continue;
      }
      // The entry is whole, only its newline is missing.
      if (writeSync(fd, '\n') !== 1) throw new Error('the disk takes no more bytes');
      size += 1;
    }
    if (entry !== undefined) {
      const seq = entry.seq ?? linesBefore(fd, start);
      return { head: entry.head, count: seq + 1 + passed, size, timestamp: entry.timestamp, torn: aside };
    }
    passed++;
  }
  const { head, count, timestamp } = before();
  return { head, count: count + passed, size, timestamp, torn: aside };
}

interface Place {
  readonly head: string;
  readonly seq: number | undefined;
  readonly timestamp: string | undefined;
}

/** What an entry says of its place. `undefined` for a line that is no entry. */
export function placeOf(line: Buffer): Place | undefined {
  if (line[0] !== OPENING) return undefined;
  try {
    const entry = JSON.parse(line.toString('utf8')) as Record<string, unknown>;
    const { entry_hash: head, seq, timestamp } = entry;
    if (typeof head !== 'string' || !/^[0-9a-f]{64}$/.test(head)) return undefined;
    return {
      head,
      seq: Number.isSafeInteger(seq) ? (seq as number) : undefined,
      timestamp: typeof timestamp === 'string' ? timestamp : undefined,
    };
  } catch {
    return undefined;
  }
}

/** For a trail of the spec's first form, whose entries do not say how many stand before them. */
function linesBefore(fd: number, end: number): number {
  let lines = 0;
  for (let at = 0; at < end; at += BIG_CHUNK) {
    const chunk = readAt(fd, at, Math.min(BIG_CHUNK, end - at));
    for (let i = chunk.indexOf(NEWLINE); i >= 0; i = chunk.indexOf(NEWLINE, i + 1)) lines++;
  }
  return lines;
}
const BIG_CHUNK = 1024 * 1024;

/**
 * Half an entry was never acknowledged: its call was refused. The bytes are kept beside the trail, safe on disk before
 * they leave it, so that nothing disappears.
 */
function setAside(fd: number, trail: string, start: number, end: number): Torn {
  for (let n = 1; ; n++) {
    let copy: number;
    const path = `${trail}.torn-${n}`;
    try {
      copy = openSync(path, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    try {
      for (let at = start; at < end;) {
        const chunk = readAt(fd, at, Math.min(BIG_CHUNK, end - at));
        if (chunk.length === 0) throw new Error('the trail became shorter while it was read');
        for (let done = 0; done < chunk.length;) done += writeSync(copy, chunk, done);
        at += chunk.length;
      }
      fsyncSync(copy);
    } finally {
      closeSync(copy);
    }
    despiteAttributes(trail, () => ftruncateSync(fd, start), '+a');
    process.emitWarning(`a torn last line of the trail was moved to \`${path}\``, {
      type: 'EnforceCoreWarning',
      code: 'EC_AUDIT_TORN',
    });
    return { path, bytes: end - start };
  }
}

export function readAt(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(fd, buffer, done, length - done, position + done);
    if (read === 0) break; // it became shorter meanwhile
    done += read;
  }
  return buffer.subarray(0, done);
}
