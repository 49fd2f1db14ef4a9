/** @module What is asked of the log: entries in the order of the tree. */
import { storeQuestion } from 'enforcecore/sdk';
import type { AuditQuery } from 'enforcecore/sdk';
import { columnText } from './columns.ts';
import type { TextColumn } from './columns.ts';
import type { Database } from './database.ts';
import { ROW_COLUMNS, storedRow } from './stored.ts';
import type { StoredRow } from './stored.ts';

/** So many are found first and put in order then; more are found by going along the tree. */
const FEW = 20_000;

const EQUAL: Readonly<Partial<Record<keyof AuditQuery, TextColumn>>> = {
  policyName: 'policy_name',
  toolName: 'tool_name',
  decision: 'decision',
  violationType: 'violation_type',
  tenantId: 'tenant_id',
  sessionId: 'session_id',
  callId: 'call_id',
  entryType: 'entry_type',
};

/** Where an entry of `e` stands in the tree. */
const PLACE = (schema: string): string => `CROSS JOIN LATERAL
  (SELECT leaf, seq, count FROM ${schema}.runs WHERE stream = e.stream AND seq <= e.seq ORDER BY seq DESC LIMIT 1) r`;
const IN_PLACE = 'e.seq < r.seq + r.count';

/** Entries of the tree for which all conditions hold. @throws RangeError, TypeError for a query that is none */
export async function listRows(database: Database, asked: AuditQuery): Promise<StoredRow[]> {
  const { schema } = database;
  const { limit, offset } = storeQuestion(asked);
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = conditionsOf(asked, value);
  const few = conditions.length > 0 && (await areFew(database, conditions, values));
  const where = (more: readonly string[]): string => [...conditions, ...more].join(' AND ');
  const after = value(asked.after ?? -1);
  const page = `LIMIT ${value(limit)}::bigint OFFSET ${value(offset)}::bigint`;
  const place = 'r.leaf + e.seq - r.seq';
  const { rows } = await database.query(
    few
      ? `SELECT ${place} AS leaf, ${ROW_COLUMNS} FROM ${schema}.entries e ${PLACE(schema)}
WHERE ${where([IN_PLACE, `${place} > ${after}::bigint`])} ORDER BY 1 ${page}`
      : `SELECT ${place} AS leaf, ${ROW_COLUMNS} FROM ${schema}.runs r
JOIN ${schema}.entries e ON e.stream = r.stream AND e.seq >= r.seq AND ${IN_PLACE}
WHERE ${where([
          `r.leaf >= coalesce((SELECT max(leaf) FROM ${schema}.runs WHERE leaf <= ${after}::bigint + 1), 0)`,
          `${place} > ${after}::bigint`,
        ])} ORDER BY r.leaf, e.seq ${page}`,
    values,
  );
  return rows.map(storedRow);
}

/** The rows under some ids, in the tree or not. */
export async function rowsOfIds(database: Database, ids: readonly string[]): Promise<StoredRow[]> {
  const { schema } = database;
  const { rows } = await database.query(
    `SELECT CASE WHEN ${IN_PLACE} THEN r.leaf + e.seq - r.seq END AS leaf, ${ROW_COLUMNS} FROM ${schema}.entries e
${PLACE(schema).replace('CROSS JOIN', 'LEFT JOIN')} ON true WHERE e.entry_id = ANY ($1::text[]) ORDER BY 1 NULLS LAST`,
    [ids.map(columnText)],
  );
  return rows.map(storedRow);
}

/** The last entry of the tree, if there is one. */
export async function tailRow(database: Database): Promise<StoredRow[]> {
  const { schema } = database;
  const { rows } = await database.query(
    `SELECT r.leaf + r.count - 1 AS leaf, ${ROW_COLUMNS}
FROM (SELECT * FROM ${schema}.runs ORDER BY leaf DESC LIMIT 1) r
JOIN ${schema}.entries e ON e.stream = r.stream AND e.seq = r.seq + r.count - 1`,
  );
  return rows.map(storedRow);
}

function conditionsOf(asked: AuditQuery, value: (given: unknown) => string): string[] {
  const conditions: string[] = [];
  for (const [key, column] of Object.entries(EQUAL)) {
    const wanted = asked[key as keyof AuditQuery];
    if (wanted === undefined) continue;
    conditions.push(`e.${column} = ${value(columnText(wanted))}::text`);
    // Said again in the words of the index over them, which holds the few that were not allowed.
    if (column === 'decision' && wanted !== 'allowed') conditions.push(`e.decision <> 'allowed'`);
  }
  const { startTime, endTime } = asked;
  if (startTime) conditions.push(`e.recorded_at >= ${value(startTime.toISOString())}::timestamptz`);
  if (endTime) conditions.push(`e.recorded_at < ${value(new Date(endTime.getTime() + 1).toISOString())}::timestamptz`);
  return conditions;
}

async function areFew(database: Database, conditions: readonly string[], values: readonly unknown[]): Promise<boolean> {
  const { rows } = await database.query(
    `SELECT count(*) AS found FROM
(SELECT FROM ${database.schema}.entries e WHERE ${conditions.join(' AND ')} LIMIT ${FEW + 1}) f`,
    [...values],
  );
  return Number(rows[0]?.['found']) <= FEW;
}
