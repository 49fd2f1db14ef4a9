/** @module What a query asks of the columns of a store. */
import type { StoreRow } from './store-rows.ts';
import { columnText } from './store-rows.ts';
import type { AuditQuery } from './store.ts';

/** One condition on a row. */
export interface StoreCondition {
  readonly column: keyof StoreRow;
  readonly operator: '=' | '>' | '>=' | '<=';
  readonly value: string | number;
}

/** A query as a database is asked: all conditions hold, in the order of `chain_index`. */
export interface StoreQuestion {
  readonly conditions: readonly StoreCondition[];
  readonly limit: number;
  readonly offset: number;
}

const TEXTS = [
  ...([
    ['policyName', 'policy_name'],
    ['toolName', 'tool_name'],
    ['decision', 'decision'],
  ] as const),
  ...([
    ['violationType', 'violation_type'],
    ['tenantId', 'tenant_id'],
    ['sessionId', 'session_id'],
  ] as const),
  ...([
    ['callId', 'call_id'],
    ['entryType', 'entry_type'],
  ] as const),
] as const;

/**
 * What a query asks of the columns.
 *
 * @throws RangeError when a number or a time cannot be one: nothing is left out silently. TypeError when a text is none
 * @example
 * ```ts
 * storeQuestion({ toolName: 'search' }).conditions; // [{ column: 'tool_name', operator: '=', value: 'search' }]
 * ```
 */
export function storeQuestion(query: AuditQuery = {}): StoreQuestion {
  const conditions: StoreCondition[] = [];
  for (const [name, column] of TEXTS) {
    const value = query[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw new TypeError(`\`${name}\` must be a text`);
    conditions.push({ column, operator: '=', value: columnText(value) });
  }
  const { startTime, endTime, after } = query;
  if (startTime !== undefined)
    conditions.push({ column: 'timestamp_ms', operator: '>=', value: timeOf(startTime, 'startTime') });
  if (endTime !== undefined)
    conditions.push({ column: 'timestamp_ms', operator: '<=', value: timeOf(endTime, 'endTime') });
  if (after !== undefined)
    conditions.push({ column: 'chain_index', operator: '>', value: countOf(after, 'after', -1) });
  return {
    conditions,
    limit: countOf(query.limit ?? 1000, 'limit'),
    offset: countOf(query.offset ?? 0, 'offset'),
  };
}

/**
 * Whether a row is one that was asked for.
 *
 * @example
 * ```ts
 * const row = storeRow(AuditEntry.create({ toolName: 'search', policyName: 'demo' }), undefined);
 * rowMatches(row, storeQuestion({ toolName: 'other' })); // false
 * ```
 */
export function rowMatches(row: StoreRow, { conditions }: Pick<StoreQuestion, 'conditions'>): boolean {
  return conditions.every(({ column, operator, value }) => {
    const own = row[column];
    if (own === null) return false;
    if (operator === '=') return own === value;
    if (operator === '>') return own > value;
    return operator === '>=' ? own >= value : own <= value;
  });
}

function timeOf(value: Date, name: string): number {
  const time = value instanceof Date ? value.getTime() : NaN;
  if (Number.isNaN(time)) throw new RangeError(`\`${name}\` must be a valid date`);
  return time;
}

function countOf(value: number, name: string, least = 0): number {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`\`${name}\` must be a whole number, ${least} or more`);
  return value;
}
