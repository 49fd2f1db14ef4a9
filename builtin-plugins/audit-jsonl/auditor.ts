/** @module The auditor of an application: writes entries to a trail, one by one. */
import { AuditEntry, AuditError, entryFields, isThenable, logSigner, toAllSinks } from 'enforcecore/sdk';
import type { AuditEntryInit, AuditFields, AuditPayload, AuditSink, Awaitable, LogSigner } from 'enforcecore/sdk';
import type { LogWitness, PayloadKeys, RetentionPlan, WrittenLink } from 'enforcecore/sdk';
import { JsonlBackend } from './backends.ts';
import type { CheckpointOptions } from './checkpointer.ts';
import type { Durability } from './options.ts';
import { witnessAt } from './witnesses.ts';

/** Where an auditor writes: a file, or a backend. */
export interface AuditorOptions {
  /** The file of the trail. */
  readonly outputPath?: string | undefined;
  /** Where entries go instead. */
  readonly backend?: AuditSink | undefined;
  /** When the disk has an entry: `group` by default. For `outputPath`, as all that follows. */
  readonly durability?: Durability | undefined;
  /** A file of this size, in bytes, is closed and another begun. */
  readonly rotateBytes?: number | undefined;
  /** Closed files are compressed, all but the newest. */
  readonly compress?: boolean | undefined;
  /** Closed files beyond this are removed, the oldest first. What proves the rest stays. */
  readonly retention?: RetentionPlan | undefined;
  /** Asks the file system to refuse changes of what was written, where it can. */
  readonly appendOnly?: boolean | undefined;
  /** Wraps the keys that payloads are encrypted with. Without it, they lie in `<outputPath>.subjects`. */
  readonly payloadKeys?: PayloadKeys | undefined;
  /** Signs checkpoints while the trail is written. */
  readonly checkpoints?: SigningOptions | undefined;
  /** Who is given every checkpoint: the path of a file, the URL of a witness, or one of your own. */
  readonly witness?: Witness | readonly Witness[] | undefined;
}

/** An entry to record, and what it speaks of and does not hold. */
export type RecordInit = AuditEntryInit & {
  /** Whose payload it is: what a subject has is erased at once, with `eraseSubject`. */
  readonly subject?: string | undefined;
  /** Anything that has a JSON form. It is kept encrypted beside the trail; the entry holds its salted hash. */
  readonly payload?: unknown;
};

type Witness = string | LogWitness;

/** When and with what checkpoints are signed. */
export interface SigningOptions extends Omit<CheckpointOptions, 'signer' | 'witnesses'> {
  /** An Ed25519 private key in PEM, or a service that signs. */
  readonly signer: LogSigner | string;
}

/**
 * Writes entries to a trail and chains them.
 *
 * @example
 * ```ts
 * const auditor = new Auditor({ outputPath: 'audit.jsonl' });
 * const first = auditor.record({ toolName: 'search_web', policyName: 'default', overheadMs: 1.2 });
 * const next = auditor.record({ toolName: 'delete_file', policyName: 'default', decision: 'blocked' });
 * next.previousHash === first.entryHash; // true
 * await auditor.close();
 * ```
 * @example
 * ```ts
 * // Signed checkpoints are written beside the trail, and given to a witness.
 * const { privateKey } = generateLogKeys();
 * const auditor = new Auditor({
 *   outputPath: 'signed.jsonl',
 *   checkpoints: { origin: 'example.com/agents', signer: privateKey },
 *   witness: 'elsewhere.jsonl',
 * });
 * auditor.record({ toolName: 'search_web', policyName: 'default' });
 * await auditor.close();
 * ```
 */
export class Auditor {
  readonly #backend: AuditSink;
  readonly #write: (entry: AuditFields, payload?: AuditPayload) => Awaitable<WrittenLink | void>;
  #closed = false;

  /** @throws AuditError `EC_AUDIT_OPEN` · TypeError when neither or both of `outputPath` and `backend` are given */
  constructor(options: AuditorOptions) {
    const { outputPath, backend } = options;
    if ((outputPath === undefined) === (backend === undefined))
      throw new TypeError('an auditor needs an `outputPath` or a `backend`, and not both');
    this.#backend = backend ?? new JsonlBackend(outputPath as string, { ...options, checkpoints: signing(options) });
    this.#write = toAllSinks([this.#backend]);
  }

  /**
   * Records one entry. Absent fields get the spec's defaults, an id and the present time.
   *
   * @throws AuditError `EC_AUDIT_WRITE`, also when the backend answers with a promise; `EC_AUDIT_LOCKED`,
   * `EC_AUDIT_CLOSED`, `EC_AUDIT_PAYLOAD`
   */
  record(init: RecordInit): AuditEntry {
    const { fields, answer } = this.#begin(init);
    if (!isThenable(answer)) return finished(fields, answer);
    Promise.resolve(answer).catch(() => undefined);
    throw new AuditError(`the backend \`${this.#backend.name}\` is asynchronous`, {
      code: 'EC_AUDIT_WRITE',
      hint: 'await `recordDurable` instead of calling `record`',
    });
  }

  /** Records one entry and resolves when the backend has made it durable: for a file, when the disk has it. */
  async recordDurable(init: RecordInit): Promise<AuditEntry> {
    const { fields, answer } = this.#begin(init);
    const link = await answer;
    await this.#backend.flush?.();
    return finished(fields, link);
  }

  async flush(): Promise<void> {
    await this.#backend.flush?.();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#backend.close?.();
  }

  #begin(init: RecordInit): { readonly fields: AuditFields; readonly answer: Awaitable<WrittenLink | void> } {
    if (this.#closed) throw new AuditError('the auditor is closed', { code: 'EC_AUDIT_CLOSED' });
    const fields = entryFields(init);
    const payload = payloadOf(init);
    try {
      return { fields, answer: this.#write(fields, payload) };
    } catch (cause) {
      if (cause instanceof AuditError) throw cause;
      throw new AuditError('the backend failed to write', { code: 'EC_AUDIT_WRITE', cause });
    }
  }
}

function payloadOf({ subject, payload }: RecordInit): AuditPayload | undefined {
  if ((subject === undefined) !== (payload === undefined)) throw new TypeError('`subject` and `payload` go together');
  return subject === undefined ? undefined : { subject, payload };
}

function signing({ checkpoints, witness = [] }: AuditorOptions): CheckpointOptions | undefined {
  const witnesses = [witness].flat().map((one) => (typeof one === 'string' ? witnessAt(one) : one));
  if (checkpoints === undefined && witnesses.length > 0)
    throw new TypeError('a witness is given signed checkpoints: `checkpoints` is needed too');
  if (checkpoints === undefined) return undefined;
  const { signer } = checkpoints;
  return { ...checkpoints, signer: typeof signer === 'string' ? logSigner(signer) : signer, witnesses };
}

function finished(fields: AuditFields, link: WrittenLink | void): AuditEntry {
  if (!link) return AuditEntry.of(fields);
  return AuditEntry.of(link.shortened ? { ...fields, ...link.shortened } : fields, link);
}
