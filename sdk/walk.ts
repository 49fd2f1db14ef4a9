/** @module Rewrites every string in a value of any shape, without ever touching the original. */
import { isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import { EnforceCoreError, registerCodes } from '../kernel/errors.ts';
import { MOST_DEPTH, Walk } from './walk-core.ts';
import type { StringMapper, WalkOptions } from './walk-types.ts';
export type { StringMapper, WalkOptions } from './walk-types.ts';
export { measureBytes } from './walk-measure.ts';

/**
 * Gives `value` with every string in it replaced by what `fn` gives, and the very same reference when nothing changed.
 * Follows plain objects (keys too), arrays, maps, sets, bytes that are text, class instances, errors, URLs, headers,
 * forms, patterns, symbols and boxed strings; cycles and shared references are preserved. Two keys that become equal are told apart by `#2`, `#3`.
 *
 * @param fn - called once for each string
 * @throws EnforceCoreError `EC_WALK_TOO_DEEP` beyond `maxDepth`, `EC_WALK_TOO_LARGE` beyond 10,000,000 objects,
 * `EC_WALK_OPAQUE` where asked for; and whatever a getter or a proxy in the value throws
 * @example
 * ```ts
 * mapStrings({ to: ['ann', 'bob'] }, (text) => text.toUpperCase()); // { TO: ['ANN', 'BOB'] }
 * ```
 */
export function mapStrings<T>(value: T, fn: StringMapper, options?: WalkOptions): T {
  if (typeof value === 'string') return fn(value, false) as T;
  const walk = new Walk(fn, options);
  const result = walk.value(value, 1);
  // A cycle is copied before it is known whether anything in it changes.
  return walk.changed ? (result as T) : value;
}

/**
 * {@link mapStrings} for a function that may answer with promises. Gives a promise only when one of the answers is one.
 *
 * @throws EnforceCoreError as `mapStrings`, and `EC_WALK_UNSTABLE` when the value changed while answers were awaited
 * @example
 * ```ts
 * await mapStringsAsync({ to: ['ann'] }, async (text, key) => (key ? text : text.toUpperCase())); // { to: ['ANN'] }
 * ```
 */
export function mapStringsAsync<T>(
  value: T,
  fn: (text: string, key: boolean) => Awaitable<string>,
  options?: WalkOptions,
): Awaitable<T> {
  const texts = new Map<string, string>();
  const names = new Map<string, string>();
  const waiting: Promise<void>[] = [];
  let changed = false;
  const note = (text: string, key: boolean, answer: string): void => {
    changed ||= answer !== text;
    (key ? names : texts).set(text, answer);
  };
  // First every string is asked about, then the answers are put in: one core serves both forms.
  mapStrings(
    value,
    (text, key) => {
      const answer = fn(text, key);
      if (isThenable(answer)) waiting.push(Promise.resolve(answer).then((now) => note(text, key, now)));
      else note(text, key, answer);
      return text;
    },
    options,
  );
  const fill = (): T => {
    if (!changed) return value;
    return mapStrings(value, (text, key) => (key ? names : texts).get(text) ?? unstable(), options);
  };
  return waiting.length === 0 ? fill() : Promise.all(waiting).then(fill);
}

function unstable(): never {
  throw new EnforceCoreError('a value changed while it was being inspected', { code: 'EC_WALK_UNSTABLE' });
}

/**
 * Applies `redactFn` to every string in a value: keys, bytes and nested objects included.
 *
 * @param maxDepth - nesting that is accepted; deeper values throw, they are never passed on unredacted
 * @throws EnforceCoreError `EC_WALK_TOO_DEEP`
 * @example
 * ```ts
 * deepRedact({ note: 'mail a@b.co' }, (text) => text.replace('a@b.co', '<EMAIL>')); // { note: 'mail <EMAIL>' }
 * ```
 */
export function deepRedact<T>(value: T, redactFn: (text: string) => string, maxDepth: number = MOST_DEPTH): T {
  return mapStrings(value, (text) => redactFn(text), { maxDepth, opaque: 'throw' });
}

registerCodes({
  EC_WALK_TOO_DEEP: {
    summary: 'a value is nested too deeply to be inspected',
    hint: 'flatten the value; what cannot be inspected is not passed on',
  },
  EC_WALK_TOO_LARGE: {
    summary: 'a value has too many objects to be inspected',
    hint: 'pass less at a time; what cannot be inspected is not passed on',
  },
  EC_WALK_OPAQUE: {
    summary: 'an object holds something but cannot be copied, or what it holds cannot be read at once',
    hint: 'pass plain data instead of an instance with private fields, a Blob, a body or a promise',
  },
  EC_WALK_UNSTABLE: {
    summary: 'a value changed while it was being inspected',
    hint: 'do not change arguments or results during a call, and avoid getters that answer differently each time',
  },
});
