/** @module Compresses closed segments, all but the newest. A crash at any point leaves a trail that reads. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, readdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AuditError } from 'enforcecore/sdk';
import { despiteAttributes } from './attributes.ts';
import { removeFile, syncFolder } from './durable.ts';
import { openPlain } from './plain-file.ts';
import { segmentPath, segmentsOf } from './segments.ts';
import { realTrail } from './trail-path.ts';
import { inTurn } from './turn.ts';

/**
 * Compresses the closed segments of a trail, all but the newest. Leaves of the tree are the lines themselves: proofs and
 * checkpoints hold.
 *
 * @returns the files that were made
 * @throws AuditError `EC_AUDIT_SEGMENT` when a file reads otherwise than it was written, `EC_AUDIT_LOCKED`,
 * `EC_AUDIT_NOT_FOUND`
 * @example
 * ```ts
 * const auditor = new Auditor({ outputPath: 'trail.jsonl', rotateBytes: 1000 });
 * for (let i = 0; i < 20; i++) auditor.record({ toolName: 'search', policyName: 'demo' });
 * await auditor.close();
 * const made = await compressTrail('trail.jsonl');
 * made[0]?.endsWith('.jsonl.gz'); // true
 * ```
 */
export async function compressTrail(path: string): Promise<readonly string[]> {
  const trail = realTrail(path);
  return inTurn(trail, () => compress(trail));
}

/** The same, for who has the turn. */
export async function compress(trail: string, signal?: AbortSignal): Promise<readonly string[]> {
  removeDrafts(trail);
  const made: string[] = [];
  for (const { first, last, compressed } of segmentsOf(trail).slice(0, -1)) {
    signal?.throwIfAborted();
    if (compressed) continue;
    const plain = segmentPath(trail, first, last);
    await compressOne(plain, signal);
    made.push(`${plain}.gz`);
  }
  return made;
}

/** What a process that was killed left behind, and nobody reads. */
function removeDrafts(trail: string): void {
  const folder = dirname(trail);
  const start = basename(trail).replace(/\.jsonl$/, '');
  for (const name of readdirSync(folder))
    if (name.startsWith(`${start}.`) && DRAFT.test(name.slice(start.length))) rmSync(join(folder, name));
}
const DRAFT = /^\.\d{12}-\d{12}\.jsonl\.gz\.[0-9a-f-]{36}\.new$/;

async function compressOne(plain: string, signal: AbortSignal | undefined): Promise<void> {
  const draft = `${plain}.gz.${randomUUID()}.new`;
  try {
    const digest = createHash('sha256');
    const source = createReadStream('', { fd: openPlain(plain), highWaterMark: CHUNK });
    source.on('data', (chunk) => void digest.update(chunk));
    await pipeline(source, createGzip(), createWriteStream(draft, { flags: 'wx', mode: 0o600 }), { signal });
    await synced(draft);
    if ((await contentDigest(draft, signal)) !== digest.digest('hex'))
      throw new AuditError(`the file reads otherwise than it was written: \`${draft}\``, { code: 'EC_AUDIT_SEGMENT' });
    renameSync(draft, `${plain}.gz`);
    syncFolder(dirname(plain));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  // INVARIANT: the compressed file is on disk and was read back. Until here, the plain one counts.
  despiteAttributes(plain, () => removeFile(plain));
}

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function contentDigest(path: string, signal: AbortSignal | undefined): Promise<string> {
  const digest = createHash('sha256');
  const into = new Writable({ write: (chunk: Buffer, _, done) => void (digest.update(chunk), done()) });
  await pipeline(createReadStream(path, { highWaterMark: CHUNK }), createGunzip({ chunkSize: CHUNK }), into, {
    signal,
  });
  return digest.digest('hex');
}

const CHUNK = 256 * 1024;
