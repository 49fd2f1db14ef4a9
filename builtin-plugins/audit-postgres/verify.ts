/** @module Checks the whole log: every stream's chain, every column, every leaf, and the root over them. */
import { Frontier, openCheckpoint, quickLeafHash } from 'enforcecore/sdk';
import type { Checkpoint } from 'enforcecore/sdk';
import type { Database, Query } from './database.ts';
import { readHead } from './hashes.ts';
import type { TreeHead } from './hashes.ts';
import { pendingRows, sequencedRows, storedHashes } from './scan.ts';
import { chainHashOf, fieldsOf, rowProblem } from './stored.ts';
import type { RowProblem, StoredRow } from './stored.ts';
import { partialRoot } from './partial-root.ts';

/** What is wrong, and where. */
export interface LogProblem {
  readonly code:
    | RowProblem
    | 'chain_broken'
    | 'missing'
    | 'leaf_mismatch'
    | 'wrong_place'
    | 'tree_broken'
    | 'behind_checkpoint'
    | 'not_in_checkpoint';
  readonly message: string;
  /** The place in the tree, from 0. */
  readonly leaf?: number | undefined;
  readonly stream?: string | undefined;
  readonly seq?: number | undefined;
}

/** What was found. */
export interface LogVerification {
  /** Nothing is wrong, and there is at least one entry. */
  readonly isValid: boolean;
  readonly chainIntact: boolean;
  /** Entries that were looked at, and how many of them are not in the tree yet. */
  readonly totalEntries: number;
  readonly pending: number;
  readonly streams: number;
  /** Root of the tree, hex. */
  readonly rootHash: string;
  readonly errorCount: number;
  /** The first thousand. */
  readonly errors: readonly LogProblem[];
}

/** What a verification may be told. */
export interface LogVerifyOptions {
  /** First and last leaf, both included. Default: everything, also what is not in the tree yet. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  /** Checks only that entries follow each other, not what is in them. */
  readonly skipEntryHash?: boolean | undefined;
  /** Signed checkpoints that were kept apart, all of one key. The log must begin with what each speaks of. */
  readonly checkpoints?: { readonly notes: readonly string[]; readonly publicKey: string } | undefined;
}

const MOST_ERRORS = 1000;

