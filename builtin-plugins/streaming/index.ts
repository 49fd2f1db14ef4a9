/** @module Redacts and enforces text that arrives in pieces, exactly as the whole would be. */
import { COMMANDS, definePlugin } from 'enforcecore/sdk';
import { redactCommand, scanCommand } from './commands.ts';
export { StreamingRedactor } from './redactor.ts';
export type { StreamingRedactorOptions, StreamRedactionEvent } from './redactor.ts';
export type { StreamAuditEntry, StreamEnforcementResult, StreamFind } from './result.ts';
export { streamEnforce } from './stream.ts';
export type { EnforcedStream, StreamEnforceOptions } from './stream.ts';

/** The room has no place in the corridor: the kernel itself treats the strings of every stream as one text. */
export const streaming = definePlugin({
  name: 'streaming',
  version: '0.1.0',
  description: 'Redacts and enforces text that arrives in pieces, exactly as the whole would be',
  setup(host) {
    host.contribute(COMMANDS, scanCommand, redactCommand);
  },
});

export default streaming;
