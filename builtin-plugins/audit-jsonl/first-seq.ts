/** @module What the first line of a file says of how many stand before it. */
import { readSync } from 'node:fs';
import { LONGEST_LINE } from 'enforcecore/sdk';

/** @returns nothing for a line of the first form, or no entry */
export function firstSeq(fd: number): number | undefined {
  const buffer = Buffer.alloc(LONGEST_LINE);
  const text = buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0));
  try {
    const { seq } = JSON.parse(text.slice(0, Math.max(0, text.indexOf('\n')))) as { readonly seq?: unknown };
    return Number.isSafeInteger(seq) ? (seq as number) : undefined;
  } catch {
    return undefined; // reported when the line is read
  }
}
