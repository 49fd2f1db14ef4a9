/** @module The connections to the database: made when first needed, and never left in doubt. */
import { setTimeout as delay } from 'node:timers/promises';
import { AuditError } from 'enforcecore/sdk';
import { failed, isMistake, isPassing, sqlState } from './errors.ts';
import { loadLibrary } from './library.ts';
import type { PgPool, PgResult } from './library.ts';
import { driverOptions, schemaName } from './options.ts';
import type { DriverOptions, PostgresConnection } from './options.ts';

export type Query = (text: string, values?: readonly unknown[]) => Promise<PgResult>;

/** One database, as seen through one pool. */
export class Database {
  /** The schema of the tables: a plain name, safe to stand in SQL. */
  readonly schema: string;
  readonly #given: PgPool | undefined;
  readonly #options: DriverOptions | undefined;
  #pool: Promise<PgPool> | undefined;
  #closed = false;

  /** @throws AuditError `EC_POSTGRES_OPTIONS` */
  constructor(options: PostgresConnection) {
    this.schema = schemaName(options.schema);
    this.#given = options.pool;
    this.#options = options.pool ? undefined : driverOptions(options);
  }

  /** Runs one statement, which is a transaction of its own. Fails with the driver's error. */
  query(text: string, values: readonly unknown[] = [], timeoutMs?: number): Promise<PgResult> {
    return this.#using((ask) => ask(text, values), timeoutMs);
  }

  /** Runs statements in one transaction: all of them count, or none. Fails with the driver's error. */
  transaction<T>(body: (query: Query) => Promise<T>, begin = 'BEGIN'): Promise<T> {
    return this.#using(async (ask) => {
      await ask(begin);
      try {
        const result = await body(ask);
        // After a statement failed, COMMIT rolls back and says so in its tag only.
        const { command } = await ask('COMMIT');
        if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
        return result;
      } catch (error) {
        // When that fails too the connection is gone, and the server rolls back by itself.
        await ask('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  /** Tries until it works, fails for good, or so much time has passed. */
  async persist<T>(forMs: number, body: () => Promise<T>): Promise<T> {
    const until = performance.now() + forMs;
    for (let wait = 25; ; wait = Math.min(wait * 2, 1000)) {
      try {
        return await body();
      } catch (error) {
        if (this.#closed || !isPassing(error) || performance.now() + wait > until) throw error;
        await delay(wait * (0.5 + Math.random() / 2));
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const pool = await this.#pool?.catch(() => undefined); // one that never came to be needs no end
    if (pool && pool !== this.#given) await pool.end();
  }

  async #using<T>(body: (query: Query) => Promise<T>, timeoutMs = STATEMENT_MS): Promise<T> {
    if (this.#closed) throw new AuditError('the trail is closed', { code: 'EC_AUDIT_CLOSED' });
    const client = await (await this.#open()).connect();
    let broken: Error | undefined;
    // A connection that is cut says so as an event too, which nobody else hears while it is lent to us.
    const cut = (error: Error): void => void (broken = error);
    client.on('error', cut);
    try {
      return await body((text, values) => inTime(client.query(text, values), timeoutMs));
    } catch (error) {
      if (isPassing(error)) broken ??= error as Error;
      throw error;
    } finally {
      client.removeListener('error', cut);
      client.release(broken);
    }
  }

  #open(): Promise<PgPool> {
    this.#pool ??= this.#connect().catch((error: unknown) => {
      this.#pool = undefined; // the next one tries anew
      throw error;
    });
    return this.#pool;
  }

  async #connect(): Promise<PgPool> {
    if (this.#given) return this.#given;
    const { Pool, Client } = await loadLibrary();
    const { config, encryptions } = this.#options as DriverOptions;
    for (const [i, ssl] of encryptions.entries()) {
      const last = i === encryptions.length - 1;
      if (!last && !(await connects(new Client({ ...config, ssl })))) continue;
      const pool = new Pool({ ...config, ssl });
      // An idle connection that is cut is no event of ours: the pool makes another, and without a listener Node ends.
      pool.on('error', () => undefined);
      return pool;
    }
    throw new AuditError('there is no way to connect', { code: 'EC_POSTGRES_CONNECT' });
  }
}

/** A server that is gone without a word leaves the driver waiting: the connection is given up, and with it the wait. */
async function inTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), timeoutMs);
    timer.unref();
  });
  try {
    return await Promise.race([answer, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** For a statement that reads much there is no limit but this. */
const STATEMENT_MS = 600_000;

/** Whether the server takes this way to encrypt. Other failures are thrown. */
async function connects(client: InstanceType<Awaited<ReturnType<typeof loadLibrary>>['Client']>): Promise<boolean> {
  client.on('error', () => undefined); // what comes after `connect` has rejected says nothing new
  try {
    await client.connect();
    return true;
  } catch (error) {
    const refused = sqlState(error) === '28000' || /does not support SSL/.test((error as Error).message);
    if (!refused) throw error;
    return false;
  } finally {
    await client.end().catch(() => undefined); // it may not have begun
  }
}

/** Ours for the driver's: for whoever reads or migrates. */
export async function reading<T>(what: string, body: () => Promise<T>, code = 'EC_AUDIT_READ'): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (isMistake(error)) throw error;
    const state = sqlState(error);
    if (state === '42P01' || state === '3F000')
      throw failed('the tables of the trail are missing', error, 'EC_POSTGRES_SCHEMA');
    const unreachable = state === undefined || /^(08|28|3D|57)/.test(state);
    throw failed(what, error, unreachable ? 'EC_POSTGRES_CONNECT' : code);
  }
}
