/** @module The Merkle tree of a log that only grows: RFC 6962, section 2.1. */
import { hash } from 'node:crypto';

const BYTES = 32;

/**
 * The hash of a leaf: SHA-256 over a zero byte and the leaf.
 *
 * @param leaf - a line without its newline; text counts as UTF-8
 * @example
 * ```ts
 * leafHash('{"entry_id":"7"}').length; // 32
 * ```
 */
export function leafHash(leaf: string | Uint8Array): Buffer {
  return Buffer.from(quickLeafHash(leaf), 'latin1');
}

/**
 * The same as 32 characters, one a byte: faster to make and to hand to {@link Frontier}.
 *
 * @example
 * ```ts
 * quickLeafHash('{"entry_id":"7"}') === leafHash('{"entry_id":"7"}').toString('latin1'); // true
 * ```
 */
export function quickLeafHash(leaf: string | Uint8Array): string {
  // One text, or one copy: the hash object that takes parts costs three times as much.
  const whole = typeof leaf === 'string' ? `\0${leaf}` : Buffer.concat([ZERO, leaf]);
  return hash('sha256', whole, 'binary');
}
const ZERO = Buffer.of(0);

const pair = Buffer.alloc(1 + 2 * BYTES, 1);

function nodeHash(left: Buffer, right: Buffer): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + BYTES);
  return Buffer.from(hash('sha256', pair, 'binary'), 'latin1');
}

/**
 * What has to be kept of a tree that only grows: the roots of its whole subtrees.
 *
 * @example
 * ```ts
 * const tree = new Frontier();
 * for (const line of ['{"a":1}', '{"a":2}']) tree.append(leafHash(line));
 * [tree.size, tree.root().length]; // [2, 32]
 * ```
 */
export class Frontier {
  /** How many leaves there are. */
  size = 0;
  /** The root of the whole subtree of each level that has one, at its level: 32 characters, one a byte. */
  readonly #roots: string[] = [];

  /** Goes on from a tree whose hashes are kept somewhere. */
  static of(size: number, read: HashReader): Frontier {
    const tree = new Frontier();
    tree.size = size;
    for (const { level, index } of wholeSubtrees(size)) tree.#roots[level] = read(level, index).toString('latin1');
    return tree;
  }

