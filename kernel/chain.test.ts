import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call, callAsync, corridor, plugin, POLICY, using } from '../tests/corridor.ts';
import { PHASES } from './chain.ts';
import type { Middleware, Phase } from './chain.ts';
import type { Outcome } from './outcome.ts';

const through = (phase: Phase, note: (phase: string) => void): Middleware => ({
  phase,
  handle(one, next) {
    note(`${phase} in`);
    const outcome = next(one) as Outcome;
    note(`${phase} out`);
    return outcome;
  },
});

describe('the chain', () => {
  it('goes in by phase and comes back the same way, in whatever order plugins came', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...PHASES], { minLength: 5 }), (phases) => {
        const notes: string[] = [];
        const made = corridor(phases.map((phase) => using(through(phase, (note) => notes.push(note)))));
        expect(call(made, () => (notes.push('tool'), 1))).toBe(1);
        expect(notes).toEqual([
          ...PHASES.map((phase) => `${phase} in`),
          'tool',
          ...PHASES.map((phase) => `${phase} out`).reverse(),
        ]);
      }),
      { seed: 20261123, numRuns: 40 },
    );
  });

  it('keeps `after` within a phase', () => {
    const notes: string[] = [];
    const named = (name: string, after?: string[]): Middleware => ({
      name,
      phase: 'contain',
      after,
      handle: (one, next) => (notes.push(name), next(one)),
    });
    call(corridor([using(named('inner', ['outer'])), using(named('outer'))]), () => 1);
    expect(notes).toEqual(['outer', 'inner']);
    expect(() => corridor([using(named('a', ['b'])), using(named('b', ['a']))])).toThrow(
      expect.objectContaining({ code: 'EC_PLUGIN_CYCLE' }),
    );
  });

  it('runs the tool once however often `next` is called, and withholds the result', () => {
    for (const phase of PHASES) {
      let ran = 0;
      const twice: Middleware = { phase, handle: (one, next) => (void next(one), next(one)) };
      expect(() => call(corridor([using(twice)]), () => ran++)).toThrow(
        expect.objectContaining({ code: 'EC_NEXT_TWICE' }),
      );
      expect(ran).toBe(1);
    }
  });

  it('refuses the call when a middleware throws before the tool, and withholds the result after', async () => {
    for (const phase of PHASES) {
      let ran = 0;
      const before = corridor([
        using({
          phase,
          handle: () => {
            throw new Error('broken');
          },
        }),
      ]);
      expect(() => call(before, () => ran++)).toThrow(expect.objectContaining({ code: 'EC_ENFORCEMENT_FAILED' }));
      expect(ran).toBe(0);
      const after = corridor([
        using({
          phase,
          handle: async (one, next) => {
            await next(one);
            throw new Error('broken');
          },
        }),
      ]);
      await expect(callAsync(after, () => ran++)).rejects.toMatchObject({ code: 'EC_ENFORCEMENT_FAILED' });
      expect(ran).toBe(1);
    }
  });

  it('refuses outcomes that are forgotten, invented, or of another call', () => {
    let stolen: Outcome | undefined;
    call(
      corridor([using({ phase: 'contain', handle: (one, next) => (stolen = next(one) as Outcome) })]),
      () => 'other',
    );
    const answers: unknown[] = [
      undefined,
      { status: 'returned', value: 1 },
      { ...stolen },
      Object.create(stolen as object),
      stolen,
    ];
    for (const answer of answers) {
      let ran = 0;
      const made = corridor([using({ phase: 'admit', handle: () => answer as Outcome })]);
      expect(() => call(made, () => ran++)).toThrow(expect.objectContaining({ code: 'EC_OUTCOME_FOREIGN' }));
      expect(ran).toBe(0);
    }
    const Forged = (stolen as object).constructor as unknown as new (...args: unknown[]) => Outcome;
    expect(() =>
      call(corridor([using({ phase: 'admit', handle: () => new Forged({}, 'returned', 1, false) })]), () => 1),
    ).toThrow();
  });

  it('refuses a call that was made by hand', () => {
    const forged = corridor([using({ phase: 'transform', handle: (one, next) => next({ ...one, args: ['forged'] }) })]);
    expect(() => call(forged, (value: unknown) => value, ['real'])).toThrow(
      expect.objectContaining({ code: 'EC_CALL_FOREIGN' }),
    );
  });

  it('lets only admit and transform change arguments', () => {
    for (const phase of PHASES) {
      const made = corridor([using({ phase, handle: (one, next) => next(one.with({ args: ['changed'] })) })]);
      expect(call(made, (value: unknown) => value, ['given'])).toBe(
        phase === 'admit' || phase === 'transform' ? 'changed' : 'given',
      );
    }
  });

  it('refuses a synchronous call when a middleware answers with a promise, and never starts the tool later', async () => {
    let ran = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const made = corridor([
      using({ phase: 'contain', handle: async (one, next) => (await gate, next(one)) }, 'slow-gate'),
    ]);
    expect(() => call(made, () => ran++)).toThrow(
      expect.objectContaining({ code: 'EC_SYNC_PROMISE', message: expect.stringContaining('slow-gate') as string }),
    );
    release();
    await new Promise(setImmediate);
    expect(ran).toBe(0);
  });

  it('gives a refusal back under block and nothing under log and monitor', () => {
    const refusing = plugin((host) =>
      host.use({
        phase: 'admit',
        handle: (one, next) => host.refuse(one, { type: 'tool_denied', reason: 'no' }) ?? next(one),
      }),
    );
    expect(() => call(corridor([refusing]), () => 1)).toThrow(
      expect.objectContaining({ violationType: 'tool_denied' }),
    );
    for (const policy of [
      { ...POLICY, onViolation: 'log' as const },
      { ...POLICY, mode: 'monitor' as const },
    ]) {
      expect(call(corridor([refusing], { policy }), () => 1)).toBe(1);
    }
  });

  it('lets a failure of enforcement pass under neither', () => {
    const failing = plugin((host) =>
      host.use({
        phase: 'admit',
        handle: (one, next) => host.refuse(one, { type: 'x', reason: 'no', failure: true }) ?? next(one),
      }),
    );
    for (const policy of [
      POLICY,
      { ...POLICY, onViolation: 'log' as const },
      { ...POLICY, mode: 'monitor' as const },
    ]) {
      expect(() => call(corridor([failing], { policy }), () => 1)).toThrow();
    }
  });

  it('tells the record what was decided when a violation is only recorded', () => {
    let seen: { decision: string; wouldBe: boolean; type: string | undefined } | undefined;
    const refusing = plugin((host) =>
      host.use({
        phase: 'admit',
        handle: (one, next) => host.refuse(one, { type: 'tool_denied', reason: 'no' }) ?? next(one),
      }),
    );
    const observing = using({
      phase: 'observe',
      handle: (one, next) =>
        (next(one) as Outcome).afterwards(
          ({ decision, wouldBe, violation }) => void (seen = { decision, wouldBe, type: violation?.type }),
        ),
    });
    call(corridor([refusing, observing], { policy: { ...POLICY, onViolation: 'log' } }), () => 1);
    expect(seen).toEqual({ decision: 'allowed', wouldBe: true, type: 'tool_denied' });
  });
});
