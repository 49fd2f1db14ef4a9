/** @module Records every call in the audit trail, and lets nothing run that cannot be recorded. */
import { randomBytes } from 'node:crypto';
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
import type { CheckpointPlan, OutputOf } from 'enforcecore/sdk';
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
      /** When the disk has an entry. Default: `group`. */
      durability: z.enum(['none', 'group', 'intent-sync', 'each']).optional(),
      /** A file of this size is closed, and another begun. */
      rotate_bytes: z.int().min(65_536).optional(),
      /** `own`: each process writes a file of its own in the folder, instead of taking turns with others. */
      writers: z.enum(['share', 'own']).default('share'),
      /** Closed files are compressed, all but the newest. */
      compress: z.boolean().optional(),
      /** Closed files beyond this are removed, the oldest first. */
      retention: z
        .strictObject({ max_segments: z.int().min(1).optional(), max_days: z.number().positive().optional() })
        .optional(),
      /** The file system is to refuse changes of what was written. */
      append_only: z.boolean().optional(),
      /** The redacted arguments of calls are kept, encrypted under a key of their tenant or session. */
      payloads: z.strictObject({ subject: z.enum(['tenant', 'session']) }).optional(),
      /** Signed checkpoints, while the trail is written. */
      checkpoints: z
        .strictObject({
          /** The name of the log, such as `example.com/agents/trail`. */
          origin: z
            .string()
            .max(255)
            .regex(/^[^\s+]+$/, 'a name of a log has no spaces and no `+`'),
          /** A file with an Ed25519 private key in PEM. */
          key_file: z.string().min(1).optional(),
          /** The environment variable that holds one. */
          key_env: z.string().min(1).optional(),
          every_entries: z.int().min(1).optional(),
          every_seconds: z.number().positive().optional(),
          idle_seconds: z.number().positive().optional(),
          /** Who is given every checkpoint: a file, or the URL of a witness (https://c2sp.org/tlog-witness). */
          witnesses: z
            .array(z.union([z.strictObject({ file: z.string().min(1) }), z.strictObject({ url: z.string().min(1) })]))
            .default([]),
        })
        .optional(),
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
  setup(host, { settings }, { audit: { enabled: wanted, entries, path, ...how } }) {
    const enabled = wanted ?? settings?.enabled ?? true;
    host.provide(AUDIT_PLACE, {
      enabled,
      path: trailIn(path ?? settings?.directory ?? './audit_logs', how.writers === 'own'),
      durability: how.durability,
      rotateBytes: how.rotate_bytes,
      checkpoints: how.checkpoints && planOf(how.checkpoints),
      compress: how.compress,
      retention: how.retention && { maxSegments: how.retention.max_segments, maxDays: how.retention.max_days },
      appendOnly: how.append_only,
    });
    if (!enabled) return {};
    const recorder = new Recorder(host, entries === 'intent', how.payloads?.subject);
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

function trailIn(path: string, own: boolean): string {
  const file = path.endsWith('.jsonl') ? path : join(path, 'trail.jsonl');
  return own ? file.replace(/\.jsonl$/, `-${WRITER}.jsonl`) : file;
}

/** Of this thread: a process id would come back. */
const WRITER = randomBytes(4).toString('hex');

type Checkpoints = NonNullable<OutputOf<typeof section>['checkpoints']>;

function planOf(section: Checkpoints): CheckpointPlan {
  return {
    origin: section.origin,
    keyFile: section.key_file,
    keyEnv: section.key_env,
    everyEntries: section.every_entries,
    everySeconds: section.every_seconds,
    idleSeconds: section.idle_seconds,
    witnesses: section.witnesses,
  };
}
