/** @module A row as it was read: its entry, and what is wrong with it by itself. */
import { hash } from 'node:crypto';
import { AuditEntry, canonicalJson, sealEntry, storeRow } from 'enforcecore/sdk';
import type { ChainedFields, StoreRow } from 'enforcecore/sdk';
import { columnContext, columnText, columnTime, TEXT_COLUMNS } from './columns.ts';
import type { TextColumn } from './columns.ts';

/** What is wrong with a row. */
export type RowProblem = 'not_an_entry' | 'hash_mismatch' | 'wrong_seq' | 'column_mismatch';

/** A row of `entries`. */
export type StoredRow = Readonly<Record<TextColumn, string | null>> & {
  readonly stream: string;
  readonly seq: number;
  readonly external: boolean;
  readonly micros: number | null;
  readonly context: string | null;
  readonly line: string;
  /** Its leaf; absent while it has none. */
  readonly leaf: number | undefined;
};

/** What is selected of `entries e`. */
export const ROW_COLUMNS: string = [
  ...['e.stream', 'e.seq', 'e.external', 'e.line', 'e.context::text AS context'],
  '(extract(epoch FROM e.recorded_at) * 1000000)::bigint AS micros',
  ...TEXT_COLUMNS.map((name) => `e.${name}`),
].join(', ');

export function storedRow(row: Readonly<Record<string, unknown>>): StoredRow {
  const { seq, micros, leaf } = row;
  const number = (value: unknown): number | undefined =>
    value === null || value === undefined ? undefined : Number(value);
  return { ...row, seq: Number(seq), micros: number(micros) ?? null, leaf: number(leaf) } as StoredRow;
}

/** What the line says; undefined when it is no JSON object. */
export function fieldsOf({ line }: StoredRow): ChainedFields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ChainedFields) : undefined;
  } catch {
    return undefined; // whoever asks reports it
  }
}

/** The entry of a row. Of a line that is none: what the columns say, which does not verify. */
export function entryOf(row: StoredRow): AuditEntry {
  const fields = fieldsOf(row) ?? Object.fromEntries(TEXT_COLUMNS.map((name) => [name, row[name] ?? '']));
  const { entry_hash, previous_hash } = fields as Partial<ChainedFields>;
  const place = { merkle_hash: entry_hash, parent_hash: previous_hash, chain_index: row.leaf };
  return AuditEntry.fromDict({ ...fields, ...place });
}

/** The row in the form that all stores share. @throws AuditError when its time is none */
export function shared(row: StoredRow): StoreRow {
  return { ...storeRow(entryOf(row), undefined), chain_index: row.leaf ?? 0, line: row.line };
}

/** What the next row of the stream must say it follows. */
export function chainHashOf(row: StoredRow, fields: ChainedFields): string {
  return row.external ? hash('sha256', row.line, 'hex') : fields.entry_hash;
}

/** Whether the line is one that is written here, and the columns say what it says. */
export function rowProblem(row: StoredRow): RowProblem | undefined {
  const fields = fieldsOf(row);
  if (!fields) return 'not_an_entry';
  try {
    // INVARIANT: the line is made again from what it says, so that any byte of it counts.
    const again = row.external ? canonicalJson(fields) : sealEntry(fields, fields.previous_hash, row.seq).line;
    if (!row.external && fields.seq !== row.seq) return 'wrong_seq';
    if (again !== row.line) return 'hash_mismatch';
    return columnsFit(row, fields) ? undefined : 'column_mismatch';
  } catch {
    return 'not_an_entry'; // a field is of another type than entries have
  }
}

function columnsFit(row: StoredRow, fields: ChainedFields): boolean {
  const said = fields as ChainedFields & Readonly<Record<string, unknown>>;
  if (TEXT_COLUMNS.some((name) => columnText(said[name]) !== row[name])) return false;
  if (columnTime(fields.timestamp) !== row.micros) return false;
  const context = columnContext(fields.context);
  if (context === null || row.context === null) return context === row.context;
  return canonicalJson(JSON.parse(context)) === canonicalJson(JSON.parse(row.context));
}
