/** @module Iterables that a tool returns, enforced item by item without changing what they are. */
import { Readable } from 'node:stream';
import { andThen, isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';

type AnyIterator = Partial<
  Record<'next' | 'return' | 'throw', (value?: unknown) => Awaitable<IteratorResult<unknown>>>
>;

type Ask = Required<AnyIterator>['next'];

/** What happens to each item, and at the end. All may throw; `end` runs exactly once. */
export interface Gate {
  /** What is handed out for an item: usually one, none when it is held back, more when something was. */
  item(value: unknown): Awaitable<readonly unknown[]>;
  /** What is still held back when the source has ended. */
  rest(): Awaitable<readonly unknown[]>;
  /** @param complete - whether the source came to its end, not the consumer to his */
  end(complete: boolean, error?: unknown): Awaitable<void>;
}

/** Whether a result is produced step by step: an iterator, an async iterable or a stream, but not a collection. */
export function isStream(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (typeof (value as AsyncIterable<unknown>)[Symbol.asyncIterator] === 'function') return true;
  return (
    typeof (value as Iterable<unknown>)[Symbol.iterator] === 'function' &&
    typeof (value as AnyIterator).next === 'function'
  );
}

/** Whether a stream is cut at places that mean nothing. */
export function isTextStream(value: unknown): boolean {
  return value instanceof Readable && !value.readableObjectMode;
}

/** Puts a gate in front of a stream and gives back the same kind of thing. */
export function gated(source: object, gate: Gate): object {
  const asynchronous = typeof (source as AsyncIterable<unknown>)[Symbol.asyncIterator] === 'function';
  if (!asynchronous) return new Gated(source as AnyIterator, once(gate), false);
  const inner = (source as AsyncIterable<unknown>)[Symbol.asyncIterator]() as AnyIterator;
  const outer = new Gated(inner, once(gate), true);
  if (source instanceof Readable) return Readable.from(outer as never, { objectMode: source.readableObjectMode });
  if (source instanceof ReadableStream) return ReadableStream.from(outer as never);
  return outer;
}

/** Closes a stream that nobody will read. */
export function discard(source: object): Awaitable<void> {
  if (source instanceof Readable) return void source.destroy();
  if (source instanceof ReadableStream) return source.cancel();
  return closeQuietly(source as AnyIterator);
}

/** An iterator, sync or async, whose every item passes the gate. When the gate refuses, the source is closed. */
class Gated {
  readonly #source: AnyIterator;
  readonly #gate: Gate;
  readonly #async: boolean;
  #closed = false;
  /** What is handed out before the source is asked again. */
  readonly #ready: IteratorResult<unknown>[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: AnyIterator, gate: Gate, asynchronous: boolean) {
    this.#source = source;
    this.#gate = gate;
    this.#async = asynchronous;
    const self = this as unknown as Record<symbol, unknown>;
    self[asynchronous ? Symbol.asyncIterator : Symbol.iterator] = () => this;
  }

  next(value?: unknown): Awaitable<IteratorResult<unknown>> {
    return this.#queued(() => this.#step('next', value));
  }
  return(value?: unknown): Awaitable<IteratorResult<unknown>> {
    return this.#queued(() => this.#step('return', value));
  }
  throw(error?: unknown): Awaitable<IteratorResult<unknown>> {
    return this.#queued(() => this.#step('throw', error));
  }

  /** Async iterators may be asked for several items at once: they come one after the other. */
  #queued(step: () => Awaitable<IteratorResult<unknown>>): Awaitable<IteratorResult<unknown>> {
    if (!this.#async) return step();
    const answer = this.#turn.then(step);
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  #step(method: 'next' | 'return' | 'throw', value: unknown): Awaitable<IteratorResult<unknown>> {
    if (method === 'next' && this.#ready.length > 0) return this.#ready.shift() as IteratorResult<unknown>;
    if (this.#closed) {
      if (method === 'throw') throw value;
      return { done: true, value: method === 'return' ? value : undefined };
    }
    const ask = this.#source[method];
    return this.#guarded(() => {
      if (ask) return this.#ask(ask, value, method === 'next');
      if (method === 'throw') throw value;
      return this.#finish({ done: true, value }, false);
    });
  }

  /**
   * Asks the source until there is something to hand out. A loop where nothing has to be waited for.
   *
   * @param reads - whether the consumer reads on, rather than having left
   */
  #ask(first: Ask, value: unknown, reads: boolean): Awaitable<IteratorResult<unknown>> {
    for (let ask = first, given = value; ; ask = this.#source.next as Ask, given = undefined) {
      const step = settle(ask.call(this.#source, given), this.#async, (result) =>
        result.done ? this.#finish(result, reads) : this.#hand(this.#gate.item(result.value)),
      );
      if (isThenable(step))
        return step.then((result) => result ?? this.#ask(this.#source.next as Ask, undefined, reads));
      if (step) return step;
    }
  }

  /** The first of these items; the others are handed out next. Nothing when there are none. */
  #hand(items: Awaitable<readonly unknown[]>): Awaitable<IteratorResult<unknown> | undefined> {
    return andThen(items, ([...list]) => {
      for (const value of list) this.#ready.push({ done: false, value });
      return this.#ready.shift();
    });
  }

  /** The end of the source. What is still held back is handed out first, unless the consumer has left. */
  #finish(result: IteratorResult<unknown>, complete: boolean): Awaitable<IteratorResult<unknown>> {
    return andThen(this.#gate.rest(), (held) => {
      const passed = result.value === undefined ? [] : this.#gate.item(result.value);
      return andThen(passed, (items) => this.#end(complete, held, items));
    });
  }

  #end(complete: boolean, held: readonly unknown[], items: readonly unknown[]): Awaitable<IteratorResult<unknown>> {
    return andThen(this.#gate.rest(), (more) => {
      this.#closed = true;
      const texts = [...items, ...more];
      // A return value is one value: the pieces of a text that it was given out in belong together.
      const value = texts.every((one) => typeof one === 'string') ? texts.join('') : texts[0];
      const done = { done: true, value: texts.length === 0 ? undefined : value } as IteratorResult<unknown>;
      return andThen(this.#gate.end(complete), () => {
        for (const one of complete ? held : []) this.#ready.push({ done: false, value: one });
        this.#ready.push(done);
        return this.#ready.shift() as IteratorResult<unknown>;
      });
    });
  }

  /** A failure of the source or of the gate closes both, and is thrown on. */
  #guarded(body: () => Awaitable<IteratorResult<unknown>>): Awaitable<IteratorResult<unknown>> {
    const failed = (error: unknown): Awaitable<never> => {
      const wasClosed = this.#closed;
      this.#closed = true;
      const closed = wasClosed ? undefined : closeQuietly(this.#source);
      return andThen(closed, () =>
        andThen(this.#gate.end(false, error), () => {
          throw error;
        }),
      );
    };
    try {
      const result = body();
      return isThenable(result) ? result.then(undefined, failed) : result;
    } catch (error) {
      return failed(error);
    }
  }
}

function settle<R>(
  value: Awaitable<IteratorResult<unknown>>,
  asynchronous: boolean,
  next: (result: IteratorResult<unknown>) => Awaitable<R>,
): Awaitable<R> {
  return asynchronous ? Promise.resolve(value).then(next) : next(value as IteratorResult<unknown>);
}

/** The error already on its way matters more than one from closing. */
function closeQuietly(source: AnyIterator): Awaitable<void> {
  try {
    const closed = source.return?.();
    return isThenable(closed) ? Promise.resolve(closed).then(ignore, ignore) : undefined;
  } catch {
    return undefined;
  }
}

function once(gate: Gate): Gate {
  let ended = false;
  return {
    item: (value) => gate.item(value),
    rest: () => gate.rest(),
    end: (complete, error) => {
      if (ended) return undefined;
      ended = true;
      return gate.end(complete, error);
    },
  };
}

function ignore(): void {}
