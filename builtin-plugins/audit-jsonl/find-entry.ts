/** @module Looks for one entry of a trail, in all its files. */
import { closeSync, openSync } from 'node:fs';
import { segmentLines } from './segment-facts.ts';
import { segmentsOf } from './segments.ts';
import { linesFromEnd } from './tail.ts';

/** The fields of an entry; undefined when the trail has no such entry (any more). */
export async function findEntry(trail: string, entryId: string): Promise<Fields | undefined> {
  const recent = findRecent(trail, entryId, Infinity);
  if (recent) return recent;
  for (const segment of segmentsOf(trail).toReversed())
    for await (const line of segmentLines(segment)) {
      const entry = ifEntry(line, entryId);
      if (entry) return entry;
    }
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The same, among the last ones of the file that is written. */
export function findRecent(trail: string, entryId: string, most: number): Fields | undefined {
  const fd = openSync(trail, 'r');
  try {
    let left = most;
    for (const { line } of linesFromEnd(fd)) {
      if (left-- <= 0) return undefined;
      const entry = ifEntry(line, entryId);
      if (entry) return entry;
    }
    return undefined;
  } finally {
    closeSync(fd);
  }
}

function ifEntry(line: Buffer, entryId: string): Fields | undefined {
  if (!line.includes(JSON.stringify(entryId))) return undefined;
  try {
    const entry = JSON.parse(line.toString('utf8')) as Fields;
    return entry['entry_id'] === entryId ? entry : undefined;
  } catch {
    return undefined; // a damaged line is no entry
  }
}
