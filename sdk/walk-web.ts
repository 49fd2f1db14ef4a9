/** @module Kinds of the web: headers and forms are rewritten; what holds text that cannot be read at once is not passed. */
import { types } from 'node:util';
import type { Walking } from './walk-types.ts';

/** Media that are no text. What they carry besides (metadata) is not looked into. */
const MEDIA = /^(?:image\/(?!svg)|audio\/|video\/|font\/)/i;

/** Their content comes later, or is consumed by looking at it. */
const UNREADABLE = new Set([
  'ReadableStream',
  'ReadableStreamDefaultReader',
  'ReadableStreamBYOBReader',
  'TransformStream',
  'Map Iterator',
  'Set Iterator',
  'Array Iterator',
  'String Iterator',
  'RegExp String Iterator',
]);
const PROXIED = new Set([Map, Set, ArrayBuffer, DataView, Uint8Array, URL, URLSearchParams]);

/** What stands in place of an object of one of these kinds; nothing when it is of none of them. */
export function walkWeb(walk: Walking, object: object, depth: number): object | undefined {
  // What a proxy of such a kind shows depends on who looks: nothing can be said of what is behind it.
  if (types.isProxy(object)) return isProxied(object) ? walk.opaque(object) : undefined;
  if (types.isPromise(object)) return walk.opaque(object);
  const tag = Object.prototype.toString.call(object).slice(8, -1);
  switch (tag) {
    case 'Headers':
      return headers(walk, object as Headers);
    case 'FormData':
      return form(walk, object as FormData, depth);
    case 'Blob':
    case 'File':
      return blob(walk, object as Blob | File);
    case 'Request':
    case 'Response':
      return message(walk, object as Request | Response, depth);
    default:
      return UNREADABLE.has(tag) ? walk.opaque(object) : undefined;
  }
}

function isProxied(object: object): boolean {
  for (const Class of PROXIED) if (object instanceof Class) return true;
  return false;
}

function headers(walk: Walking, object: Headers): object {
  const pairs = [...object];
  const now = pairs.map(([name, value]): [string, string] => [walk.text(name, true), walk.text(value, false, name)]);
  if (now.every(([name, value], i) => name === pairs[i]?.[0] && value === pairs[i]?.[1])) return object;
  try {
    return new (object.constructor as typeof Headers)(now);
  } catch {
    return walk.opaque(object); // what stands in place of a find is no name or value of a header
  }
}

function form(walk: Walking, object: FormData, depth: number): object {
  const pairs = [...object];
  let differs = false;
  const now = pairs.map(([name, value]): [string, File | string] => {
    const field = walk.text(name, true);
    const content = walk.value(value, depth + 1, name) as File | string;
    differs ||= field !== name || content !== value;
    return [field, content];
  });
  if (!differs) return object;
  const copy = new (object.constructor as typeof FormData)();
  for (const [name, value] of now) copy.append(name, value as string);
  return copy;
}

function blob(walk: Walking, object: Blob | File): object | undefined {
  const { name, size, type, lastModified } = object as File;
  const isFile = typeof name === 'string';
  const shown = isFile ? walk.text(name, false) : name;
  const kind = walk.text(type, false);
  if (size > 0 && !MEDIA.test(type)) return walk.opaque(object);
  if (shown === name && kind === type) return undefined;
  if (!isFile) return walk.opaque(object);
  return new (object.constructor as typeof File)([object], shown, { type: kind, lastModified });
}

function message(walk: Walking, object: Request | Response, depth: number): object | undefined {
  if (object.body !== null) return walk.opaque(object);
  const shown = walk.value(object.headers, depth + 1);
  const isSame = shown === object.headers && walk.text(object.url, false) === object.url;
  return isSame ? undefined : walk.opaque(object);
}
