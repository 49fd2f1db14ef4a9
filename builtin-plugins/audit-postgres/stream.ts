/** @module The stream of this process: a chain of its own, written in batches, acknowledged when it is committed. */
import { randomUUID } from 'node:crypto';
import { AuditError } from 'enforcecore/sdk';
import type { AuditFields, ChainedFields } from 'enforcecore/sdk';
import { textArray } from './arrays.ts';
import type { Database } from './database.ts';
import { failed, isOfOneEntry, isPassing } from './errors.ts';
import { externalRow, insertStatement, insertValues, ownRow, presentStatement } from './rows.ts';
import type { StreamRow } from './rows.ts';

/** An entry that is committed. */
export interface Committed {
  readonly stream: string;
  /** Its place in the stream. */
  readonly seq: number;
  readonly row: StreamRow;
}

interface Waiting {
  readonly fields: AuditFields;
  readonly external: boolean;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_ROWS = 1000;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_WAITING = 100_000;
const ANSWER_MS = 15_000;

/**
 * Writes one stream. One batch is on its way at a time, so that what is committed of a stream is always a beginning of
 * it, and whatever waits meanwhile goes with the next.
 */
export class StreamWriter {
  readonly #database: Database;
  readonly #patienceMs: number;
  readonly #insert: string;
  readonly #present: string;
  #stream: string = randomUUID();
  #seq = 0;
  #previous = '';
  #waiting: Waiting[] = [];
  #most = MOST_ROWS;
  #pumping: Promise<void> | undefined;
  #committed: (count: number) => void;

  constructor(database: Database, patienceMs: number, committed: (count: number) => void) {
    this.#database = database;
    this.#patienceMs = patienceMs;
    this.#committed = committed;
    this.#insert = insertStatement(database.schema);
    this.#present = presentStatement(database.schema);
  }

  /** Resolves when the entry is committed. @throws AuditError `EC_AUDIT_WRITE`, `EC_POSTGRES_STREAM_TAKEN` */
  append(fields: AuditFields | ChainedFields, external = false): Promise<Committed> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= MOST_WAITING) {
        reject(new AuditError('too many entries wait for the database', { code: 'EC_AUDIT_WRITE' }));
        return;
      }
      this.#waiting.push({ fields, external, resolve, reject });
      this.#pumping ??= Promise.resolve().then(() => this.#pump());
    });
  }

  /** Resolves when nothing waits any more, written or not. */
  async settled(): Promise<void> {
    while (this.#pumping) await this.#pumping;
  }

  async #pump(): Promise<void> {
    while (this.#waiting.length > 0) {
      const { batch, rows } = this.#nextBatch();
      if (batch.length === 0) continue;
      try {
        await this.#write(rows);
      } catch (error) {
        this.#refused(batch, error);
        continue;
      }
      const stream = this.#stream;
      const first = this.#seq;
      this.#seq += rows.length;
      this.#previous = (rows.at(-1) as StreamRow).chainHash;
      this.#most = Math.min(this.#most * 2, MOST_ROWS);
      this.#committed(rows.length);
      batch.forEach(({ resolve }, i) => resolve({ stream, seq: first + i, row: rows[i] as StreamRow }));
    }
    this.#pumping = undefined;
  }

  /** Takes what goes together off the queue. An entry that has no line is refused alone. */
  #nextBatch(): { readonly batch: Waiting[]; readonly rows: StreamRow[] } {
    const batch: Waiting[] = [];
    const rows: StreamRow[] = [];
    let [taken, bytes, previous] = [0, 0, this.#previous];
    for (const one of this.#waiting) {
      if (rows.length >= this.#most || bytes >= MOST_BYTES) break;
      if (batch[0] && batch[0].external !== one.external) break;
      taken++;
      try {
        const row = one.external
          ? externalRow(one.fields as ChainedFields)
          : ownRow(one.fields, previous, this.#seq + rows.length);
        previous = row.chainHash;
        bytes += row.line.length;
        rows.push(row);
        batch.push(one);
      } catch (error) {
        one.reject(failed('the entry has no line', error, 'EC_AUDIT_WRITE'));
      }
    }
    this.#waiting = this.#waiting.slice(taken);
    return { batch, rows };
  }

  async #write(rows: readonly StreamRow[]): Promise<void> {
    const values = insertValues(this.#stream, this.#seq, rows);
    await this.#database.persist(this.#patienceMs, async () => {
      const { rowCount } = await this.#database.query(this.#insert, values, ANSWER_MS);
      if (rowCount === rows.length) return;
      // INVARIANT: rows that were there are ours, of an attempt whose answer was lost, or this is nobody's stream.
      const lines = textArray(rows.map(({ line }) => line));
      const { rows: found } = await this.#database.query(this.#present, [this.#stream, this.#seq, lines], ANSWER_MS);
      if (Number(found[0]?.['present']) === rows.length) return;
      throw new AuditError('the stream holds other entries than were written', { code: 'EC_POSTGRES_STREAM_TAKEN' });
    });
  }

  #refused(batch: Waiting[], error: unknown): void {
    if (isOfOneEntry(error) && batch.length > 1) {
      // One of them is what the server does not take: smaller batches, until it stands alone.
      this.#most = Math.ceil(batch.length / 2);
      this.#waiting = [...batch, ...this.#waiting];
      return;
    }
    // INVARIANT: where the batch may have been committed all the same, nothing else may be given its places.
    if (isPassing(error) || (error as { code?: unknown }).code === 'EC_POSTGRES_STREAM_TAKEN') this.#startAnew();
    const reason = failed('the entry could not be written to the database', error, 'EC_AUDIT_WRITE');
    for (const { reject } of batch) reject(reason);
  }

  #startAnew(): void {
    this.#stream = randomUUID();
    this.#seq = 0;
    this.#previous = '';
  }
}
