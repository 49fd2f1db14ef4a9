import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call, callAsync, corridor, guarding, POLICY } from '../tests/corridor.ts';
import { Corridor } from './enforcer.ts';
import { abstain, allow, APPROVER, ask, combine, deny, GUARDS, isVerdict } from './decision.ts';
import type { Guard, Opinion, Verdict } from './decision.ts';
import { definePlugin } from './plugin.ts';

const verdicts = fc.constantFrom<Verdict>(
  allow(),
  abstain(),
  ask('why?'),
  deny('no'),
  deny('never', { code: 'tool_denied' }),
  allow({ rule: 'r' }),
);
const opinions = fc.array(
  fc.record({ by: fc.constantFrom('a', 'b', 'c'), precedence: fc.constantFrom(1, 2), verdict: verdicts }),
  { maxLength: 8 },
);

describe('combining verdicts', () => {
  it('gives the same decision in every order', () => {
    fc.assert(
      fc.property(opinions, fc.integer(), (all, seed) => {
        const shuffled = [...all].sort(
          (a, b) => ((all.indexOf(a) * 7919 + seed) % 13) - ((all.indexOf(b) * 7919 + seed) % 13),
        );
        expect(combine(shuffled)).toEqual(combine(all));
      }),
      { seed: 20261123 },
    );
  });

  it('denies when one denies, whatever the others say', () => {
    fc.assert(
      fc.property(opinions, (all) => {
        const denial: Opinion = { by: 'z', precedence: 9, verdict: deny('no') };
        expect(combine([...all, denial]).effect).toBe('deny');
      }),
      { seed: 20261123 },
    );
  });

  it('reports the denial of the lowest precedence', () => {
    const opinion = (by: string, precedence: number): Opinion => ({ by, precedence, verdict: deny(by) });
    expect(combine([opinion('late', 300), opinion('early', 100)]).opinions[0]?.by).toBe('early');
  });

  it('takes nothing for a verdict that is none', () => {
    for (const value of [
      true,
      'allow',
      null,
      undefined,
      {},
      { effect: 'toString' },
      { effect: '__proto__' },
      { allowed: true },
    ]) {
      expect(isVerdict(value)).toBe(false);
    }
  });
});

describe('guards', () => {
  const verdict = (...guards: readonly Guard[]) => {
    const made = corridor([guarding(...guards)]);
    return () => call(made, () => 'ran');
  };

  it('are all asked and one denial is enough', () => {
    const asked: string[] = [];
    const guard = (name: string, answer: Verdict): Guard => ({ check: () => (asked.push(name), answer) });
    expect(verdict(guard('first', deny('no')), guard('second', allow()))).toThrow(
      expect.objectContaining({ violationType: 'policy_denied' }),
    );
    expect(asked).toEqual(['first', 'second']);
  });

  it('that throw deny', () => {
    const throws = verdict({
      check: () => {
        throw new Error('broken');
      },
    });
    expect(throws).toThrow(expect.objectContaining({ code: 'EC_GUARD_FAILED' }));
  });

  it('that answer with something else than a verdict deny', () => {
    for (const answer of [true, undefined, {}, 'allow']) {
      expect(verdict({ check: () => answer as never })).toThrow(expect.objectContaining({ code: 'EC_GUARD_FAILED' }));
    }
  });

  it('deny the call when none allows it', () => {
    const made = new Corridor({ policy: POLICY, plugins: [{ plugin: guarding({ check: abstain }), config: {} }] });
    expect(() => call(made, () => 'ran')).toThrow(expect.objectContaining({ violationType: 'tool_not_allowed' }));
  });

  it('that reject deny an asynchronous call', async () => {
    const made = corridor([guarding({ check: () => Promise.reject(new Error('broken')) })]);
    let ran = false;
    await expect(
      callAsync(made, () => {
        ran = true;
      }),
    ).rejects.toMatchObject({ code: 'EC_GUARD_FAILED' });
    expect(ran).toBe(false);
  });

  it('that answer with a promise refuse a synchronous call by name, and the tool never starts', async () => {
    let ran = 0;
    const slow = definePlugin({
      name: 'slow-one',
      version: '1.0.0',
      setup: (host) => host.contribute(GUARDS, { check: () => Promise.resolve(allow()) }),
    });
    const made = corridor([slow]);
    expect(() => call(made, () => ran++)).toThrow(
      expect.objectContaining({ code: 'EC_SYNC_PROMISE', message: expect.stringContaining('slow-one') as string }),
    );
    await new Promise(setImmediate);
    expect(ran).toBe(0);
  });

  it('judge a copy that the caller cannot change while an asynchronous guard thinks', async () => {
    const argument = { path: '/safe' };
    const made = corridor([
      guarding({
        check: async ({ args }) => (
          await Promise.resolve(),
          (args[0] as { path: string }).path === '/safe' ? allow() : deny('no')
        ),
      }),
    ]);
    const answer = callAsync(made, (given: { path: string }) => given.path, [argument]);
    argument.path = '/etc/shadow';
    expect(await answer).toBe('/safe');
  });
});

describe('ask', () => {
  const asking = guarding({ check: () => ask('is it fine?') });
  const approving = (verdict: unknown) =>
    definePlugin({
      name: 'approval',
      version: '1.0.0',
      provides: [APPROVER],
      setup: (host) => host.provide(APPROVER, { approve: () => verdict as Verdict }),
    });

  it('denies without an approver', () => {
    expect(() => call(corridor([asking]), () => 1)).toThrow(
      expect.objectContaining({ violationType: 'approval_required' }),
    );
  });
  it('runs when the approver allows', () => {
    expect(call(corridor([asking, approving(allow())]), () => 1)).toBe(1);
  });
  it('denies when the approver answers anything else', () => {
    for (const answer of [deny('no'), abstain(), ask('again'), true, undefined]) {
      expect(() => call(corridor([asking, approving(answer)]), () => 1)).toThrow(
        expect.objectContaining({ toolName: 'tool' }),
      );
    }
  });
});

describe('on_violation: redact', () => {
  const policy = { ...POLICY, onViolation: 'redact' as const };
  it('takes the offending values out when the denial is about data', () => {
    const made = corridor(
      [
        guarding({
          check: ({ args }) =>
            args[0] === 'bad' ? deny('no', { remedy: (one) => one.with({ args: ['good'] }) }) : allow(),
        }),
      ],
      { policy },
    );
    expect(call(made, (value: string) => value, ['bad'])).toBe('good');
  });
  it('blocks when it is not', () => {
    const made = corridor([guarding({ check: () => deny('no') })], { policy });
    expect(() => call(made, () => 1)).toThrow(expect.objectContaining({ violationType: 'policy_denied' }));
  });
});
