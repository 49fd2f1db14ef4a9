/** @module What walking needs to know of the shapes of values: what can be copied, and how. */
import { isUtf8 } from 'node:buffer';
import { types } from 'node:util';

type Rewrite = (text: string) => string;

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

/** Rewrites bytes that are UTF-8 text, as the same kind of bytes. Binary data is left alone. */
export function rewriteBytes(object: ArrayBufferView | ArrayBufferLike, rewrite: Rewrite): object {
  const view = ArrayBuffer.isView(object);
  const bytes = view
    ? Buffer.from(object.buffer, object.byteOffset, object.byteLength)
    : Buffer.from(object as ArrayBuffer);
  if (bytes.length === 0 || !isUtf8(bytes)) return object;
  const text = bytes.toString('utf8');
  const now = rewrite(text);
  if (now === text) return object;
  const width = (object as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  const size = Math.ceil(Buffer.byteLength(now) / width) * width;
  if (Buffer.isBuffer(object)) return Buffer.from(now);
  const fresh = types.isSharedArrayBuffer(object) ? new SharedArrayBuffer(size) : new ArrayBuffer(size);
  // Elements of several bytes are filled up with spaces.
  Buffer.from(fresh).fill(' ').write(now);
  if (!view) return fresh;
  const tag = types.isDataView(object) ? 'DataView' : ((object as Uint8Array)[Symbol.toStringTag] as 'Uint8Array');
  const Class = (globalThis as unknown as Record<string, new (buffer: ArrayBufferLike) => object>)[tag] ?? Uint8Array;
  const made = new Class(fresh);
  return Object.setPrototypeOf(made, Object.getPrototypeOf(object) as object) as object;
}

/** Rewrites a URL. A result that is no URL any more keeps its text under the scheme `redacted:`. */
export function rewriteUrl(object: URL | URLSearchParams, rewrite: Rewrite): object {
  if (object instanceof URLSearchParams) {
    const pairs = [...object].map(([name, value]) => [rewrite(name), rewrite(value)] as [string, string]);
    const same = [...object].every(([name, value], i) => pairs[i]?.[0] === name && pairs[i]?.[1] === value);
    return same ? object : new URLSearchParams(pairs);
  }
  const { href } = object;
  const now = rewrite(href);
  if (now === href) return object;
  return URL.canParse(now) ? new URL(now) : new URL(`redacted:${now}`);
}
