/** @module Gives committed entries their place in the one tree of all streams. One sequencer at a time works. */
import { AuditError, Frontier, storedCount } from 'enforcecore/sdk';
import type { Database, Query } from './database.ts';
import { readHead, withHashes } from './hashes.ts';
import type { TreeHead } from './hashes.ts';
import type { Signer } from './signer.ts';

/** What a round did. */
export interface Round {
  /** Leaves that were added. */
  readonly added: number;
  /** There may be more. */
  readonly full: boolean;
}

interface Tree {
  readonly head: TreeHead;
  readonly frontier: Frontier;
}

interface Run {
  readonly stream: string;
  readonly seq: number;
  readonly count: number;
  /** The leaf hashes, one after the other. */
  readonly hashes: Buffer;
}

const MOST_LEAVES = 20_000;
const BYTES = 32;
/** A stream that gave nothing for so long is looked at in sweeps only. */
const QUIET_MS = 60_000;
const SWEEP_MS = 30_000;

export class Sequencer {
  readonly #database: Database;
  readonly #signer: Signer | undefined;
  readonly #most: number;
  /** The tree as this process left it. */
  #tree: Tree | undefined;
  /** When each stream last gave entries. */
  readonly #active = new Map<string, number>();
  #sweptAt = -Infinity;

  /** @param most - leaves of a round, about */
  constructor(database: Database, signer?: Signer, most = MOST_LEAVES) {
    this.#most = most;
    this.#database = database;
    this.#signer = signer;
  }

  /**
   * Takes what follows in each stream into the tree, in one transaction. Undefined when another sequencer is at it.
   *
   * @param sweep - looks at all streams, also at those that were quiet for long
   */
  async round(sweep = false): Promise<Round | undefined> {
    const { schema } = this.#database;
    let tree: Tree | undefined;
    let note: string | undefined;
    let refused: unknown;
    const all = sweep || performance.now() - this.#sweptAt > SWEEP_MS;
    const round = await this.#database.transaction(async (query) => {
      // INVARIANT: one at a time. Should the lock ever fail, two rounds of one number still cannot both be.
      const lock = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 2)) AS ours';
      if ((await query(lock, [`enforcecore:${schema}`])).rows[0]?.['ours'] !== true) return undefined;
      const head = await readHead(query, schema);
      const { runs, full } = await this.#take(query, all);
      tree = await this.#grow(query, head, runs);
      try {
        if (this.#signer && tree) note = await this.#signer.sign(query, tree.head);
      } catch (error) {
        // What is not to be signed is still to be in the tree: it shows what was done.
        if (!(error instanceof AuditError)) throw error;
        refused = error;
      }
      return { added: (tree?.head.size ?? 0) - (head?.size ?? 0), full };
    });
    if (!round) return undefined;
    this.#tree = tree;
    if (all) this.#sweptAt = performance.now();
    if (refused !== undefined) throw refused;
    if (note !== undefined) await this.#signer?.signed(note);
    return round;
  }

  /** INVARIANT: of each stream what follows without a gap, so that nothing is passed over that commits later. */
  async #take(query: Query, all: boolean): Promise<{ readonly runs: readonly Run[]; readonly full: boolean }> {
    const { schema } = this.#database;
    const now = performance.now();
    for (const [stream, at] of this.#active) if (now - at > QUIET_MS) this.#active.delete(stream);
    const few = `WHERE s.stream = ANY ($2::uuid[]) OR s.opened_at > now() - interval '1 minute'`;
    const { rows } = await query(
      `WITH pending AS MATERIALIZED (
  SELECT s.stream, coalesce(r.next, 0) AS next, count(*) OVER () AS streams
  FROM ${schema}.streams s LEFT JOIN LATERAL
    (SELECT seq + count AS next FROM ${schema}.runs WHERE stream = s.stream ORDER BY seq DESC LIMIT 1) r ON true
  ${all ? 'WHERE ($2::uuid[] IS NOT NULL)' : few}
)
SELECT p.stream, p.next, a.count, a.hashes, a.limited FROM pending p CROSS JOIN LATERAL (
  SELECT count(*) AS count, string_agg(e.hash, ''::bytea ORDER BY e.seq) AS hashes, count(*) >= e2.most AS limited
  FROM (SELECT greatest($1::bigint / p.streams, 20) AS most) e2 CROSS JOIN LATERAL (
    SELECT seq, row_number() OVER (ORDER BY seq) AS n, sha256(decode('00', 'hex') || convert_to(line, 'UTF8')) AS hash
    FROM ${schema}.entries WHERE stream = p.stream AND seq >= p.next ORDER BY seq LIMIT e2.most) e
  WHERE e.seq = p.next + e.n - 1 GROUP BY e2.most) a`,
      [this.#most, [...this.#active.keys()]],
    );
    for (const row of rows) this.#active.set(String(row['stream']), now);
    const runs = rows.map((row) => ({
      stream: String(row['stream']),
      seq: Number(row['next']),
      count: Number(row['count']),
      hashes: row['hashes'] as Buffer,
    }));
    return { runs, full: rows.some((row) => row['limited'] === true) };
  }

  async #grow(query: Query, head: TreeHead | undefined, runs: readonly Run[]): Promise<Tree | undefined> {
    const { schema } = this.#database;
    const frontier = await this.#frontier(query, head);
    // Whatever happens until the commit: the tree in memory is not that of the database any more.
    this.#tree = undefined;
    if (runs.length === 0) return head && { head, frontier };
    const hashes: string[] = [];
    const leaves: number[] = [];
    for (const run of runs) {
      leaves.push(frontier.size);
      for (let i = 0; i < run.count; i++)
        frontier.append(run.hashes.subarray(i * BYTES, (i + 1) * BYTES), (hash) => hashes.push(hash));
    }
    const next = { round: (head?.round ?? -1) + 1, size: frontier.size, root: frontier.root() };
    await query(`INSERT INTO ${schema}.rounds (round, size, stored, root, hashes) VALUES ($1, $2, $3, $4, $5)`, [
      next.round,
      next.size,
      storedCount(head?.size ?? 0),
      next.root,
      Buffer.from(hashes.join(''), 'latin1'),
    ]);
    await query(
      `INSERT INTO ${schema}.runs (leaf, stream, seq, count)
SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::integer[])`,
      [leaves, runs.map(({ stream }) => stream), runs.map(({ seq }) => seq), runs.map(({ count }) => count)],
    );
    return { head: next, frontier };
  }

  async #frontier(query: Query, head: TreeHead | undefined): Promise<Frontier> {
    const { schema } = this.#database;
    if (!head) return new Frontier();
    const own = this.#tree;
    if (own && own.head.round === head.round && own.head.root.equals(head.root)) return own.frontier;
    return withHashes(query, schema, (read) => Frontier.of(head.size, read));
  }
}
