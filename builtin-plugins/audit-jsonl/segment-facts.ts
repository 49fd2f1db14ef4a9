/** @module What a closed segment holds, after every entry in it was checked. */
import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AuditError, quickLeafHash, registerCodes } from 'enforcecore/sdk';
import { parseLine, without } from './canonical.ts';
import { unreadable } from './place.ts';
import { openPlain } from './plain-file.ts';
import type { Segment } from './segments.ts';

registerCodes({
  EC_AUDIT_SEGMENT: {
    summary: 'a closed file of the trail does not hold what it should',
    hint: 'nothing was removed; find out with `enforcecore verify` what happened to it',
  },
});

/** What there is to know of a segment before it goes. */
export interface SegmentFacts {
  /** The hashes of its leaves, 32 bytes each. */
  readonly leaves: Buffer;
  readonly firstPreviousHash: string;
  readonly lastEntryHash: string;
  /** Entries that speak of a payload. */
  readonly withPayload: ReadonlySet<string>;
}

/**
 * Reads a segment.
 *
 * @throws AuditError `EC_AUDIT_SEGMENT` when it was changed: what is removed is not to cover up what was done to it
 */
export async function factsOf(segment: Segment, signal?: AbortSignal): Promise<SegmentFacts> {
  const { first, last, path } = segment;
  const leaves: Buffer[] = [];
  const withPayload = new Set<string>();
  let firstPreviousHash = '';
  let head: string | undefined;
  for await (const line of segmentLines(segment)) {
    signal?.throwIfAborted();
    const entry = entryOf(line, first + leaves.length);
    if (entry === undefined || (head !== undefined && entry.previous !== head)) throw changed(path, leaves.length + 1);
    if (head === undefined) firstPreviousHash = entry.previous;
    head = entry.own;
    if (entry.payloadOf !== undefined) withPayload.add(entry.payloadOf);
    leaves.push(Buffer.from(quickLeafHash(line), 'latin1'));
  }
  if (head === undefined || leaves.length !== last - first + 1) throw changed(path, leaves.length + 1);
  return { leaves: Buffer.concat(leaves), firstPreviousHash, lastEntryHash: head, withPayload };
}

/**
 * The whole lines of a segment, compressed or not. A part of a line at the end comes as a line too: it is no entry.
 *
 * @throws AuditError `EC_AUDIT_SEGMENT` for what cannot be decompressed, `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`
 */
export async function* segmentLines(segment: Segment): AsyncGenerator<Buffer> {
  try {
    yield* rawLines(segment);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code === 'string' && code.startsWith('Z_'))
      throw new AuditError(`the file cannot be decompressed (${code}): \`${segment.path}\``, {
        code: 'EC_AUDIT_SEGMENT',
        cause,
      });
    throw unreadable(segment.path, cause);
  }
}

async function* rawLines({ path, compressed }: Segment): AsyncGenerator<Buffer> {
  const file = createReadStream('', { fd: openPlain(path), highWaterMark: CHUNK });
  const text = compressed ? createGunzip({ chunkSize: CHUNK }) : file;
  // The failure of either end comes out of the loop below.
  if (text !== file) void pipeline(file, text as ReturnType<typeof createGunzip>).catch(() => undefined);
  let rest = Buffer.alloc(0);
  for await (const chunk of text as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
    if (rest.length > LONGEST_BYTES) throw changed(path, 0);
  }
  if (rest.length > 0) yield rest;
}

const CHUNK = 256 * 1024;
const LONGEST_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;
const HEX = /^"[0-9a-f]{64}"$/;

interface Found {
  readonly own: string;
  readonly previous: string;
  readonly payloadOf: string | undefined;
}

/** Undefined for what is no entry, or not that of its place. */
function entryOf(line: Buffer, seq: number): Found | undefined {
  let members: ReadonlyMap<string, string>;
  try {
    members = parseLine(line.toString('utf8')).members;
  } catch {
    return undefined; // whoever asked is told the line
  }
  const own = members.get('entry_hash') ?? '';
  const previous = members.get('previous_hash') ?? '';
  if (!HEX.test(own) || !(previous === '""' || HEX.test(previous))) return undefined;
  if (`"${hash('sha256', without(members, 'entry_hash'), 'hex')}"` !== own) return undefined;
  if (members.has('seq') && members.get('seq') !== String(seq)) return undefined;
  const payloadOf = members.has('payload_hash') ? (JSON.parse(members.get('entry_id') ?? '""') as string) : undefined;
  return { own: own.slice(1, -1), previous: previous.slice(1, -1), payloadOf };
}

function changed(path: string, line: number): AuditError {
  return new AuditError(`line ${line} is not as it was written: \`${path}\``, { code: 'EC_AUDIT_SEGMENT' });
}
