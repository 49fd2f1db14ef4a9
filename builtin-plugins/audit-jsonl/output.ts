/** @module The open file that lines are appended to, and when the disk is asked to keep them. */
import { hash } from 'node:crypto';
import { closeSync, fdatasync, fdatasyncSync, writeSync } from 'node:fs';
import { OWN_HASH_BYTES, ownHash } from 'enforcecore/sdk';
import type { LineBody } from 'enforcecore/sdk';

const GATHERED_BYTES = 256 * 1024;
/** Room for the longest line, and the byte before it. */
const ONE_LINE_BYTES = 64 * 1024 + 1;
const NEWLINE = 0x0a;
const SOON_MS = 5;
const SOON_LINES = 256;

/** A file that the disk is to have before the lines that speak of it. */
export interface Ahead {
  syncNow(): void;
  /** Undefined when the disk has it. */
  sync(): Promise<void> | undefined;
}

/** The hashes of a line. */
export interface LineHashes {
  /** Its `entry_hash`, hex. */
  readonly entryHash: string;
  /** That of the leaf it is: 32 characters, one a byte. */
  readonly leaf: string;
}

/** Takes lines for one open file. What fails is thrown, or rejects: nothing may be written after that. */
export class Output {
  readonly fd: number;
  readonly #gather: boolean;
  readonly #ahead: Ahead | undefined;
  readonly #bytes: Buffer;
  #end = 0;
  /** One line as the tree hashes it: after a zero byte. */
  readonly #line = Buffer.alloc(ONE_LINE_BYTES);
  readonly #leaves = new Views(this.#line, 0);
  readonly #bodies = new Views(this.#line, 1);
  #syncing: Promise<void> | undefined;
  #after: Promise<void> | undefined;
  #soon: NodeJS.Timeout | undefined;
  /** How many lines the disk has not been asked to keep. */
  #unsynced = 0;

  /** @param gather - keeps lines in memory until there are many, or {@link Output.drain} is called */
  constructor(fd: number, gather: boolean, ahead?: Ahead) {
    this.fd = fd;
    this.#gather = gather;
    this.#ahead = ahead;
    this.#bytes = Buffer.allocUnsafe(gather ? GATHERED_BYTES : ONE_LINE_BYTES);
  }

  /** Whether there are lines that the system does not have. */
  get gathered(): boolean {
    return this.#end > 0;
  }

  /** Puts a line together, where its text would be made for nothing else, and gives its hashes. */
  write({ body, split }: LineBody): LineHashes {
    const line = this.#line;
    line.write(body, 1, 'latin1');
    const entryHash = hash('sha256', this.#bodies.of(body.length), 'hex');
    line.copyWithin(1 + split + OWN_HASH_BYTES, 1 + split, 1 + body.length);
    line.write(ownHash(entryHash), 1 + split, 'latin1');
    const length = body.length + OWN_HASH_BYTES;
    const leaf = hash('sha256', this.#leaves.of(length + 1), 'binary');
    if (this.#end + length + 1 > this.#bytes.length) this.drain();
    line[length + 1] = NEWLINE;
    this.#bytes.set(this.#bodies.of(length + 1), this.#end);
    this.#end += length + 1;
    this.#unsynced++;
    if (!this.#gather) this.drain();
    return { entryHash, leaf };
  }

  /** Gives the system all lines. What it says it took counts, not what was asked for. */
  drain(): void {
    const end = this.#end;
    // What fails is not tried again: a part of it may be in the file.
    this.#end = 0;
    for (let done = 0; done < end;) {
      const more = writeSync(this.fd, this.#bytes, done, end - done);
      if (more === 0) throw new Error('the disk takes no more bytes');
      done += more;
    }
  }

  /** Resolves when the disk has every line there is now. Who asks while it works shares the next round. */
  async sync(): Promise<void> {
    this.drain();
    if (this.#syncing === undefined) return await (this.#syncing = this.#round());
    // The round that is under way may have begun before the last line.
    return (this.#after ??= this.#syncing.then(() => {
      this.#after = undefined;
      return (this.#syncing = this.#round());
    }));
  }

  /**
   * Asks the disk within 5 ms, or at once when there are 256 lines. When it is behind by another 256, because the thread
   * does not let it answer, waits for it. Does not keep the process alive.
   */
  syncSoon(failed: (cause: unknown) => void): void {
    if (this.#unsynced >= 2 * SOON_LINES) return this.syncNow();
    // The round to come takes these lines too.
    if (this.#after !== undefined || (this.#unsynced < SOON_LINES && this.#soon !== undefined)) return;
    const sync = (): void => {
      clearTimeout(this.#soon);
      this.#soon = undefined;
      this.sync().catch(failed);
    };
    if (this.#unsynced >= SOON_LINES) sync();
    else this.#soon = setTimeout(sync, SOON_MS).unref();
  }

  syncNow(): void {
    this.drain();
    this.#ahead?.syncNow();
    fdatasyncSync(this.fd);
    this.#unsynced = 0;
  }

  /** Closes the file, after the disk has answered what it was asked. What was not drained is gone. */
  close(): void {
    clearTimeout(this.#soon);
    const close = (): void => closeSync(this.fd);
    if (this.#syncing === undefined) close();
    else void (this.#after ?? this.#syncing).then(close, close);
  }

  #round(): Promise<void> {
    this.#unsynced = 0;
    const before = this.#ahead?.sync();
    const own = (): Promise<void> =>
      new Promise<void>((done, failed) =>
        fdatasync(this.fd, (error) => {
          if (error) return failed(error);
          if (this.#after === undefined) this.#syncing = undefined;
          done();
        }),
      );
    return before === undefined ? own() : before.then(own);
  }
}

const MOST_VIEWS = 2048;

/** The beginnings of some bytes. Most lines are of few lengths, and making a view takes as long as hashing a node. */
class Views {
  readonly #bytes: Buffer;
  readonly #from: number;
  readonly #known = Array.from<Buffer | undefined>({ length: MOST_VIEWS });

  constructor(bytes: Buffer, from: number) {
    this.#bytes = bytes;
    this.#from = from;
  }

  of(length: number): Buffer {
    if (length >= MOST_VIEWS) return this.#bytes.subarray(this.#from, this.#from + length);
    return (this.#known[length] ??= this.#bytes.subarray(this.#from, this.#from + length));
  }
}
