/** @module What walking needs to know of the shapes of values: what can be copied, and how. */
import { types } from 'node:util';

/** Runtime classes whose instances can be made anew from what is visible of them. */
const COPYABLE_BASES = new Set(
  'Object Array Map Set Error EvalError RangeError ReferenceError SyntaxError TypeError URIError AggregateError'.split(
    ' ',
  ),
);
const PRIVATE_MEMBER = /#[\p{ID_Start}$_]/u;
const known = new WeakMap<object, boolean>();

/** Whether an object is a plain one, as an object literal makes it. */
export function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === Object.prototype || prototype === null;
}

/** Whether an object can be copied without losing private fields or internal state. */
export function isCopyable(object: object): boolean {
  if (types.isProxy(object)) return true;
  for (let at = Object.getPrototypeOf(object) as object | null; at; at = Object.getPrototypeOf(at) as object | null) {
    if (at === Object.prototype) return true;
    const constructor = Object.getOwnPropertyDescriptor(at, 'constructor')?.value as unknown;
    if (typeof constructor === 'function' && !isOpen(constructor)) return false;
  }
  return true;
}

function isOpen(constructor: object): boolean {
  let open = known.get(constructor);
  if (open === undefined) {
    const source = Function.prototype.toString.call(constructor);
    open = source.includes('[native code]')
      ? COPYABLE_BASES.has((constructor as { name: string }).name)
      : !PRIVATE_MEMBER.test(source);
    known.set(constructor, open);
  }
  return open;
}

/** An empty object of the same kind and class. */
export function shellOf(object: object): object {
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (Array.isArray(object))
    return prototype === Array.prototype ? [] : (Object.setPrototypeOf([], prototype) as object);
  if (types.isMap(object)) return Object.setPrototypeOf(new Map(), prototype) as object;
  if (types.isSet(object)) return Object.setPrototypeOf(new Set(), prototype) as object;
  if (types.isNativeError(object)) return Object.setPrototypeOf(new Error(), prototype) as object;
  return prototype === Object.prototype ? {} : (Object.create(prototype) as object);
}

export function isListed(object: object, key: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(object, key);
}

/** Whether the keys of an array are those of its elements, without holes and without anything else. */
export function isDense(keys: readonly string[], length: number): boolean {
  return keys.length === length && (length === 0 || keys[length - 1] === String(length - 1));
}

/** How many of an array's own keys are names of elements. They come first, in ascending order. */
export function elements(keys: readonly string[]): number {
  let count = 0;
  while (count < keys.length && String((keys[count] as unknown as number) >>> 0) === keys[count]) count++;
  return count;
}

/** Gives a copy properties. */
export function fill(copy: object, keys: readonly PropertyKey[], values: readonly unknown[]): void {
  const plain = Array.isArray(copy) || isPlain(copy);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    // Assigning would run a setter of the class, or change the prototype.
    if (plain && key !== '__proto__') (copy as Record<string, unknown>)[key] = values[i];
    else Object.defineProperty(copy, key, { value: values[i], writable: true, enumerable: true, configurable: true });
  }
}
