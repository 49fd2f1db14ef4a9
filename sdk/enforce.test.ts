import { Readable } from 'node:stream';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createEnforcer, enforce, EnforcementResult, Enforcer, HookRegistry } from 'enforcecore';
import { defineGuard, deny, abstain } from 'enforcecore/sdk';

const OFF = { hooks: new HookRegistry(), settings: { auditEnabled: false } };
const ALLOW = { ...OFF, policy: { name: 'test', rules: { denied_tools: ['rm'], pii_redaction: { enabled: true } } } };

describe('enforce() as a wrapper', () => {
  it('keeps the type, the value, `this` and the name of a synchronous function', () => {
    const add = enforce(ALLOW, function add(a: number, b: number) {
      return a + b;
    });
    expectTypeOf(add).parameters.toEqualTypeOf<[a: number, b: number]>();
    expect([add(1, 2), add.name, add.length]).toEqual([3, 'add', 2]);
    const counter = {
      base: 10,
      more: enforce(ALLOW, function more(this: { base: number }, by: number) {
        return this.base + by;
      }),
    };
    expect(counter.more(5)).toBe(15);
  });

  it('takes one object or positional arguments alike', () => {
    const seen: unknown[] = [];
    const note = enforce(ALLOW, function note(...args: unknown[]) {
      seen.push(args);
    });
    note('a@b.example.com', 1);
    note({ to: 'a@b.example.com', n: 1 });
    expect(seen).toEqual([['<EMAIL>', 1], [{ to: '<EMAIL>', n: 1 }]]);
  });

  it('enforces async functions, promises, generators and streams as what they are', async () => {
    const later = enforce(ALLOW, async function later(text: string) {
      await Promise.resolve();
      return `${text} a@b.example.com`;
    });
    expectTypeOf(later('x')).toEqualTypeOf<Promise<string>>();
    expect(await later('x')).toBe('x <EMAIL>');
    expect(
      await enforce(ALLOW, function plain() {
        return Promise.resolve('a@b.example.com');
      })(),
    ).toBe('<EMAIL>');
    expect([
      ...enforce(ALLOW, function* items() {
        yield 'a@b.example.com';
        yield 2;
      })(),
    ]).toEqual(['<EMAIL>', 2]);
    const asyncItems = enforce(ALLOW, async function* asyncItems() {
      yield 'a@b.example.com';
    });
    const taken: string[] = [];
    for await (const item of asyncItems()) taken.push(item);
    expect(taken).toEqual(['<EMAIL>']);
    expect(
      await enforce(ALLOW, function stream() {
        return Readable.from(['a@b.example.com']);
      })().toArray(),
    ).toEqual(['<EMAIL>']);
  });

  it('never runs a denied tool, in any of these forms', async () => {
    let ran = 0;
    const denied = { ...ALLOW, toolName: 'rm' };
    expect(() => enforce(denied, () => ran++)()).toThrow(expect.objectContaining({ name: 'ToolDeniedError' }));
    await expect(enforce(denied, async () => ran++)()).rejects.toMatchObject({ name: 'ToolDeniedError' });
    expect(() =>
      enforce(denied, function* () {
        ran++;
        yield 1;
      })(),
    ).toThrow(expect.objectContaining({ name: 'ToolDeniedError' }));
    const generator = enforce(denied, async function* () {
      ran++;
      yield 1;
    })();
    await expect(generator.next()).rejects.toMatchObject({ name: 'ToolDeniedError' });
    expect(ran).toBe(0);
  });

  it('takes the identity of the tool from the wrapper alone', () => {
    const rm = enforce({ ...ALLOW, toolName: 'rm' }, (args: object) => args);
    for (const args of [{ toolName: 'ls' }, { tool_name: 'ls' }, { name: 'ls' }])
      expect(() => rm(args)).toThrow(expect.objectContaining({ violationType: 'tool_denied' }));
  });

  it('keeps a value a value: an async guard around a plain function is an error that says what to do', async () => {
    const guard = defineGuard({ name: 'slow-guard' }, () => Promise.resolve(abstain()));
    const plain = enforce({ ...ALLOW, plugins: [guard], toolName: 'x' }, (a: number) => a);
    expect(() => plain(1)).toThrow(
      expect.objectContaining({ code: 'EC_SYNC_PROMISE', hint: expect.stringContaining('enforceAsync') as string }),
    );
    expect(await enforce({ ...ALLOW, plugins: [guard], toolName: 'x' }, async (a: number) => a)(1)).toBe(1);
  });

  it('knows how each call ended', () => {
    const results: EnforcementResult[] = [];
    const tool = enforce(
      { ...ALLOW, onResult: (result) => results.push(result), toolName: 'note' },
      (text: string) => text,
    );
    tool('a@b.example.com');
    expect(tool.last).toMatchObject({
      decision: 'redacted',
      toolName: 'note',
      policyName: 'test',
      redactionsInput: 1,
      auditEntryId: null,
    });
    expect(results).toHaveLength(1);
    expect(EnforcementResult.last()).toMatchObject({ toolName: 'note' });
  });

  it('takes an inline policy, alone or on top of one', () => {
    const only = { ...OFF, allowedTools: ['note'], toolName: 'other' };
    expect(() => enforce(only, () => 1)()).toThrow(expect.objectContaining({ violationType: 'tool_not_allowed' }));
    expect(enforce({ ...OFF, piiRedaction: true, toolName: 'x' }, () => 'a@b.example.com')()).toBe('<EMAIL>');
    expect(() => enforce({ ...ALLOW, deniedTools: ['ls'], toolName: 'ls' }, () => 1)()).toThrow(
      expect.objectContaining({ violationType: 'tool_denied' }),
    );
    expect(() => enforce({ ...ALLOW, deniedTools: ['ls'], toolName: 'rm' }, () => 1)()).toThrow(
      expect.objectContaining({ violationType: 'tool_denied' }),
    );
  });

  it('says that a policy is missing', () => {
    expect(() => enforce({ settings: { defaultPolicy: './nowhere.yaml' } }, () => 1)).toThrow(
      expect.objectContaining({ name: 'PolicyLoadError' }),
    );
  });
});

