/** @module What an instance shows of itself besides its properties: its JSON, and what its getters give. */
import { types } from 'node:util';
import { isCopyable, isPlain } from './walk-shapes.ts';

/**
 * What would be read of an instance that no property of its own holds. Private fields cannot be looked at: what the
 * class shows of them can.
 *
 * @param shown - the instance, or the copy that stands in its place
 * @returns undefined when it throws at who looks
 */
export function revealed(object: object, shown: object): readonly unknown[] | undefined {
  try {
    return looked(object, shown);
  } catch {
    return undefined;
  }
}

function looked(object: object, shown: object): readonly unknown[] {
  if (types.isDate(object) || types.isProxy(object)) return NOTHING;
  const { toJSON } = shown as { toJSON?: unknown };
  const json = typeof toJSON === 'function' ? [(toJSON as () => unknown).call(shown)] : undefined;
  if (shown !== object || isCopyable(object)) return json ?? NOTHING;
  return [...(json ?? NOTHING), ...accessed(object)];
}

/** What the getters of a class with private fields give, and its text. Only data: other instances are their own story. */
function accessed(object: object): unknown[] {
  const values: unknown[] = [];
  // What a class overrides is its own matter: the getter below it may not even work on its instances.
  const seen = new Set<string>();
  for (let at = prototypeOf(object); at && at !== Object.prototype; at = prototypeOf(at)) {
    const constructor = Object.getOwnPropertyDescriptor(at, 'constructor')?.value as unknown;
    if (typeof constructor !== 'function' || isNative(constructor)) break;
    for (const [key, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (seen.has(key)) continue;
      seen.add(key);
      const isText = key === 'toString' && typeof value === 'function';
      const read: unknown = get ? get.call(object) : isText ? (value as () => unknown).call(object) : undefined;
      if (isData(read)) values.push(read);
    }
  }
  return values;
}

function isData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  return Array.isArray(value) || types.isMap(value) || types.isSet(value) || isPlain(value);
}

function prototypeOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null;
}

function isNative(constructor: object): boolean {
  return Function.prototype.toString.call(constructor).includes('[native code]');
}

const NOTHING: readonly unknown[] = [];
