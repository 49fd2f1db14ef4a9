/** @module One call, from its arguments to its value, and what an enforcer says of itself. */
import { describe, expect, it } from 'vitest';
import { call, callAsync, corridor, guarding, plugin, POLICY, redacting, using } from '../tests/corridor.ts';
import type { Outcome } from './outcome.ts';
import { allow, deny } from './decision.ts';
import { scopes } from './call.ts';
import type { ToolCall } from './call.ts';
import { lastRecord } from './enforcer.ts';
import { definePlugin } from './plugin.ts';
import type { CallRecord } from './record.ts';

const records: CallRecord[] = [];
const recording = (seen: CallRecord[] = records) =>
  using({
    phase: 'observe',
    sync: true,
    handle: async (one, next) => (await next(one)).afterwards((record) => void seen.push(record)),
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
