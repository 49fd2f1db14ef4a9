/** @module Every text in a call's arguments, however deep, with what is declared about the place it stands in. */
import type { Declaration } from './mapping.ts';
import type { Slots } from './declared.ts';

export interface FoundText {
  readonly text: string;
  /** What the argument it belongs to is declared to be. */
  readonly declared: readonly Declaration[] | undefined;
  /** Out of bytes that are no text: anything found in it may be chance. */
  readonly binary: boolean;
}

interface Item {
  readonly value: unknown;
  readonly declared: readonly Declaration[] | undefined;
}

/** Visits the texts of values of any shape: keys, maps, sets, instances, bytes, JSON in a text. Cycles are visited once. */
export function* textsIn(args: readonly unknown[], slots: Slots): Generator<FoundText> {
  const seen = new Set<object>([args]);
  // A stack instead of recursion: no depth is too deep.
  const stack: Item[] = [];
  pushAll(args, slots, undefined, stack);
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, declared } = item;
    if (declared?.length === 0) continue;
    if (typeof value === 'string') {
      yield { text: value, declared, binary: false };
      const parsed = json(value);
      if (parsed !== undefined) stack.push({ value: parsed, declared });
    } else if (typeof value === 'function' || (typeof value === 'object' && value !== null)) {
      if (seen.has(value)) continue;
      seen.add(value);
      const bytes = bytesOf(value);
      if (bytes) yield* textsOfBytes(bytes, declared);
      else pushAll(value, slots, declared, stack);
    }
  }
}

function pushAll(holder: object, slots: Slots, inherited: Item['declared'], stack: Item[]): void {
  const known = slots.get(holder);
  const push = (key: unknown, value: unknown): void => {
    if (worthALook(value)) stack.push({ value, declared: known?.get(key) ?? inherited });
  };
  if (holder instanceof String || holder instanceof URL || holder instanceof URLSearchParams) {
    push(undefined, String(holder));
    return;
  }
  if (holder instanceof Map) {
    for (const [key, value] of holder) {
      stack.push({ value: key, declared: inherited });
      push(key, value);
    }
  } else if (holder instanceof Set) {
    for (const value of holder) push(undefined, value);
  } else if (Array.isArray(holder)) {
    for (let i = 0; i < holder.length; i++) push(String(i), holder[i]);
    if (Object.keys(holder).length === holder.length) return;
  }
  const plain = isPlain(holder);
  for (const key of keysOf(holder, plain)) {
    if (typeof key === 'string' && !plain.array) stack.push({ value: key, declared: inherited });
    push(key, (holder as Record<PropertyKey, unknown>)[key]);
  }
  if (!plain.object && !plain.array) pushHidden(holder, push);
}

function isPlain(holder: object): { object: boolean; array: boolean } {
  const prototype = Object.getPrototypeOf(holder) as object | null;
  return { object: prototype === Object.prototype || prototype === null, array: Array.isArray(holder) };
}

/** Symbols of plain objects only: those of instances hold the insides of the runtime. */
function keysOf(holder: object, plain: { object: boolean }): PropertyKey[] {
  if (typeof holder === 'function') return Object.keys(holder);
  return plain.object ? Reflect.ownKeys(holder) : Object.getOwnPropertyNames(holder);
}

/** What an instance gives away through its class: a `Request` has its address in a getter, others in `toString`. */
function pushHidden(holder: object, push: (key: unknown, value: unknown) => void): void {
  for (const name of TELLING) {
    if (name in holder && !Object.hasOwn(holder, name)) push(name, (holder as Record<string, unknown>)[name]);
  }
  if (typeof holder === 'function') return;
  const { toString } = holder as { toString?: unknown };
  if (typeof toString === 'function' && !NATIVE.has(toString)) push('toString', String(holder));
}

const TELLING = ['href', 'url', 'uri', 'path', 'pathname', 'host', 'hostname', 'origin', 'filename', 'file'];
const NATIVE = new Set<unknown>(
  [Object, Array, Function, Date, RegExp, Error].map((type: { prototype: object }) => type.prototype.toString),
);

function worthALook(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'function' || (typeof value === 'object' && value !== null);
}

function bytesOf(value: object): Buffer | undefined {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return Buffer.from(value);
  return undefined;
}

function* textsOfBytes(bytes: Buffer, declared: Item['declared']): Generator<FoundText> {
  const text = bytes.toString('utf8');
  const binary = text.includes('\ufffd') && bytes.length > LONGEST_PATH;
  yield { text, declared, binary };
  if (!bytes.includes(0)) return;
  // Text in UTF-16 has a zero in nearly every second byte.
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  const [first, second] = zeros(even);
  if (second * 5 >= even.length) yield { text: even.toString('utf16le'), declared, binary: false };
  if (first * 5 >= even.length) yield { text: Buffer.from(even).swap16().toString('utf16le'), declared, binary: false };
}

function zeros(bytes: Buffer): [first: number, second: number] {
  const count: [number, number] = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) count[i % 2 === 0 ? 0 : 1]++;
  return count;
}

const LONGEST_PATH = 4096;

/** An object or a list written as JSON, where escapes such as `\/` hide what it names. */
function json(text: string): object | undefined {
  if (!text.includes('\\') || !/^\s*[[{"]/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : [parsed];
  } catch {
    // Not JSON after all: the text itself is looked at in any case.
    return undefined;
  }
}
