/** @module A store as text for others: lines of a trail, a table, or OCSF events. */
import { canonicalJson } from './json.ts';
import { ocsfEvent } from './store-ocsf.ts';
import { entryOfRow, STORE_COLUMNS } from './store-rows.ts';
import type { StoreRow } from './store-rows.ts';
import type { ExportFormat } from './store.ts';

/**
 * Writes rows, page by page.
 *
 * @throws TypeError for a format that is none
 * @example
 * ```ts
 * const row = storeRow(AuditEntry.create({ toolName: '=1+1', policyName: 'demo' }), undefined);
 * let table = '';
 * for await (const part of exportRows('csv', [[row]])) table += part;
 * table.includes("'=1+1"); // true: no spreadsheet takes it for a formula
 * ```
 */
export async function* exportRows(
  format: ExportFormat,
  pages: AsyncIterable<readonly StoreRow[]> | Iterable<readonly StoreRow[]>,
): AsyncGenerator<string> {
  const write = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined;
  if (!write) throw new TypeError('a store is exported as `jsonl`, `csv` or `ocsf`');
  if (format === 'csv') yield csvLine(CSV_COLUMNS);
  for await (const page of pages) yield page.map(write).join('');
}

const CSV_COLUMNS = ['chain_index', ...STORE_COLUMNS.filter((name) => name !== 'timestamp_ms'), 'merkle_hash'].concat(
  'parent_hash',
) as (keyof StoreRow)[];

const WRITERS: Readonly<Record<ExportFormat, (row: StoreRow) => string>> = {
  // The very lines: what is exported verifies as a trail does.
  jsonl: (row) => `${row.line ?? canonicalJson(entryOfRow(row))}\n`,
  csv: (row) => csvLine(CSV_COLUMNS.map((name) => row[name])),
  ocsf: (row) => `${canonicalJson(ocsfEvent(entryOfRow(row)))}\n`,
};

/** What a spreadsheet takes for a formula, or passes over to find one; also in full width. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const QUOTED = /[",\r\n]/;

/** RFC 4180. A text that a spreadsheet would run gets an apostrophe before it. */
function csvLine(values: readonly (string | number | null)[]): string {
  const cells = values.map((value) => {
    if (typeof value === 'number' || value === null) return value === null ? '' : String(value);
    // Of a line that others wrote, a column of numbers may have anything.
    const text = String(value);
    const tame = FORMULA.test(text) ? `'${text}` : text;
    return tame !== text || QUOTED.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
  });
  return `${cells.join(',')}\r\n`;
}
