/** @module One writer at a time across processes and threads, with a lock that outlives nobody. */
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { AuditError, registerCodes } from 'enforcecore/sdk';
import { isGone, parseOwner, thisOwner } from './owner.ts';
import type { Owner } from './owner.ts';

registerCodes({
  EC_AUDIT_LOCKED: {
    summary: 'another process held the trail for too long',
    hint: 'give each service a trail of its own, or find out what blocks the process that holds the lock',
  },
});

/** All in milliseconds. */
export interface LockTimes {
  /** How long to wait before giving up. */
  readonly giveUp: number;
  /** A holder that has not answered a waiter for this long loses the lock, though it may live: its thread is blocked. */
  readonly takeOver: number;
  /** How long a holder may rely on having looked. Far below `takeOver`: see {@link TrailLock.trusted}. */
  readonly trust: number;
  /** How often a busy holder looks for waiters. */
  readonly look: number;
}
const TIMES: LockTimes = { giveUp: 10_000, takeOver: 1_500, trust: 250, look: 2 };

const cell = new Int32Array(new SharedArrayBuffer(4));
const sleep = (ms: number): void => void Atomics.wait(cell, 0, 0, ms);

/**
 * The lock is a file made by `link`, so that it appears whole or not at all. It is kept across appends and given up
 * when a waiter has left a note. Removing somebody else's lock needs a second lock, named after the nonce of the first:
 * only one can win it, and it looks again before it removes anything.
 */
export class TrailLock {
  readonly #path: string;
  readonly #note: string;
  readonly #times: LockTimes;
  #nonce: string | undefined;
  #looked = 0;

  constructor(trail: string, times: Partial<LockTimes> = {}) {
    this.#path = `${trail}.lock`;
    this.#note = `${trail}.lock.wait`;
    this.#times = { ...TIMES, ...times };
  }

  get held(): boolean {
    return this.#nonce !== undefined;
  }

  /**
   * Held, and seen not to be wanted so recently that nobody can have taken it over: a waiter must see the same lock for
   * `takeOver` first.
   */
  trusted(now = performance.now()): boolean {
    return this.#nonce !== undefined && now - this.#looked < this.#times.trust;
  }

  /** Whether the file still names us. A nonce never comes back, so a yes means: nobody had it in between. */
  stillHeld(): boolean {
    const owner = readOwner(this.#path);
    return owner !== undefined && nonceOf(owner) === this.#nonce;
  }

  /** @throws AuditError `EC_AUDIT_LOCKED` */
  acquire(): void {
    const began = performance.now();
    let since = began;
    let seen = '';
    let removals = 0;
    for (let round = 0; ; round++) {
      const now = performance.now();
      const other = readOwner(this.#path);
      if (other === undefined) {
        if (this.#take()) return;
        continue;
      }
      const nonce = nonceOf(other);
      if (nonce !== seen) [seen, since] = [nonce, now];
      const stale = (other !== BROKEN && isGone(other)) || now - since > this.#times.takeOver;
      // What is stale is removed once, however little time there is; what cannot be removed is not tried for ever.
      if (stale) this.#remove(this.#path, other, 0);
      if (stale && removals++ === 0) continue;
      if (now - began > this.#times.giveUp) {
        const who = other === BROKEN ? 'another process' : `process ${other.pid}`;
        throw new AuditError(`the trail is held by ${who}: \`${this.#path}\``, { code: 'EC_AUDIT_LOCKED' });
      }
      if (!stale && round % 8 === 0) leave(this.#note);
      sleep(stale ? Math.min(2 ** removals, 250) : 1 + Math.random() * Math.min(round / 4, 4));
    }
  }

  /** Whether somebody waits for the lock. Cheap: it looks at most every `look` milliseconds. */
  wanted(now: number): boolean {
    if (this.#nonce === undefined || now - this.#looked < this.#times.look) return false;
    if (exists(this.#note)) return true;
    this.#looked = now;
    return false;
  }

  /** After a release: the waiter takes its note away once it has the lock. It is not to be snatched back before. */
  letOtherTake(): void {
    for (let i = 0; i < 10 && exists(this.#note); i++) sleep(1);
  }

  release(): void {
    const nonce = this.#nonce;
    if (nonce === undefined) return;
    const safe = this.trusted();
    this.#nonce = undefined;
    if (safe) unlinkQuietly(this.#path);
    // Somebody may be taking it over at this moment.
    else this.#remove(this.#path, { nonce }, 0);
  }

  #take(): boolean {
    const owner = thisOwner();
    if (!linkWhole(this.#path, owner)) return false;
    this.#nonce = owner.nonce;
    this.#looked = performance.now();
    unlinkQuietly(this.#note);
    return true;
  }

  /** Removes a lock, if it is still the one that was looked at. */
  #remove(path: string, owner: Owner | typeof BROKEN | { readonly nonce: string }, depth: number): void {
    const nonce = nonceOf(owner);
    const guard = `${this.#path}.${nonce}`;
    if (!linkWhole(guard, thisOwner())) {
      const rival = readOwner(guard);
      if (rival && rival !== BROKEN && isGone(rival) && depth < 8) this.#remove(guard, rival, depth + 1);
      return;
    }
    const present = readOwner(path);
    if (present !== undefined && nonceOf(present) === nonce) unlinkQuietly(path);
    unlinkQuietly(guard);
  }
}

const BROKEN = 'broken';

function nonceOf(owner: typeof BROKEN | { readonly nonce: string }): string {
  return owner === BROKEN ? BROKEN : owner.nonce;
}

function readOwner(path: string): Owner | typeof BROKEN | undefined {
  let fd: number | undefined;
  try {
    // A FIFO in its place would keep whoever opens it waiting, and a link to nothing would look like no lock.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    if (!fstatSync(fd).isFile())
      throw new AuditError(`what lies in the place of the lock is no file: \`${path}\``, { code: 'EC_AUDIT_LOCKED' });
    return parseOwner(readFileSync(fd, 'latin1')) ?? BROKEN;
  } catch (error) {
    if (error instanceof AuditError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return BROKEN;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Makes a file that nobody sees half written. False when there is one already. */
function linkWhole(path: string, owner: Owner): boolean {
  const draft = `${path}.${owner.nonce}.new`;
  const text = JSON.stringify(owner);
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EOPNOTSUPP')
      return written(path, text);
    throw new AuditError(`the trail cannot be locked: \`${path}\``, { code: 'EC_AUDIT_WRITE', cause: error });
  } finally {
    unlinkQuietly(draft);
  }
}

/** For file systems without hard links. A lock seen half written counts as held. */
function written(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new AuditError(`the trail cannot be locked: \`${path}\``, { code: 'EC_AUDIT_WRITE', cause: error });
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What lies in its place may be a link to somewhere, or a FIFO. */
const NOTE = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Without the note, waiting only takes longer. */
function leave(path: string): void {
  try {
    closeSync(openSync(path, NOTE, 0o600));
  } catch {
    return;
  }
}

/** What is gone already need not be removed; what cannot be removed is found by the next who waits. */
function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    return;
  }
}
