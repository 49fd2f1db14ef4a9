/** @module Who holds a lock, and whether that thread still lives. */
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A thread as other processes can recognise it. `nonce` is new for every lock taken. */
export interface Owner {
  readonly pid: number;
  /** The kernel's id of the thread, where there is `/proc`; otherwise the pid. */
  readonly thread: number;
  /** When the thread started, in clock ticks since boot, so that a reused id is not taken for it. */
  readonly started: string;
  /** Boot and PID namespace. Ids from another one mean nothing here. */
  readonly world: string;
  readonly nonce: string;
}

let self: Omit<Owner, 'nonce'> | undefined;

/** This thread, with a fresh nonce. */
export function thisOwner(): Owner {
  self ??= describe();
  return { ...self, nonce: randomBytes(12).toString('hex') };
}

/** Whether an owner is certainly gone. What cannot be known counts as alive. */
export function isGone(owner: Owner): boolean {
  self ??= describe();
  if (owner.world !== self.world) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const process_ = stat(owner.pid, owner.pid);
  if (process_ === undefined) return false; // no /proc, or not ours to see
  if (process_.dead) return true;
  const thread = stat(owner.pid, owner.thread);
  return thread === undefined || thread.dead || thread.started !== owner.started;
}

/** Reads what a lock file says. `undefined` when it says nothing that can be understood. */
export function parseOwner(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Owner | null;
    if (!Number.isSafeInteger(owner?.pid) || !Number.isSafeInteger(owner?.thread)) return undefined;
    return /^[0-9a-f]{24}$/.test(owner?.nonce ?? '') ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

function describe(): Omit<Owner, 'nonce'> {
  const { pid } = process;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').pop());
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const started = stat(pid, thread)?.started;
    if (started !== undefined) return { pid, thread, started, world: `${boot} ${readlinkSync('/proc/self/ns/pid')}` };
  } catch {
    // Not Linux: the process id alone has to do.
  }
  return { pid, thread: pid, started: '', world: hostname() };
}

/** State and start time of a thread. The name in parentheses may itself hold spaces and parentheses. */
function stat(pid: number, thread: number): { readonly dead: boolean; readonly started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { dead: fields[0] === 'Z' || fields[0] === 'X', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
