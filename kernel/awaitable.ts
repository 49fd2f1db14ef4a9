/**
 * A value, or a promise of one: synchronous calls only accept the former.
 *
 * @module One code path for values and promises: continue at once with a value, later with a promise.
 */
export type Awaitable<T> = T | Promise<T>;

/**
 * Whether `await` would wait for the value. Functions with a `then` count too.
 *
 * @example
 * ```ts
 * isThenable(Promise.resolve(1)); // true
 * isThenable(1); // false
 * ```
 */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/**
 * Continues with `next`, synchronously when there is nothing to wait for. `next` must not throw.
 *
 * @example
 * ```ts
 * andThen(1, (one) => one + 1); // 2: at once
 * andThen(Promise.resolve(1), (one) => one + 1); // 2: later
 * ```
 */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return isThenable(value) ? (value as Promise<T>).then(next) : next(value);
}

/** Runs `body`; whether it throws or its promise rejects, `failed` says how to go on. */
export function attempt<T, R>(
  body: () => T | PromiseLike<T>,
  done: (value: T) => Awaitable<R>,
  failed: (error: unknown) => Awaitable<R>,
): Awaitable<R> {
  let value: T | PromiseLike<T>;
  try {
    value = body();
    if (isThenable(value)) return Promise.resolve(value).then(done, failed);
  } catch (error) {
    return failed(error);
  }
  return done(value as T);
}
