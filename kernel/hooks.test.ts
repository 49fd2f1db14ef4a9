/** @module What hooks see, and what they may do. */
import { describe, expect, it } from 'vitest';
import { call, callAsync, corridor, guarding, redacting, sanitizer } from '../tests/corridor.ts';
import { allow, deny } from './decision.ts';
import type { Listener, ListenerSource } from './events.ts';

const hooks = (event: string, ...listeners: readonly ((context: never) => unknown)[]): ListenerSource => ({
  listeners: (asked) => (asked === event ? (listeners as unknown as Listener<typeof asked>[]) : []),
});

describe('hooks', () => {
  it('see redacted copies before the call is judged, and may abort it', () => {
    const seen: unknown[] = [];
    let ran = 0;
    const aborting = hooks('pre_call', (context: { args: unknown[]; abort: boolean; abortReason: string }) => {
      seen.push(context.args[0]);
      context.abort = true;
      context.abortReason = 'not today';
    });
    expect(() => call(corridor([redacting()], { hooks: [aborting] }), () => ran++, ['a secret'])).toThrow(
      expect.objectContaining({ code: 'EC_HOOK_ABORT', reason: 'not today' }),
    );
    expect([seen, ran]).toEqual([['a <WORD>'], 0]);
  });

  it('cannot change what the tool is given', () => {
    const meddling = hooks('pre_call', (context: { args: { path: string }[] }) => {
      (context.args[0] as { path: string }).path = '/etc';
    });
    expect(
      call(corridor([], { hooks: [meddling] }), (given: { path: string }) => given.path, [{ path: '/safe' }]),
    ).toBe('/safe');
  });

  it('that throw stop the call', () => {
    let ran = 0;
    const throwing = hooks('pre_call', () => {
      throw new Error('broken');
    });
    expect(() => call(corridor([], { hooks: [throwing] }), () => ran++)).toThrow(
      expect.objectContaining({ code: 'EC_HOOK_FAILED' }),
    );
    expect(ran).toBe(0);
  });

  it('are awaited, and an abort after an await counts', async () => {
    const later = hooks('pre_call', async (context: { abort: boolean }) => {
      await Promise.resolve();
      context.abort = true;
    });
    await expect(callAsync(corridor([], { hooks: [later] }), () => 1)).rejects.toMatchObject({ code: 'EC_HOOK_ABORT' });
  });

  it('that are asynchronous are an error that names them in a synchronous call', () => {
    const made = (event: string) =>
      corridor([], {
        hooks: [
          hooks(event, async function slowHook() {
            await Promise.resolve();
          }),
        ],
      });
    for (const event of ['pre_call', 'post_call']) {
      expect(() => call(made(event), () => 1)).toThrow(
        expect.objectContaining({ code: 'EC_SYNC_PROMISE', message: expect.stringContaining('slowHook') as string }),
      );
    }
  });

  it('are told of violations, redactions and the end, and observers cannot abort', () => {
    const told: string[] = [];
    const made = corridor([
      redacting(),
      guarding({ check: ({ args }) => (args.length > 1 ? deny('too many') : allow()) }),
    ]);
    made.on('pre_call', (context) => {
      context.abort = true;
      told.push('pre');
    });
    made.on('redaction', ({ category, direction }) => void told.push(`${direction} ${category}`));
    made.on('post_call', ({ result }) => void told.push(`post ${String(result)}`));
    const off = made.on('violation', ({ violationReason }) => void told.push(violationReason));
    expect(call(made, (value: string) => value, ['secret'])).toBe('<WORD>');
    expect(() => call(made, () => 1, [1, 2])).toThrow();
    off();
    expect(() => call(made, () => 1, [1, 2])).toThrow();
    expect(told).toEqual(['pre', 'input word', 'post <WORD>', 'pre', 'too many', 'pre']);
  });
});

describe('pre_call hooks', () => {
  it('see redacted values also when the policy leaves the tool its own', () => {
    const seen: unknown[] = [];
    const onlyViews = redacting((value, to, found) => (to === 'view' ? sanitizer.clean(value, to, found) : value));
    const made = corridor([onlyViews], {
      hooks: [hooks('pre_call', (context: { args: unknown[] }) => void seen.push(context.args[0]))],
    });
    expect(call(made, (value: string) => value, ['a secret'])).toBe('a secret');
    expect(seen).toEqual(['a <WORD>']);
  });
});
