/** @module The tree of a trail from the hashes beside it, for proofs: only the lines that are in question are read. */
import { fstatSync } from 'node:fs';
import { quickLeafHash, rootOf } from 'enforcecore/sdk';
import type { HashReader } from 'enforcecore/sdk';
import { Doubt, KeptHashes } from './kept-hashes.ts';
import { hasId } from './leaves.ts';
import { lineWithSeq, linesWith } from './line-places.ts';
import { linesOf } from './log-lines.ts';
import { placeOf } from './place.ts';
import { leafAt } from './retained.ts';
import { openLog, openPart } from './segments.ts';
import type { FilePart, LogPart, TrailLog } from './segments.ts';
import { lastRoot } from './signed-roots.ts';
import { linesFromEnd, placeOf as placeInTrail } from './tail.ts';

/** If the hashes lack more lines, the trail is read from its beginning. */
const MOST_LACKING = 100_000;

/** INVARIANT: gives what the lines of the trail would give, or throws a {@link Doubt}. */
export class QuickTree {
  readonly #log: TrailLog;
  readonly #hashes: KeptHashes;
  readonly read: HashReader;

  private constructor(log: TrailLog, hashes: KeptHashes) {
    this.#log = log;
    this.#hashes = hashes;
    this.read = hashes.read;
  }

  /** @throws Doubt; AuditError as `openLog` */
  static open(path: string): QuickTree {
    const log = openLog(path);
    const { path: trail } = placeOf(path);
    const hashes = KeptHashes.open(trail);
    try {
      if (!hashes) throw new Doubt('there are no hashes beside the trail');
      if (log.parts.some(({ kind }) => kind === 'missing')) throw new Doubt('a segment is missing');
      catchUp(hashes, log.parts);
      const signed = lastRoot(trail);
      if (signed && signed.size <= hashes.size && !rootOf(signed.size, hashes.read).equals(signed.root))
        throw new Doubt('the hashes beside the trail are not those of the last checkpoint');
      return new QuickTree(log, hashes);
    } catch (error) {
      hashes?.close();
      log.close();
      throw error;
    }
  }

  get size(): number {
    return this.#hashes.size;
  }

  /** See `indexOfEntry`. */
  async indexOf(id: string, within: number): Promise<number | undefined> {
    let behind: number | undefined;
    for (const part of this.#log.parts.toReversed()) {
      if (part.kind !== 'file') continue;
      for await (const line of linesOfPart(part, id)) {
        if (line === undefined) throw new Doubt('the id stands in a line that is too long');
        if (!hasId(line, id)) continue;
        const seq = placeInTrail(line)?.seq;
        if (seq === undefined || seq >= this.size || !this.#hashes.isLeaf(seq, line))
          throw new Doubt('the entry is not where it says that it is');
        if (seq < within) return seq;
        behind = seq;
      }
    }
    return behind;
  }

  /** Reads the line of a leaf. @throws Doubt when it is another */
  async confirm(index: number): Promise<void> {
    const part = this.#log.parts.find(
      ({ first, last }) => first === undefined || (first <= index && index <= Number(last)),
    );
    const leaf = part && (await leafIn(part, index));
    if (leaf === undefined || this.read(0, index).toString('latin1') !== leaf)
      throw new Doubt('the line is not the one that the hashes were made of');
  }

  close(): void {
    this.#hashes.close();
    this.#log.close();
  }
}

/** Adds what the hashes lack, and leaves out what they have too much, by the last lines of the log. */
function catchUp(hashes: KeptHashes, parts: readonly LogPart[]): void {
  const lacking: string[] = [];
  let size: number | undefined;
  for (const line of lastLines(parts)) {
    if (size === undefined) {
      size = (placeInTrail(line)?.seq ?? NaN) + 1;
      if (!(size - hashes.size <= MOST_LACKING)) throw new Doubt('the hashes lack too many lines');
      hashes.limitTo(size);
    }
    const index = size - 1 - lacking.length;
    if (index < hashes.size) {
      if (!hashes.isLeaf(index, line)) break;
      return hashes.add(lacking.reverse());
    }
    // A line that is too long comes as an empty one.
    if (line.length === 0) break;
    lacking.push(quickLeafHash(line));
  }
  throw new Doubt('the last line that the hashes know is another');
}

/** The whole lines of the last file that has any, the last ones first. */
function* lastLines(parts: readonly LogPart[]): Generator<Buffer> {
  for (const part of parts.toReversed()) {
    if (part.kind !== 'file') return;
    const file = openPart(part);
    try {
      if (file.gzip) return;
      let some = false;
      for (const { line, torn } of linesFromEnd(file.fd)) {
        if (torn) continue;
        some = true;
        yield line;
      }
      if (some) return;
    } finally {
      file.close();
    }
  }
}

async function leafIn(part: LogPart, index: number): Promise<string | undefined> {
  if (part.kind === 'missing') return undefined;
  if (part.kind === 'removed') return leafAt(part, index, {})?.toString('latin1');
  const file = openPart(part);
  try {
    if (!file.gzip) {
      const line = lineWithSeq(file.fd, fstatSync(file.fd).size, index);
      return line && quickLeafHash(line);
    }
  } finally {
    file.close();
  }
  let at = Number(part.first);
  for await (const { text } of linesOf(part, {}))
    if (at++ === index) return text && quickLeafHash(Buffer.from(text, 'latin1'));
  return undefined;
}

/** The lines of a file that may be the entry with an id, the last ones first. */
async function* linesOfPart(part: FilePart, id: string): AsyncGenerator<Buffer | undefined> {
  const file = openPart(part);
  try {
    if (!file.gzip) return yield* linesWith(file.fd, fstatSync(file.fd).size, id);
  } finally {
    file.close();
  }
  const found: (Buffer | undefined)[] = [];
  for await (const { text } of linesOf(part, {})) {
    const line = text === undefined ? undefined : Buffer.from(text, 'latin1');
    if (line === undefined || hasId(line, id)) found.push(line);
  }
  yield* found.reverse();
}
