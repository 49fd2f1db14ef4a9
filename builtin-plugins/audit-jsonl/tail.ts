/** @module The end of a trail, read from the end: where the chain stands, and what a crash left behind. */
import { fstatSync, fsyncSync, ftruncateSync, openSync, closeSync, readSync, writeSync } from 'node:fs';
import { writeAll } from './write.ts';

/** Where a chain is to be continued. */
export interface Tail {
  /** `entry_hash` of the last entry; empty when there is none. */
  readonly head: string;
  /** Length of the file in bytes. */
  readonly size: number;
}

const CHUNK = 16 * 1024;
const NEWLINE = 0x0a;

/** Reads the last lines first. `fd` must be readable. Bytes after the last newline come as a line too, with `torn`. */
export function* linesFromEnd(
  fd: number,
): Generator<{ readonly line: Buffer; readonly torn: boolean; readonly start: number }> {
  let at = fstatSync(fd).size;
  let rest: Buffer[] = [];
  let torn = true;
  while (at > 0) {
    const length = Math.min(at, CHUNK);
    at -= length;
    const chunk = readAt(fd, at, length);
    let end = chunk.length;
    for (let i = chunk.lastIndexOf(NEWLINE); i >= 0; i = i === 0 ? -1 : chunk.lastIndexOf(NEWLINE, i - 1)) {
      const line = Buffer.concat([chunk.subarray(i + 1, end), ...rest]);
      if (!torn || line.length > 0) yield { line, torn, start: at + i + 1 };
      torn = false;
      rest = [];
      end = i;
    }
    rest.unshift(chunk.subarray(0, end));
  }
  const line = Buffer.concat(rest);
  if (line.length > 0 || !torn) yield { line, torn, start: 0 };
}

/** Finds where to go on, and moves a torn last line aside first. A line that is no entry is passed over: `verify` reports it. */
export function readTail(fd: number, trail: string): Tail {
  let size = fstatSync(fd).size;
  for (const { line, torn, start } of linesFromEnd(fd)) {
    const head = hashOf(line);
    if (torn) {
      if (head === undefined) {
        setAside(fd, trail, line, start);
        size = start;
        continue;
      }
      writeAll(fd, '\n'); // the entry is whole, only its newline is missing
      size += 1;
    }
    if (head !== undefined) return { head, size };
  }
  return { head: '', size };
}

function hashOf(line: Buffer): string | undefined {
  try {
    const { entry_hash: hash } = JSON.parse(line.toString('utf8')) as { entry_hash?: unknown };
    return typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Half an entry was never acknowledged: its call was refused. The bytes are kept beside the trail, safe on disk before
 * they leave it, so that nothing disappears.
 */
function setAside(fd: number, trail: string, line: Buffer, start: number): void {
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
      for (let done = 0; done < line.length;) done += writeSync(copy, line, done);
      fsyncSync(copy);
    } finally {
      closeSync(copy);
    }
    ftruncateSync(fd, start);
    process.emitWarning(`a torn last line of the trail was moved to \`${path}\``, {
      type: 'EnforceCoreWarning',
      code: 'EC_AUDIT_TORN',
    });
    return;
  }
}

function readAt(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(fd, buffer, done, length - done, position + done);
    if (read === 0) break; // it became shorter meanwhile
    done += read;
  }
  return buffer.subarray(0, done);
}
