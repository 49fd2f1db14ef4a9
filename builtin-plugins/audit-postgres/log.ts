/** @module The log as one process has it open: tables seen to, entries written, and taken into the tree. */
import { AuditError } from 'enforcecore/sdk';
import type { AuditFields, ChainedFields } from 'enforcecore/sdk';
import { Database, reading } from './database.ts';
import type { Query } from './database.ts';
import { isMigrated, migrate } from './migrations.ts';
import type { PostgresConnection } from './options.ts';
import { Sequencer } from './sequencer.ts';
import { Sequencing } from './sequencing.ts';
import { Signer } from './signer.ts';
import type { CheckpointKey, Witness } from './signer.ts';
import { StreamWriter } from './stream.ts';
import type { Committed } from './stream.ts';

/** Where the database is, and what this process does there. */
export interface PostgresLogOptions extends PostgresConnection {
  /** Makes the tables when they are not there. Default: true. */
  readonly migrate?: boolean | undefined;
  /** Takes part in putting entries into the tree, where the role may. Default: true. */
  readonly sequence?: boolean | undefined;
  /** How long after a commit entries are put into the tree, in milliseconds, unless somebody waits. Default: 250. */
  readonly sequenceEveryMs?: number | undefined;
  /** Signs the tree whenever it has grown. */
  readonly checkpoint?: CheckpointKey | undefined;
  /** Gets every checkpoint that is signed. */
  readonly witness?: Witness | undefined;
  /** How long a write is tried again while the database cannot be reached, in milliseconds. Default: 10,000. */
  readonly retryMs?: number | undefined;
}

export class PostgresLog {
  readonly database: Database;
  readonly #writer: StreamWriter;
  readonly #sequencing: Sequencing;
  readonly #migrates: boolean;
  readonly #retryMs: number;
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  /** @throws AuditError `EC_POSTGRES_OPTIONS`, `EC_AUDIT_KEY`, `EC_AUDIT_CHECKPOINT` */
  constructor(options: PostgresLogOptions) {
    const { sequence = true, sequenceEveryMs = 250, checkpoint, witness, retryMs = 10_000 } = options;
    this.database = new Database(options);
    this.#migrates = options.migrate !== false;
    this.#retryMs = retryMs;
    const signer = checkpoint && new Signer(checkpoint, this.database.schema, witness);
    const sequencer = new Sequencer(this.database, signer);
    this.#sequencing = new Sequencing(this.database, sequencer, sequenceEveryMs, sequence);
    this.#writer = new StreamWriter(this.database, retryMs, () => this.#sequencing.kick());
  }

  /** Connects, and sees to the tables. @throws AuditError `EC_POSTGRES_*` */
  open(): Promise<void> {
    this.#opening ??= this.#prepare().catch((error: unknown) => {
      this.#opening = undefined; // the next one tries anew
      throw error;
    });
    return this.#opening;
  }

  /** Resolves when the entry is committed. @throws AuditError `EC_AUDIT_WRITE`, `EC_AUDIT_CLOSED`, `EC_POSTGRES_*` */
  async write(fields: AuditFields | ChainedFields, external = false): Promise<Committed> {
    this.mustBeOpen();
    await this.open();
    return this.#writer.append(fields, external);
  }

  /** The leaf of an entry, once it has one; undefined when nobody gives it one. */
  place(committed: Committed): Promise<number | undefined> {
    return this.read(() => this.#sequencing.place(committed));
  }

  /** What was committed before is in the tree after, where this role may see to it. */
  settle(sweep = false): Promise<unknown> {
    return this.#sequencing.settle(sweep);
  }

  /** @throws AuditError `EC_AUDIT_READ`, `EC_POSTGRES_*` */
  async read<T>(body: (query: Query) => Promise<T>): Promise<T> {
    this.mustBeOpen();
    await this.open();
    return reading('the trail cannot be read', () => body((text, values) => this.database.query(text, values)));
  }

  /** @throws AuditError `EC_AUDIT_CLOSED` */
  mustBeOpen(): void {
    if (this.#closing) throw new AuditError('the trail is closed', { code: 'EC_AUDIT_CLOSED' });
  }

  flush(): Promise<void> {
    return this.#writer.settled();
  }

  /** Waits for what is on its way, puts it into the tree, and lets the connections go. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      // What came while it was being opened is in the queue after that.
      await this.#opening?.catch(() => undefined);
      await this.#writer.settled();
      // Nobody connects in order to say goodbye.
      if (this.#opening) await this.#sequencing.close();
      await this.database.close();
    })();
    return this.#closing;
  }

  async #prepare(): Promise<void> {
    const { database } = this;
    const query: Query = (text, values) => database.query(text, values);
    await reading('the database cannot be used', async () => {
      const there = await database.persist(this.#retryMs, () => isMigrated({ schema: database.schema, query }));
      if (there) return;
      if (this.#migrates) await migrate(database);
      else throw new AuditError('the tables of the trail are missing', { code: 'EC_POSTGRES_SCHEMA' });
    });
  }
}
