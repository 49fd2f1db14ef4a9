/** @module The hashes of the tree beside a trail, so that a start and a proof need not read the trail. It can be made again. */
import { closeSync, constants, fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import { storedCount, storedIndex } from 'enforcecore/sdk';
import type { HashReader } from 'enforcecore/sdk';
import { openPlain } from './plain-file.ts';

const BYTES = 32;
const GATHERED_BYTES = 64 * 1024;
/** A call for every hash would take longer, and a longer text would outlive the young generation. */
const GATHERED_CHARACTERS = 16 * BYTES;

/** `<trail>.hashes`: 32 bytes a hash, in the order of `storedIndex`. */
export class HashFile {
  readonly #fd: number;
  /** Hashes that are not in the file yet: first the bytes, then the text, 32 characters each. */
  readonly #kept = Buffer.allocUnsafe(GATHERED_BYTES);
  #end = 0;
  #last = '';
  #broken = false;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /** Without it, everything else works: undefined when it cannot be opened. */
  static open(trail: string): HashFile | undefined {
    try {
      return new HashFile(
        openPlain(`${trail}.hashes`, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | NO_LINKS, 0o600),
      );
    } catch {
      return undefined;
    }
  }

  /** How many leaves the file has the hashes of. */
  get size(): number {
    return leavesIn(Math.floor(fstatSync(this.#fd).size / BYTES));
  }

  /** Leaves out what is beyond so many leaves, and half a hash at the end. */
  cutTo(leaves: number): void {
    this.forget();
    this.#try(() => {
      const size = storedCount(leaves) * BYTES;
      if (fstatSync(this.#fd).size !== size) ftruncateSync(this.#fd, size);
      this.#broken = false;
    });
  }

  /** Takes the next hash. */
  readonly keep = (hash: string): void => {
    this.#last += hash;
    if (this.#last.length < GATHERED_CHARACTERS) return;
    this.#end += this.#kept.write(this.#last, this.#end, 'latin1');
    this.#last = '';
    if (this.#end === GATHERED_BYTES) this.drain();
  };

  /** Leaves out what was kept and not drained. */
  forget(): void {
    this.#end = 0;
    this.#last = '';
  }

  drain(): void {
    this.#end += this.#kept.write(this.#last, this.#end, 'latin1');
    const end = this.#end;
    this.forget();
    if (end === 0 || this.#broken) return;
    this.#try(() => {
      for (let done = 0; done < end;) done += writeSync(this.#fd, this.#kept, done, end - done);
    });
  }

  /** Reads what was drained. Gives nothing sensible for what the file does not have. */
  readonly read: HashReader = (level, index) => {
    const hash = Buffer.alloc(BYTES);
    readSync(this.#fd, hash, 0, BYTES, storedIndex(level, index) * BYTES);
    return hash;
  };

  close(): void {
    this.drain();
    closeSync(this.#fd);
  }

  /** After a failure nothing more is put into the file: it ends early, and whoever opens the trail next goes on. */
  #try(body: () => void): void {
    try {
      body();
    } catch {
      this.#broken = true;
    }
  }
}

/** A link in its place could lead the hashes into any file. */
const NO_LINKS = constants.O_NOFOLLOW;

/** The largest tree whose hashes are that many or fewer. */
export function leavesIn(hashes: number): number {
  let [least, most] = [0, hashes];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (storedCount(middle) <= hashes) least = middle;
    else most = middle - 1;
  }
  return least;
}
