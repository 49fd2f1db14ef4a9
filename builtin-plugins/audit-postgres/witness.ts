/** @module A witness in PostgreSQL: checkpoints in a table that only grows, under a role of its own. */
import { AuditError, openCheckpoint } from 'enforcecore/sdk';
import { Database, reading } from './database.ts';
import { failed } from './errors.ts';
import type { PostgresConnection } from './options.ts';
import type { Witness } from './signer.ts';

/** Where the witness is, and whose checkpoints it keeps. */
export interface PostgresWitnessOptions extends PostgresConnection {
  /** The log's public key, in PEM or as a signed-note verifier key: nothing else is kept or believed. */
  readonly publicKey: string;
  /** How long it is tried again while the database cannot be reached, in milliseconds. Default: 10,000. */
  readonly retryMs?: number | undefined;
}

/**
 * Keeps the checkpoints of a log. It is worth something when whoever writes the log cannot write here: give it another
 * role, better another database. Two checkpoints of one size with different roots are both kept: they prove a fork.
 *
 * @example
 * ```ts
 * const { publicKey } = generateLogKeys();
 * const witness = new PostgresWitness({ host: 'witness.example', database: 'witness', publicKey });
 * await witness.close();
 * ```
 */
export class PostgresWitness implements Witness {
  readonly #database: Database;
  readonly #publicKey: string;
  readonly #retryMs: number;

  /** @throws AuditError `EC_POSTGRES_OPTIONS` */
  constructor(options: PostgresWitnessOptions) {
    this.#database = new Database(options);
    this.#publicKey = options.publicKey;
    this.#retryMs = options.retryMs ?? 10_000;
  }

  /** @throws AuditError `EC_AUDIT_CHECKPOINT`, `EC_AUDIT_KEY`, `EC_AUDIT_WRITE` */
  async publish(note: string): Promise<void> {
    const { origin, size, root } = openCheckpoint(note, this.#publicKey);
    const text = `INSERT INTO ${this.#table} (origin, size, root, note) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
    try {
      await this.#database.persist(this.#retryMs, () => this.#database.query(text, [origin, size, root, note]));
    } catch (error) {
      throw failed('the witness did not take the checkpoint', error, 'EC_AUDIT_WRITE');
    }
  }

  async latest(origin: string): Promise<string | undefined> {
    const [note] = await this.#notes(
      `SELECT note FROM ${this.#table} WHERE origin = $1 ORDER BY size DESC, seen_at DESC LIMIT 1`,
      [origin],
    );
    return note;
  }

  /** All checkpoints of a log, the smallest first, for a verification. @throws AuditError `EC_AUDIT_READ` */
  all(origin: string): Promise<string[]> {
    return this.#notes(`SELECT note FROM ${this.#table} WHERE origin = $1 ORDER BY size`, [origin]);
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  get #table(): string {
    return `${this.#database.schema}.witness_checkpoints`;
  }

  /** What does not carry the log's signature was put there by somebody else. */
  async #notes(text: string, values: readonly unknown[]): Promise<string[]> {
    const { rows } = await reading('the witness cannot be read', () =>
      this.#database.persist(this.#retryMs, () => this.#database.query(text, values)),
    );
    return rows.map(({ note }) => String(note)).filter((note) => this.#isSigned(note));
  }

  #isSigned(note: string): boolean {
    try {
      openCheckpoint(note, this.#publicKey);
      return true;
    } catch (error) {
      if (error instanceof AuditError && error.code === 'EC_AUDIT_CHECKPOINT') return false;
      throw error;
    }
  }
}
