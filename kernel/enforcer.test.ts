import { describe, expect, it } from 'vitest';
import {
  call,
  callAsync,
  corridor,
  guarding,
  plugin,
  POLICY,
  recordingSync,
  redacting,
  sanitizer,
  using,
} from '../tests/corridor.ts';
import type { Outcome } from './outcome.ts';
import { allow, deny } from './decision.ts';
import { scopes } from './call.ts';
import type { ToolCall } from './call.ts';
import { lastRecord } from './enforcer.ts';
import type { ListenerSource, Listener } from './events.ts';
import { definePlugin } from './plugin.ts';
import type { CallRecord } from './record.ts';

const records: CallRecord[] = [];
const recording = (seen: CallRecord[] = records) =>
  using({
    phase: 'observe',
    sync: true,
    handle: async (one, next) => (await next(one)).afterwards((record) => void seen.push(record)),
  });
const hooks = (event: string, ...listeners: readonly ((context: never) => unknown)[]): ListenerSource => ({
  listeners: (asked) => (asked === event ? (listeners as unknown as Listener<typeof asked>[]) : []),
});

describe('a call', () => {
  it('keeps arguments, `this` and the value', () => {
    const self = { base: 40 };
    const made = corridor([]);
    expect(
      call(
        made,
        function (this: typeof self, more: number) {
          return this.base + more;
        },
        [2],
        { self },
      ),
    ).toBe(42);
  });

  it('throws what the tool threw, untouched', () => {
    const error = new TypeError('from the tool');
    expect(() =>
      call(corridor([redacting()]), () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it('is synchronous with a value and asynchronous with a promise, on one path', async () => {
    const made = corridor([using({ phase: 'contain', sync: true, handle: (one, next) => next(one) })]);
    expect(call(made, () => 1)).toBe(1);
    expect(await callAsync(made, async () => (await Promise.resolve(), 2))).toBe(2);
  });

  it('refuses an asynchronous tool in a synchronous call before it runs', () => {
    let ran = 0;
    expect(() => call(corridor([]), async () => ran++)).toThrow(
      expect.objectContaining({ code: 'EC_SYNC_ASYNC_TOOL' }),
    );
    expect(ran).toBe(0);
  });

  it('withholds a promise that a tool gives in a synchronous call', () => {
    expect(() => call(corridor([]), () => Promise.resolve('unenforced'))).toThrow(
      expect.objectContaining({ code: 'EC_SYNC_ASYNC_TOOL' }),
    );
  });

  it('awaits foreign thenables', async () => {
    const thenable = { then: (resolve: (value: string) => void) => resolve('a secret') };
    expect(await callAsync(corridor([redacting()]), () => thenable)).toBe('a <WORD>');
  });

  it('does not start the tool when the caller has already aborted', async () => {
    let ran = 0;
    await expect(callAsync(corridor([]), () => ran++, [], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'EC_ABORTED',
    });
    expect(ran).toBe(0);
  });

  it('offers the tool a signal that follows the caller', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const answer = callAsync(
      corridor([]),
      () =>
        new Promise((_, reject) => {
          const signal = (scopes.getStore() as { observed: ToolCall }).observed.signal;
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          controller.abort(reason);
        }),
      [],
      { signal: controller.signal },
    );
    await expect(answer).rejects.toBe(reason);
  });

  it('aborts the signal of a tool that a middleware gave up on', async () => {
    let signal: AbortSignal | undefined;
    const impatient = plugin((host) =>
      host.use({
        phase: 'contain',
        handle: (one, next) => {
          void next(one);
          return host.refuse(one, { type: 'time_limit', reason: 'too slow' }) as Outcome;
        },
      }),
    );
    await expect(
      callAsync(
        corridor([impatient]),
        () =>
          new Promise(() => {
            signal = (scopes.getStore() as { observed: ToolCall }).observed.signal;
          }),
      ),
    ).rejects.toMatchObject({ violationType: 'time_limit' });
    expect(signal?.aborted).toBe(true);
  });

  it('cannot be changed', () => {
    guarding();
    const made = corridor([
      guarding({
        check(one) {
          expect(() => {
            (one as { tool: string }).tool = 'other';
          }).toThrow();
          expect(() => (one.args as unknown[]).push(1)).toThrow();
          expect((one.labels as Set<string>).add).toBeUndefined();
          return allow();
        },
      }),
    ]);
    expect(call(made, () => 1, [], { labels: new Set(['a']) })).toBe(1);
  });

  it('that cannot be read is refused', async () => {
    const hostile = {
      get path(): string {
        throw new Error('no');
      },
    };
    let ran = 0;
    await expect(
      callAsync(corridor([using({ phase: 'contain', handle: (one, next) => next(one) })]), () => ran++, [hostile]),
    ).rejects.toMatchObject({ code: 'EC_ENFORCEMENT_FAILED' });
    expect(ran).toBe(0);
  });
});

describe('nesting', () => {
  it('counts depth per asynchronous context, not across siblings', async () => {
    const depths: number[] = [];
    const made = corridor([
      using({ phase: 'admit', sync: true, handle: (one, next) => (depths.push(one.depth), next(one)) }),
    ]);
    const nested = (): Promise<unknown> =>
      callAsync(made, async () => (await Promise.resolve(), callAsync(made, () => 1)));
    await Promise.all([nested(), nested(), nested()]);
    expect(depths.sort()).toEqual([1, 1, 1, 2, 2, 2]);
  });
});

describe('redaction', () => {
  it('rewrites arguments before the tool and the result after it, and counts both', () => {
    const seen: CallRecord[] = [];
    const made = corridor([redacting(), recordingSync(seen)]);
    expect(call(made, (value: string) => `${value} and secret`, ['a secret'])).toBe('a <WORD> and <WORD>');
    expect(seen[0]).toMatchObject({
      decision: 'redacted',
      redactionsInput: 1,
      redactionsOutput: 1,
      redactedCategories: ['word'],
    });
  });

  it('that fails stops the call, or withholds the result', () => {
    let ran = 0;
    const failing = (when: string) =>
      redacting((value, to) => {
        if (to === when) throw new Error('broken');
        return value;
      });
    expect(() => call(corridor([failing('input')]), () => ran++)).toThrow(
      expect.objectContaining({ code: 'EC_REDACTION_FAILED' }),
    );
    expect(ran).toBe(0);
    expect(() => call(corridor([failing('output')]), () => 'x')).toThrow(
      expect.objectContaining({ code: 'EC_REDACTION_FAILED' }),
    );
  });

  it('is all that observers see of arguments, results, errors and reasons', () => {
    const seen: unknown[] = [];
    const watching = using({
      phase: 'observe',
      sync: true,
      handle(one, next) {
        seen.push(one.args);
        const outcome = next(one) as Outcome;
        seen.push(outcome.value, outcome.error);
        return outcome;
      },
    });
    const made = corridor([redacting(), watching]);
    expect(call(made, (value: string) => `${value} secret`, ['my secret'])).toBe('my <WORD> <WORD>');
    expect(() =>
      call(made, () => {
        throw new Error('a secret failure');
      }),
    ).toThrow('a secret failure');
    expect(JSON.stringify(seen)).not.toContain('secret');
    expect(JSON.stringify(seen)).toContain('a <WORD> failure');
    const refusing = corridor([redacting(), guarding({ check: () => deny('because of secret') })]);
    expect(() => call(refusing, () => 1)).toThrow(expect.objectContaining({ reason: 'because of <WORD>' }));
  });

  it('cannot be undone by an observer', () => {
    const made = corridor([
      redacting(),
      using({ phase: 'observe', handle: (one, next) => (next(one) as Outcome).replace('forged') }),
    ]);
    expect(() => call(made, () => 'x')).toThrow(expect.objectContaining({ code: 'EC_ENFORCEMENT_FAILED' }));
  });
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

describe('fail_open', () => {
  const broken = plugin((host) =>
    host.use({
      phase: 'admit',
      handle: () => {
        throw new Error('broken');
      },
    }),
  );
  it('lets a call pass when enforcement fails before the tool, once', () => {
    let ran = 0;
    expect(call(corridor([broken], { failOpen: true }), () => ++ran)).toBe(1);
  });
  it('never lets unredacted arguments through', () => {
    let ran = 0;
    expect(() =>
      call(
        corridor(
          [
            redacting(() => {
              throw new Error('broken');
            }),
          ],
          { failOpen: true },
        ),
        () => ran++,
      ),
    ).toThrow();
    expect(ran).toBe(0);
  });
  it('never runs a tool outside what contains it, and never twice', () => {
    let ran = 0;
    const containing = (handle: 'before' | 'after') =>
      using({
        phase: 'contain',
        handle(one, next) {
          if (handle === 'after') void next(one);
          throw new Error('broken');
        },
      });
    expect(() => call(corridor([containing('before')], { failOpen: true }), () => ran++)).toThrow();
    expect(ran).toBe(0);
    expect(() => call(corridor([containing('after')], { failOpen: true }), () => ran++)).toThrow();
    expect(ran).toBe(1);
  });
  it('does not record as passed what was refused all the same', () => {
    const seen: CallRecord[] = [];
    const made = corridor([recordingSync(seen)], { failOpen: true });
    expect(() => call(made, async () => 1)).toThrow(expect.objectContaining({ code: 'EC_SYNC_ASYNC_TOOL' }));
    expect(seen[0]).toMatchObject({ decision: 'blocked', wouldBe: false });
  });
  it('does not turn a denial into a permission', () => {
    const made = corridor(
      [
        guarding(
          { check: () => deny('no') },
          {
            check: () => {
              throw new Error('broken');
            },
          },
        ),
      ],
      { failOpen: true },
    );
    expect(() => call(made, () => 1)).toThrow(expect.objectContaining({ violationType: 'policy_denied' }));
  });
});

describe('an enforcer', () => {
  it('waits for plugins that start asynchronously, and says so to a synchronous caller', async () => {
    let started = false;
    const slow = definePlugin({
      name: 'slow',
      version: '1.0.0',
      setup: () => ({
        start: async () => {
          await Promise.resolve();
          started = true;
        },
      }),
    });
    const made = corridor([slow]);
    expect(() => call(made, () => 1)).toThrow(expect.objectContaining({ code: 'EC_NOT_READY' }));
    expect(await callAsync(made, () => started)).toBe(true);
    expect(call(made, () => 2)).toBe(2);
  });

  it('judges without running, recording or announcing', () => {
    const seen: CallRecord[] = [];
    const told: string[] = [];
    const made = corridor([
      recording(seen),
      guarding({ check: ({ tool }) => (tool === 'rm' ? deny('no', { rule: 'r1' }) : allow()) }),
    ]);
    made.on('violation', () => void told.push('violation'));
    expect(made.judge({ tool: 'rm', args: [], sync: true })).toMatchObject({ decision: 'blocked', rules: ['r1'] });
    expect(made.judge({ tool: 'ls', args: [], sync: true })).toMatchObject({ decision: 'allowed' });
    expect([seen, told]).toEqual([[], []]);
  });

  it('refuses calls after it was stopped', async () => {
    const made = corridor([]);
    await made.stop();
    expect(() => call(made, () => 1)).toThrow(expect.objectContaining({ code: 'EC_STOPPED' }));
  });

  it('knows the last call made from here', async () => {
    const made = corridor([]);
    await callAsync(
      made,
      async () => {
        await callAsync(made, () => 1, [], { tool: 'inner' });
        expect(lastRecord()?.tool).toBe('inner');
      },
      [],
      { tool: 'outer' },
    );
    expect(lastRecord()?.tool).toBe('outer');
    expect(POLICY.name).toBe('test');
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
