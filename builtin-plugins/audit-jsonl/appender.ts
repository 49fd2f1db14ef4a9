/** @module The one writer of a trail in this thread: file, lock, and what happens when the disk fails. */
import { constants } from 'node:fs';
import { AuditError, OWN_HASH_BYTES } from 'enforcecore/sdk';
import type { AuditFields, AuditPayload, Awaitable, WrittenLink } from 'enforcecore/sdk';
import { protect } from './attributes.ts';
import { Chain } from './chain.ts';
import { Checkpointer } from './checkpointer.ts';
import type { CheckpointOptions, LogView } from './checkpointer.ts';
import { Clock } from './clock.ts';
import { firstSeq } from './first-seq.ts';
import { TrailLock } from './lock.ts';
import type { LockTimes } from './lock.ts';
import type { Durability, TrailOptions } from './options.ts';
import { Output } from './output.ts';
import type { LineHashes } from './output.ts';
import { Payloads } from './payloads.ts';
import { ownEntry } from './recovery.ts';
import { closeSegment, protectSegment } from './rotation.ts';
import { beforeFile } from './standing.ts';
import { readTail } from './tail.ts';
import type { Tail } from './tail.ts';
import { openTrail, sizeAt, unwritable } from './trail-file.ts';

const IDLE_MS = 100;

/** Appends entries to one trail. Every way in is synchronous. */
export class Appender {
  readonly path: string;
  readonly durability: Durability;
  readonly payloads: Payloads;
  readonly appendOnly: boolean;
  /** A file of this size is closed. */
  rotateBytes: number;
  /** Called when a segment was closed. */
  readonly rotated = new Set<() => void>();
  readonly #lock: TrailLock;
  readonly #chain: Chain;
  readonly #checkpoints: Checkpointer | undefined;
  readonly #clock = new Clock();
  #out: Output;
  #size = -1;
  #started = false;
  #failure: unknown;
  #closed = false;
  #idle: NodeJS.Timeout | undefined;
  #used = 0;
  /** How many users of this appender there are. */
  users = 0;

  /** @throws AuditError `EC_AUDIT_OPEN` */
  constructor(path: string, options: TrailOptions = {}, times?: Partial<LockTimes>) {
    this.path = path;
    this.durability = options.durability ?? 'group';
    this.rotateBytes = options.rotateBytes ?? Infinity;
    this.appendOnly = options.appendOnly === true;
    this.payloads = new Payloads(path, options.payloadKeys);
    this.#out = this.#open();
    this.#lock = new TrailLock(path, times);
    this.#chain = new Chain(path);
    this.#checkpoints = options.checkpoints && new Checkpointer(path, options.checkpoints, this.#view());
  }

  /** Whether it can write no more. */
  get broken(): boolean {
    return this.#failure !== undefined || this.#closed;
  }

