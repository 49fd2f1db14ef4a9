/** @module The chain and the tree of a trail, as its writer knows them: what comes next, and what stands. */
import { AUDIT_SCHEMA, consistencyProof, Frontier, lineBody, rootOf } from 'enforcecore/sdk';
import type { AuditFields, Checkpoint, LineBody, WrittenLink } from 'enforcecore/sdk';
import { HashFile } from './hash-file.ts';
import type { LineHashes } from './output.ts';
import { recoveryFacts } from './recovery.ts';
import { standingOf } from './standing.ts';
import type { Tail } from './tail.ts';

/** Grows by a line at a time, and keeps the hashes beside the trail. */
export class Chain {
  readonly #trail: string;
  readonly #hashes: HashFile | undefined;
  #tree = new Frontier();
  #head = '';
  #count = 0;

  constructor(trail: string) {
    this.#trail = trail;
    this.#hashes = HashFile.open(trail);
  }

  /** How many entries there are. */
  get size(): number {
    return this.#count;
  }

  root(): Buffer {
    return this.#tree.root();
  }

  /** The line that an entry would be, were it written now. */
  lineOf(entry: AuditFields): LineBody {
    return lineBody(entry, this.#head, this.#count);
  }

  /** That line is in the file. Gives the place of its entry. */
  take({ shortened }: LineBody, { entryHash, leaf }: LineHashes): WrittenLink {
    const previous = this.#head;
    this.#head = entryHash;
    this.#tree.append(leaf, this.#hashes?.keep);
    const seq = this.#count++;
    return { schema_version: AUDIT_SCHEMA, seq, previous_hash: previous, entry_hash: entryHash, shortened };
  }

  /**
   * Goes on from what is in the file.
   *
   * @param start - for the first look
   * @returns what is not as a writer leaves it
   */
  goOn(fd: number, tail: Tail, start?: { readonly checkpoint: Checkpoint | undefined }): object | undefined {
    const hashes = this.#hashes;
    const before = this.#tree;
    const { tree, lost } = standingOf(this.#trail, fd, tail.count, hashes, start);
    const goesOn = before.size <= tail.count && hashes && rootOf(before.size, hashes.read).equals(before.root());
    const replaced = goesOn === false && lost === 0 ? before.size : undefined;
    [this.#head, this.#count, this.#tree] = [tail.head, tail.count, tree];
    return recoveryFacts({ fd, tail, lost, replaced, checkpoint: start?.checkpoint, hashes });
  }

  /** Shows the tree of `old` leaves to be the beginning of that of `size`. Nothing, when no hashes are kept. */
  proofFrom(old: number, size: number): readonly Buffer[] {
    return this.#hashes ? consistencyProof(old, size, this.#hashes.read) : [];
  }

  /** The hashes so far are for others to read. */
  drain(): void {
    this.#hashes?.drain();
  }

  /** Others have kept the hashes that were not drained. */
  forget(): void {
    this.#hashes?.forget();
  }

  close(): void {
    this.#hashes?.close();
  }
}
