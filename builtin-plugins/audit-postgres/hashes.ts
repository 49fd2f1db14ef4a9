/** @module The hashes of the tree, as the rounds of the sequencer keep them, and what is read from few of them. */
import { AuditError, storedIndex } from 'enforcecore/sdk';
import type { HashReader } from 'enforcecore/sdk';
import type { Query } from './database.ts';

/** Where the tree ends. */
export interface TreeHead {
  /** How many rounds made it. */
  readonly round: number;
  /** How many leaves it has. */
  readonly size: number;
  readonly root: Buffer;
}

const BYTES = 32;

/** The last round; undefined before the first. */
export async function readHead(query: Query, schema: string): Promise<TreeHead | undefined> {
  const { rows } = await query(`SELECT round, size, root FROM ${schema}.rounds ORDER BY round DESC LIMIT 1`);
  const [row] = rows;
  return row && { round: Number(row['round']), size: Number(row['size']), root: row['root'] as Buffer };
}

/**
 * Calculates with hashes of whole subtrees. The calculation runs twice: to learn which hashes it needs, a number that
 * grows with the logarithm of the tree, and with them.
 *
 * @throws AuditError `EC_AUDIT_READ` when some of them are missing
 */
export async function withHashes<T>(query: Query, schema: string, calculate: (read: HashReader) => T): Promise<T> {
  const wanted = new Set<number>();
  calculate((level, index) => {
    wanted.add(storedIndex(level, index));
    return Buffer.alloc(BYTES);
  });
  const { rows } = await query(
    `SELECT w.at, substr(r.hashes, ((w.at - r.stored) * ${BYTES} + 1)::integer, ${BYTES}) AS hash
FROM unnest($1::bigint[]) AS w (at) CROSS JOIN LATERAL
  (SELECT stored, hashes FROM ${schema}.rounds WHERE stored <= w.at ORDER BY stored DESC LIMIT 1) AS r`,
    [[...wanted]],
  );
  const hashes = new Map(rows.map((row) => [Number(row['at']), row['hash'] as Buffer]));
  return calculate((level, index) => {
    const hash = hashes.get(storedIndex(level, index));
    if (hash?.length !== BYTES) throw new AuditError('a hash of the tree is missing', { code: 'EC_AUDIT_READ' });
    return hash;
  });
}
