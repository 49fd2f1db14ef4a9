/** @module Copies of plain data, so that what was judged is what runs even when somebody holds on to the original. */

/**
 * Copies arrays, plain objects, maps, sets and bytes, with their cycles. Everything else (class instances, functions)
 * is passed on as it is. Reads getters once.
 */
export function copyPlain(value: unknown, seen?: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen?.get(value);
  if (known !== undefined) return known;
  const copies = seen ?? new Map<object, unknown>();
  if (Array.isArray(value)) {
    const copy: unknown[] = new Array(value.length);
    copies.set(value, copy);
    for (let i = 0; i < value.length; i++) copy[i] = copyPlain(value[i], copies);
    return copy;
  }
  if (ArrayBuffer.isView(value)) return Buffer.isBuffer(value) ? Buffer.from(value) : structuredClone(value);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    copies.set(value, copy);
    for (const [key, item] of value) copy.set(copyPlain(key, copies), copyPlain(item, copies));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    copies.set(value, copy);
    for (const item of value) copy.add(copyPlain(item, copies));
    return copy;
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy = Object.create(prototype) as Record<string, unknown>;
  copies.set(value, copy);
  for (const key of Object.keys(value)) {
    const item = copyPlain((value as Record<string, unknown>)[key], copies);
    if (key === '__proto__')
      Object.defineProperty(copy, key, { value: item, writable: true, enumerable: true, configurable: true });
    else copy[key] = item;
  }
  return copy;
}
