/** @module Reads the log through cursors, page by page, within the transaction of who asks. */
import type { Query } from './database.ts';
import { ROW_COLUMNS, storedRow } from './stored.ts';
import type { StoredRow } from './stored.ts';

const PAGE = 2000;

interface Range {
  readonly start: number;
  /** The first leaf that is not wanted. */
  readonly end: number;
  /** Instead: of each stream in the range the last row before it. */
  readonly before?: boolean;
}

/** Rows in the order of the tree. */
export function sequencedRows(
  query: Query,
  schema: string,
  { start, end, before }: Range,
): AsyncGenerator<StoredRow[]> {
  const from = `r.leaf >= coalesce((SELECT max(leaf) FROM ${schema}.runs WHERE leaf <= ${start}), 0) AND r.leaf < ${end}`;
  if (before)
    return pages(
      query,
      `SELECT ${ROW_COLUMNS} FROM (SELECT r.stream, min(r.seq + greatest(${start} - r.leaf, 0)) AS seq
  FROM ${schema}.runs r WHERE ${from} GROUP BY r.stream) f
JOIN ${schema}.entries e ON e.stream = f.stream AND e.seq = f.seq - 1`,
    );
  return pages(
    query,
    `SELECT r.leaf + e.seq - r.seq AS leaf, ${ROW_COLUMNS} FROM ${schema}.runs r
JOIN ${schema}.entries e ON e.stream = r.stream AND e.seq >= r.seq AND e.seq < r.seq + r.count
WHERE ${from} AND r.leaf + e.seq - r.seq >= ${start} AND r.leaf + e.seq - r.seq < ${end} ORDER BY r.leaf, e.seq`,
  );
}

/** Rows that are not in the tree yet, stream by stream, also of streams that nobody opened. */
export function pendingRows(query: Query, schema: string): AsyncGenerator<StoredRow[]> {
  return pages(
    query,
    `WITH RECURSIVE s AS (
  (SELECT stream FROM ${schema}.entries ORDER BY stream LIMIT 1)
  UNION ALL
  SELECT (SELECT e.stream FROM ${schema}.entries e WHERE e.stream > s.stream ORDER BY e.stream LIMIT 1)
  FROM s WHERE s.stream IS NOT NULL
)
SELECT ${ROW_COLUMNS} FROM s LEFT JOIN LATERAL
  (SELECT seq + count AS next FROM ${schema}.runs WHERE stream = s.stream ORDER BY seq DESC LIMIT 1) r ON true
JOIN ${schema}.entries e ON e.stream = s.stream AND e.seq >= coalesce(r.next, 0)
ORDER BY e.stream, e.seq`,
  );
}

let cursors = 0;
async function* pages(query: Query, text: string): AsyncGenerator<StoredRow[]> {
  const name = `enforcecore_${++cursors}`;
  await query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`);
  for (;;) {
    const { rows } = await query(`FETCH ${PAGE} FROM ${name}`);
    if (rows.length === 0) break;
    yield rows.map(storedRow);
  }
  await query(`CLOSE ${name}`);
}

/** Compares hashes, in the order in which they came to be, with those the rounds hold. */
export function storedHashes(
  query: Query,
  schema: string,
): { next(hashes: readonly string[]): Promise<boolean>; ended(): Promise<boolean> } {
  let round = 0;
  let held = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { rows } = await query(`SELECT hashes FROM ${schema}.rounds WHERE round = $1`, [round]);
    if (!rows[0]) return false;
    round++;
    held = Buffer.concat([held, rows[0]['hashes'] as Buffer]);
    return true;
  };
  return {
    async next(hashes) {
      const wanted = Buffer.from(hashes.join(''), 'latin1');
      while (held.length < wanted.length) if (!(await more())) return false;
      const same = wanted.equals(held.subarray(0, wanted.length));
      held = held.subarray(wanted.length);
      return same;
    },
    ended: async () => held.length === 0 && !(await more()),
  };
}
