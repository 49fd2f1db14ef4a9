/** @module Records every call in the audit trail, and lets nothing run that cannot be recorded. */
import { join } from 'node:path';
import { z } from 'zod';
import {
  AUDIT_BACKENDS,
  AUDIT_PLACE,
  AUDIT_SETTINGS,
  definePlugin,
  EnforceCoreError,
  optional,
  registerCodes,
  schemaLater,
} from 'enforcecore/sdk';
import { Recorder } from './recorder.ts';

registerCodes({
  EC_AUDIT_NO_SINK: {
    summary: 'the audit trail is on and goes nowhere',
    hint: 'activate an audit backend such as `audit-jsonl`, or switch the trail off with `audit: { enabled: false }`',
  },
});

const section = schemaLater(() =>
  z
    .strictObject({
      /** Wins over `ENFORCECORE_AUDIT_ENABLED`. */
      enabled: z.boolean().optional(),
      /** `intent`: an entry before the tool starts and one when the call has ended. `outcome`: the latter alone. */
      entries: z.enum(['intent', 'outcome']).default('intent'),
      /** Folder of `trail.jsonl`, or a file that ends in `.jsonl`. Wins over `ENFORCECORE_AUDIT_PATH`. */
      path: z.string().min(1).optional(),
    })
    .prefault({}),
);

export const audit = definePlugin({
  name: 'audit',
  version: '0.1.0',
  description: 'Records every call in the audit trail, before the tool starts and when the call has ended',
  policy: { sections: { audit: section }, main: 'audit' },
  needs: { settings: optional(AUDIT_SETTINGS) },
  provides: [AUDIT_PLACE],
  setup(host, { settings }, { audit: { enabled: wanted, entries, path } }) {
    const enabled = wanted ?? settings?.enabled ?? true;
    host.provide(AUDIT_PLACE, { enabled, path: trailIn(path ?? settings?.directory ?? './audit_logs') });
    if (!enabled) return {};
    const recorder = new Recorder(host, entries === 'intent');
    host.use(recorder.outermost);
    host.use(recorder.innermost);
    return {
      start() {
        const sinks = host.read(AUDIT_BACKENDS);
        if (sinks.length === 0)
          throw new EnforceCoreError('the audit trail is on, and no audit backend is active', {
            code: 'EC_AUDIT_NO_SINK',
          });
        recorder.open(sinks);
      },
      stop: () => recorder.close(),
    };
  },
});

export default audit;

function trailIn(path: string): string {
  return path.endsWith('.jsonl') ? path : join(path, 'trail.jsonl');
}