describe('enforce() as a decorator', () => {
  it('works on methods as TC39 has it', () => {
    const decorate = enforce({ ...ALLOW });
    const method = function rm(this: { n: number }) {
      return this.n;
    };
    const decorated = decorate(method, {
      kind: 'method',
      name: 'rm',
      static: false,
      private: false,
    } as ClassMethodDecoratorContext);
    expect(() => decorated.call({ n: 1 })).toThrow(expect.objectContaining({ violationType: 'tool_denied' }));
    const fine = decorate(method, {
      kind: 'method',
      name: 'ls',
      static: false,
      private: false,
    } as ClassMethodDecoratorContext);
    expect(fine.call({ n: 1 })).toBe(1);
  });
  it('works on methods as experimentalDecorators has it', () => {
    class Tools {
      n = 2;
      rm() {
        return this.n;
      }
      ls() {
        return this.n;
      }
    }
    for (const name of ['rm', 'ls'] as const) {
      const descriptor = Object.getOwnPropertyDescriptor(Tools.prototype, name) as PropertyDescriptor;
      Object.defineProperty(Tools.prototype, name, enforce({ ...ALLOW })(Tools.prototype, name, descriptor));
    }
    expect(() => new Tools().rm()).toThrow(expect.objectContaining({ violationType: 'tool_denied' }));
    expect(new Tools().ls()).toBe(2);
  });
});

describe('enforce.scope()', () => {
  it('enforces a block: redacted arguments in, redacted result out', async () => {
    const out = await enforce.scope({ ...ALLOW, toolName: 'fetch' }, async (scope) => {
      const [text] = await scope.checkPre('a@b.example.com');
      expect(text).toBe('<EMAIL>');
      return `${String(text)} and c@d.example.com`;
    });
    expect(out).toBe('<EMAIL> and <EMAIL>');
  });
  it('refuses a denied name on entry, before the block runs', async () => {
    let ran = 0;
    await expect(enforce.scope({ ...ALLOW, toolName: 'rm' }, () => ran++)).rejects.toMatchObject({
      name: 'ToolDeniedError',
    });
    expect(ran).toBe(0);
  });
  it('works by hand: checkPre, recordResult, checkPost', async () => {
    const scope = await enforce.scope({ ...ALLOW, toolName: 'fetch' });
    await scope.checkPre();
    scope.recordResult('a@b.example.com');
    expect(await scope.checkPost()).toBe('<EMAIL>');
    expect(scope.result).toMatchObject({ decision: 'redacted' });
    await scope[Symbol.asyncDispose]();
  });
  it('throws on what the block threw, and records it', async () => {
    const error = new Error('from the block');
    await expect(
      enforce.scope({ ...ALLOW, toolName: 'fetch' }, async (scope) => {
        await scope.checkPre();
        throw error;
      }),
    ).rejects.toBe(error);
  });
  it('is for one call', async () => {
    await enforce.scope({ ...ALLOW, toolName: 'fetch' }, async (scope) => {
      await scope.checkPre();
      await expect(scope.checkPre()).rejects.toMatchObject({ code: 'EC_SCOPE_TWICE' });
    });
  });
});

describe('an enforcer', () => {
  it('offers the tool an AbortSignal', async () => {
    const enforcer = await createEnforcer({ ...ALLOW });
    const controller = new AbortController();
    const waiting = enforcer.enforceAsync(
      () =>
        new Promise((_resolve, reject) => {
          enforce.signal()?.addEventListener('abort', () => reject(new Error('stopped')));
          controller.abort();
        }),
      [],
      { toolName: 'wait', signal: controller.signal },
    );
    await expect(waiting).rejects.toThrow('stopped');
    await enforcer.stop();
  });

  it('is synchronous without a promise, and loads nothing for it', () => {
    const enforcer = new Enforcer(ALLOW.policy, OFF);
    expect(enforcer.ready).toBe(true);
    expect(enforcer.enforceSync((a: number) => a * 2, [21], { toolName: 'double' })).toBe(42);
    expect(() => enforcer.enforceSync(async () => 1, [], { toolName: 'later' })).toThrow(
      expect.objectContaining({ code: 'EC_SYNC_ASYNC_TOOL' }),
    );
  });

  it('hands out disposers: `await using` stops it', async () => {
    const enforcer = new Enforcer(ALLOW.policy, OFF);
    await enforcer[Symbol.asyncDispose]();
    expect(() => enforcer.enforceSync(() => 1, [], { toolName: 'x' })).toThrow(
      expect.objectContaining({ code: 'EC_STOPPED' }),
    );
  });

  it('takes plugins in code', () => {
    const guard = defineGuard({ name: 'no-friday' }, ({ tool }) =>
      tool === 'deploy' ? deny('not on a Friday', { rule: 'friday' }) : abstain(),
    );
    const enforcer = new Enforcer(ALLOW.policy, { ...OFF, plugins: [guard] });
    expect(() => enforcer.enforceSync(() => 1, [], { toolName: 'deploy' })).toThrow(
      expect.objectContaining({ reason: 'not on a Friday', rule: 'friday' }),
    );
  });
});
