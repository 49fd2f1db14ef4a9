/** @module The size of a value of any shape, in bytes of text. */
import { types } from 'node:util';
import { utf8Length } from './text.ts';
import { isPlain } from './walk-shapes.ts';

/**
 * Counts the bytes of all text in a value: strings and keys as UTF-8, and bytes as they are, at any depth. Numbers,
 * booleans and dates count nothing; an object that is met again counts once. Needs no stack for nesting.
 *
 * @param limit - in bytes; counting stops soon after it is exceeded
 * @returns bytes, or some number above `limit`
 * @example
 * ```ts
 * measureBytes(['hello', { k: 'é' }]); // 8
 * ```
 */
export function measureBytes(value: unknown, limit: number = Infinity): number {
  const count = new Count(limit);
  count.add(value);
  count.run();
  return count.bytes;
}

class Count {
  bytes = 0;
  readonly #limit: number;
  readonly #waiting: object[] = [];
  #seen: Set<object> | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(item: unknown): void {
    if (typeof item === 'string') this.#text(item);
    else if (typeof item === 'object' && item !== null) this.#waiting.push(item);
  }

  run(): void {
    for (let object = this.#waiting.pop(); object && this.bytes <= this.#limit; object = this.#waiting.pop()) {
      if (this.#seen?.has(object)) continue;
      (this.#seen ??= new Set()).add(object);
      if (Array.isArray(object)) this.#array(object);
      else if (isPlain(object)) this.#own(object);
      else this.#special(object);
    }
  }

  /** UTF-8 is never shorter than UTF-16 has code units, so a text that is clearly too long is not measured. */
  #text(text: string): void {
    this.bytes += text.length > this.#limit ? text.length : utf8Length(text);
  }

  #array(array: readonly unknown[]): void {
    const keys = Object.keys(array);
    const { length } = keys;
    const dense = length === array.length && (length === 0 || keys[length - 1] === String(length - 1));
    for (let i = 0; i < length && this.bytes <= this.#limit; i++) {
      const key = keys[i] as string;
      if (!dense && String((key as unknown as number) >>> 0) !== key) this.#text(key);
      this.add(dense ? array[i] : (array as unknown as Record<string, unknown>)[key]);
    }
    this.#symbols(array);
  }

  #own(object: object): void {
    for (const key of Object.keys(object)) {
      if (this.bytes > this.#limit) return;
      this.#text(key);
      this.add((object as Record<string, unknown>)[key]);
    }
    this.#symbols(object);
  }

  #symbols(object: object): void {
    for (const symbol of Object.getOwnPropertySymbols(object)) this.add((object as Record<symbol, unknown>)[symbol]);
  }

  #special(object: object): void {
    if (ArrayBuffer.isView(object) || types.isAnyArrayBuffer(object)) {
      this.bytes += object.byteLength;
      return;
    }
    if (types.isStringObject(object)) {
      this.#text(String.prototype.valueOf.call(object));
      return;
    }
    if (types.isMap(object)) Map.prototype.forEach.call(object, (item, key) => (this.add(key), this.add(item)));
    else if (types.isSet(object)) Set.prototype.forEach.call(object, (item) => this.add(item));
    else if (object instanceof URL) this.#text(object.href);
    else if (object instanceof Error) [object.message, object.cause].forEach((item) => this.add(item));
    this.#own(object);
  }
}
