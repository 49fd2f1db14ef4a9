/** @module One code path for values and promises: continue at once with a value, later with a promise. */

export type Awaitable<T> = T | Promise<T>;

/** Whether `await` would wait for the value. Functions with a `then` count too. */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Continues with `next`, synchronously when there is nothing to wait for. `next` must not throw. */
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
