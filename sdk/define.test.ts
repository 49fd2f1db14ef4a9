import { describe, expect, it } from 'vitest';
import { AuditBackendPlugin, createEnforcer, Enforcer, GuardPlugin, HookRegistry, RedactorPlugin } from 'enforcecore';
import {
  abstain,
  AuditBackend,
  defineAuditBackend,
  defineGuard,
  definePlugin,
  defineRedactor,
  deny,
  Guard,
  Redactor,
  token,
} from 'enforcecore/sdk';
import type { StandardSchema, ToolCall, Verdict } from 'enforcecore/sdk';
import { toPlugin } from './spec-plugins.ts';

const OFF = { hooks: new HookRegistry(), settings: { auditEnabled: false } };
const POLICY = { name: 'test', rules: {} };
const OPEN = token<boolean>('test/open');
const opening = (open: boolean) =>
  definePlugin({ name: 'opening', version: '1.0.0', provides: [OPEN], setup: (host) => host.provide(OPEN, open) });
const call = (
  plugins: readonly object[],
  fn: (...args: never[]) => unknown = () => 'ran',
  args: readonly unknown[] = [],
) => new Enforcer(POLICY, { ...OFF, plugins }).enforceSync(fn as never, args as never, { toolName: 'tool' });

class OfficeHours {
  readonly open: boolean;
  constructor(open = true) {
    this.open = open;
  }
  check(_call: ToolCall): Verdict {
    return this.open ? abstain() : deny('closed');
  }
}

describe('guards', () => {
  it('are made from a function', () => {
    expect(() => call([defineGuard({ name: 'never' }, () => deny('never'))])).toThrow(
      expect.objectContaining({ reason: 'never' }),
    );
  });
  it('are made from a class, which gets its dependency and not its default', () => {
    const guard = defineGuard({ name: 'office-hours', inject: [OPEN] }, OfficeHours);
    expect(() => call([opening(false), guard])).toThrow(expect.objectContaining({ reason: 'closed' }));
    expect(call([opening(true), guard])).toBe('ran');
  });
  it('are made by a decorator, in both of its dialects', () => {
    class Tc39 extends OfficeHours {}
    Guard({ name: 'tc39', inject: [OPEN] })(Tc39, { kind: 'class' } as ClassDecoratorContext<typeof Tc39>);
    class Legacy extends OfficeHours {}
    Guard({ name: 'legacy', inject: [OPEN] })(Legacy);
    for (const guard of [Tc39, Legacy])
      expect(() => call([opening(false), guard])).toThrow(expect.objectContaining({ reason: 'closed' }));
  });
  it('are not inherited: a subclass of a decorated class is decorated itself or no plugin', () => {
    class Marked extends OfficeHours {}
    Guard({ name: 'marked', inject: [OPEN] })(Marked);
    class Sub extends Marked {}
    expect(toPlugin(Sub)).toBeUndefined();
  });
  it("in the spec's form get named arguments, and anything but a clear yes is a no", () => {
    const seen: unknown[] = [];
    class Mine extends GuardPlugin {
      get name(): string {
        return 'mine';
      }
      get version(): string {
        return '1.0.0';
      }
      check(toolName: string, args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>) {
        seen.push([toolName, args, kwargs]);
        return { allowed: (kwargs['ok'] ?? false) as boolean, reason: 'no' };
      }
    }
    expect(call([new Mine()], () => 'ran', [{ ok: true }])).toBe('ran');
    expect(seen).toEqual([['tool', [{ ok: true }], { ok: true }]]);
    for (const ok of ['yes', 1, undefined])
      expect(() => call([Mine], () => 'ran', [{ ok }])).toThrow(expect.objectContaining({ reason: 'no' }));
  });
});

describe('redactors', () => {
  const find = (text: string) =>
    [...text.matchAll(/EMP-\d{6}/g)].map(({ index, 0: found }) => ({
      start: index,
      end: index + found.length,
      category: 'employee_id',
      replacement: '<EMPLOYEE>',
    }));
  it('give spans, from a function, a class and a decorated class', () => {
    class Employees {
      find(text: string) {
        return find(text);
      }
    }
    class Decorated extends Employees {}
    Redactor({ name: 'decorated' })(Decorated);
    for (const redactor of [defineRedactor({ name: 'a' }, find), defineRedactor({ name: 'b' }, Employees), Decorated]) {
      expect(call([redactor], (text: string) => text, ['EMP-123456!'])).toBe('<EMPLOYEE>!');
    }
  });
  it('of one text are merged: the union is covered, the longest names it', () => {
    const span = (start: number, end: number, category: string) => ({
      start,
      end,
      category,
      replacement: `<${category}>`,
    });
    const whole = (text: string) => text === '0123456789';
    const first = defineRedactor({ name: 'first' }, (text) => (whole(text) ? [span(0, 4, 'A')] : []));
    const second = defineRedactor({ name: 'second' }, (text) => (whole(text) ? [span(3, 9, 'B')] : []));
    expect(call([first, second], (text: string) => text, ['0123456789'])).toBe('<B>9');
  });
  it('that give a span outside the text, or throw, stop the call', () => {
    const outside = defineRedactor({ name: 'outside' }, (text) => [
      { start: 0, end: text.length + 1, category: 'x', replacement: '' },
    ]);
    const throwing = defineRedactor({ name: 'throwing' }, () => {
      throw new Error('broken');
    });
    for (const redactor of [outside, throwing])
      expect(() => call([redactor], () => 'ran', ['text'])).toThrow(
        expect.objectContaining({ code: 'EC_REDACTION_FAILED' }),
      );
  });
  it('that need time are awaited, and named in a synchronous call', async () => {
    const slow = defineRedactor(
      { name: 'slow-words' },
      async (text) => (
        await Promise.resolve(),
        text.includes('secret') ? [{ start: 0, end: text.length, category: 'w', replacement: '<W>' }] : []
      ),
    );
    const enforcer = new Enforcer(POLICY, { ...OFF, plugins: [slow] });
    expect(await enforcer.enforceAsync((text: string) => `${text} secret`, ['secret'], { toolName: 'tool' })).toBe(
      '<W>',
    );
    expect(() => call([slow], () => 'ran', ['text'])).toThrow(
      expect.objectContaining({ code: 'EC_SYNC_PROMISE', message: expect.stringContaining('slow-words') as string }),
    );
  });
  it("in the spec's form rewrite what the others left", () => {
    class Upper extends RedactorPlugin {
      get name(): string {
        return 'upper';
      }
      get version(): string {
        return '1.0.0';
      }
      get categories(): readonly string[] {
        return ['upper'];
      }
      redact(text: string) {
        return { text: text.replace('secret', '<S>'), count: text.includes('secret') ? 1 : 0 };
      }
    }
    expect(
      call([defineRedactor({ name: 'a' }, find), new Upper()], (text: string) => text, ['EMP-123456 secret']),
    ).toBe('<EMPLOYEE> <S>');
  });
});

