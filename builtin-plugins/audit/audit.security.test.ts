/** @module Every way a call ends leaves its entries, and nothing runs that cannot be recorded. */
import { beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_ENTRY_ID, AuditError, deny, GUARDS } from 'enforcecore/sdk';
import type { AuditSink } from 'enforcecore/sdk';
import { allows, corridor, entries, kinds, memory, plugin, POLICY, send } from './corridor.fixture.ts';

beforeEach(() => void entries.splice(0));

describe.each([
  ['synchronous', true],
  ['asynchronous', false],
])('a %s call', (_, sync) => {
  it('that returns leaves an intent and an outcome', async () => {
    const outcome = await send(corridor(), () => 1, sync, ['x']);
    expect(kinds()).toEqual(['intent:allowed:', 'outcome:allowed:']);
    const [intent, end] = entries;
    expect(intent).toMatchObject({
      tool_name: 'search',
      tenant_id: 'team_a',
      policy_name: 'p',
      policy_version: '1.2',
      policy_hash: POLICY.hash,
    });
    expect(intent?.args_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(end).toMatchObject({ call_id: intent?.call_id, rules: ['r1'] });
    expect(outcome.record.get(AUDIT_ENTRY_ID)).toBe(end?.entry_id);
  });

  it('whose tool throws leaves the error', async () => {
    const fails = (): never => {
      throw new RangeError('too far');
    };
    expect((await send(corridor(), fails, sync)).status).toBe('threw');
    expect(kinds()).toEqual(['intent:allowed:', 'outcome:allowed:']);
    expect(entries[1]).toMatchObject({
      error_class: 'RangeError',
      tool_error: { name: 'RangeError', message: 'too far' },
    });
  });

  it.each([
    ['no text for a message', Object.defineProperty(new Error('m'), 'message', { value: undefined })],
    ['a symbol for a message', Object.defineProperty(new Error('m'), 'message', { value: Symbol('s') })],
    [
      'a list for the name of its class',
      new (class extends Error {
        static override readonly name = ['a"b'] as unknown as string;
      })('m'),
    ],
    [
      'a symbol for the name of its class',
      new (class extends Error {
        static override readonly name = Symbol('s') as unknown as string;
      })('m'),
    ],
  ])('whose tool throws an error with %s leaves an outcome of texts', async (_, error) => {
    const where = corridor();
    const fails = (): never => {
      throw error;
    };
    expect((await send(where, fails, sync)).status).toBe('threw');
    const { error_class, tool_error } = entries[1] ?? {};
    expect([error_class, tool_error?.name, tool_error?.message].map((text) => typeof text)).toEqual(
      Array.from({ length: 3 }, () => 'string'),
    );
  });

  it('that a guard refuses leaves an outcome alone, with the type of violation and the class of error', async () => {
    const denies = plugin('denies', (host) =>
      host.contribute(GUARDS, { name: 'denies', check: () => deny('no', { code: 'tool_denied', rule: 'r2' }) }),
    );
    await send(corridor({ plugins: [denies] }), () => 1, sync);
    expect(kinds()).toEqual(['outcome:blocked:tool_denied']);
    expect(entries[0]).toMatchObject({ violation_reason: 'no', error_class: 'ToolDeniedError', rules: ['r2'] });
  });

  it('whose guard throws leaves an outcome', async () => {
    const broken = plugin('broken', (host) =>
      host.contribute(GUARDS, {
        name: 'broken',
        check: () => {
          throw new Error('x');
        },
      }),
    );
    await send(corridor({ plugins: [broken] }), () => 1, sync);
    expect(entries).toMatchObject([{ entry_type: 'outcome', decision: 'blocked' }]);
  });

  it.each(['admit', 'transform', 'contain', 'commit'] as const)(
    'that a middleware refuses at %s leaves an outcome',
    async (phase) => {
      const refuses = plugin('refuses', (host) =>
        host.use({
          phase,
          handle: (call, next) => host.refuse(call, { type: 'rate_limit', reason: 'slow down' }) ?? next(call),
        }),
      );
      let ran = false;
      await send(corridor({ plugins: [allows, refuses] }), () => (ran = true), sync);
      expect(ran).toBe(false);
      expect(entries.at(-1)).toMatchObject({
        entry_type: 'outcome',
        decision: 'blocked',
        violation_type: 'rate_limit',
      });
    },
  );

  it('that is only watched leaves what would have been', async () => {
    const denies = plugin('denies', (host) =>
      host.contribute(GUARDS, { name: 'denies', check: () => deny('no', { code: 'tool_denied' }) }),
    );
    const outcome = await send(corridor({ plugins: [denies], policy: { mode: 'monitor' } }), () => 1, sync);
    expect(outcome.value).toBe(1);
    expect(entries.at(-1)).toMatchObject({ decision: 'allowed', would_be: true, violation_type: 'tool_denied' });
  });

  it('does not run when the intent cannot be written', async () => {
    const full: AuditSink = {
      name: 'full',
      sync: true,
      write: () => {
        throw new Error('password=hunter2');
      },
    };
    let ran = false;
    const outcome = await send(corridor({ sinks: [full] }), () => (ran = true), sync);
    expect(ran).toBe(false);
    expect(outcome.error).toBeInstanceOf(AuditError);
    expect(outcome.error).toMatchObject({ code: 'EC_AUDIT_WRITE' });
    expect(String(outcome.error)).not.toContain('hunter2');
  });

  it('withholds the result when the outcome cannot be written, also with fail_open', async () => {
    const half: AuditSink = {
      name: 'half',
      sync: true,
      write: (entry) => {
        if (entry.entry_type === 'outcome') throw new Error('full');
      },
    };
    let ran = 0;
    const outcome = await send(corridor({ sinks: [half], failOpen: true }), () => ++ran, sync);
    expect(ran).toBe(1);
    expect(outcome.value).toBeUndefined();
    expect(outcome.error).toMatchObject({ code: 'EC_AUDIT_WRITE' });
    expect(outcome.record.get(AUDIT_ENTRY_ID)).toBeUndefined();
  });

  it('does not run, when only outcomes are written, once a sink says that it is broken', async () => {
    const poisoned: AuditSink = {
      ...memory(),
      ready: () => {
        throw new AuditError('broken', { code: 'EC_AUDIT_WRITE' });
      },
    };
    let ran = false;
    await send(corridor({ sinks: [poisoned], section: { entries: 'outcome' } }), () => (ran = true), sync);
    expect(ran).toBe(false);
    expect(kinds()).toEqual(['outcome:blocked:audit_failure']);
  });

  it('writes one entry with `entries: outcome`', async () => {
    await send(corridor({ section: { entries: 'outcome' } }), () => 1, sync);
    expect(kinds()).toEqual(['outcome:allowed:']);
  });
});

describe('a stream', () => {
  const items = function* (): Generator<number> {
    yield 1;
    yield 2;
  };

  it('has its outcome after the last item', async () => {
    const outcome = await send(corridor(), items, false);
    expect(kinds()).toEqual(['intent:allowed:']);
    expect([...(outcome.value as Iterable<number>)]).toEqual([1, 2]);
    expect(kinds()).toEqual(['intent:allowed:', 'outcome:allowed:']);
  });

  it('that is left early has its outcome', async () => {
    const outcome = await send(corridor(), items, false);
    for (const one of outcome.value as Iterable<number>) if (one === 1) break;
    expect(kinds()).toEqual(['intent:allowed:', 'outcome:allowed:']);
  });

  it('that fails has its outcome with the error', async () => {
    const outcome = await send(
      corridor(),
      async function* () {
        yield 1;
        throw new TypeError('cut');
      },
      false,
    );
    const taken: number[] = [];
    const all = async (): Promise<void> => {
      for await (const one of outcome.value as AsyncIterable<number>) taken.push(one);
    };
    await expect(all()).rejects.toThrow('cut');
    expect(taken).toEqual([1]);
    expect(entries.at(-1)).toMatchObject({ entry_type: 'outcome', error_class: 'TypeError' });
  });

  it('whose outcome cannot be written fails at its end', async () => {
    const half: AuditSink = {
      name: 'half',
      sync: true,
      write: (entry) => {
        if (entry.entry_type === 'outcome') throw new Error('full');
      },
    };
    const outcome = await send(corridor({ sinks: [half] }), items, false);
    expect(() => [...(outcome.value as Iterable<number>)]).toThrow(expect.objectContaining({ code: 'EC_AUDIT_WRITE' }));
  });
});
