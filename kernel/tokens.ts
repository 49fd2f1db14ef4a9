/** @module Typed names for what plugins give to and take from each other. */

/**
 * A name for one value. `T` is a phantom: it exists for the type checker alone.
 * The key comes from `Symbol.for`, so two copies of the package agree on it.
 */
export interface Token<T> {
  readonly id: string;
  readonly key: symbol;
  readonly T: T;
}

/** A name for a list that many plugins add to, such as the guards. */
export interface Point<T> extends Token<readonly T[]> {
  readonly many: true;
}

/** A token whose absence is fine: the dependency resolves to `undefined`. */
export interface OptionalToken<T> extends Token<T | undefined> {
  readonly optional: true;
}

/**
 * Makes a token.
 *
 * @param id - unique among tokens; prefix it with your package's name
 * @example
 * ```ts
 * const CLOCK = token<{ now(): number }>('my-package/clock');
 * ```
 */
export function token<T>(id: string): Token<T> {
  return Object.freeze({ id, key: Symbol.for(`enforcecore.token/${id}`) }) as Token<T>;
}

/**
 * Makes a point: a list that any number of plugins contribute to. Readable from `start` on.
 *
 * @example
 * ```ts
 * const DICTIONARIES = point<ReadonlySet<string>>('my-package/dictionaries');
 * ```
 */
export function point<T>(id: string): Point<T> {
  return Object.freeze({ id, key: Symbol.for(`enforcecore.point/${id}`), many: true }) as unknown as Point<T>;
}

/**
 * Marks a dependency as one a plugin can do without.
 *
 * @example
 * ```ts
 * const CLOCK = token<{ now(): number }>('my-package/clock');
 * definePlugin({
 *   name: 'watch',
 *   version: '1.0.0',
 *   needs: { clock: optional(CLOCK) },
 *   setup: (host, { clock }) => void host.on('post_call', () => console.log(clock?.now())),
 * });
 * ```
 */
export function optional<T>(wanted: Token<T>): OptionalToken<T> {
  return Object.freeze({ id: wanted.id, key: wanted.key, optional: true }) as unknown as OptionalToken<T>;
}
