/** @module Signs where the tree ends, and only what goes on from what was signed before. */
import { createPublicKey } from 'node:crypto';
import { AuditError, openCheckpoint, rootOf, signCheckpoint } from 'enforcecore/sdk';
import type { Checkpoint } from 'enforcecore/sdk';
import type { Query } from './database.ts';
import { withHashes } from './hashes.ts';
import type { TreeHead } from './hashes.ts';

/** What checkpoints are signed with. */
export interface CheckpointKey {
  /** The name of the log, such as `example.com/agents`. */
  readonly origin: string;
  /** An Ed25519 private key in PEM. */
  readonly privateKey: string;
}

/** A place that keeps checkpoints where who writes the trail cannot change them. */
export interface Witness {
  /** Keeps a signed checkpoint. Rejects when it is not safe. */
  publish(note: string): Promise<void>;
  /** The note of the largest checkpoint of a log that is kept; undefined when there is none. */
  latest(origin: string): Promise<string | undefined>;
}

export class Signer {
  readonly #key: CheckpointKey;
  readonly #publicKey: string;
  readonly #witness: Witness | undefined;
  readonly #schema: string;
  /** What was signed last, once it is known. */
  #last: Checkpoint | undefined;

  /** @throws AuditError `EC_AUDIT_KEY`, `EC_AUDIT_CHECKPOINT` */
  constructor(key: CheckpointKey, schema: string, witness?: Witness) {
    // Signing nothing shows at once whether key and name can be used.
    signCheckpoint({ origin: key.origin, size: 0, root: Buffer.alloc(32) }, key.privateKey);
    this.#key = key;
    this.#publicKey = createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }) as string;
    this.#schema = schema;
    this.#witness = witness;
  }

  /**
   * Signs the head, unless that was done. Runs in the transaction of the sequencer, under its lock.
   *
   * @throws AuditError `EC_POSTGRES_HISTORY`
   */
  async sign(query: Query, head: TreeHead): Promise<string | undefined> {
    const { origin, privateKey } = this.#key;
    const last = await this.#signedLast(query);
    if (last && last.size === head.size && last.root.equals(head.root)) return undefined;
    if (last) await this.#mustGoOn(query, last, head);
    const note = signCheckpoint({ origin, size: head.size, root: head.root }, privateKey);
    await query(`INSERT INTO ${this.#schema}.checkpoints (origin, size, note) VALUES ($1, $2, $3)`, [
      origin,
      head.size,
      note,
    ]);
    return note;
  }

  /** To be called when the transaction is committed. */
  async signed(note: string): Promise<void> {
    this.#last = openCheckpoint(note, this.#publicKey);
    await this.#witness?.publish(note);
  }

  /** INVARIANT: a key never signs two histories. What it signed last is what this process, the table or the witness knows. */
  async #signedLast(query: Query): Promise<Checkpoint | undefined> {
    const { origin } = this.#key;
    const { rows } = await query(
      `SELECT note FROM ${this.#schema}.checkpoints WHERE origin = $1 ORDER BY size DESC LIMIT 1`,
      [origin],
    );
    const known = [this.#open(rows[0]?.['note']), this.#last];
    if (!this.#last) known.push(this.#open(await this.#witness?.latest(origin)));
    return known.reduce((most, one) => (one && one.size >= (most?.size ?? 0) ? one : most), undefined);
  }

  #open(note: unknown): Checkpoint | undefined {
    if (note === undefined) return undefined;
    try {
      return openCheckpoint(String(note), this.#publicKey);
    } catch (cause) {
      throw new AuditError('the last checkpoint of the log was not signed with this key', {
        code: 'EC_POSTGRES_HISTORY',
        cause,
      });
    }
  }

  async #mustGoOn(query: Query, last: Checkpoint, head: TreeHead): Promise<void> {
    const { size } = last;
    const goesOn =
      head.size > size && (await withHashes(query, this.#schema, (read) => rootOf(size, read))).equals(last.root);
    if (goesOn) return;
    const message = `what was signed over ${size} entries is not the beginning of the ${head.size} there are now`;
    throw new AuditError(message, { code: 'EC_POSTGRES_HISTORY' });
  }
}
