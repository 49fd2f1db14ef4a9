import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { describe, expect, it } from 'vitest';
import { call, callAsync, corridor, plugin, recordingSync, redacting } from '../tests/corridor.ts';
import type { Outcome } from './outcome.ts';
import type { CallRecord } from './record.ts';

describe('what a tool returns step by step', () => {
  function* letters(): Generator<string> {
    yield 'a';
    yield 'secret';
    yield 'c';
  }
  async function* later(): AsyncGenerator<string> {
    yield* letters();
  }

  it('is enforced item by item and stays what it is', async () => {
    const made = corridor([redacting()]);
    expect([...(call(made, letters) as Generator<string>)]).toEqual(['a', '<WORD>', 'c']);
    const items: unknown[] = [];
    for await (const item of (await callAsync(made, later)) as AsyncIterable<string>) items.push(item);
    expect(items).toEqual(['a', '<WORD>', 'c']);
    const readable = await callAsync(made, () => Readable.from(letters()));
    expect(readable).toBeInstanceOf(Readable);
    expect(await (readable as Readable).toArray()).toEqual(['a', '<WORD>', 'c']);
    expect(await callAsync(made, () => ReadableStream.from(letters()))).toBeInstanceOf(ReadableStream);
  });

  it('is recorded when it ends, with what was found in it', () => {
    const seen: CallRecord[] = [];
    const stream = call(corridor([redacting(), recordingSync(seen)]), letters) as Generator<string>;
    expect(seen).toEqual([]);
    expect([...stream]).toHaveLength(3);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ decision: 'redacted', redactionsOutput: 1 });
  });

  it('is recorded as left when the consumer leaves or throws, and not when it has read to the end', () => {
    for (const how of ['read', 'leave', 'throw'] as const) {
      const seen: CallRecord[] = [];
      const source = function* (): Generator<string, string> {
        try {
          yield 'a';
        } catch {
          return 'mended';
        }
        return 'whole';
      };
      const stream = call(corridor([recordingSync(seen)]), source) as Generator<string, string>;
      expect(stream.next()).toEqual({ done: false, value: 'a' });
      if (how === 'read') expect(stream.next()).toEqual({ done: true, value: 'whole' });
      if (how === 'leave') expect(stream.return('gone')).toEqual({ done: true, value: 'gone' });
      if (how === 'throw') expect(stream.throw(new Error('enough'))).toEqual({ done: true, value: 'mended' });
      expect(seen.map(({ toolError }) => toolError?.name)).toEqual([how === 'read' ? undefined : 'StreamAbandoned']);
      expect(stream.next()).toEqual({ done: true, value: undefined });
    }
  });

  it('closes the source when the consumer leaves, when an item is refused, and when the source fails', () => {
    for (const how of ['leave', 'refuse', 'fail']) {
      const seen: CallRecord[] = [];
      let closed = false;
      const source = function* (): Generator<string> {
        try {
          yield 'a';
          if (how === 'fail') throw new Error('from the source');
          yield 'bad';
          yield 'c';
        } finally {
          closed = true;
        }
      };
      const refusing = plugin((host) =>
        host.use({
          phase: 'transform',
          handle: (one, next) => {
            const outcome = next(one) as Outcome;
            return outcome.value === 'bad'
              ? (host.refuse(one, { type: 'content_violation', reason: 'bad' }) as Outcome)
              : outcome;
          },
        }),
      );
      const stream = call(corridor([refusing, recordingSync(seen)]), source) as Generator<string>;
      const taken: string[] = [];
      const take = () => {
        for (const item of stream) {
          taken.push(item);
          if (how === 'leave') break;
        }
      };
      if (how === 'leave') take();
      else expect(take).toThrow(how === 'fail' ? 'from the source' : 'bad');
      expect([taken, closed, seen.length]).toEqual([['a'], true, 1]);
      expect(seen[0]?.decision).toBe(how === 'refuse' ? 'blocked' : 'allowed');
      if (how === 'fail') expect(seen[0]?.toolError?.message).toBe('from the source');
    }
  });

  it('takes items asked for at once one after the other', async () => {
    const stream = (await callAsync(corridor([redacting()]), later)) as AsyncGenerator<string>;
    expect(await Promise.all([stream.next(), stream.next(), stream.next(), stream.next()])).toEqual([
      { done: false, value: 'a' },
      { done: false, value: '<WORD>' },
      { done: false, value: 'c' },
      { done: true, value: undefined },
    ]);
  });
});

describe('a stream whose call is refused on the way back', () => {
  it('is closed unread, and its endings run', () => {
    const seen: CallRecord[] = [];
    let closed = false;
    const source = {
      next: () => ({ done: false, value: 1 }),
      return: () => ((closed = true), { done: true, value: undefined }),
      [Symbol.iterator]() {
        return this;
      },
    };
    const refusing = plugin((host) =>
      host.use({
        phase: 'observe',
        handle: (one, next) => {
          void next(one);
          return host.refuse(one, { type: 'audit_failure', reason: 'disk', failure: true }) as Outcome;
        },
      }),
    );
    const made = corridor([refusing, recordingSync(seen)]);
    expect(() => call(made, () => source)).toThrow(expect.objectContaining({ violationType: 'audit_failure' }));
    expect([closed, seen.length]).toEqual([true, 1]);
  });
});