/** Verifies within one snapshot of the database: what is written meanwhile does not disturb it. */
export function verifyLog(database: Database, options: LogVerifyOptions = {}): Promise<LogVerification> {
  const { checkpoints: given } = options;
  const signed = (given?.notes ?? []).map((note) => openCheckpoint(note, given?.publicKey ?? ''));
  return database.transaction(async (query) => {
    const head = await readHead(query, database.schema);
    const check = new LogCheck(query, database.schema, options, head, signed);
    return check.run();
  }, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
}

class LogCheck {
  readonly #query: Query;
  readonly #schema: string;
  readonly #size: number;
  readonly #head: TreeHead | undefined;
  readonly #start: number;
  readonly #end: number;
  readonly #content: boolean;
  readonly #signed: readonly Checkpoint[];
  /** Where each stream is to go on. */
  readonly #streams = new Map<string, { next: number; chain: string }>();
  readonly #errors: LogProblem[] = [];
  #bad = 0;
  #total = 0;
  #pending = 0;

  constructor(
    query: Query,
    schema: string,
    options: LogVerifyOptions,
    head: TreeHead | undefined,
    signed: readonly Checkpoint[],
  ) {
    this.#query = query;
    this.#schema = schema;
    this.#head = head;
    this.#size = head?.size ?? 0;
    this.#start = Math.max(options.start ?? 0, 0);
    this.#end = Math.min((options.end ?? Infinity) + 1, this.#size);
    this.#content = options.skipEntryHash !== true;
    this.#signed = [...signed].sort((a, b) => a.size - b.size);
    this.#whole = this.#start === 0 && options.end === undefined;
    this.#beyond = options.end !== undefined && options.end >= this.#size;
  }
  readonly #whole: boolean;
  readonly #beyond: boolean;

  async run(): Promise<LogVerification> {
    if (this.#start > this.#size || this.#beyond)
      this.#report({ code: 'missing', message: `the tree has ${this.#size} entries only`, leaf: this.#size });
    await (this.#whole ? this.#everything() : this.#range());
    const intact = this.#bad === 0;
    return {
      isValid: intact && this.#total > 0,
      chainIntact: intact,
      totalEntries: this.#total,
      pending: this.#pending,
      streams: this.#streams.size,
      rootHash: this.#head?.root.toString('hex') ?? '',
      errorCount: this.#bad,
      errors: this.#errors,
    };
  }

  /** Makes the tree anew, and holds it against every hash that is stored and every checkpoint. */
  async #everything(): Promise<void> {
    const tree = new Frontier();
    const stored = storedHashes(this.#query, this.#schema);
    const signed = [...this.#signed];
    let broken: number | undefined;
    const completed: string[] = [];
    for await (const rows of this.#rows()) {
      for (const row of rows) {
        tree.append(quickLeafHash(row?.line ?? ''), (hash) => completed.push(hash));
        while (signed[0]?.size === tree.size) this.#compare(signed.shift() as Checkpoint, tree.root());
      }
      if (broken === undefined && !(await stored.next(completed))) broken = tree.size;
      completed.length = 0;
    }
    const { size, root } = this.#head ?? { size: 0, root: tree.root() };
    if (this.#content && (broken !== undefined || !(await stored.ended()) || !tree.root().equals(root)))
      this.#report({
        code: 'tree_broken',
        message: `the tree over ${size} entries is not that of the entries there are`,
        leaf: broken,
      });
    for (const { size: claimed } of signed)
      if (claimed > 0)
        this.#report({
          code: 'behind_checkpoint',
          message: `a checkpoint was signed over ${claimed} entries, and there are ${size}`,
        });
    for await (const rows of pendingRows(this.#query, this.#schema))
      for (const row of rows) {
        this.#pending++;
        this.#row(row);
      }
  }

  #compare({ size, root }: Checkpoint, own: Buffer): void {
    if (root.equals(own)) return;
    const message = `the first ${size} entries are not those that a checkpoint was signed over`;
    this.#report({ code: 'not_in_checkpoint', message, leaf: size - 1 });
  }

  async #range(): Promise<void> {
    await this.#openStreams();
    const leaves = new Map<number, string>();
    for await (const rows of this.#rows())
      for (const row of rows) leaves.set(this.#start + leaves.size, quickLeafHash(row?.line ?? ''));
    if (!this.#content || !this.#head || leaves.size === 0) return;
    const root = await partialRoot(this.#query, this.#schema, this.#size, leaves);
    if (!root.equals(this.#head.root))
      this.#report({
        code: 'tree_broken',
        message: 'the entries do not lead to the root of the tree',
        leaf: this.#start,
      });
  }

  /** What the streams say just before the range. */
  async #openStreams(): Promise<void> {
    if (this.#start === 0) return;
    for await (const rows of sequencedRows(this.#query, this.#schema, {
      start: this.#start,
      end: this.#end,
      before: true,
    }))
      for (const row of rows) {
        const fields = fieldsOf(row);
        this.#streams.set(row.stream, { next: row.seq + 1, chain: fields ? chainHashOf(row, fields) : '' });
      }
  }

  /** The rows of the range, leaf by leaf; undefined for one that is missing. */
  async *#rows(): AsyncGenerator<readonly (StoredRow | undefined)[]> {
    let next = this.#start;
    const gap = (to: number): undefined[] => {
      const count = to - next;
      if (count > 0) this.#report({ code: 'missing', message: `${count} entries are missing`, leaf: next });
      return Array.from<undefined>({ length: Math.max(count, 0) });
    };
    for await (const page of sequencedRows(this.#query, this.#schema, { start: this.#start, end: this.#end })) {
      const rows: (StoredRow | undefined)[] = [];
      for (const row of page) {
        const leaf = row.leaf as number;
        if (leaf < next) {
          this.#report({ code: 'wrong_place', message: 'two entries have one place in the tree', leaf });
          continue;
        }
        for (const missing of gap(leaf)) rows.push(missing);
        this.#row(row);
        rows.push(row);
        next = leaf + 1;
      }
      yield rows;
    }
    const missing = gap(this.#end);
    if (missing.length > 0) yield missing;
  }

  #row(row: StoredRow): void {
    this.#total++;
    const { stream, seq, leaf } = row;
    const at = { stream, seq, leaf };
    const fields = fieldsOf(row);
    const problem = this.#content ? rowProblem(row) : fields ? undefined : 'not_an_entry';
    if (problem) this.#report({ code: problem, message: MESSAGES[problem], ...at });
    const before = this.#streams.get(stream) ?? { next: 0, chain: '' };
    if (seq !== before.next) {
      const count = seq - before.next;
      const message =
        count > 0 ? `${count} entries of the stream are missing before this one` : 'the entry is not in its place';
      this.#report({ code: count > 0 ? 'missing' : 'wrong_place', message, ...at });
    } else if (!row.external && fields && fields.previous_hash !== before.chain)
      this.#report({
        code: 'chain_broken',
        message: 'the entry does not follow the one before it in its stream',
        ...at,
      });
    this.#streams.set(stream, { next: seq + 1, chain: fields ? chainHashOf(row, fields) : '' });
  }

  #report(problem: LogProblem): void {
    this.#bad++;
    if (this.#errors.length < MOST_ERRORS) this.#errors.push(problem);
  }
}

const MESSAGES: Readonly<Record<RowProblem, string>> = {
  not_an_entry: 'the line is no entry',
  hash_mismatch: 'the entry is not what its hash was made from',
  wrong_seq: 'the entry does not say rightly how many stand before it in its stream',
  column_mismatch: 'a column does not say what the entry says',
};
