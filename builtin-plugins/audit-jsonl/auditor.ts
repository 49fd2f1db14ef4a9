/** @module The auditor of an application: writes entries to a trail, one by one. */
import { AuditEntry, AuditError, entryFields, isThenable, logSigner, toAllSinks } from 'enforcecore/sdk';
import type { AuditEntryInit, AuditFields, AuditSink, Awaitable, LogSigner, LogWitness } from 'enforcecore/sdk';
import type { WrittenLink } from 'enforcecore/sdk';
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
  /** Signs checkpoints while the trail is written. */
  readonly checkpoints?: SigningOptions | undefined;
  /** Who is given every checkpoint: the path of a file, the URL of a witness, or one of your own. */
  readonly witness?: Witness | readonly Witness[] | undefined;
}

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
  readonly #write: (entry: AuditFields) => Awaitable<WrittenLink | void>;
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
   * `EC_AUDIT_CLOSED`
   */
  record(init: AuditEntryInit): AuditEntry {
    const { fields, answer } = this.#begin(init);
    if (!isThenable(answer)) return finished(fields, answer);
    Promise.resolve(answer).catch(() => undefined);
    throw new AuditError(`the backend \`${this.#backend.name}\` is asynchronous`, {
      code: 'EC_AUDIT_WRITE',
      hint: 'await `recordDurable` instead of calling `record`',
    });
  }

  /** Records one entry and resolves when the backend has made it durable: for a file, when the disk has it. */
  async recordDurable(init: AuditEntryInit): Promise<AuditEntry> {
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

  #begin(init: AuditEntryInit): { readonly fields: AuditFields; readonly answer: Awaitable<WrittenLink | void> } {
    if (this.#closed) throw new AuditError('the auditor is closed', { code: 'EC_AUDIT_CLOSED' });
    const fields = entryFields(init);
    try {
      return { fields, answer: this.#write(fields) };
    } catch (cause) {
      if (cause instanceof AuditError) throw cause;
      throw new AuditError('the backend failed to write', { code: 'EC_AUDIT_WRITE', cause });
    }
  }
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
