/** @module The most recent entries that are asked for, without reading what came long before them. */
import { fstatSync } from 'node:fs';
import { LONGEST_LINE, objectOf } from 'enforcecore/sdk';
import { readBlocks } from './blocks.ts';
import type { Block, Range } from './blocks.ts';
import { matches } from './filter.ts';
import type { Filter, Row } from './filter.ts';
import { decoded } from './log-lines.ts';
import { unreadable } from './place.ts';
import type { LogOptions } from './place.ts';
import { openLog, openPart } from './segments.ts';
import type { FilePart } from './segments.ts';

/** Where the last complete line of a trail ends. */
export interface TrailEnd {
  readonly inode: number;
  readonly offset: number;
}

/** What a query found. */
export interface Found {
  /** The oldest first. */
  readonly rows: readonly Row[];
  /** Lines that were looked at and are no entries. */
  readonly unread: number;
  /** Nothing where there is no trail yet. */
  readonly end: TrailEnd | undefined;
}

/** How much is read at once, from the end on, in bytes. */
const WINDOW = 1024 * 1024;

/** @throws AuditError as `openLog` */
export async function query(path: string, filter: Filter, limit: number, options: LogOptions = {}): Promise<Found> {
  const log = openLog(path, options);
  const search = new Search(filter, limit);
  try {
    for (const part of log.parts.toReversed()) {
      if (part.kind !== 'file') continue;
      if (part.first !== undefined && search.isFull) break;
      await search.part(part, options);
    }
    return { rows: search.rows.reverse(), unread: search.unread, end: search.end };
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    log.close();
  }
}

/** What a line says, when it is an entry. What is none is counted by whoever asks, and reported by `verify`. */
export function rowOf(text: string | undefined): Row | undefined {
  if (text === undefined || text.length > LONGEST_SHOWN) return undefined;
  return objectOf(decoded(text));
}

/** A thousand of them are held at once. Lines of ours are a quarter of that at most. */
const LONGEST_SHOWN = 4 * LONGEST_LINE;

class Search {
  /** The newest first. */
  readonly rows: Row[] = [];
  unread = 0;
  end: TrailEnd | undefined;
  readonly #filter: Filter;
  readonly #limit: number;

  constructor(filter: Filter, limit: number) {
    this.#filter = filter;
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.rows.length >= this.#limit;
  }

  async part(part: FilePart, options: LogOptions): Promise<void> {
    const { fd, size, gzip, close } = openPart(part, options);
    try {
      const window = gzip ? Infinity : WINDOW;
      let to = size;
      do {
        const from = Math.max(0, to - window);
        const rest = await this.#window({ fd, size, gzip, from, to });
        if (to === size && part.first === undefined) this.end = { inode: fstatSync(fd).ino, offset: size - rest };
        to = from;
      } while (to > 0 && !this.isFull);
    } finally {
      close();
    }
  }

  /** @returns how many bytes stand behind the last newline */
  async #window(range: Range): Promise<number> {
    const most = this.#limit - this.rows.length;
    let found: Row[] = [];
    let rest = 0;
    for await (const block of readBlocks(range)) {
      for (const text of linesIn(block)) {
        const row = rowOf(text);
        if (!row) this.unread++;
        else if (matches(this.#filter, row)) found.push(row);
      }
      // A compressed segment is read from its beginning: what is too much of it is let go on the way.
      if (found.length > most) found = most === 0 ? [] : found.slice(-most);
      if ('odd' in block && !block.ended) rest = block.odd?.length ?? 0;
    }
    for (const row of found.reverse()) this.rows.push(row);
    return rest;
  }
}

function linesIn(block: Block): readonly (string | undefined)[] {
  return 'lines' in block ? block.lines.split('\n').slice(0, -1) : [block.odd];
}
