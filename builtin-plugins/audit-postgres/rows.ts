/** @module An entry as a row of a stream: its line, what the next row's `previous_hash` must be, and its columns. */
import { hash } from 'node:crypto';
import { AUDIT_SCHEMA, AuditEntry, AuditError, LONGEST_LINE, sealEntry, storeRow } from 'enforcecore/sdk';
import type { AuditFields, ChainedFields, ChainLink } from 'enforcecore/sdk';
import { textArray, timeArray } from './arrays.ts';
import { columnContext, columnText, columnTime, TEXT_COLUMNS } from './columns.ts';

/** An entry in its place. */
export interface StreamRow {
  readonly line: string;
  /** What the next row of the stream follows. */
  readonly chainHash: string;
  readonly link: ChainLink;
  readonly fields: AuditFields;
  /** The line has its place in the chain of another trail. */
  readonly external: boolean;
}

/** The row of an entry in the chain of the stream itself. */
export function ownRow(given: AuditFields, previousHash: string, seq: number): StreamRow {
  const { line, entryHash, shortened } = sealEntry(given, previousHash, seq);
  const link = { schema_version: AUDIT_SCHEMA, seq, previous_hash: previousHash, entry_hash: entryHash };
  return { line, chainHash: entryHash, link, fields: shortened ? { ...given, ...shortened } : given, external: false };
}

/**
 * The row of an entry that has its place in another trail: the line of that trail. What its own hash does not reach is
 * reached by that of the line, which the next row of the stream follows.
 *
 * @throws AuditError `EC_AUDIT_WRITE`
 */
export function externalRow(given: ChainedFields): StreamRow {
  const { line, merkle_hash, parent_hash } = storeRow(AuditEntry.fromDict({ ...given }), undefined);
  if (line === null || line.length >= LONGEST_LINE - 1)
    throw new AuditError('the entry of another trail is too long for a line', { code: 'EC_AUDIT_WRITE' });
  const { seq, schema_version } = given;
  const link = { schema_version, seq, previous_hash: parent_hash, entry_hash: merkle_hash };
  return { line, chainHash: hash('sha256', line, 'hex'), link, fields: given, external: true };
}

/** Columns of `entries` after `stream` and `seq`, and where each comes from in the statement. */
const FROM_ARRAYS = [...TEXT_COLUMNS, 'line'];

/** Puts rows of one kind into the stream, in one statement. Rows that are there already stay as they are. */
export function insertStatement(schema: string): string {
  const values = FROM_ARRAYS.map((name) => `u.${name}`).join(', ');
  const arrays = FROM_ARRAYS.map((_, i) => `$${i + 6}::text[]`).join(', ');
  // A commit that is reported is to be on the disk, also where the server's default is that it need not.
  return `WITH opened AS (
  INSERT INTO ${schema}.streams (stream) SELECT $1::uuid WHERE $2::bigint = 0 ON CONFLICT DO NOTHING
)
INSERT INTO ${schema}.entries (stream, seq, external, recorded_at, context, ${FROM_ARRAYS.join(', ')})
SELECT $1::uuid, $2::bigint + u.n - 1, $3::boolean, u.recorded_at, u.context::jsonb, ${values}
FROM unnest($4::timestamptz[], $5::text[], ${arrays})
  WITH ORDINALITY AS u (recorded_at, context, ${FROM_ARRAYS.join(', ')}, n),
  (SELECT CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END
   OFFSET 0) AS durable
ON CONFLICT (stream, seq) DO NOTHING`;
}

export function insertValues(stream: string, seq: number, rows: readonly StreamRow[]): unknown[] {
  const fields = rows.map((row) => row.fields as AuditFields & Record<string, unknown>);
  return [
    stream,
    seq,
    rows[0]?.external === true,
    timeArray(fields.map(({ timestamp }) => columnTime(timestamp))),
    textArray(fields.map(({ context }) => columnContext(context))),
    ...TEXT_COLUMNS.map((name) => textArray(fields.map((entry) => columnText(entry[name])))),
    textArray(rows.map(({ line }) => line)),
  ];
}

/** Counts the rows of a batch that are in their places. */
export function presentStatement(schema: string): string {
  return `SELECT count(*) AS present FROM unnest($3::text[]) WITH ORDINALITY AS u (line, n)
JOIN ${schema}.entries e ON e.stream = $1::uuid AND e.seq = $2::bigint + u.n - 1 AND e.line = u.line`;
}
