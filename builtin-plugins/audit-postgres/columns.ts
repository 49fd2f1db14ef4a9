/** @module What the columns beside a line say. They are for queries: the line is what counts. */
import { hash } from 'node:crypto';
import { canonicalJson } from 'enforcecore/sdk';
import type { AuditFields } from 'enforcecore/sdk';

/** The columns of text that are made from an entry. */
export const TEXT_COLUMNS = [
  'entry_id',
  'call_id',
  'policy_name',
  'tool_name',
  'decision',
  'entry_type',
  'violation_type',
  'tenant_id',
  'session_id',
] as const;
export type TextColumn = (typeof TEXT_COLUMNS)[number];

const LONGEST = 512;
const NO_TEXT = /[\0\ud800-\udfff]/;
const NOT_TEXT = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A value as a column can hold and index it: PostgreSQL knows no NUL and no half of a surrogate pair, and its indexes
 * no long texts. One entry with such a name must not keep the others of its batch from being written.
 */
export function columnText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = String(value);
  const clean = NO_TEXT.test(text) ? text.replace(NOT_TEXT, '\ufffd') : text;
  return clean.length <= LONGEST
    ? clean
    : `${clean.slice(0, LONGEST / 2).replace(NOT_TEXT, '')}#${hash('sha256', clean, 'hex')}`;
}

/** JSON of the context as `jsonb` can hold it. */
export function columnContext(context: AuditFields['context']): string | null {
  if (context === undefined || context === null) return null;
  return JSON.stringify(JSON.parse(canonicalJson(context)), (_, value: unknown) => cleaned(value));
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return NO_TEXT.test(value) ? value.replace(NOT_TEXT, '\ufffd') : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (!Object.keys(value).some((key) => NO_TEXT.test(key))) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.replace(NOT_TEXT, '\ufffd'), item]));
}

let lastSecond = '';
let lastMicros = 0;
/** The time of an entry in microseconds since 1970; null for one that is no time. */
export function columnTime(timestamp: unknown): number | null {
  const parts = TIME.exec(String(timestamp));
  if (!parts) return null;
  const [, second = '', fraction = '', zone = ''] = parts;
  if (second + zone !== lastSecond) {
    const ms = Date.parse(second + zone);
    if (Number.isNaN(ms)) return null;
    [lastSecond, lastMicros] = [second + zone, ms * 1000];
  }
  return lastMicros + Number(fraction.padEnd(6, '0'));
}
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)$/;
