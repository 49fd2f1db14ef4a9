/** @module Where entries go, and how all places are asked. */
import { isThenable } from '../../kernel/awaitable.ts';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { point, token } from '../../kernel/tokens.ts';
import { AuditError } from './errors.ts';
import { AUDIT_SCHEMA } from './fields.ts';
import type { LogSigner, LogWitness } from './checkpoint.ts';
import type { AuditFields, AuditPayload, ChainedFields, WrittenLink } from './fields.ts';
import { sealEntry } from './seal.ts';

/**
 * Where entries go. An entry counts as written when every sink has taken it: each is asked, those that keep a chain
 * first, and the first failure is thrown once all have been asked.
 */
export interface AuditSink {
  readonly name: string;
  /** Keeps a chain of its own and gives the entry's place in it back, which the other sinks then receive. */
  readonly chains?: boolean | undefined;
  /** A promise that `write` never answers with one. Arguments then need not be copied for it. */
  readonly sync?: boolean | undefined;
  /** Keeps payloads: it is given them, and answers with `payload_hash` and `subject_ref` in `shortened`. */
  readonly payloads?: boolean | undefined;
  /** Throws, or rejects, when the entry, or the payload it speaks of, is not safe. */
  write(entry: AuditFields | ChainedFields, payload?: AuditPayload): Awaitable<WrittenLink | void>;
  /** Throws when it is known beforehand that a write would fail. */
  ready?(): void;
  flush?(): Awaitable<void>;
  close?(): Awaitable<void>;
}

/** The sinks of the trail. */
export const AUDIT_BACKENDS = point<AuditSink>('enforcecore/audit-backends');

/** The id of the outcome entry of a call, once it is written: `outcome.record.get(AUDIT_ENTRY_ID)`. */
export const AUDIT_ENTRY_ID = token<string>('enforcecore/audit-entry-id');

/** Switch and folder from the settings (`ENFORCECORE_AUDIT_ENABLED`, `ENFORCECORE_AUDIT_PATH`). The policy wins. */
export const AUDIT_SETTINGS = token<{ readonly enabled: boolean; readonly directory: string }>(
  'enforcecore/audit-settings',
);

/** Checkpoints of the trail, as the policy wants them. */
export interface CheckpointPlan {
  /** The name of the log. */
  readonly origin: string;
  /** Where the private key is. Without either, {@link AUDIT_SIGNER} signs. */
  readonly keyFile?: string | undefined;
  readonly keyEnv?: string | undefined;
  readonly everyEntries?: number | undefined;
  readonly everySeconds?: number | undefined;
  readonly idleSeconds?: number | undefined;
  /** Files and URLs of witnesses, besides {@link AUDIT_WITNESSES}. */
  readonly witnesses: readonly ({ readonly file: string } | { readonly url: string })[];
}

/** What there is of a trail after the policy has had its say, where its file lies, and how it is to be written. */
export const AUDIT_PLACE = token<{
  readonly enabled: boolean;
  readonly path: string;
  readonly durability?: 'none' | 'group' | 'intent-sync' | 'each' | undefined;
  readonly rotateBytes?: number | undefined;
  readonly checkpoints?: CheckpointPlan | undefined;
  /** Closed files are compressed. */
  readonly compress?: boolean | undefined;
  readonly retention?: RetentionPlan | undefined;
  /** The file system is to refuse changes of what was written. */
  readonly appendOnly?: boolean | undefined;
}>('enforcecore/audit-place');

/** How much of a trail stays. Closed files beyond either limit go, the oldest first. */
export interface RetentionPlan {
  readonly maxSegments?: number | undefined;
  /** Days since the last entry of the file. */
  readonly maxDays?: number | undefined;
}

/** Wraps the keys of subjects, so that a key management service has to be asked for them. */
export interface PayloadKeys {
  /** @param key - 32 random bytes. Gives what is kept in their place. */
  wrap(key: Buffer): Awaitable<Uint8Array>;
  unwrap(wrapped: Buffer): Awaitable<Uint8Array>;
}

/** Wraps the keys that payloads are encrypted with. Without it, they lie beside the trail. */
export const AUDIT_PAYLOAD_KEYS = token<PayloadKeys>('enforcecore/audit-payload-keys');

/** Signs the checkpoints of the trail, where the key is kept by a service. */
export const AUDIT_SIGNER = token<LogSigner>('enforcecore/audit-signer');

/** Who is given the checkpoints of the trail. */
export const AUDIT_WITNESSES = point<LogWitness>('enforcecore/audit-witnesses');

/**
 * Asks every sink, those that keep a chain first. Without one, the entries are chained in memory. The first failure is
 * thrown once all have been asked.
 *
 * @example
 * ```ts
 * const lines: string[] = [];
 * const write = toAllSinks([{ name: 'memory', write: ({ tool_name }) => void lines.push(tool_name) }]);
 * await write(AuditEntry.create({ toolName: 'search', policyName: 'demo' }).toDict());
 * lines; // ['search']
 * ```
 */
export function toAllSinks(sinks: readonly AuditSink[]): WriteEntry {
  const ordered = [...sinks.filter((sink) => sink.chains), ...sinks.filter((sink) => !sink.chains)];
  const [only] = ordered;
  if (ordered.length === 1 && only?.chains)
    return (entry, payload) => {
      mustBeKept(payload, only);
      return payload === undefined ? only.write(entry) : only.write(entry, payload);
    };
  const keeps = only?.chains === true;
  let previous = '';
  let seq = 0;
  return (fields, payload) => {
    mustBeKept(payload, only);
    let entry: AuditFields | ChainedFields = fields;
    let link: WrittenLink | undefined;
    const place = (found: WrittenLink): void => {
      const { shortened, ...own } = (link = found);
      entry = { ...fields, ...shortened, ...own };
    };
    if (!keeps) {
      const { entryHash, shortened } = sealEntry(fields, previous, seq);
      place({ shortened, schema_version: AUDIT_SCHEMA, seq, previous_hash: previous, entry_hash: entryHash });
      previous = entryHash;
      seq++;
    }
    const failures: unknown[] = [];
    const failed = (error: unknown): void => void failures.push(error);
    const step = (at: number): Awaitable<WrittenLink | void> => {
      for (let i = at; i < ordered.length; i++) {
        const taken = (answer: WrittenLink | void): void => {
          if (link === undefined && typeof answer?.entry_hash === 'string') place(answer);
        };
        try {
          const answer = (ordered[i] as AuditSink).write(entry, i === 0 ? payload : undefined);
          if (!isThenable(answer)) taken(answer);
          else
            return Promise.resolve(answer)
              .then(taken, failed)
              .then(() => step(i + 1));
        } catch (error) {
          failed(error);
        }
      }
      if (failures.length > 0) throw failures[0];
      return link;
    };
    return step(0);
  };
}

/** Writes an entry, and the payload it speaks of, which the first sink that keeps a chain is given alone. */
type WriteEntry = (entry: AuditFields, payload?: AuditPayload) => Awaitable<WrittenLink | void>;

/** An entry is not to look as if its payload were kept. */
function mustBeKept(payload: AuditPayload | undefined, sink: AuditSink | undefined): void {
  if (payload === undefined || (sink?.chains && sink.payloads)) return;
  throw new AuditError('no audit backend keeps payloads', { code: 'EC_AUDIT_PAYLOAD' });
}
