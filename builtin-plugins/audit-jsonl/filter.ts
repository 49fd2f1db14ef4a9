/** @module Which entries of a trail are asked for. */
import type { CliCommand } from 'enforcecore/sdk';
import { AskedWrongly } from './answering.ts';

/** An entry as it stands in the trail. Nothing is known of its values: a trail may have been written by anybody. */
export type Row = Readonly<Record<string, unknown>>;

/** What an entry must say; of several values any will do. Times are in milliseconds since 1970. */
export interface Filter {
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** Option by option, the key of an entry that it speaks of. */
const KEYS: Readonly<Record<string, readonly [key: string, summary: string]>> = {
  tool: ['tool_name', 'entries of this tool'],
  policy: ['policy_name', 'entries of this policy'],
  decision: ['decision', 'allowed, blocked, redacted or none'],
  violation: ['violation_type', 'entries with this violation, such as tool_denied'],
  tenant: ['tenant_id', 'entries of this tenant'],
  session: ['session_id', 'entries of this session'],
  call: ['call_id', 'entries of this call'],
  type: ['entry_type', 'intent, outcome, or what the log says of itself: recovery, clock, erased'],
};

export type FilterName = keyof typeof KEYS & string;
export const FILTERS: readonly FilterName[] = Object.keys(KEYS);

type Command = Parameters<CliCommand['configure']>[0];

/** Adds the options of a filter to a command. */
export function addFilters(command: Command, names: readonly FilterName[] = FILTERS): void {
  const each = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  for (const name of names) command.option(`--${name} <value>`, `${KEYS[name]?.[1]}; may be repeated`, each);
  command
    .option('--since <time>', 'from then on: ISO 8601 (UTC when it has no zone), or how long ago, such as 30m, 2h, 7d')
    .option('--until <time>', 'before then');
}

/** @throws AskedWrongly for a time that is none */
export function filterOf(options: Readonly<Record<string, unknown>>, now = Date.now()): Filter {
  const values = new Map<string, ReadonlySet<string>>();
  for (const [name, [key]] of Object.entries(KEYS)) {
    const given = options[name];
    if (Array.isArray(given)) values.set(key, new Set(given as readonly string[]));
  }
  return { values, since: timeOf(options['since'], now), until: timeOf(options['until'], now) };
}

/** Whether an entry is asked for. */
export function matches({ values, since, until }: Filter, row: Row): boolean {
  for (const [key, wanted] of values) {
    const value = key === 'entry_type' ? typeOf(row) : row[key];
    if (typeof value !== 'string' || !wanted.has(value)) return false;
  }
  if (since === undefined && until === undefined) return true;
  const at = momentOf(row);
  return at !== undefined && at >= (since ?? -Infinity) && at < (until ?? Infinity);
}

/** Entries of the first form have no type: each is how a call ended. */
export function typeOf(row: Row): string {
  return typeof row['entry_type'] === 'string' ? row['entry_type'] : 'outcome';
}

/** When an entry was written, in milliseconds since 1970. */
export function momentOf({ timestamp }: Row): number | undefined {
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

const AGO = /^(\d{1,9})(s|m|h|d|w)$/;
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function timeOf(text: unknown, now: number): number | undefined {
  if (typeof text !== 'string') return undefined;
  const [, count, unit] = AGO.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return now - Number(count) * (MS[unit] as number);
  const iso = ISO.exec(text);
  // Without a zone the language takes a day for UTC, and a time for local.
  const at = iso ? Date.parse(text.length > 10 && iso[1] === undefined ? `${text}Z` : text) : Number.NaN;
  if (Number.isNaN(at)) throw new AskedWrongly(`\`${text}\` is no time: give 2026-03-01, 2026-03-01T12:00:00Z or 2h`);
  return at;
}
