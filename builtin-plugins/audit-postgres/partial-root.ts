/** @module The root of the tree, from some of its leaves and the stored hashes of the rest. */
import { hash } from 'node:crypto';
import type { HashReader } from 'enforcecore/sdk';
import type { Query } from './database.ts';
import { withHashes } from './hashes.ts';

/**
 * @param size - leaves of the tree
 * @param start - the first leaf that is given
 * @param leaves - their hashes, as latin1
 */
export function partialRoot(
  query: Query,
  schema: string,
  size: number,
  start: number,
  leaves: readonly string[],
): Promise<Buffer> {
  const end = start + leaves.length;
  return withHashes(query, schema, (read) => {
    const rootOfRange = (low: number, high: number): Buffer => {
      const count = high - low;
      const half = halfOf(count);
      const outside = high <= start || low >= end;
      // Outside, whole subtrees are read; where one is not whole, its parts are.
      if (outside && half * 2 === count) return readWhole(read, low, count);
      if (count === 1) return outside ? read(0, low) : Buffer.from(leaves[low - start] as string, 'latin1');
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

/** The largest power of two below a number. */
function halfOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
