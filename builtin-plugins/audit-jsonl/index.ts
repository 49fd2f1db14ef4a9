/** @module Keeps the trail in a hash-chained JSONL file, and verifies it. */
import { AUDIT_BACKENDS, AUDIT_PLACE, COMMANDS, definePlugin } from 'enforcecore/sdk';
import type { AuditSink } from 'enforcecore/sdk';
import { JsonlBackend } from './backends.ts';
import { verifyCommand } from './command.ts';
import { proofCommands } from './proof-commands.ts';

export { Auditor } from './auditor.ts';
export type { AuditorOptions } from './auditor.ts';
export { AuditBackend, CallbackBackend, JsonlBackend, MultiBackend, NullBackend } from './backends.ts';
export { loadTrail } from './load.ts';
export type { LoadOptions } from './load.ts';
export { AuditStoreBackendAdapter } from './store-adapter.ts';
export { JSONLBackend } from './store.ts';
export { verifyTrail } from './verify.ts';
export type { TrailProblem, VerificationResult, VerifyOptions } from './verify.ts';

export const auditJsonl = definePlugin({
  name: 'audit-jsonl',
  version: '0.1.0',
  description: 'Keeps the audit trail in a hash-chained JSONL file, and verifies it',
  needs: { place: AUDIT_PLACE },
  setup(host, { place }) {
    host.contribute(COMMANDS, verifyCommand, ...proofCommands);
    if (!place.enabled) return {};
    let file: JsonlBackend | undefined;
    const open = (): JsonlBackend => (file ??= new JsonlBackend(place.path));
    const sink: AuditSink = {
      name: 'audit-jsonl',
      chains: true,
      sync: true,
      write: (entry) => open().write(entry),
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
