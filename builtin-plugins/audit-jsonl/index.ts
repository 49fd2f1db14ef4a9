/** @module Keeps the trail in a hash-chained JSONL file, and verifies it. */
import {
  AUDIT_BACKENDS,
  AUDIT_PAYLOAD_KEYS,
  AUDIT_PLACE,
  AUDIT_SIGNER,
  AUDIT_WITNESSES,
  COMMANDS,
  definePlugin,
  optional,
} from 'enforcecore/sdk';
import type { AuditSink } from 'enforcecore/sdk';
import { JsonlBackend } from './backends.ts';
import { lifeCommands } from './life-commands.ts';
import { planned } from './plan.ts';
import { verifyCommand } from './command.ts';
import { proofCommands } from './proof-commands.ts';
import { queryCommand } from './query-command.ts';
import { statsCommand } from './stats-command.ts';

export { Auditor } from './auditor.ts';
export type { AuditorOptions, RecordInit, SigningOptions } from './auditor.ts';
export { AuditBackend, CallbackBackend, JsonlBackend, MultiBackend, NullBackend } from './backends.ts';
export type { JsonlOptions } from './backends.ts';
export type { Durability, TrailOptions } from './options.ts';
export type { CheckpointOptions } from './checkpointer.ts';
export { compressTrail } from './compress.ts';
export { eraseSubject } from './erase.ts';
export type { Erasure } from './erase.ts';
export { holdTrail, releaseTrail } from './hold.ts';
export type { KeepingOptions } from './keeper.ts';
export { pruneTrail } from './prune.ts';
export type { EntryRange, PruneOptions } from './prune.ts';
export { readPayload } from './read-payload.ts';
export type { PayloadOptions } from './read-payload.ts';
export { loadTrail } from './load.ts';
export type { LoadOptions } from './load.ts';
export { AuditStoreBackendAdapter } from './store-adapter.ts';
export { JSONLBackend } from './store.ts';
export { verifyTrail } from './verify.ts';
export type { TrailProblem, TrailSegment, VerificationResult, VerifyOptions } from './verify.ts';

export const auditJsonl = definePlugin({
  name: 'audit-jsonl',
  version: '0.1.0',
  description: 'Keeps the audit trail in a hash-chained JSONL file, and verifies it',
  needs: { place: AUDIT_PLACE, signer: optional(AUDIT_SIGNER), payloadKeys: optional(AUDIT_PAYLOAD_KEYS) },
  setup(host, { place, signer, payloadKeys }) {
    host.contribute(COMMANDS, verifyCommand, ...proofCommands, queryCommand, statsCommand);
    host.contribute(COMMANDS, ...lifeCommands(payloadKeys));
    if (!place.enabled) return {};
    let file: JsonlBackend | undefined;
    const open = (): JsonlBackend =>
      (file ??= new JsonlBackend(place.path, {
        durability: place.durability,
        rotateBytes: place.rotateBytes,
        compress: place.compress,
        retention: place.retention,
        appendOnly: place.appendOnly,
        payloadKeys,
        checkpoints: place.checkpoints && planned(place.checkpoints, signer, host.read(AUDIT_WITNESSES)),
      }));
    const sink: AuditSink = {
      name: 'audit-jsonl',
      chains: true,
      payloads: true,
      sync: payloadKeys === undefined,
      write: (entry, payload) => open().write(entry, payload),
      ready: () => open().ready(),
      flush: () => file?.flush(),
      close: () => file?.close(),
    };
    host.contribute(AUDIT_BACKENDS, sink);
    // Opened here, so that a trail that cannot be written is known before the first call.
    return { start: () => void open() };
  },
});

export default auditJsonl;
