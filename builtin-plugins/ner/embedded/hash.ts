/** @module The hashes that words and features are known by. */
import { foldTable } from './chars.ts';

/** FNV-1a of the folded units of `text` from `start` to `end`. */
export function wordHash(text: string, start: number, end: number): number {
  const fold = foldTable();
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (fold[text.charCodeAt(i)] as number), 0x01000193);
  return finish(hash);
}

/** Spreads the bits, so that any few of them are a good hash too. */
export function finish(hash: number): number {
  let h = hash ^ (hash >>> 15);
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Two hashes as one; the order counts. */
export function pair(a: number, b: number): number {
  return Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35);
}
