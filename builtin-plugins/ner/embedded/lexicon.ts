/** @module The word lists: which words are first names, surnames, places, ordinary words or firms. No word is stored, only hashes. */
import { pair } from './hash.ts';

/** Classes of a word, one bit each. A usual name has both of its bits. */
export const FIRST = 1;
export const USUAL_FIRST = 2;
export const LAST = 4;
export const USUAL_LAST = 8;
export const CITY = 16;
export const COUNTRY = 32;
export const COMMON = 64;
export const FIRM = 128;
export const NAMED = FIRST | LAST | CITY | COUNTRY;

/** 2^16 buckets. */
const BUCKET_BITS = 16;

/**
 * A bucket a hash prefix; in it, one number of 16 bits a word: 8 of its hash, 8 of its classes. A word that is in no list
 * passes for one of a list in about 0.7 % of cases.
 */
export interface Lexicon {
  /** Where each bucket starts, and the end. */
  readonly starts: Uint32Array;
  readonly entries: Uint16Array;
}

export function lookUp({ starts, entries }: Lexicon, hash: number): number {
  const bucket = hash >>> (32 - BUCKET_BITS);
  const print = (hash & 0xff) << 8;
  const end = starts[bucket + 1] as number;
  for (let i = starts[bucket] as number; i < end; i++) {
    const entry = entries[i] as number;
    if ((entry & 0xff00) === print) return entry & 0xff;
  }
  return 0;
}

/** The key of two words in a row, for places of more than one word. */
export function bigramKey(first: number, second: number): number {
  return pair(first, second) >>> 0;
}

/** Makes a lexicon of hashes and their classes. Words of one key share it, with the classes of all; a full bucket takes no more. */
export function buildLexicon(classes: ReadonlyMap<number, number>): Lexicon {
  const buckets: Map<number, number>[] = Array.from({ length: 1 << BUCKET_BITS }, () => new Map());
  for (const [hash, bits] of classes) {
    const bucket = buckets[hash >>> (32 - BUCKET_BITS)] as Map<number, number>;
    const print = (hash & 0xff) << 8;
    if (bucket.size < 15 || bucket.has(print)) bucket.set(print, (bucket.get(print) ?? 0) | bits);
  }
  return unpackLexicon(
    Uint8Array.from(buckets, (bucket) => bucket.size),
    Uint16Array.from(buckets.flatMap((bucket) => [...bucket].map(([print, bits]) => print | bits))),
  );
}

/** From the size of each bucket and the entries one after another. */
export function unpackLexicon(sizes: Uint8Array, entries: Uint16Array): Lexicon {
  const starts = new Uint32Array(sizes.length + 1);
  for (let i = 0; i < sizes.length; i++) starts[i + 1] = (starts[i] as number) + (sizes[i] as number);
  return { starts, entries };
}
