/** @module The walk itself: one pass over a value, which copies only what changes. */
import { types } from 'node:util';
import { EnforceCoreError } from '../kernel/errors.ts';
import { apart, suffixed } from './walk-names.ts';
import { isCopyable, isPlain, rewriteBytes, rewriteUrl, shellOf } from './walk-shapes.ts';

/** Gives the text that stands in place of `text`; `key` says that it is the name of a property or the key of a map. */
export type StringMapper = (text: string, key: boolean) => string;

/** How a value is walked. */
export interface WalkOptions {
  /** Deepest nesting that is followed; deeper throws `EC_WALK_TOO_DEEP`. At most and by default 1,000. */
  readonly maxDepth?: number | undefined;
  /**
   * What to do when a string changes inside an object that cannot be copied (a class with private fields or one of the
   * runtime's own): `keep` leaves the object as it is (default), `throw` fails with `EC_WALK_OPAQUE`.
   */
  readonly opaque?: 'keep' | 'throw' | undefined;
}

export const MOST_DEPTH = 1_000;
const MOST_OBJECTS = 10_000_000;

/** Stands for an object that is being walked. When met again, it gets its copy early: a cycle must close on the copy. */
const OPEN = Symbol('open');

/** One walk over one value. */
export class Walk {
  changed = false;
  readonly #fn: StringMapper;
  readonly #maxDepth: number;
  readonly #strict: boolean;
  #seen: Map<object, unknown> | undefined;
  #objects = 0;

  constructor(fn: StringMapper, options: WalkOptions | undefined) {
    this.#fn = fn;
    this.#maxDepth = Math.min(options?.maxDepth ?? MOST_DEPTH, MOST_DEPTH);
    this.#strict = options?.opaque === 'throw';
  }

  object(object: object, depth: number): unknown {
    const known = this.#seen?.get(object);
    if (known !== undefined) return known === OPEN ? this.#early(object) : known;
    // Written so that NaN refuses too.
    if (!(depth <= this.#maxDepth))
      throw new EnforceCoreError('a value is nested too deeply', { code: 'EC_WALK_TOO_DEEP' });
    if (++this.#objects > MOST_OBJECTS)
      throw new EnforceCoreError('a value has too many objects', { code: 'EC_WALK_TOO_LARGE' });
    const result = this.#rewrite(object, depth);
    // The outermost object can only be met again from an object in it, and was then opened.
    if (this.#seen) this.#seen.set(object, result);
    return result;
  }

  /** To be called before anything is followed that could lead back here. */
  #open(object: object): void {
    (this.#seen ??= new Map()).set(object, OPEN);
  }

  #early(object: object): object {
    const copy = isCopyable(object) ? shellOf(object) : object;
    this.#seen?.set(object, copy);
    return copy;
  }

  #text(text: string, key: boolean): string {
    const now = this.#fn(text, key);
    if (now !== text) this.changed = true;
    return now;
  }

  #value(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.#text(value, false);
    if (typeof value !== 'object' || value === null) return value;
    return this.object(value, depth);
  }

  #rewrite(object: object, depth: number): object {
    if (Array.isArray(object)) return this.#array(object, depth);
    if (isPlain(object)) return this.#properties(object, depth);
    this.#open(object);
    if (ArrayBuffer.isView(object) || types.isAnyArrayBuffer(object))
      return rewriteBytes(object, (text) => this.#text(text, false));
    if (types.isMap(object) || types.isSet(object)) return this.#collection(object, depth);
    if (types.isNativeError(object) || object instanceof Error) return this.#error(object as Error, depth);
    if (object instanceof URL || object instanceof URLSearchParams)
      return rewriteUrl(object, (text) => this.#text(text, false));
    if (types.isStringObject(object)) return this.#boxed(object);
    return this.#properties(object, depth);
  }

  /** The copy to fill, when one is needed: something differs, or the copy was handed out early. */
  #target(object: object, differs: boolean): object | undefined {
    const early = this.#seen?.get(object);
    if (early !== undefined && early !== OPEN)
      return early === object ? this.#opaque(object, differs) : (early as object);
    if (!differs) return undefined;
    return isCopyable(object) ? shellOf(object) : this.#opaque(object, differs);
  }

