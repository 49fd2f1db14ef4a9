/** @module Checks that a trail is whole: every entry unchanged, in its place, and none missing but at the end. */
import { openCheckpoint } from 'enforcecore/sdk';
import { openWitness } from './checkpoints.ts';
import { unreadable } from './place.ts';
import { openLog } from './segments.ts';
import { Verification } from './verification.ts';
import type { VerificationResult, VerifyOptions } from './verify-types.ts';

export type { TrailProblem } from './problems.ts';
export type { TrailSegment, VerificationResult, VerifyOptions } from './verify-types.ts';

/**
 * Verifies a trail, reading it as a stream, with the closed segments that lie beside it. Finds any byte changed, moved,
 * inserted or dropped. Two things leave no trace in a file alone: entries cut off its end, and a chain rebuilt as a
 * whole. With a checkpoint those are found too, as far as the checkpoint reaches.
 *
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`; of a checkpoint `EC_AUDIT_CHECKPOINT`, `EC_AUDIT_KEY`; of
 * segments `EC_AUDIT_SYMLINK`, `EC_AUDIT_RETENTION`
 * @example
 * ```ts
 * const auditor = new Auditor({ outputPath: 'trail.jsonl' });
 * auditor.record({ toolName: 'search', policyName: 'demo' });
 * await auditor.close();
 * (await verifyTrail('trail.jsonl')).isValid; // true
 * ```
 */
export async function verifyTrail(path: string, options: VerifyOptions = {}): Promise<VerificationResult> {
  const checkpoints = [
    ...[options.checkpoint ?? []].flat().map(({ note, publicKey }) => openCheckpoint(note, publicKey)),
    ...[options.witness ?? []].flat().flatMap(openWitness),
  ];
  const log = openLog(path, options);
  const verification = new Verification(log.parts, checkpoints, options);
  try {
    for (const part of log.parts) await verification.part(part);
    return verification.result();
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await verification.stop();
    log.close();
  }
}
