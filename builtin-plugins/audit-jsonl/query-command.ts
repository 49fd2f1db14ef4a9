/** @module `enforcecore audit query`: the entries of a trail that are asked for. */
import { AUDIT_KEYS, canonicalJson } from 'enforcecore/sdk';
import type { CliCommand, CommandHost } from 'enforcecore/sdk';
import { answering, AskedWrongly } from './answering.ts';
import { addFilters, filterOf, matches, typeOf } from './filter.ts';
import type { Row } from './filter.ts';
import { follow } from './follow.ts';
import { shown } from './printing.ts';
import { query, rowOf } from './query.ts';

const FIELDS = ['timestamp', 'entry_type', 'tool_name', 'decision', 'violation_type', 'violation_reason', 'call_id'];
const LIMIT = '1000';

interface QueryOptions extends Readonly<Record<string, unknown>> {
  readonly limit: string;
  readonly fields?: string;
  readonly follow?: boolean;
  readonly followSymlinks?: boolean;
}

export const queryCommand: CliCommand = {
  name: 'audit query',
  summary: 'Show the entries of a trail that are asked for, the most recent ones',
  configure(command, run) {
    command.argument('<trail>', 'path of the JSONL file; closed segments beside it are read with it');
    addFilters(command);
    command
      .option('--limit <n>', 'this many at most, the most recent', LIMIT)
      .option('--fields <names>', 'show these fields, with commas')
      .option('--follow', 'go on with what is appended, also over rotation, until it is interrupted')
      .option('--follow-symlinks', 'read segments that are symbolic links')
      .addHelpText('after', '\nWith --json, one entry a line. It does not verify: see `enforcecore verify`.');
    run((host, trail: string, options: QueryOptions) => answering(host, () => printEntries(host, trail, options)));
  },
};

/** @param signal - ends `--follow`; without one it goes on until the process is told to stop */
export async function printEntries(
  host: CommandHost,
  trail: string,
  options: QueryOptions,
  signal?: AbortSignal,
): Promise<void> {
  const filter = filterOf(options);
  const limit = limitOf(options.limit);
  const fields = options.fields === undefined ? undefined : fieldsOf(options.fields);
  const { rows, unread, end } = await query(trail, filter, limit, options);
  const print = host.json ? jsonPrinter(host, fields) : linePrinter(host, fields ?? FIELDS);
  if (host.json) rows.forEach(print);
  else if (rows.length > 0)
    host.printTable(
      fields ?? FIELDS,
      rows.map((row) => cellsOf(row, fields ?? FIELDS)),
    );
  else if (options.follow !== true) host.stderr.write('no entry is as asked for\n');
  if (unread > 0)
    host.stderr.write(`${host.colors.yellow('note')} ${unread} lines are no entries: see \`enforcecore verify\`\n`);
  if (options.follow !== true) return;
  for await (const line of follow(trail, { from: end, signal })) {
    const row = rowOf(line);
    if (row && matches(filter, row)) print(row);
  }
}

/** ASCII, one a line: nothing in it steers a terminal. */
function jsonPrinter(host: CommandHost, fields: readonly string[] | undefined): (row: Row) => void {
  const picked = (row: Row): Row =>
    fields ? Object.fromEntries(fields.filter((key) => Object.hasOwn(row, key)).map((key) => [key, row[key]])) : row;
  return (row) => void host.stdout.write(`${canonicalJson(picked(row))}\n`);
}

function linePrinter(host: CommandHost, fields: readonly string[]): (row: Row) => void {
  return (row) => void host.stdout.write(`${cellsOf(row, fields).join('  ')}\n`);
}

function cellsOf(row: Row, fields: readonly string[]): string[] {
  return fields.map((key) => shown(key === 'entry_type' ? typeOf(row) : row[key]));
}

function limitOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AskedWrongly('--limit is a whole number');
}

function fieldsOf(text: string): readonly string[] {
  const fields = text.split(',').map((name) => name.trim());
  const unknown = fields.find((name) => !AUDIT_KEYS.has(name));
  if (unknown === undefined) return fields;
  throw new AskedWrongly(`an entry has no field \`${unknown}\`: it may have ${[...AUDIT_KEYS].join(', ')}`);
}
