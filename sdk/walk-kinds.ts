/** @module The runtime's own kinds of objects: collections, errors, URLs, patterns, boxed values. */
import { types } from 'node:util';
import { NO_EXTRAS } from './walk-types.ts';
import type { Walking } from './walk-types.ts';
import { rewriteBytes } from './walk-bytes.ts';
import { suffixed } from './walk-names.ts';
import { fill, isListed } from './walk-shapes.ts';
import { walkWeb } from './walk-web.ts';

/** What stands in place of an object of a kind that is known here; nothing when it is of none of them. */
export function walkKind(walk: Walking, object: object, depth: number, name?: string): unknown {
  if (ArrayBuffer.isView(object) || types.isAnyArrayBuffer(object))
    return rewriteBytes(object, (text) => walk.text(text, false, name));
  if (types.isMap(object) || types.isSet(object)) return collection(walk, object, depth, name);
  if (types.isNativeError(object) || object instanceof Error) return failure(walk, object as Error, depth);
  if (object instanceof URL || object instanceof URLSearchParams) return address(walk, object);
  if (types.isBoxedPrimitive(object)) return boxed(walk, object, depth, name);
  if (types.isRegExp(object)) return pattern(walk, object);
  if (types.isDate(object)) return undefined;
  return walkWeb(walk, object, depth);
}

function collection(
  walk: Walking,
  object: Map<unknown, unknown> | Set<unknown>,
  depth: number,
  under?: string,
): object {
  const isMap = types.isMap(object);
  const keys: unknown[] = [];
  const values: unknown[] = [];
  let differs = false;
  const entries = isMap ? Map.prototype.entries.call(object) : Set.prototype.entries.call(object);
  for (const [key, value] of entries) {
    const isText = typeof key === 'string';
    const name = isText && isMap ? walk.text(key, true) : walk.value(key, depth + 1, isMap ? undefined : under);
    const now = isMap ? walk.value(value, depth + 1, isText ? key : under) : name;
    differs ||= !Object.is(name, key) || !Object.is(now, value);
    keys.push(name);
    values.push(now);
  }
  const own = Reflect.ownKeys(object).filter((key) => isListed(object, key));
  const extras = own.length === 0 ? NO_EXTRAS : walk.extras(object, own, depth);
  const copy = walk.target(object, differs || extras.differs);
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

function failure(walk: Walking, error: Error, depth: number): object {
  const { message, stack } = error;
  const now = typeof message === 'string' ? walk.text(message, false) : walk.value(message, depth + 1);
  let trace: unknown = stack;
  if (typeof stack === 'string') {
    // The stack repeats the message: what was found there is not found twice.
    trace = walk.text(now === message ? stack : stack.replaceAll(message, () => String(now)), false);
  }
  const keys = Reflect.ownKeys(error).filter((key) => key !== 'message' && key !== 'stack');
  const extras = walk.extras(error, keys, depth);
  const copy = walk.target(error, !Object.is(now, message) || trace !== stack || extras.differs);
  if (!copy) return error;
  const define = (key: PropertyKey, value: unknown, enumerable: boolean): unknown =>
    Object.defineProperty(copy, key, { value, enumerable, writable: true, configurable: true });
  define('message', now, false);
  define('stack', trace, false);
  extras.keys.forEach((key, i) => define(key, extras.values[i], isListed(error, keys[i] as PropertyKey)));
  return copy;
}

/** A result that is no URL any more keeps its text under the scheme `redacted:`. */
function address(walk: Walking, object: URL | URLSearchParams): object {
  if (object instanceof URLSearchParams) {
    const pairs = [...object];
    const now = pairs.map(([name, value]): [string, string] => [walk.text(name, true), walk.text(value, false, name)]);
    const same = now.every(([name, value], i) => pairs[i]?.[0] === name && pairs[i]?.[1] === value);
    return same ? object : new URLSearchParams(now);
  }
  const { href } = object;
  const now = walk.text(href, false);
  if (now === href) return object;
  return URL.canParse(now) ? new URL(now) : new URL(`redacted:${now}`);
}

function boxed(walk: Walking, object: object, depth: number, name?: string): object | undefined {
  const value = primitiveOf(object);
  const now = walk.value(value, depth, name);
  if (Object.is(now, value)) return undefined;
  const copy = Object(now) as object;
  // A number that became text is boxed text.
  return typeof now === typeof value
    ? (Object.setPrototypeOf(copy, Object.getPrototypeOf(object) as object) as object)
    : copy;
}

function primitiveOf(object: object): unknown {
  if (types.isStringObject(object)) return String.prototype.valueOf.call(object);
  if (types.isNumberObject(object)) return Number.prototype.valueOf.call(object);
  if (types.isBigIntObject(object)) return BigInt.prototype.valueOf.call(object);
  if (types.isSymbolObject(object)) return Symbol.prototype.valueOf.call(object);
  return undefined;
}

function pattern(walk: Walking, object: RegExp): object | undefined {
  const { source, flags } = object;
  const now = walk.text(source, false);
  if (now === source) return undefined;
  try {
    const copy = new RegExp(now, flags);
    copy.lastIndex = object.lastIndex;
    return Object.setPrototypeOf(copy, Object.getPrototypeOf(object) as object) as object;
  } catch {
    return walk.opaque(object); // without what was found it is no pattern any more
  }
}
