/** @module The files of one log: closed segments beside a trail, what was removed of it, and the trail itself. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AuditError } from 'enforcecore/sdk';
import { firstSeq } from './first-seq.ts';
import { placeOf, refuseLink, unreadable } from './place.ts';
import type { LogOptions, Place } from './place.ts';
import { removedParts } from './retained.ts';
import type { RemovedPart } from './retained.ts';

/** A file with lines. A closed segment says by its name which, and is opened when its turn comes. */
export interface FilePart {
  readonly kind: 'file';
  readonly path: string;
  readonly fd: number | undefined;
  /** In bytes, when it was found: what is appended meanwhile is not looked at. */
  readonly size: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** Entries that should be there, and are in no file. */
export interface MissingPart {
  readonly kind: 'missing';
  readonly first: number;
  readonly last: number;
}

export type LogPart = FilePart | MissingPart | RemovedPart;

/** The parts of a log, in order. */
export interface TrailLog {
  readonly parts: readonly LogPart[];
  readonly close: () => void;
}

const MOST_TRIES = 5;

/** @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`, `EC_AUDIT_SYMLINK`, `EC_AUDIT_RETENTION` */
export function openLog(path: string, options: LogOptions = {}): TrailLog {
  const place = placeOf(path);
  // While a log is read, its writer may close a segment: nothing is to be read twice or not at all then.
  for (let tries = 0; ; tries++) {
    let active: FilePart | undefined;
    const close = (): void => void (active?.fd !== undefined && closeSync(active.fd));
    try {
      const segments = namesOf(place);
      const removed = removedParts(place, options);
      active = trailOf(place, path, segments.length + removed.length > 0);
      const files = segments.map((name) => segmentOf(place, name, options));
      if (namesOf(place).join('/') === segments.join('/') && isStill(place.path, active))
        return { parts: inOrder(files, removed, active), close };
      close();
    } catch (error) {
      close();
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries > MOST_TRIES) throw unreadable(path, error);
    }
    if (tries > MOST_TRIES) throw new AuditError('the files of the log keep changing', { code: 'EC_AUDIT_READ' });
  }
}

/** A file that is written no more. `first` and `last`: `seq` of the entries at its ends. */
export interface Segment {
  readonly path: string;
  readonly first: number;
  readonly last: number;
  readonly compressed: boolean;
}

/** The closed segments beside a trail, in order. Throws what the system says. */
export function segmentsOf(trail: string): readonly Segment[] {
  const place = placeOf(trail);
  return namesOf(place).map((name) => {
    const [, first, last, gzip] = SEGMENT.exec(name.slice(place.stem?.length)) as unknown as [
      string,
      string,
      string,
      string?,
    ];
    return { path: join(place.folder, name), first: Number(first), last: Number(last), compressed: gzip !== undefined };
  });
}

/** What a segment of a trail is called: `trail.000000000000-000000000999.jsonl`. */
export function segmentPath(trail: string, first: number, last: number): string {
  return rangePath(trail, first, last, '.jsonl');
}

/** What else there is of a range of entries: `trail.000000000000-000000000999.leaves`. */
export function rangePath(trail: string, first: number, last: number, ending: string): string {
  const range = [first, last].map((seq) => String(seq).padStart(12, '0')).join('-');
  return besideTrail(trail, `.${range}${ending}`);
}

/** The path of a file of the whole trail, such as `trail.hold.json`. */
export function besideTrail(trail: string, ending: string): string {
  const { path, folder, stem = basename(path) } = placeOf(trail);
  return join(folder, `${stem}${ending}`);
}

const SEGMENT = /^\.(\d{12})-(\d{12})\.jsonl(\.gz)?$/;

function namesOf({ folder, stem }: Place): string[] {
  if (stem === undefined) return [];
  let all: string[];
  try {
    all = readdirSync(folder);
  } catch (error) {
    // A folder that may be entered but not listed: the trail alone can be read.
    if (['EACCES', 'ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
  const names = all.filter((name) => name.startsWith(stem) && SEGMENT.test(name.slice(stem.length))).sort();
  // While a segment is being compressed both are there, and the one that is not is complete.
  return names.filter((name) => !name.endsWith('.gz') || !names.includes(name.slice(0, -3)));
}

function segmentOf(place: Place, name: string, options: LogOptions): FilePart {
  const path = join(place.folder, name);
  refuseLink(path, options);
  const [, first, last] = SEGMENT.exec(name.slice(place.stem?.length)) as unknown as [string, string, string];
  const size = sizeOf(path, path);
  return { kind: 'file', path, fd: undefined, size, first: Number(first), last: Number(last) };
}

/** @param shown - the path as it was given */
function trailOf({ path }: Place, shown: string, mayLack: boolean): FilePart | undefined {
  try {
    sizeOf(path, shown);
    const fd = openSync(path, 'r');
    return { kind: 'file', path, fd, size: fstatSync(fd).size, first: undefined, last: undefined };
  } catch (error) {
    if (mayLack && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Refuses what is no file before it is opened: opening a FIFO would hang. */
function sizeOf(path: string, shown: string): number {
  const about = statSync(path);
  if (about.isFile()) return about.size;
  throw new AuditError(`the trail is not a plain file: \`${shown}\``, { code: 'EC_AUDIT_READ' });
}

/** An open file. */
export interface OpenFile {
  readonly fd: number;
  readonly size: number;
  readonly gzip: boolean;
  readonly close: () => void;
}

/** Opens a part when its turn comes; the trail itself is open already. Throws what the system says. */
export function openPart({ path, fd, size }: FilePart, { followSymlinks }: LogOptions = {}): OpenFile {
  if (fd !== undefined) return { fd, size, gzip: false, close: () => undefined };
  const flags = constants.O_RDONLY | (followSymlinks === true ? 0 : (constants.O_NOFOLLOW ?? 0));
  let own: number;
  let gzip = path.endsWith('.gz');
  try {
    own = openSync(path, flags);
  } catch (error) {
    // It was compressed meanwhile.
    if (gzip || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    own = openSync(`${path}.gz`, flags);
    gzip = true;
  }
  return { fd: own, size: fstatSync(own).size, gzip, close: () => closeSync(own) };
}

/** A segment is read as a whole where it is compressed and not read in order: what becomes larger is none of ours. */
const LARGEST_SEGMENT = 2 ** 30;

/** The content of a compressed file. Throws what the system or zlib says. */
export function unzipped(fd: number): Buffer {
  return gunzipSync(readFileSync(fd), { maxOutputLength: LARGEST_SEGMENT });
}

function isStill(path: string, active: FilePart | undefined): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  if (active?.fd === undefined || !now) return !active && !now;
  const { ino, dev } = fstatSync(active.fd);
  return ino === now.ino && dev === now.dev;
}

function inOrder(files: readonly FilePart[], removed: readonly RemovedPart[], active?: FilePart): readonly LogPart[] {
  // What is about to be removed may still be there.
  const gone = removed.filter(({ first, last }) => !files.some((file) => file.first === first && file.last === last));
  const named = [...files, ...gone].toSorted((a, b) => (a.first as number) - (b.first as number));
  const parts: LogPart[] = [];
  let next = 0;
  const reach = (first: number): void => {
    if (first > next) parts.push({ kind: 'missing', first: next, last: first - 1 });
  };
  for (const part of named) {
    reach(part.first as number);
    parts.push(part);
    next = Math.max(next, (part.last as number) + 1);
  }
  if (!active) return parts;
  if (named.length > 0) reach(firstSeq(active.fd as number) ?? next);
  return [...parts, active];
}