describe('audit backends', () => {
  it("get every entry, from a function, a class, a decorated class and the spec's form", async () => {
    for (const make of [
      (write: (entry: unknown) => void) => defineAuditBackend({ name: 'a' }, (entry) => write(entry)),
      (write: (entry: unknown) => void) =>
        defineAuditBackend(
          { name: 'b' },
          class {
            write(entry: unknown) {
              write(entry);
            }
          },
        ),
      (write: (entry: unknown) => void) => {
        class Decorated {
          write(entry: unknown) {
            write(entry);
          }
        }
        AuditBackend({ name: 'c' })(Decorated);
        return Decorated;
      },
      (write: (entry: unknown) => void) =>
        new (class extends AuditBackendPlugin {
          get name(): string {
            return 'd';
          }
          get version(): string {
            return '1.0.0';
          }
          record(entry: Readonly<Record<string, unknown>>): void {
            write(entry);
          }
        })(),
    ]) {
      const entries: { tool_name: string; entry_type: string }[] = [];
      const enforcer = await createEnforcer({
        policy: POLICY,
        hooks: OFF.hooks,
        plugins: [make((entry) => entries.push(entry as never))],
        defaults: ['tool-acl', 'hardening', 'pii', 'audit'],
      });
      enforcer.enforceSync(() => 1, [], { toolName: 'tool' });
      expect(entries.map(({ tool_name, entry_type }) => [tool_name, entry_type])).toEqual([
        ['tool', 'intent'],
        ['tool', 'outcome'],
      ]);
      await enforcer.stop();
    }
  });
  it('from a class are asked beforehand whether they can write', async () => {
    class Full {
      ready(): void {
        throw new Error('the disk is full');
      }
      write(): void {}
    }
    const enforcer = await createEnforcer({
      policy: { name: 'test', rules: { audit: { entries: 'outcome' } } },
      hooks: OFF.hooks,
      plugins: [defineAuditBackend({ name: 'full' }, Full)],
      defaults: ['tool-acl', 'audit'],
    });
    let ran = false;
    expect(() => enforcer.enforceSync(() => (ran = true), [], { toolName: 'tool' })).toThrow(
      expect.objectContaining({ name: 'AuditError', code: 'EC_AUDIT_WRITE' }),
    );
    expect(ran).toBe(false);
    await enforcer.stop();
  });
});

describe("a section of a plugin's own", () => {
  const schema: StandardSchema<{ hours: number }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => {
        if (value === undefined) return { value: { hours: 8 } };
        const hours = (value as { hours?: unknown }).hours;
        return typeof hours === 'number'
          ? { value: { hours } }
          : { issues: [{ message: 'must be a number', path: ['hours'] }] };
      },
    },
  };
  const plugin = definePlugin({
    name: 'office',
    version: '1.0.0',
    policy: { sections: { office: schema }, main: 'office' },
    setup: (host, _deps, config) => void host.on('pre_call', () => void configured.push(config.office.hours)),
  });
  const configured: number[] = [];

  it('is validated, has defaults, and the policy wins over with()', () => {
    for (const [policy, options, expected] of [
      [{}, {}, 8],
      [{}, { hours: 5 }, 5],
      [{ office: { hours: 3 } }, { hours: 5 }, 3],
    ] as const) {
      configured.length = 0;
      new Enforcer({ name: 'test', rules: policy }, { ...OFF, plugins: [plugin.with(options)] }).enforceSync(
        () => 1,
        [],
        { toolName: 'tool' },
      );
      expect(configured).toEqual([expected]);
    }
  });
  it('with a wrong value is refused, and so is one whose plugin is not there', () => {
    expect(
      () => new Enforcer({ name: 'test', rules: { office: { hours: 'x' } } }, { ...OFF, plugins: [plugin] }),
    ).toThrow(expect.objectContaining({ name: 'PolicyValidationError' }));
    expect(() => new Enforcer({ name: 'test', rules: { office: { hours: 1 } } }, OFF)).toThrow(
      expect.objectContaining({ code: 'EC_POLICY_UNKNOWN_KEY' }),
    );
  });
});
