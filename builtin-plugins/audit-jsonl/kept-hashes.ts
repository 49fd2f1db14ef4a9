/** @module The hashes beside a trail, as a proof reads them: few of them, and none that the others contradict. */
import { closeSync, constants, fstatSync, readSync } from 'node:fs';
import { Frontier, isNode, quickLeafHash, storedIndex } from 'enforcecore/sdk';
import type { HashReader } from 'enforcecore/sdk';
import { leavesIn } from './hash-file.ts';
import { openPlain } from './plain-file.ts';

const BYTES = 32;

/** The hashes beside the trail are not to be relied on: the trail itself has to be read. */
export class Doubt extends Error {}

/** `<trail>.hashes`, and those of the lines that it lacks. Nothing is written. */
export class KeptHashes {
  readonly #fd: number;
  /** How many leaves there are hashes of. */
  #size: number;
  /** Of those how many are in the file: the others were added. */
  #inFile: number;
  readonly #added = new Map<number, Buffer>();
  /** Nodes that are known to agree with what is above and below them, by their stored index. */
  readonly #sound = new Set<number>();

  private constructor(fd: number) {
    this.#fd = fd;
    this.#size = this.#inFile = leavesIn(Math.floor(fstatSync(fd).size / BYTES));
  }

  /** Undefined where there are none that can be read. */
  static open(trail: string): KeptHashes | undefined {
    try {
      return new KeptHashes(openPlain(`${trail}.hashes`, constants.O_RDONLY | constants.O_NOFOLLOW));
    } catch {
      return undefined; // they only save time
    }
  }

  get size(): number {
    return this.#size;
  }

  /** Leaves what is beyond so many leaves out of account: the trail was longer once. */
  limitTo(leaves: number): void {
    this.#size = this.#inFile = Math.min(leaves, this.#inFile);
  }

  /** Adds the leaves that the file lacks. */
  add(leaves: Iterable<string>): void {
    const tree = Frontier.of(this.#size, this.read);
    let at = storedIndex(0, this.#size);
    for (const leaf of leaves) tree.append(leaf, (hash) => this.#added.set(at++, Buffer.from(hash, 'latin1')));
    this.#size = tree.size;
  }

  /**
   * A hash of which all that is kept above it was made.
   *
   * @throws Doubt
   */
  readonly read: HashReader = (level, index) => {
    for (let [l, i] = [level, index]; (i + 1) * 2 ** l <= this.#inFile; [l, i] = [l + 1, Math.floor(i / 2)]) {
      const at = storedIndex(l, i);
      if (this.#sound.has(at)) break;
      if (!isNode(l, i, this.#raw)) throw new Doubt('a hash beside the trail is not that of what is below it');
      this.#sound.add(at);
    }
    return this.#raw(level, index);
  };

  /** Whether a line is the one that the leaf was made of. */
  isLeaf(index: number, line: Uint8Array): boolean {
    return this.read(0, index).toString('latin1') === quickLeafHash(line);
  }

  close(): void {
    closeSync(this.#fd);
  }

  readonly #raw: HashReader = (level, index) => {
    const at = storedIndex(level, index);
    const added = this.#added.get(at);
    if (added) return added;
    const hash = Buffer.alloc(BYTES);
    if (readSync(this.#fd, hash, 0, BYTES, at * BYTES) !== BYTES) throw new Doubt('a hash beside the trail is missing');
    return hash;
  };
}
