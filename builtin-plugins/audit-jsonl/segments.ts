/** @module The files of a trail: closed segments, each named after the entries it holds, and the one that is written. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A file that is written no more. */
export interface Segment {
  readonly path: string;
  /** `seq` of its first and its last entry. */
  readonly first: number;
  readonly last: number;
  readonly compressed: boolean;
}

const DIGITS = 12;
const EXTENSION = '.jsonl';

/** What a segment of a trail is called: `trail.000000000000-000000000999.jsonl`. */
export function segmentPath(trail: string, first: number, last: number): string {
  return rangePath(trail, first, last, EXTENSION);
}

/** What else there is of a range of entries: `trail.000000000000-000000000999.leaves`. */
export function rangePath(trail: string, first: number, last: number, ending: string): string {
  const range = [first, last].map((seq) => String(seq).padStart(DIGITS, '0')).join('-');
  return besideTrail(trail, `.${range}${ending}`);
}

/** The closed segments of a trail, in order. One that is there plain and compressed counts once, as plain. */
export function segmentsOf(trail: string): readonly Segment[] {
  const folder = dirname(trail);
  const found = new Map<string, Segment>();
  for (const name of readdirSync(folder).sort()) {
    const match = name.startsWith(`${stemOf(trail)}.`) ? RANGE.exec(name.slice(stemOf(trail).length)) : null;
    if (!match) continue;
    const [, range, first, last, gzip] = match as unknown as [string, string, string, string, string | undefined];
    const compressed = gzip !== undefined;
    if (compressed && found.has(range)) continue;
    found.set(range, { path: join(folder, name), first: Number(first), last: Number(last), compressed });
  }
  return [...found.values()].sort((a, b) => a.first - b.first);
}
const RANGE = /^\.((\d{12})-(\d{12}))\.jsonl(\.gz)?$/;

/** The path of a file of the whole trail, such as `trail.hold.json`. */
export function besideTrail(trail: string, ending: string): string {
  return join(dirname(trail), `${stemOf(trail)}${ending}`);
}

function stemOf(trail: string): string {
  const name = basename(trail);
  return name.endsWith(EXTENSION) ? name.slice(0, -EXTENSION.length) : name;
}
