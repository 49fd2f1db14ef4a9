/** @module The one writer of a trail in this thread: chain, lock, and what happens when the disk fails. */
import { closeSync, constants, fdatasync, fstatSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AUDIT_SCHEMA, AuditError, registerCodes, sealEntry } from 'enforcecore/sdk';
import type { AuditFields, ChainLink } from 'enforcecore/sdk';
import { TrailLock } from './lock.ts';
import type { LockTimes } from './lock.ts';
import { readTail } from './tail.ts';
import { writeAll } from './write.ts';

registerCodes({
  EC_AUDIT_TORN: {
    summary: 'the end of the trail was torn, and has been moved aside',
    hint: 'nothing that was acknowledged is lost; keep the file that was moved aside',
  },
  EC_AUDIT_OPEN: {
    summary: 'the trail cannot be opened for writing',
    hint: 'the path must be a plain file, or free, in a folder that this user may write to',
  },
});

const IDLE_MS = 100;

/** Appends entries to one file. Every way in is synchronous. */
export class Appender {
  readonly path: string;
  readonly #lock: TrailLock;
  #fd: number;
  #head = '';
  #count = 0;
  #size = -1;
  #failure: unknown;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #used = 0;
  /** How many users of this appender there are. */
  users = 0;

  /** @throws AuditError `EC_AUDIT_OPEN` */
  constructor(path: string, times?: Partial<LockTimes>) {
    this.path = path;
    this.#fd = open(path);
    this.#lock = new TrailLock(path, times);
  }

  /** Whether it can write no more. */
  get broken(): boolean {
    return this.#failure !== undefined || this.#closed;
  }

  /** @throws AuditError `EC_AUDIT_WRITE` when an earlier write failed, `EC_AUDIT_CLOSED` */
  ready(): void {
    if (this.#closed) throw new AuditError(`the trail is closed: \`${this.path}\``, { code: 'EC_AUDIT_CLOSED' });
    if (this.#failure !== undefined) throw this.#unwritable(this.#failure);
  }

  /**
   * Puts an entry at the end of the chain. When this returns, the system has all of it.
   *
   * @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_LOCKED`, `EC_AUDIT_CLOSED`
   */
  append(entry: AuditFields): ChainLink {
    this.ready();
    if (!this.#lock.trusted) this.#enter();
    const previous = this.#head;
    const seq = this.#count;
    const { line, entryHash, shortened } = sealEntry(entry, previous, seq);
    try {
      writeAll(this.#fd, `${line}\n`);
    } catch (cause) {
      // A part of the line may be in the file: nothing can follow it before the tail is looked at again.
      this.#fail(cause);
      throw this.#unwritable(cause);
    }
    if (!this.#lock.trusted && !this.#lock.stillHeld()) this.#lost();
    this.#head = entryHash;
    this.#count++;
    this.#size += line.length + 1;
    this.#lock.yieldIfWanted();
    this.#used = performance.now();
    if (this.#timer === undefined && this.#lock.held) this.#watch();
    return { ...shortened, schema_version: AUDIT_SCHEMA, seq, previous_hash: previous, entry_hash: entryHash };
  }

  /** Asks the disk to keep what was written. */
  async flush(): Promise<void> {
    this.ready();
    const fd = this.#fd;
    await new Promise<void>((done, failed) =>
      fdatasync(fd, (error) => (error ? failed(this.#fail(error) ?? this.#unwritable(error)) : done())),
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#lock.release();
    closeSync(this.#fd);
  }

  /** Gives the lock back and keeps the file open. */
  release(): void {
    this.#lock.release();
  }

  /** Takes the lock and looks at the file again: others may have written, or taken it away. */
  #enter(): void {
    this.#lock.release();
    this.#lock.acquire();
    try {
      const here = fstatSync(this.#fd);
      const there = statSync(this.path, { throwIfNoEntry: false });
      if (there?.ino !== here.ino || there.dev !== here.dev) {
        const fd = open(this.path);
        closeSync(this.#fd);
        this.#fd = fd;
        this.#size = -1;
      } else if (here.size === this.#size) return;
      const before = this.#size;
      const { head, count, size } = readTail(this.#fd, this.path);
      // A file that became shorter lost entries. The chain goes on from what is known, so that `verify` finds the gap.
      if (size >= before) [this.#head, this.#count] = [head, count];
      this.#size = size;
    } catch (cause) {
      this.#fail(cause);
      throw cause instanceof AuditError ? cause : this.#unwritable(cause);
    }
  }

  /** The thread stood still around the write for so long that another took over: the chain may have two ends now. */
  #lost(): void {
    const cause = new Error('the process stood still while it wrote, and lost the lock');
    this.#fail(cause);
    throw this.#unwritable(cause);
  }

  #fail(cause: unknown): undefined {
    this.#failure ??= cause;
    this.#lock.release();
  }

  #unwritable(cause: unknown): AuditError {
    const { code } = cause as NodeJS.ErrnoException;
    const why = typeof code === 'string' ? code : cause instanceof Error ? cause.message : 'unknown';
    return new AuditError(`the trail cannot be written (${why}): \`${this.path}\``, { code: 'EC_AUDIT_WRITE', cause });
  }

  /** Gives the lock back when nothing was written for a while. Does not keep the process alive. */
  #watch(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#lock.held) return;
      try {
        if (performance.now() - this.#used >= IDLE_MS) return this.#lock.release();
        this.#lock.yieldIfWanted();
        this.#watch();
      } catch (cause) {
        // Nobody waits for this: it is told to whoever writes next.
        this.#failure ??= cause;
      }
    }, IDLE_MS / 4).unref();
  }
}

function open(path: string): number {
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    if (before && !before.isFile()) throw new Error('it is not a plain file'); // opening a FIFO would hang
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new AuditError(`the trail cannot be opened (${why}): \`${path}\``, { code: 'EC_AUDIT_OPEN', cause });
  }
}

const REGISTRY = Symbol.for('enforcecore.audit.appenders/1');
const shared = globalThis as { [REGISTRY]?: Map<string, Appender> };

/** The appender of a file, one a thread whatever the file is called. Give it back with {@link releaseAppender}. */
export function openAppender(path: string): Appender {
  const appenders = (shared[REGISTRY] ??= atExit(new Map<string, Appender>()));
  closeSync(open(resolve(path)));
  const real = realpathSync(path);
  const known = appenders.get(real);
  if (known && !known.broken) {
    known.users++;
    return known;
  }
  const appender = new Appender(real);
  appender.users = 1;
  appenders.set(real, appender);
  return appender;
}

export function releaseAppender(appender: Appender): void {
  if (--appender.users > 0) return;
  appender.close();
  const appenders = shared[REGISTRY];
  if (appenders?.get(appender.path) === appender) appenders.delete(appender.path);
}

function atExit(appenders: Map<string, Appender>): Map<string, Appender> {
  process.once('exit', () => appenders.forEach((appender) => appender.release()));
  return appenders;
}
