/** @module The walk itself: one pass over a value, which copies only what changes. */
import { EnforceCoreError } from '../kernel/errors.ts';
import { walkKind } from './walk-kinds.ts';
import { apart } from './walk-names.ts';
import { revealed } from './walk-reveal.ts';
import { elements, fill, isCopyable, isDense, isListed, isPlain, shellOf } from './walk-shapes.ts';
import { NO_EXTRAS } from './walk-types.ts';
import type { Extras, StringMapper, Walking, WalkOptions } from './walk-types.ts';

export const MOST_DEPTH = 1_000;
const MOST_OBJECTS = 10_000_000;
const WITHHELD = '[withheld]';

/** Stands for an object that is being walked. When met again, it gets its copy early: a cycle must close on the copy. */
const OPEN = Symbol('open');

/** One walk over one value. */
export class Walk implements Walking {
  changed = false;
  readonly lenient: boolean;
  readonly #fn: StringMapper;
  readonly #number: WalkOptions['number'];
  readonly #maxDepth: number;
  readonly #marks: boolean;
  #seen: Map<object, unknown> | undefined;
  #objects = 0;

  constructor(fn: StringMapper, options: WalkOptions | undefined) {
    this.#fn = fn;
    this.#number = options?.number;
    this.#maxDepth = Math.min(options?.maxDepth ?? MOST_DEPTH, MOST_DEPTH);
    this.lenient = (options?.opaque ?? 'keep') === 'keep';
    this.#marks = options?.opaque === 'mark';
  }

  object(object: object, depth: number, name?: string): unknown {
    const known = this.#seen?.get(object);
    if (known !== undefined) return known === OPEN ? this.#early(object) : known;
    // Written so that NaN refuses too.
    if (!(depth <= this.#maxDepth))
      throw new EnforceCoreError('a value is nested too deeply', { code: 'EC_WALK_TOO_DEEP' });
    if (++this.#objects > MOST_OBJECTS)
      throw new EnforceCoreError('a value has too many objects', { code: 'EC_WALK_TOO_LARGE' });
    const result = this.#marks ? this.#marked(object, depth, name) : this.#rewrite(object, depth, name);
    // The outermost object can only be met again from an object in it, and was then opened.
    if (this.#seen) this.#seen.set(object, result);
    return result;
  }

  text(text: string, key: boolean, name?: string, holder?: object): string {
    const now = this.#fn(text, key, name, holder);
    if (now !== text) this.changed = true;
    return now;
  }

  value(value: unknown, depth: number, name?: string): unknown {
    if (typeof value === 'string') return this.text(value, false, name);
    if (typeof value === 'object' && value !== null) return this.object(value, depth, name);
    return this.#scalar(value, name);
  }

  opaque(object: object): object {
    if (this.lenient) return object;
    throw new Opaque(object);
  }

  target(object: object, differs: boolean): object | undefined {
    const early = this.#seen?.get(object);
    const isOpen = early === undefined || early === OPEN;
    if (!isOpen && early !== object) return early as object;
    if (!differs) return undefined;
    if (isOpen && isCopyable(object)) return shellOf(object);
    this.opaque(object);
    return undefined;
  }

  extras(object: object, all: readonly PropertyKey[], depth: number): Extras {
    if (!this.#seen?.has(object)) this.#open(object);
    const keys = all.map((key) => this.#key(key));
    let differs = keys.some((key, i) => key !== all[i]);
    const values = all.map((key) => {
      const value = (object as Record<PropertyKey, unknown>)[key];
      const now = this.value(value, depth + 1, typeof key === 'string' ? key : undefined);
      differs ||= !Object.is(now, value);
      return now;
    });
    return { keys, values, differs };
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

  #marked(object: object, depth: number, name?: string): unknown {
    try {
      return this.#rewrite(object, depth, name);
    } catch (error) {
      const early = this.#seen?.get(object);
      // What was handed out already cannot be marked any more.
      if (!(error instanceof Opaque) || (early !== undefined && early !== OPEN)) throw error;
      this.changed = true;
      return WITHHELD;
    }
  }

  #scalar(value: unknown, name: string | undefined): unknown {
    let now = value;
    if (typeof value === 'number' || typeof value === 'bigint') {
      if (this.#number && isTelling(value)) now = this.#number(value, name);
    } else if (typeof value === 'symbol') now = this.#key(value);
    if (now !== value) this.changed ||= !Object.is(now, value);
    return now;
  }

  /** A symbol that says something else is another symbol. */
  #key(key: PropertyKey): PropertyKey {
    if (typeof key === 'string') return this.text(key, true);
    const says = typeof key === 'symbol' ? key.description : undefined;
    if (says === undefined) return key;
    const now = this.text(says, true);
    if (now === says) return key;
    return Symbol.keyFor(key as symbol) === undefined ? Symbol(now) : Symbol.for(now);
  }

  #rewrite(object: object, depth: number, name?: string): unknown {
    if (Array.isArray(object)) return this.#array(object, depth, name);
    if (isPlain(object)) return this.#properties(object, depth);
    this.#open(object);
    return walkKind(this, object, depth, name) ?? this.#instance(object, depth);
  }

  #instance(object: object, depth: number): object {
    const shown = this.#properties(object, depth);
    const early = this.#seen?.get(object);
    this.#seen?.set(object, shown);
    const more = revealed(object, shown);
    const before = this.changed;
    this.changed = false;
    for (const one of more ?? []) if (one !== object && one !== shown) this.value(one, depth + 1);
    // What throws at who looks cannot be looked at.
    const tells = this.changed || more === undefined;
    this.changed = before;
    if (tells) this.#seen?.set(object, early);
    return tells ? this.opaque(object) : shown;
  }

  #properties(object: object, depth: number): object {
    const keys = Object.keys(object);
    const values: unknown[] = [];
    let names: string[] | undefined;
    let differs = false;
    let open = false;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const name = this.text(key, true);
      if (name !== key) (names ??= keys.slice())[i] = name;
      const value = (object as Record<string, unknown>)[key];
      let now = value;
      if (typeof value === 'string') now = this.text(value, false, key, object);
      else if (typeof value === 'object' && value !== null) {
        if (!open) this.#open(object);
        open = true;
        now = this.object(value, depth + 1, key);
      } else if (typeof value !== 'boolean' && value !== undefined) now = this.#scalar(value, key);
      values.push(now);
      differs ||= !Object.is(now, value);
    }
    const rest = this.#rest(object, keys.length, depth);
    const copy = this.target(object, differs || names !== undefined || rest.differs);
    if (!copy) return object;
    fill(copy, names ? apart(keys, names) : keys, values);
    this.#unlisted(object, copy, rest);
    return copy;
  }

