/** @module The Merkle tree over the lines of a trail: RFC 6962, section 2.1. A leaf is a line without its newline. */
import { createHash } from 'node:crypto';

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

export function leafHash(line: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(line).digest();
}

/** What is kept of a tree that only grows: the roots of its whole subtrees, the largest first. */
export class Frontier {
  size = 0;
  #roots: Buffer[] = [];

  append(leaf: Buffer): void {
    let right = leaf;
    for (let count = this.size; count % 2 === 1; count = Math.floor(count / 2)) {
      right = nodeHash(this.#roots.pop() as Buffer, right);
    }
    this.#roots.push(right);
    this.size++;
  }

  /** MTH of all leaves so far. */
  root(): Buffer {
    if (this.size === 0) return createHash('sha256').digest();
    return this.#roots.reduceRight((right, left) => nodeHash(left, right));
  }
}

export function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = new Frontier();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}

/** PATH: the hashes that lead from leaf `index` to the root, from below. */
export function inclusionProof(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const { left, right } = split(leaves);
  return index < left.length
    ? [...inclusionProof(index, left), rootOf(right)]
    : [...inclusionProof(index - left.length, right), rootOf(left)];
}

/** PROOF: the hashes that show the first `size` leaves to be the beginning of all. */
export function consistencyProof(size: number, leaves: readonly Buffer[]): Buffer[] {
  return size === 0 ? [] : subproof(size, leaves, true);
}

function subproof(size: number, leaves: readonly Buffer[], known: boolean): Buffer[] {
  if (size === leaves.length) return known ? [] : [rootOf(leaves)];
  const { left, right } = split(leaves);
  return size <= left.length
    ? [...subproof(size, left, known), rootOf(right)]
    : [...subproof(size - left.length, right, false), rootOf(left)];
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** At the largest power of two that is smaller than their number. */
function split(leaves: readonly Buffer[]): { left: readonly Buffer[]; right: readonly Buffer[] } {
  let at = 1;
  while (at * 2 < leaves.length) at *= 2;
  return { left: leaves.slice(0, at), right: leaves.slice(at) };
}
