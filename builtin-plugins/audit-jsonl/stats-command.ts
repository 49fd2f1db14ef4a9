/** @module `enforcecore audit stats`: a trail in numbers. */
import type { CliCommand, CommandHost } from 'enforcecore/sdk';
import { answering } from './answering.ts';
import { addFilters, filterOf, matches } from './filter.ts';
import { readLog } from './log-lines.ts';
import { printAscii, visible } from './printing.ts';
import { rowOf } from './query.ts';
import { TrailStats } from './stats.ts';
import type { Spread, Tally } from './stats.ts';

interface StatsOptions extends Readonly<Record<string, unknown>> {
  readonly followSymlinks?: boolean;
}

/** Of names that are shown in a table. */
const SHOWN = 20;

export const statsCommand: CliCommand = {
  name: 'audit stats',
  summary: 'Show a trail in numbers',
  configure(command, run) {
    command.argument('<trail>', 'path of the JSONL file; closed segments beside it are read with it');
    addFilters(command, ['tool', 'policy', 'tenant', 'session']);
    command
      .option('--follow-symlinks', 'read segments that are symbolic links')
      .addHelpText('after', '\nIt does not verify: see `enforcecore verify`.');
    run((host, trail: string, options: StatsOptions = {}) => answering(host, () => printStats(host, trail, options)));
  },
};

async function printStats(host: CommandHost, trail: string, options: StatsOptions): Promise<void> {
  const filter = filterOf(options);
  const stats = new TrailStats();
  let unread = 0;
  let removed = 0;
  for await (const line of readLog(trail, options)) {
    if ('gone' in line) {
      removed += line.gone.last - line.gone.first + 1;
      continue;
    }
    const row = rowOf(line.text);
    if (!row) unread++;
    else if (matches(filter, row)) stats.add(row);
  }
  if (host.json) printAscii(host, onWire(stats, unread, removed));
  else print(host, stats, unread, removed);
}

const time = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
/** Sums of prices are no more exact than their parts. */
const dollars = (sum: number): number => Number(sum.toFixed(6));

function onWire(stats: TrailStats, unread: number, removed: number): object {
  const counts = (tally: Tally): object => Object.fromEntries(tally.entries);
  const { count, calls } = stats.open;
  return {
    entries: stats.entries,
    calls: stats.calls,
    by_decision: counts(stats.byDecision),
    by_tool: counts(stats.byTool),
    by_violation: counts(stats.byViolation),
    would_be: stats.wouldBe,
    redactions: {
      input: stats.inputRedactions,
      output: stats.outputRedactions,
      calls_by_category: counts(stats.byCategory),
    },
    overhead_ms: stats.overhead.spread ?? null,
    call_duration_ms: stats.duration.spread ?? null,
    cost_usd: dollars(stats.costUsd),
    tokens_used: stats.tokens,
    from: time(stats.from),
    to: time(stats.to),
    intents: stats.intents,
    intents_without_outcome: {
      count,
      at_least: stats.openAreMore,
      latest: calls.map(([call_id, tool_name]) => ({ call_id, tool_name })),
    },
    other_entries: counts(stats.byType),
    not_entries: unread,
    not_there: removed,
  };
}

function print(host: CommandHost, stats: TrailStats, unread: number, removed: number): void {
  const { count, calls } = stats.open;
  const facts: (readonly [string, string])[] = [
    ['entries', String(stats.entries)],
    ['from', time(stats.from) ?? ''],
    ['to', time(stats.to) ?? ''],
    ['calls', String(stats.calls)],
    ['calls that never ended', `${stats.openAreMore ? 'at least ' : ''}${count}`],
    ['violations recorded only', String(stats.wouldBe)],
    ['redactions', `${stats.inputRedactions} in arguments, ${stats.outputRedactions} in results`],
    ['overhead', spreadOf(stats.overhead.spread)],
    ['duration', spreadOf(stats.duration.spread)],
    ['cost', `${dollars(stats.costUsd)} USD`],
    ['tokens', String(stats.tokens)],
  ];
  if (unread > 0) facts.push(['lines that are no entries', String(unread)]);
  if (removed > 0) facts.push(['entries that are not there', String(removed)]);
  host.printTable(['trail', ''], facts);
  table(host, ['decision', 'calls'], stats.byDecision);
  table(host, ['tool', 'calls'], stats.byTool);
  table(host, ['violation', 'calls'], stats.byViolation);
  table(host, ['redacted', 'calls'], stats.byCategory);
  table(host, ['the log of itself', 'entries'], stats.byType);
  if (calls.length === 0) return;
  host.stdout.write('\n');
  host.printTable(
    ['never ended', 'tool'],
    calls.map((call) => call.map(visible)),
  );
}

function spreadOf(spread: Spread | undefined): string {
  return spread ? `p50 ${spread.p50} ms, p95 ${spread.p95} ms, p99 ${spread.p99} ms, max ${spread.max} ms` : '';
}

function table(host: CommandHost, head: readonly string[], { entries }: Tally): void {
  if (entries.length === 0) return;
  const rows = entries.slice(0, SHOWN).map(([name, count]) => [visible(name), String(count)]);
  if (entries.length > SHOWN) rows.push(['\u2026', `${entries.length - SHOWN} more names`]);
  host.stdout.write('\n');
  host.printTable(head, rows);
}
