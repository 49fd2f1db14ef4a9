/** @module Reads payloads, for whoever has the keys. */
import { AuditError, registerCodes } from 'enforcecore/sdk';
import type { PayloadKeys } from 'enforcecore/sdk';
import { findEntry } from './find-entry.ts';
import { unreadable } from './place.ts';
import { findPayloads, isDropped } from './payload-file.ts';
import { decrypt, refuse, salted } from './payloads.ts';
import { refOf, SubjectKeys } from './subject-keys.ts';
import { realTrail } from './trail-path.ts';

registerCodes({
  EC_AUDIT_ERASED: {
    summary: 'the payload was erased',
    hint: 'that cannot be undone; what the entry itself says, and every proof, holds nevertheless',
  },
});

/** How payloads are read. */
export interface PayloadOptions {
  /** The provider that wrapped the keys, when there was one. */
  readonly keys?: PayloadKeys | undefined;
}

/**
 * Reads the payload of an entry, and checks it against the hash in the trail.
 *
 * @throws AuditError `EC_AUDIT_ERASED`, `EC_AUDIT_PAYLOAD` when there is none, or not what the trail was told;
 * `EC_AUDIT_NOT_FOUND`
 * @example
 * ```ts
 * const auditor = new Auditor({ outputPath: 'trail.jsonl' });
 * const { entryId } = auditor.record({ toolName: 'search', policyName: 'demo', subject: 'ann', payload: { q: 1 } });
 * await readPayload('trail.jsonl', entryId); // { q: 1 }
 * ```
 */
export async function readPayload(path: string, entryId: string, options: PayloadOptions = {}): Promise<unknown> {
  const trail = realTrail(path);
  try {
    return await read(trail, entryId, options);
  } catch (cause) {
    throw unreadable(trail, cause);
  }
}

async function read(trail: string, entryId: string, options: PayloadOptions): Promise<unknown> {
  const entry = await findEntry(trail, entryId);
  if (!entry) refuse('the trail has no such entry');
  const { payload_hash, subject_ref: ref } = entry;
  if (typeof payload_hash !== 'string' || typeof ref !== 'string') refuse('the entry has no payload');
  const found = await new SubjectKeys(trail, options.keys).ofRef(ref);
  const stored = (await findPayloads(trail, entryId)).filter((one) => one.subjectRef === ref);
  if (!found || (stored.length > 0 && stored.every(isDropped)))
    throw new AuditError('the payload was erased', { code: 'EC_AUDIT_ERASED' });
  const { key, subject } = found;
  if (refOf(subject, key) === ref)
    for (const one of stored) {
      const plain = decrypt(key, one);
      if (plain && salted(plain.salt, plain.text) === payload_hash) return JSON.parse(plain.text) as unknown;
    }
  return refuse('the payload is lost, or not what the trail was told');
}
