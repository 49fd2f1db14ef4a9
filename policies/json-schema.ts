/** @module Walks data beside the JSON Schema that describes it (draft 2020-12, as far as it speaks of keys). */
import type { StandardSchema } from '../kernel/plugin.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Alternatives that apply to one place. A place nobody describes has none. */
export type Schemas = readonly JsonSchema[];

const MOST_SCHEMAS = 256;

/** The JSON Schema of a validator, when its library can give one. */
export function jsonSchemaOf(schema: StandardSchema): JsonSchema | undefined {
  try {
    return schema['~standard'].jsonSchema?.input({ target: 'draft-2020-12' });
  } catch {
    // Some schemas (a transform, a date) have no JSON form. The validator itself still judges the value.
    return undefined;
  }
}

/** A schema with its references, and the branches of its unions, laid side by side. */
export function branches(schema: unknown, root: JsonSchema): Schemas {
  const found: JsonSchema[] = [];
  const seen = new Set<unknown>();
  const queue: unknown[] = [schema];
  for (let next = queue.shift(); queue.length > 0 || next !== undefined; next = queue.shift()) {
    if (!isObject(next) || seen.has(next) || found.length >= MOST_SCHEMAS) continue;
    seen.add(next);
    found.push(next);
    if (typeof next['$ref'] === 'string') queue.push(dereference(next['$ref'], root));
    for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
      const inner = next[key];
      if (Array.isArray(inner)) queue.push(...inner.filter(isObject));
    }
  }
  return found;
}

/** The keys that are named at a place. */
export function namedKeys(schemas: Schemas): Set<string> {
  return new Set(
    schemas.flatMap((schema) => (isObject(schema['properties']) ? Object.keys(schema['properties']) : [])),
  );
}

/** Whether a place takes keys of the author's own. */
export function isOpen(schemas: Schemas): boolean {
  const shaped = schemas.filter(
    (schema) => isObject(schema['properties']) || 'additionalProperties' in schema || 'patternProperties' in schema,
  );
  if (shaped.length === 0) return true;
  return shaped.some((schema) => {
    const more = schema['additionalProperties'];
    return more === true || isObject(more) || isObject(schema['patternProperties']);
  });
}

/** What describes the value under a key. A named key is described by its property, any other by the rest. */
export function under(schemas: Schemas, key: string, root: JsonSchema): Schemas {
  return schemas.flatMap((schema) => {
    const named = schema['properties'];
    if (isObject(named) && Object.hasOwn(named, key)) return branches(named[key], root);
    return branches(schema['additionalProperties'], root);
  });
}

/** What describes the item at an index. */
export function itemOf(schemas: Schemas, index: number, root: JsonSchema): Schemas {
  return schemas.flatMap((schema) => {
    const first = schema['prefixItems'];
    const item: unknown = Array.isArray(first) && index < first.length ? first[index] : schema['items'];
    return branches(item, root);
  });
}

function dereference(reference: string, root: JsonSchema): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let at: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
