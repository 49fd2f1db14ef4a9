import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Enforcer, HookRegistry, PolicyEngine } from 'enforcecore';

describe('tool-acl against disguised names', () => {
  const engine = new PolicyEngine({ name: 'test', rules: { denied_tools: ['execute_shell', 'kill'] } });
  it.each([
    'exеcute_shell',
    'execute_ſhell',
    'ｅxecute_shell',
    'EXECUTE_SHELL',
    '  execute_shell ',
    '\u212aill',
    'execute_shelｌ',
  ])('denies %s', (name) => {
    expect(engine.evaluatePreCall(name).decision).toBe('blocked');
  });

  it('denies every mixture of case and width of a denied name', () => {
    const disguised = fc
      .array(fc.constantFrom(0, 1, 2), { minLength: 4, maxLength: 4 })
      .map((ways) =>
        [...'kill']
          .map((letter, i) =>
            ways[i] === 0
              ? letter
              : ways[i] === 1
                ? letter.toUpperCase()
                : String.fromCodePoint(letter.charCodeAt(0) + 0xfee0),
          )
          .join(''),
      );
    fc.assert(
      fc.property(disguised, (name) => engine.evaluatePreCall(name).decision === 'blocked'),
      { seed: 20261123 },
    );
  });

  it('does not take a name off Object.prototype for a listed one', () => {
    const strict = new PolicyEngine({ name: 'test', rules: { allowed_tools: ['ls'] } });
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(strict.evaluatePreCall(name).decision).toBe('blocked');
  });

  it('looks names up: ten thousand names against a hundred thousand are ten thousand look-ups', () => {
    const tools = Array.from({ length: 100_000 }, (_, i) => `tool_${i}`);
    const large = new PolicyEngine({ name: 'test', rules: { allowed_tools: tools, denied_tools: ['tool_7'] } });
    const decisions = Array.from({ length: 10_000 }, (_, i) => large.evaluatePreCall(`TOOL_${i * 20}`).decision);
    expect(decisions.filter((one) => one === 'allowed')).toHaveLength(5_000);
    expect(large.evaluatePreCall('tool_7').violationType).toBe('tool_denied');
  });

  it('keeps its memory bounded when a caller makes up names', () => {
    const enforcer = new Enforcer(
      { name: 'test', rules: { denied_tools: ['rm'] } },
      { hooks: new HookRegistry(), settings: { auditEnabled: false } },
    );
    for (let i = 0; i < 45_000; i++) enforcer.enforceSync(() => i, [], { toolName: `tool_${i}` });
    expect(() => enforcer.enforceSync(() => 1, [], { toolName: 'rm' })).toThrow(
      expect.objectContaining({ violationType: 'tool_denied' }),
    );
  });
});