  /** @throws AuditError `EC_AUDIT_WRITE` when an earlier write failed, `EC_AUDIT_CLOSED` */
  ready(): void {
    if (this.#closed) throw new AuditError(`the trail is closed: \`${this.path}\``, { code: 'EC_AUDIT_CLOSED' });
    if (this.#failure !== undefined) throw unwritable(this.path, this.#failure);
  }

  /**
   * Puts an entry at the end of the chain. When this returns, the system has all of it, but for `none`.
   *
   * @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_LOCKED`, `EC_AUDIT_CLOSED`
   */
  append(entry: AuditFields, payload?: AuditPayload): WrittenLink {
    this.ready();
    const now = performance.now();
    const step = this.#clock.step(now);
    if (!this.#lock.trusted(now)) this.#enter();
    if (step !== undefined) this.#put(ownEntry('clock', step));
    const pointer = payload && this.#kept(entry, payload);
    const link = this.#put(pointer ? { ...entry, ...pointer } : entry);
    this.#after(now);
    return pointer ? { ...link, shortened: { ...link.shortened, ...pointer } } : link;
  }

  /** Does something to the files beside the trail while nobody writes to it. It is to be short. */
  exclusively<T>(body: () => T): T {
    this.ready();
    const now = performance.now();
    if (!this.#lock.trusted(now)) this.#enter();
    const result = body();
    if (!this.#lock.trusted() && !this.#lock.stillHeld()) this.#lost();
    this.#after(now);
    return result;
  }

  /** Resolves when the disk has everything that was appended. */
  async flush(): Promise<void> {
    this.ready();
    try {
      await this.#out.sync();
    } catch (cause) {
      throw this.#broke(cause);
    }
  }

  /** Signs what there is, when checkpoints are signed, and resolves when that has ended. */
  async checkpoint(): Promise<void> {
    this.#checkpoints?.sign();
    await this.#checkpoints?.settled();
  }

  /** Whether it signs with these. */
  signs(options: CheckpointOptions): boolean {
    return this.#checkpoints?.signsWith(options) === true;
  }

  /** Signs the end and gives the file back. Throws when lines were in memory that cannot be written. */
  close(): Awaitable<void> {
    if (this.#closed) return undefined;
    if (this.#failure === undefined) this.#checkpoints?.sign();
    this.#closed = true;
    clearTimeout(this.#idle);
    return this.#checkpoints?.busy ? this.#checkpoints.settled().then(() => this.#shut()) : this.#shut();
  }

  /** The process ends: the last that can be done without waiting. */
  end(): void {
    if (this.broken) return;
    this.#checkpoints?.end();
    this.#guarded(() => this.#out.syncNow());
    this.release();
  }

  /** Gives back the lock, and keeps the file open. */
  release(): void {
    this.#guarded(() => this.#letGo());
  }

  #shut(): void {
    try {
      this.release();
    } finally {
      this.#chain.close();
      this.#out.close();
      this.payloads.close();
    }
  }

  /** A payload that cannot be kept refuses its entry; a disk that cannot keep it refuses all. */
  #kept(entry: AuditFields, payload: AuditPayload): Partial<AuditFields> {
    try {
      return this.payloads.put(entry.entry_id, payload);
    } catch (cause) {
      throw cause instanceof AuditError ? cause : this.#broke(cause);
    }
  }

  #put(entry: AuditFields): WrittenLink {
    const line = this.#chain.lineOf(entry);
    let hashes: LineHashes;
    try {
      hashes = this.#out.write(line);
      if (this.durability === 'each' || (this.durability === 'intent-sync' && entry.entry_type !== 'outcome'))
        this.#out.syncNow();
    } catch (cause) {
      // A part of the line may be in the file: nothing can follow it before the tail is looked at again.
      throw this.#broke(cause);
    }
    if (!this.#out.gathered && !this.#isOurs()) this.#lost();
    this.#size += line.body.length + OWN_HASH_BYTES + 1;
    try {
      return this.#chain.take(line, hashes);
    } catch (cause) {
      // The line stands, and the chain does not know it: at the end of the stack, say.
      throw this.#broke(cause);
    }
  }

  /** What is done once entries stand: a segment closed, a checkpoint signed, the lock given to who waits for it. */
  #after(now: number): void {
    this.#used = now;
    // Nobody waits for this: who writes next is told.
    if (this.durability === 'group') this.#guarded(() => this.#out.syncSoon((cause) => this.#fail(cause)));
    if (this.#checkpoints && this.#chain.size - this.#checkpoints.asked >= this.#checkpoints.every)
      this.#checkpoints.sign();
    if (this.#size >= this.rotateBytes) this.#guarded(() => this.#rotate());
    if (this.#lock.wanted(now)) {
      this.release();
      this.#lock.letOtherTake();
    }
    this.#idle ??= setTimeout(() => this.#look(), IDLE_MS / 4).unref();
  }

  /** Takes the lock and looks at the file again: others may have written, or taken it away. */
  #enter(): void {
    this.#guarded(() => this.#letGo());
    this.#lock.acquire();
    this.#guarded(() => {
      const size = sizeAt(this.path, this.#out.fd);
      if (size === undefined) {
        this.#reopen();
        this.#size = -1;
      } else if (size === this.#size) return;
      const tail = readTail(this.#out.fd, this.path, () => beforeFile(this.path));
      if (this.appendOnly && !this.#started) protect(this.path, '+a');
      // A file that became shorter lost entries. The chain goes on from what is known, so that `verify` finds the gap.
      const cut = tail.size < this.#size;
      this.#size = tail.size;
      if (!cut) this.#goOn(tail);
    });
  }

  #goOn(tail: Tail): void {
    const start = this.#started ? undefined : { checkpoint: this.#checkpoints?.last() };
    const facts = this.#chain.goOn(this.#out.fd, tail, start);
    const step = start && this.#clock.since(tail.timestamp);
    this.#started = true;
    if (facts) this.#put(ownEntry('recovery', facts));
    if (step) this.#put(ownEntry('clock', step));
    if (facts) this.#checkpoints?.sign();
  }

  #rotate(): void {
    this.#out.syncNow();
    const [first, last] = [firstSeq(this.#out.fd) ?? 0, this.#chain.size - 1];
    if (!closeSegment(this.path, first, last, this.appendOnly)) {
      this.rotateBytes = Infinity;
      return;
    }
    this.#reopen();
    this.#size = 0;
    if (this.appendOnly) this.#put(ownEntry('rotation', protectSegment(this.path, first, last)));
    for (const told of this.rotated) told();
  }

  #view(): LogView {
    return {
      stand: () => {
        // What a checkpoint speaks of must outlive a power cut.
        this.#guarded(() => {
          if (this.#out.gathered && !this.#isOurs()) this.#lost();
          this.#out.syncNow();
        });
        return { size: this.#chain.size, root: this.#chain.root() };
      },
      proofFrom: (old, size) => {
        if (this.#isOurs()) this.#chain.drain();
        return this.#chain.proofFrom(old, size);
      },
    };
  }

  /** What has to be in the files before another writes. */
  #letGo(): void {
    if (!this.#lock.held) return;
    if (this.#isOurs()) {
      this.#out.drain();
      this.#chain.drain();
    } else {
      // Somebody else writes by now, and has made the hashes of our lines.
      this.#chain.forget();
      this.#size = -1;
      if (this.#out.gathered) this.#lost();
    }
    this.#lock.release();
  }

  /** Whether the lock is ours, as far as can be known: a thread that stood still may have lost it. */
  #isOurs(): boolean {
    return this.#lock.trusted() || (this.#lock.held && this.#lock.stillHeld());
  }

  /** Looks whether the trail is idle, or wanted. Does not keep the process alive. */
  #look(): void {
    this.#idle = undefined;
    try {
      const now = performance.now();
      const waiting = this.#checkpoints?.look(now, this.#used, this.#chain.size) ?? false;
      if (now - this.#used >= IDLE_MS || this.#lock.wanted(now)) this.release();
      if (this.#lock.held || waiting) this.#idle = setTimeout(() => this.#look(), IDLE_MS / 4).unref();
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** The thread stood still around the write for so long that another took over: the chain may have two ends now. */
  #lost(): void {
    throw this.#broke(new Error('the process stood still while it wrote, and lost the lock'));
  }

  #guarded<T>(body: () => T): T {
    try {
      return body();
    } catch (cause) {
      this.#fail(cause);
      throw cause instanceof AuditError ? cause : unwritable(this.path, cause);
    }
  }

  #broke(cause: unknown): AuditError {
    this.#fail(cause);
    return unwritable(this.path, cause);
  }

  #fail(cause: unknown): void {
    this.#failure ??= cause;
    this.#lock.release();
  }

  #reopen(): void {
    const next = this.#open();
    this.#out.close();
    this.#out = next;
  }

  #open(): Output {
    return new Output(openTrail(this.path, constants.O_NOFOLLOW), this.durability === 'none', this.payloads);
  }
}
