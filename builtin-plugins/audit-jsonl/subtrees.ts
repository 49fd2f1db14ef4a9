/** @module Roots of whole subtrees over a range of leaves: what a part of a trail says of the tree over all of it (RFC 6962). */
import { hash } from 'node:crypto';

/** A whole subtree: `2 ** level` leaves. The root has 32 characters, one a byte. */
export interface Subtree {
  readonly level: number;
  readonly root: string;
}

const pair = Buffer.alloc(65, 1);

function nodeHash(left: string, right: string): string {
  pair.write(left, 1, 'latin1');
  pair.write(right, 33, 'latin1');
  return hash('sha256', pair, 'binary');
}

/** The tree over leaves that come one after the other, beginning anywhere. */
export class Subtrees {
  /** The index of the next leaf. */
  size: number;
  // Side by side, not as objects: this is done for every leaf.
  readonly #levels: number[];
  readonly #roots: string[];

  constructor(start = 0, parts: readonly Subtree[] = []) {
    this.size = start;
    this.#levels = parts.map(({ level }) => level);
    this.#roots = parts.map(({ root }) => root);
  }

  /** Adds a leaf, or a whole subtree that begins where one of its size could. */
  add(root: string, level = 0): void {
    const count = level === 0 ? 1 : 2 ** level;
    let right = root;
    let height = level;
    // What ends where this begins, and is as large, is its sibling when this is a right child.
    for (let index = this.size / count; index % 2 === 1 && this.#levels.at(-1) === height; index = (index - 1) / 2) {
      right = nodeHash(this.#roots.pop() as string, right);
      this.#levels.pop();
      height++;
    }
    this.#levels.push(height);
    this.#roots.push(right);
    this.size += count;
  }

  /** The whole subtrees so far, from the left. */
  get parts(): readonly Subtree[] {
    return this.#roots.map((root, i) => ({ level: this.#levels[i] as number, root }));
  }

  /** The root over all leaves from 0 on. */
  root(): Buffer {
    const [last, ...left] = this.#roots.toReversed();
    const root =
      last === undefined ? hash('sha256', '', 'binary') : left.reduce((right, one) => nodeHash(one, right), last);
    return Buffer.from(root, 'latin1');
  }
}

/** What a tree was when it had as many leaves as a checkpoint speaks of. */
export interface Mark {
  readonly size: number;
  readonly parts: readonly Subtree[];
}

/** A tree that notes what it was at given sizes, and stops after the last of them. */
export class MarkedTree {
  readonly marks: Mark[] = [];
  readonly #sizes: readonly number[];
  readonly #tree: Subtrees;
  #stopped = false;

  /** @param sizes - in ascending order */
  constructor(sizes: readonly number[], start = 0) {
    this.#sizes = sizes.filter((size) => size > start || (size === 0 && start === 0));
    this.#tree = new Subtrees(start);
    if (start === 0) this.#mark();
  }

  get size(): number {
    return this.#tree.size;
  }
  get parts(): readonly Subtree[] {
    return this.#tree.parts;
  }
  /** Whether leaves still matter. */
  get wanting(): boolean {
    return !this.#stopped && this.marks.length < this.#sizes.length;
  }

  /** Leaves are missing: what follows says nothing. */
  stop(): void {
    this.#stopped = true;
  }

  add(leaf: string): void {
    this.#tree.add(leaf);
    this.#mark();
  }

  /** Takes in what follows, as a tree made elsewhere noted it. */
  join(marks: readonly Mark[], parts: readonly Subtree[]): void {
    for (const { size, parts: after } of marks) {
      const all = new Subtrees(this.#tree.size, this.#tree.parts);
      for (const { root, level } of after) all.add(root, level);
      this.marks.push({ size, parts: all.parts });
    }
    for (const { root, level } of parts) this.#tree.add(root, level);
  }

  /** The roots at the sizes that were reached. */
  roots(): ReadonlyMap<number, Buffer> {
    return new Map(this.marks.map(({ size, parts }) => [size, new Subtrees(size, parts).root()]));
  }

  #mark(): void {
    while (this.#sizes[this.marks.length] === this.#tree.size)
      this.marks.push({ size: this.#tree.size, parts: this.#tree.parts });
  }
}
