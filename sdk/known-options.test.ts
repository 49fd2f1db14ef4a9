import { describe, expect, it } from 'vitest';
import { createEnforcer, enforce, Enforcer, HookRegistry, Settings } from 'enforcecore';

const POLICY = { name: 'test' };
/** Options as a program without types may give them. */
const untyped = (options: object) => options as never;

describe('an option that does not exist', () => {
  it.each([
    ['enforce', 'deniedTools', () => enforce(untyped({ policy: POLICY, deniedTool: ['rm'] }), () => 1)],
    ['enforce.scope', 'allowedTools', () => enforce.scope(untyped({ toolName: 'rm', allowTools: [] }))],
    ['new Enforcer', 'plugins', () => new Enforcer(POLICY, untyped({ plugin: [] }))],
    ['createEnforcer', 'plugins', () => createEnforcer(untyped({ policy: POLICY, pluggins: [] }))],
    ['new Settings', 'failOpen', () => new Settings(untyped({ failOpn: true }))],
  ])('is an error of %s that says what was meant', async (_, meant, make) => {
    await expect(async () => make()).rejects.toMatchObject({
      code: 'EC_OPTION_UNKNOWN',
      hint: `did you mean \`${meant}\`?`,
    });
  });
});

describe('options that an enforcer has already', () => {
  const enforcer = new Enforcer(POLICY, { hooks: new HookRegistry(), settings: { auditEnabled: false } });

  it('are refused beside one, since it would not heed them', () => {
    for (const options of [{ deniedTools: ['rm'] }, { policy: POLICY }, { plugins: [] }, { piiRedaction: true }])
      expect(() => enforce({ enforcer, ...options }, () => 1)).toThrow(
        expect.objectContaining({ code: 'EC_OPTION_CONFLICT' }),
      );
  });
  it('are not those of the call', () => {
    expect(enforce({ enforcer, toolName: 'add', tenant: 't' }, (a: number) => a + 1)(1)).toBe(2);
  });
});

describe('a tool that is no function', () => {
  it('is refused when it is wrapped, not when it is called', () => {
    expect(() => new Enforcer(POLICY).wrap(undefined as never)).toThrow('a tool must be a function');
  });
});