  #opaque(object: object, differs: boolean): undefined {
    if (differs && this.#strict)
      throw new EnforceCoreError(
        `an object of class \`${object.constructor?.name}\` cannot be copied without a string in it`,
        { code: 'EC_WALK_OPAQUE' },
      );
    return undefined;
  }

  #properties(object: object, depth: number): object {
    const keys = Object.keys(object);
    const values: unknown[] = [];
    let names: string[] | undefined;
    let differs = false;
    let open = false;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const name = this.#text(key, true);
      if (name !== key) (names ??= keys.slice())[i] = name;
      const value = (object as Record<string, unknown>)[key];
      let now = value;
      if (typeof value === 'string') now = this.#text(value, false);
      else if (typeof value === 'object' && value !== null) {
        if (!open) this.#open(object);
        open = true;
        now = this.object(value, depth + 1);
      }
      values.push(now);
      differs ||= !Object.is(now, value);
    }
    const extras = this.#symbols(object, depth);
    const copy = this.#target(object, differs || names !== undefined || extras.differs);
    if (!copy) return object;
    fill(copy, names ? apart(keys, names) : keys, values);
    fill(copy, extras.keys, extras.values);
    if (!isPlain(object)) this.#unlisted(object, copy);
    return copy;
  }

  #array(array: readonly unknown[], depth: number): object {
    const keys = Object.keys(array);
    const dense = isDense(keys, array.length);
    // The names of the elements come first; whatever follows them is a property with a name.
    const count = dense ? keys.length : elements(keys);
    const values: unknown[] = [];
    let differs = false;
    let open = false;
    for (let i = 0; i < count; i++) {
      const value = array[dense ? i : Number(keys[i])];
      let now = value;
      if (typeof value === 'string') now = this.#text(value, false);
      else if (typeof value === 'object' && value !== null) {
        if (!open) this.#open(array);
        open = true;
        now = this.object(value, depth + 1);
      }
      values.push(now);
      differs ||= !Object.is(now, value);
    }
    const named = count === keys.length ? NO_EXTRAS : this.#extras(array, keys.slice(count), depth);
    const extras = this.#symbols(array, depth);
    const copy = this.#target(array, differs || named.differs || extras.differs) as unknown[] | undefined;
    if (!copy) return array;
    copy.length = array.length;
    for (let i = 0; i < count; i++) copy[dense ? i : Number(keys[i])] = values[i];
    fill(copy, named.keys, named.values);
    fill(copy, extras.keys, extras.values);
    return copy;
  }

  #symbols(object: object, depth: number): Extras {
    const symbols = Object.getOwnPropertySymbols(object);
    return symbols.length === 0 ? NO_EXTRAS : this.#extras(object, listed(object, symbols), depth);
  }

  /** Properties besides the ones listed: symbols, what errors carry, what was put on a map. */
  #extras(object: object, all: readonly PropertyKey[], depth: number): Extras {
    if (!this.#seen?.has(object)) this.#open(object);
    const keys = all.map((key) => (typeof key === 'string' ? this.#text(key, true) : key));
    let differs = keys.some((key, i) => key !== all[i]);
    const values = all.map((key) => {
      const value = (object as Record<PropertyKey, unknown>)[key];
      const now = this.#value(value, depth + 1);
      differs ||= !Object.is(now, value);
      return now;
    });
    return { keys, values, differs };
  }

  /** Properties of a class instance that are not enumerable come along, so that its methods find them. */
  #unlisted(object: object, copy: object): void {
    for (const key of Reflect.ownKeys(object)) {
      const property = Object.getOwnPropertyDescriptor(object, key);
      if (!property || property.enumerable || Object.hasOwn(copy, key)) continue;
      if (typeof property.value === 'string') property.value = this.#text(property.value, false);
      Object.defineProperty(copy, key, { ...property, configurable: true });
    }
  }

  #collection(object: Map<unknown, unknown> | Set<unknown>, depth: number): object {
    const isMap = types.isMap(object);
    const keys: unknown[] = [];
    const values: unknown[] = [];
    let differs = false;
    const entries = isMap ? Map.prototype.entries.call(object) : Set.prototype.entries.call(object);
    for (const [key, value] of entries) {
      const name = typeof key === 'string' ? this.#text(key, isMap) : this.#value(key, depth + 1);
      const now = isMap ? this.#value(value, depth + 1) : name;
      differs ||= !Object.is(name, key) || !Object.is(now, value);
      keys.push(name);
      values.push(now);
    }
    const own = Reflect.ownKeys(object);
    const extras = own.length === 0 ? NO_EXTRAS : this.#extras(object, listed(object, own), depth);
    const copy = this.#target(object, differs || extras.differs);
    if (!copy) return object;
    fill(copy, extras.keys, extras.values);
    if (isMap) {
      const taken = new Map<string, number>();
      keys.forEach((key, i) => {
        let name = key;
        if (typeof key === 'string') while (Map.prototype.has.call(copy, name)) name = suffixed(key, taken);
        Map.prototype.set.call(copy, name, values[i]);
      });
    } else for (const value of values) Set.prototype.add.call(copy, value);
    return copy;
  }

  #error(error: Error, depth: number): object {
    const { message, stack } = error;
    const now = typeof message === 'string' ? this.#text(message, false) : this.#value(message, depth + 1);
    let trace: unknown = stack;
    if (typeof stack === 'string') {
      // The stack repeats the message: what was found there is not found twice.
      trace = this.#text(now === message ? stack : stack.replaceAll(message, () => String(now)), false);
    }
    const keys = Reflect.ownKeys(error).filter((key) => key !== 'message' && key !== 'stack');
    const extras = this.#extras(error, keys, depth);
    const copy = this.#target(error, !Object.is(now, message) || trace !== stack || extras.differs);
    if (!copy) return error;
    const define = (key: PropertyKey, value: unknown, enumerable: boolean): unknown =>
      Object.defineProperty(copy, key, { value, enumerable, writable: true, configurable: true });
    define('message', now, false);
    define('stack', trace, false);
    extras.keys.forEach((key, i) => define(key, extras.values[i], isListed(error, keys[i] as PropertyKey)));
    return copy;
  }

  // eslint-disable-next-line @typescript-eslint/no-wrapper-object-types
  #boxed(object: String): object {
    const text = String.prototype.valueOf.call(object);
    const now = this.#text(text, false);
    return now === text ? object : Object.setPrototypeOf(Object(now), Object.getPrototypeOf(object) as object);
  }
}

interface Extras {
  readonly keys: readonly PropertyKey[];
  readonly values: readonly unknown[];
  readonly differs: boolean;
}
const NO_EXTRAS: Extras = { keys: [], values: [], differs: false };

function isListed(object: object, key: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(object, key);
}

function listed(object: object, keys: readonly PropertyKey[]): PropertyKey[] {
  return keys.filter((key) => isListed(object, key));
}

function isDense(keys: readonly string[], length: number): boolean {
  return keys.length === length && (length === 0 || keys[length - 1] === String(length - 1));
}

/** How many of an array's own keys are names of elements. They come first, in ascending order. */
function elements(keys: readonly string[]): number {
  let count = 0;
  while (count < keys.length && String((keys[count] as unknown as number) >>> 0) === keys[count]) count++;
  return count;
}

function fill(copy: object, keys: readonly PropertyKey[], values: readonly unknown[]): void {
  const plain = Array.isArray(copy) || isPlain(copy);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    // Assigning would run a setter of the class, or change the prototype.
    if (plain && key !== '__proto__') (copy as Record<string, unknown>)[key] = values[i];
    else Object.defineProperty(copy, key, { value: values[i], writable: true, enumerable: true, configurable: true });
  }
}