  #array(array: readonly unknown[], depth: number, name?: string): object {
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
      if (typeof value === 'string') now = this.text(value, false, name);
      else if (typeof value === 'object' && value !== null) {
        if (!open) this.#open(array);
        open = true;
        now = this.object(value, depth + 1, name);
      } else now = this.#scalar(value, name);
      values.push(now);
      differs ||= !Object.is(now, value);
    }
    const named = count === keys.length ? NO_EXTRAS : this.extras(array, keys.slice(count), depth);
    const rest = this.#rest(array, keys.length + 1, depth);
    const copy = this.target(array, differs || named.differs || rest.differs) as unknown[] | undefined;
    if (!copy) return array;
    copy.length = array.length;
    for (let i = 0; i < count; i++) copy[dense ? i : Number(keys[i])] = values[i];
    fill(copy, named.keys, named.values);
    this.#unlisted(array, copy, rest);
    return copy;
  }

  /** Symbols, and properties that are not enumerable. Of those, what a getter would give is not asked for. */
  #rest(object: object, listed: number, depth: number): Rest {
    // Of plain data only what is enumerable counts: asking for more would cost as much as the rest of the walk.
    const symbols = Object.getOwnPropertySymbols(object);
    if (symbols.length === 0 && (Array.isArray(object) || isPlain(object))) return NO_REST;
    const all = Reflect.ownKeys(object);
    if (all.length === listed) return NO_REST;
    const keys = all.filter((key) => {
      if (isListed(object, key)) return typeof key === 'symbol';
      const property = Object.getOwnPropertyDescriptor(object, key);
      return property !== undefined && 'value' in property && !(key === 'length' && Array.isArray(object));
    });
    return keys.length === 0 ? NO_REST : { ...this.extras(object, keys, depth), old: keys };
  }

  /** Properties that are not enumerable come along, so that the methods of a class find them. */
  #unlisted(object: object, copy: object, { keys, values, old }: Rest): void {
    keys.forEach((key, i) => {
      const enumerable = isListed(object, old[i] as PropertyKey);
      Object.defineProperty(copy, key, { value: values[i], writable: true, enumerable, configurable: true });
    });
    if (isPlain(object) || Array.isArray(object)) return;
    for (const key of Reflect.ownKeys(object)) {
      const property = Object.getOwnPropertyDescriptor(object, key);
      if (property && !property.enumerable && property.get) {
        Object.defineProperty(copy, key, { ...property, configurable: true });
      }
    }
  }
}

interface Rest extends Extras {
  /** The keys as they were. */
  readonly old: readonly PropertyKey[];
}
const NO_REST: Rest = { ...NO_EXTRAS, old: [] };

class Opaque extends EnforceCoreError {
  constructor(object: object) {
    super(`an object of class \`${classOf(object)}\` cannot be rewritten or not be looked into`, {
      code: 'EC_WALK_OPAQUE',
    });
  }
}

function classOf(object: object): string {
  const name = (object as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' ? name : 'unknown';
}

/** A whole number that is long enough to be somebody's: the others are not looked at. */
function isTelling(value: number | bigint): boolean {
  if (typeof value === 'number') return value >= 1e6 && value < 1e21 && Number.isInteger(value);
  return value >= 1_000_000n && value < LARGE;
}
const LARGE = 10n ** 40n;