  /**
   * @param leaf - its hash
   * @param completed - is given the hash of the leaf and of every subtree that it completes, from below: the order in
   * which {@link storedIndex} numbers them
   */
  append(leaf: string | Buffer, completed?: (hash: string) => void): void {
    let right = typeof leaf === 'string' ? leaf : leaf.toString('latin1');
    completed?.(right);
    let level = 0;
    for (let count = this.size; count % 2 === 1; count = (count - 1) / 2) {
      pair.write((this.#roots[level] as string) + right, 1, 'latin1');
      right = hash('sha256', pair, 'binary');
      completed?.(right);
      level++;
    }
    this.#roots[level] = right;
    this.size++;
  }

  /** The root over all leaves so far. */
  root(): Buffer {
    return rootOf(this.size, (level) => Buffer.from(this.#roots[level] as string, 'latin1'));
  }
}

/**
 * Gives the root of a whole subtree: that over the leaves from `index * 2 ** level` on, `2 ** level` of them. Level 0
 * are the leaf hashes.
 */
export type HashReader = (level: number, index: number) => Buffer;

/**
 * Where the hash of a whole subtree stands when hashes are kept in the order in which they come to be: that of a leaf,
 * then those of the subtrees it completes. Go's `sumdb/tlog` and its tools number them in the same way.
 *
 * @example
 * ```ts
 * [storedIndex(0, 0), storedIndex(0, 1), storedIndex(1, 0), storedIndex(0, 2)]; // [0, 1, 2, 3]
 * ```
 */
export function storedIndex(level: number, index: number): number {
  let leaf = (index + 1) * 2 ** level - 1;
  let before = level;
  for (; leaf > 0; leaf = Math.floor(leaf / 2)) before += leaf;
  return before;
}

/**
 * How many hashes are kept of a tree of that many leaves.
 *
 * @example
 * ```ts
 * [storedCount(1), storedCount(2), storedCount(4)]; // [1, 3, 7]
 * ```
 */
export function storedCount(size: number): number {
  return storedIndex(0, size);
}

/**
 * The root over the first `size` leaves.
 *
 * @example
 * ```ts
 * const tree = new MemoryTree();
 * for (const line of ['{"a":1}', '{"a":2}', '{"a":3}']) tree.append(leafHash(line));
 * rootOf(2, tree.read).length; // 32
 * ```
 */
export function rootOf(size: number, read: HashReader): Buffer {
  return size === 0 ? Buffer.from(hash('sha256', '', 'binary'), 'latin1') : rangeRoot(0, size, read);
}

/**
 * The hashes that lead from leaf `index` to the root over the first `size`, from below (PATH).
 *
 * @example
 * ```ts
 * const tree = new MemoryTree();
 * for (const line of ['{"a":1}', '{"a":2}', '{"a":3}']) tree.append(leafHash(line));
 * inclusionProof(0, 3, tree.read).length; // 2
 * ```
 */
export function inclusionProof(index: number, size: number, read: HashReader): Buffer[] {
  const path: Buffer[] = [];
  for (let [low, high] = [0, size]; high - low > 1;) {
    const middle = low + halfOf(high - low);
    if (index < middle) [high] = [middle, path.push(rangeRoot(middle, high, read))];
    else [low] = [middle, path.push(rangeRoot(low, middle, read))];
  }
  return path.reverse();
}

/**
 * The hashes that show a tree of `old` leaves to be the beginning of one of `size` (PROOF).
 *
 * @example
 * ```ts
 * const tree = new MemoryTree();
 * for (const line of ['{"a":1}', '{"a":2}', '{"a":3}']) tree.append(leafHash(line));
 * consistencyProof(2, 3, tree.read).length; // 1
 * ```
 */
export function consistencyProof(old: number, size: number, read: HashReader): Buffer[] {
  if (old === 0 || old === size) return [];
  const path: Buffer[] = [];
  let [low, high] = [0, size];
  while (high !== old) {
    const middle = low + halfOf(high - low);
    if (old <= middle) [high] = [middle, path.push(rangeRoot(middle, high, read))];
    else [low] = [middle, path.push(rangeRoot(low, middle, read))];
  }
  // The old root itself is known to whoever asks.
  if (low > 0) path.push(rangeRoot(low, high, read));
  return path.reverse();
}

/**
 * The whole subtrees that a tree is made of, the largest first.
 *
 * @example
 * ```ts
 * wholeSubtrees(5); // [{ level: 2, index: 0 }, { level: 0, index: 4 }]
 * ```
 */
export function wholeSubtrees(size: number): readonly { readonly level: number; readonly index: number }[] {
  return subtreesOf(0, size);
}

/**
 * Whether the root of a whole subtree is that of its two halves. Of a leaf that cannot be said: true.
 *
 * @example
 * ```ts
 * const tree = new MemoryTree();
 * for (const line of ['{"a":1}', '{"a":2}']) tree.append(leafHash(line));
 * isNode(1, 0, tree.read); // true
 * ```
 */
export function isNode(level: number, index: number, read: HashReader): boolean {
  if (level === 0) return true;
  const halves = nodeHash(read(level - 1, index * 2), read(level - 1, index * 2 + 1));
  return halves.equals(read(level, index));
}

function rangeRoot(low: number, high: number, read: HashReader): Buffer {
  const roots = subtreesOf(low, high).map(({ level, index }) => read(level, index));
  return roots.reduceRight((right, left) => nodeHash(left, right));
}

/** A range that begins where a subtree of its size could, as whole subtrees, the largest first. */
function subtreesOf(low: number, high: number): { readonly level: number; readonly index: number }[] {
  const subtrees = [];
  for (let from = low; from < high;) {
    const count = powerWithin(high - from);
    subtrees.push({ level: Math.round(Math.log2(count)), index: from / count });
    from += count;
  }
  return subtrees;
}

/** Where a tree is parted: the largest power of two below the number of its leaves. */
function halfOf(count: number): number {
  return powerWithin(count - 1);
}

/** The largest power of two that is not larger. A loop, because a logarithm is not exact. */
function powerWithin(count: number): number {
  let power = 1;
  while (power * 2 <= count) power *= 2;
  return power;
}

/**
 * A tree with all its hashes in memory, 64 bytes a leaf.
 *
 * @example
 * ```ts
 * const tree = new MemoryTree();
 * for (const line of ['{"a":1}', '{"a":2}']) tree.append(leafHash(line));
 * inclusionProof(0, tree.size, tree.read).length; // 1
 * ```
 */
export class MemoryTree {
  readonly #frontier = new Frontier();
  #hashes = Buffer.alloc(1024 * BYTES);
  #used = 0;

  get size(): number {
    return this.#frontier.size;
  }

  append(leaf: string | Buffer): void {
    this.#frontier.append(leaf, this.#keep);
  }

  readonly read: HashReader = (level, index) => {
    const at = storedIndex(level, index) * BYTES;
    return this.#hashes.subarray(at, at + BYTES);
  };

  readonly #keep = (completed: string): void => {
    if (this.#used === this.#hashes.length) this.#hashes = Buffer.concat([this.#hashes], this.#used * 2);
    this.#used += this.#hashes.write(completed, this.#used, 'latin1');
  };
}
