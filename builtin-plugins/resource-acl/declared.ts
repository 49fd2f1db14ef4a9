/** @module Finds the arguments that a mapping declares, and reads their values as targets. */
import type { Declaration, Mapping } from './mapping.ts';

/** Where declared values stand, so that the search for undeclared targets treats them as what they are. */
export type Slots = Map<object, Map<unknown, readonly Declaration[]>>;

export interface DeclaredValue {
  readonly declarations: readonly Declaration[];
  /** `undefined`: the value cannot be read as a target. */
  readonly text: string | undefined;
}

/** Reads every declared argument of a call. An absent argument (or null) names nothing. */
export function readDeclared(args: readonly unknown[], mapping: Mapping): { values: DeclaredValue[]; slots: Slots } {
  const values: DeclaredValue[] = [];
  const slots: Slots = new Map();
  for (const [argument, declarations] of mapping) {
    const found = { slots, declarations, values: [] as unknown[], lost: false };
    locate(args, argument, found);
    if (declarations.length === 0) continue;
    if (found.lost) values.push({ declarations, text: undefined });
    for (const text of found.values.flatMap((value) => textsOf(value))) values.push({ declarations, text });
  }
  return { values, slots };
}

interface Search {
  readonly slots: Slots;
  readonly declarations: readonly Declaration[];
  readonly values: unknown[];
  /** Something stands where the argument should be, and cannot be looked into. */
  lost: boolean;
}

function locate(args: readonly unknown[], argument: string, found: Search): void {
  const steps = argument.split('.');
  if (/^\d+$/.test(steps[0] as string)) return follow(args, steps, 0, found);
  let known = false;
  for (const arg of args) {
    if (!isObject(arg)) continue;
    if (has(arg, argument)) take(arg, argument, found);
    else if (has(arg, steps[0] as string)) follow(arg, steps, 0, found);
    else continue;
    known = true;
  }
  // A name cannot be found among positional values; taking that for "absent" would let it pass unjudged.
  if (!known && args.some((arg) => !isObject(arg) && arg !== undefined && arg !== null)) found.lost = true;
}

function follow(holder: object, steps: readonly string[], at: number, found: Search): void {
  const step = steps[at] as string;
  if (Array.isArray(holder) && !/^\d+$/.test(step)) {
    for (const item of holder as unknown[]) {
      if (isObject(item)) follow(item, steps, at, found);
      else if (item !== undefined && item !== null) found.lost = true;
    }
    return;
  }
  if (!has(holder, step)) return;
  if (at === steps.length - 1) return take(holder, step, found);
  const next = read(holder, step);
  if (isObject(next)) follow(next, steps, at + 1, found);
  else if (next !== undefined && next !== null) found.lost = true;
}

function take(holder: object, key: string, found: Search): void {
  let keys = found.slots.get(holder);
  if (!keys) found.slots.set(holder, (keys = new Map()));
  keys.set(key, [...(keys.get(key) ?? []), ...found.declarations]);
  found.values.push(read(holder, key));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function has(holder: object, key: string): boolean {
  if (holder instanceof Map) return holder.has(key);
  return Object.hasOwn(holder, key) || (key in holder && !(key in Object.prototype));
}

function read(holder: object, key: string): unknown {
  return holder instanceof Map ? holder.get(key) : (holder as Record<string, unknown>)[key];
}

/** The texts of a declared value; `undefined` in the place of what is no text. */
function textsOf(value: unknown, seen: ReadonlySet<unknown> = new Set()): (string | undefined)[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (value instanceof String) return [String(value)];
  if (value instanceof URL) return [value.href];
  if (value instanceof Uint8Array) return [strictText(value)];
  if (!(Array.isArray(value) || value instanceof Set) || seen.has(value) || seen.size > DEEPEST_LIST)
    return [undefined];
  const within = new Set(seen).add(value);
  return [...(value as Iterable<unknown>)].flatMap((item) => textsOf(item, within));
}

const DEEPEST_LIST = 20;

function strictText(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.includes('\ufffd') ? undefined : text;
}
