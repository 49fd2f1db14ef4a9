/** @module Renames the keys of a policy between `camelCase` in code and `snake_case` on disk, and no key of the author's own. */
import { branches, isObject, itemOf, namedKeys, under } from './json-schema.ts';
import type { JsonSchema, Schemas } from './json-schema.ts';

/**
 * Renames the keys that the schema names to the spelling of the schema, whichever of the two they are written in.
 * Keys of maps (`additionalProperties`) and keys that are not known stay as they are. Two keys that mean one are both
 * kept, so that validation refuses the one that is not known.
 *
 * @example
 * ```ts
 * toSnake({ allowedTools: ['myTool'] }, { properties: { allowed_tools: { type: 'array' } } });
 * // { allowed_tools: ['myTool'] }
 * ```
 */
export function toSnake(value: unknown, jsonSchema: JsonSchema): unknown {
  return rename(value, branches(jsonSchema, jsonSchema), {
    root: jsonSchema,
    name: (key, known) => (known.has(key) ? key : [...known].find((candidate) => camel(candidate) === key)),
    spell: (key) => key,
  });
}

/** The way back: the keys that the schema names become `camelCase`. */
export function toCamel(value: unknown, jsonSchema: JsonSchema): unknown {
  return rename(value, branches(jsonSchema, jsonSchema), {
    root: jsonSchema,
    name: (key, known) => (known.has(key) ? key : undefined),
    spell: camel,
  });
}

/** `allowed_tools` as `allowedTools`. */
function camel(key: string): string {
  return key.replace(/(?<=[a-z0-9])_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

interface Renaming {
  readonly root: JsonSchema;
  /** The schema's name for a key; `undefined` for the author's own. */
  name(key: string, known: ReadonlySet<string>): string | undefined;
  spell(name: string): string;
}

function rename(value: unknown, schemas: Schemas, how: Renaming): unknown {
  if (schemas.length === 0) return value;
  if (Array.isArray(value)) return value.map((item, i) => rename(item, itemOf(schemas, i, how.root), how));
  if (!isObject(value) || !isPlain(value)) return value;
  const known = namedKeys(schemas);
  const renamed = new Map<string, unknown>();
  for (const [key, item] of Object.entries(value)) {
    const name = how.name(key, known);
    const spelt = name === undefined ? key : how.spell(name);
    const inner = rename(item, under(schemas, name ?? key, how.root), how);
    const taken = spelt !== key && (renamed.has(spelt) || Object.hasOwn(value, spelt));
    renamed.set(taken ? key : spelt, inner);
  }
  return Object.fromEntries(renamed);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
