/** @module Says in our own words what a validator found. */
import type { StandardIssue } from '../kernel/plugin.ts';
import { suggestion } from './nearest.ts';
import { quote } from './problems.ts';
import { isObject } from './json-schema.ts';

/** What zod's issues have beyond the standard. Read when there, never relied on. */
interface Detailed extends StandardIssue {
  readonly code?: unknown;
  readonly expected?: unknown;
  readonly values?: unknown;
  readonly keys?: unknown;
  readonly errors?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
}

export interface Wording {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The keys an issue names as unknown. */
export function unknownKeysOf(issue: StandardIssue): readonly string[] {
  const { code, keys } = issue as Detailed;
  return code === 'unrecognized_keys' && Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
}

/**
 * One lower-case sentence for an issue. The value itself is shown only where one of a few words was expected: a policy
 * may hold keys and tokens.
 */
export function describe(issue: StandardIssue, where: string, value: unknown): Wording {
  const detail = issue as Detailed;
  const name = quote(where);
  if (value === undefined && (detail.code === 'invalid_type' || detail.code === 'invalid_value'))
    return { message: `${name} is required` };
  switch (detail.code) {
    case 'invalid_type':
      return { message: `${name} must be ${typeName(detail.expected)}, not ${kindOf(value)}` };
    case 'invalid_value':
      return Array.isArray(detail.values) ? oneOf(name, detail.values.map(String), value) : plain(name, detail.message);
    case 'too_small':
      return { message: `${name} must ${limit(detail, 'least', detail.minimum)}` };
    case 'too_big':
      return { message: `${name} must ${limit(detail, 'most', detail.maximum)}` };
    case 'invalid_union':
      return union(detail, where, value);
    default:
      return plain(name, detail.message);
  }
}

function oneOf(name: string, values: readonly string[], value: unknown): Wording {
  const found = typeof value === 'string' && value.length <= 40 ? `, not ${quote(value)}` : '';
  const list = values.map((item) => quote(item)).join(', ');
  const message = values.length === 1 ? `${name} must be ${list}${found}` : `${name} must be one of ${list}${found}`;
  return { message, hint: typeof value === 'string' ? suggestion(value, values) : undefined };
}

function limit(detail: Detailed, side: 'least' | 'most', bound: unknown): string {
  const exclusive = detail.inclusive === false ? (side === 'least' ? 'more than' : 'less than') : `at ${side}`;
  const unit: Record<string, string> = {
    string: ' characters',
    array: ' items',
    set: ' items',
    map: ' entries',
    object: ' entries',
  };
  const count = unit[String(detail.origin)];
  return `${count ? 'have' : 'be'} ${exclusive} ${String(bound)}${count ?? ''}`;
}

/** Where all branches only disagree about the type, the types are listed; the branch that got furthest speaks otherwise. */
function union(detail: Detailed, where: string, value: unknown): Wording {
  const tried = (Array.isArray(detail.errors) ? detail.errors : []).filter(Array.isArray) as Detailed[][];
  const firsts = tried.map((issues) => issues[0]).filter((issue) => issue !== undefined);
  const atTop = firsts.filter((issue) => issue.code === 'invalid_type' && (issue.path ?? []).length === 0);
  if (atTop.length > 0 && atTop.length === firsts.length) {
    const types = [...new Set(atTop.map((issue) => typeName(issue.expected)))];
    return { message: `${quote(where)} must be ${types.join(' or ')}, not ${kindOf(value)}` };
  }
  return { message: `${quote(where)} has none of the forms that are expected` };
}

function plain(name: string, message: unknown): Wording {
  const text = typeof message === 'string' && message !== '' ? message : 'is not valid';
  const line = text
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .replace(/\.$/, '')
    .slice(0, 300);
  return { message: `${name}: ${line.charAt(0).toLowerCase()}${line.slice(1)}` };
}

function typeName(expected: unknown): string {
  const names: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: '`true` or `false`',
    array: 'a list',
    object: 'a map',
    record: 'a map',
    null: 'blank',
    nan: 'a number',
    bigint: 'a whole number',
  };
  return names[String(expected)] ?? quote(expected);
}

/** What a value is, in the words of the document. */
function kindOf(value: unknown): string {
  if (value === null) return 'blank';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' ? 'a number' : typeof value === 'boolean' ? `\`${value}\`` : quote(typeof value);
}
