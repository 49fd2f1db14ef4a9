/** @module When the sequencer works: soon after entries were committed, and at once when somebody waits for a place. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from './database.ts';
import { isPassing, sqlState } from './errors.ts';
import type { Committed } from './stream.ts';
import type { Sequencer } from './sequencer.ts';

const MOST_ROUNDS = 10_000;
const PLACE_MS = 5_000;

export class Sequencing {
  readonly #database: Database;
  readonly #sequencer: Sequencer;
  readonly #everyMs: number;
  /** Whether this role may; until the database says that it may not. */
  #permitted: boolean;
  #running: Promise<boolean> | undefined;
  #queued: Promise<boolean> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #warned = false;

  constructor(database: Database, sequencer: Sequencer, everyMs: number, permitted: boolean) {
    this.#database = database;
    this.#sequencer = sequencer;
    this.#everyMs = everyMs;
    this.#permitted = permitted;
  }

  /** There is something to do: it is done soon, together with what comes meanwhile. */
  kick(): void {
    if (!this.#permitted || this.#closed || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // Where another sequencer was at it, it may have looked before our entries were there.
      void this.settle().then((done) => done || this.kick());
    }, this.#everyMs);
    this.#timer.unref();
  }

  /** Resolves after rounds that began after this was called. False: another sequencer is at it, or it did not work. */
  settle(sweep = false): Promise<boolean> {
    if (!this.#permitted) return Promise.resolve(true);
    this.#queued ??= (async () => {
      await this.#running;
      this.#queued = undefined;
      this.#running = this.#rounds(sweep);
      return this.#running;
    })();
    return this.#queued;
  }

  /** The leaf of an entry; undefined when nobody sequences. */
  async place({ stream, seq }: Committed): Promise<number | undefined> {
    const until = performance.now() + PLACE_MS;
    for (let wait = 2; ; wait = Math.min(wait * 2, 100)) {
      await this.settle();
      const { rows } = await this.#database.query(
        `SELECT leaf + $2::bigint - seq AS leaf FROM ${this.#database.schema}.runs
WHERE stream = $1::uuid AND seq <= $2::bigint AND seq + count > $2::bigint ORDER BY seq DESC LIMIT 1`,
        [stream, seq],
      );
      if (rows[0]) return Number(rows[0]['leaf']);
      if (performance.now() > until) return undefined;
      await delay(wait);
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.settle();
    this.#closed = true;
  }

  async #rounds(sweep: boolean): Promise<boolean> {
    try {
      for (let i = 0; i < MOST_ROUNDS; i++) {
        const round = await this.#sequencer.round(sweep && i === 0);
        if (!round?.full) return round !== undefined;
      }
      return false;
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(error: unknown): boolean {
    if (sqlState(error) === '42501')
      this.#permitted = false; // a writer's role: others sequence
    else if (!isPassing(error) && !this.#warned) {
      // The entries are safe; that they are not in the tree, or not signed, must be known.
      this.#warned = true;
      const { code = 'EC_AUDIT_WRITE', message } = error as { code?: string; message: string };
      process.emitWarning(message, { type: 'EnforceCoreWarning', code: String(code) });
    }
    return !this.#permitted;
  }
}
