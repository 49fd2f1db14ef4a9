/** @module The root of the tree, from some of its leaves and the stored hashes of the rest. */
import { hash } from 'node:crypto';
import type { HashReader } from 'enforcecore/sdk';
import type { Query } from './database.ts';
import { withHashes } from './hashes.ts';

/**
 * @param size - leaves of the tree
 * @param leaves - hashes of some of them, as latin1, by their index
 */
export function partialRoot(
  query: Query,
  schema: string,
  size: number,
  leaves: ReadonlyMap<number, string>,
): Promise<Buffer> {
  const given = Float64Array.from(leaves.keys()).sort();
  return withHashes(query, schema, (read) => {
    const rootOfRange = (low: number, high: number): Buffer => {
      const count = high - low;
      const half = halfOf(count);
      const outside = !holdsOne(given, low, high);
      // Where none is given, whole subtrees are read; of one that is not whole, its parts are.
      if (outside && (count === 1 || half * 2 === count)) return readWhole(read, low, count);
      if (count === 1) return Buffer.from(leaves.get(low) as string, 'latin1');
      const parts = [PREFIX, rootOfRange(low, low + half), rootOfRange(low + half, high)];
      return Buffer.from(hash('sha256', Buffer.concat(parts), 'binary'), 'latin1');
    };
    return rootOfRange(0, size);
  });
}
const PREFIX = Buffer.of(1);

function readWhole(read: HashReader, low: number, count: number): Buffer {
  return read(Math.round(Math.log2(count)), low / count);
}

/** Whether one of some numbers in order is in a range, its end not included. */
function holdsOne(given: Float64Array, low: number, high: number): boolean {
  let [from, to] = [0, given.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((given[middle] as number) < low) from = middle + 1;
    else to = middle;
  }
  return from < given.length && (given[from] as number) < high;
}

/** The largest power of two below a number. */
function halfOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
