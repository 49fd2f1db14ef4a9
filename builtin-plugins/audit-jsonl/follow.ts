/** @module What is appended to a trail, as it comes: also when the file is closed as a segment, moved, or cut. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { unreadable } from './place.ts';
import type { TrailEnd } from './query.ts';

export interface FollowOptions {
  /** Where to begin; at the beginning when the file is another one by now. */
  readonly from?: TrailEnd | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait before looking again, in milliseconds. */
  readonly everyMs?: number | undefined;
}

const EVERY_MS = 200;
const CHUNK = 256 * 1024;
/** A line that is longer is none. */
const LONGEST = 16 * 1024 * 1024;

/**
 * The complete lines that are appended to a trail, one character a byte, until it is told to stop. The trail need not be
 * there yet.
 *
 * @throws AuditError `EC_AUDIT_READ`
 */
export async function* follow(path: string, options: FollowOptions = {}): AsyncGenerator<string> {
  const { signal, everyMs = EVERY_MS } = options;
  let file: Followed | undefined;
  let from = options.from;
  try {
    while (signal?.aborted !== true) {
      const now = statSync(path, { throwIfNoEntry: false });
      if (file && now?.ino !== file.inode) {
        // What was written before it was moved is read before the new one.
        yield* file.lines();
        file.close();
        file = undefined;
      }
      if (!file && now?.isFile()) {
        file = Followed.open(path, from);
        from = undefined;
      }
      if (file) yield* file.lines();
      if (!(await rested(everyMs, signal))) return;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    file?.close();
  }
}

/** @returns whether to go on */
async function rested(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await pause(ms, undefined, signal && { signal });
    return true;
  } catch (error) {
    if ((error as Error).name === 'AbortError') return false;
    throw error;
  }
}

class Followed {
  readonly inode: number;
  readonly #fd: number;
  #offset: number;
  #rest = '';

  private constructor(fd: number, inode: number, offset: number) {
    this.#fd = fd;
    this.inode = inode;
    this.#offset = offset;
  }

  static open(path: string, from: TrailEnd | undefined): Followed | undefined {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // moved away just now
      throw error;
    }
    const { ino } = fstatSync(fd);
    return new Followed(fd, ino, from?.inode === ino ? from.offset : 0);
  }

  *lines(): Generator<string> {
    // It became shorter: it was cut, and begins anew.
    if (fstatSync(this.#fd).size < this.#offset) {
      this.#offset = 0;
      this.#rest = '';
    }
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const count = readSync(this.#fd, buffer, 0, CHUNK, this.#offset);
      if (count === 0) return;
      this.#offset += count;
      const lines = (this.#rest + buffer.toString('latin1', 0, count)).split('\n');
      this.#rest = lines.pop() ?? '';
      if (this.#rest.length > LONGEST) this.#rest = this.#rest.slice(0, 1);
      yield* lines;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}
