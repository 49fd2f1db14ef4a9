import { describe, expect, it } from 'vitest';
import { Enforcer, HookRegistry, Redactor } from 'enforcecore';
import type { CallOptions } from 'enforcecore';
import { Vault } from './vault.ts';

const call = (session: string, tenant?: string) => ({ tool: 't', session, tenant });

describe('a vault', () => {
  it('gives the same find the same name within a session, and another in another', () => {
    const vault = new Vault();
    const name = vault.pseudonym('email', 'a@b.co', call('s1'));
    expect(name).toMatch(/^<EMAIL_[a-p]{16}>$/);
    expect(vault.pseudonym('email', 'a@b.co', call('s1'))).toBe(name);
    expect(vault.pseudonym('email', 'a@b.co', call('s2'))).not.toBe(name);
    expect(vault.pseudonym('email', 'a@b.co', call('s1', 'other'))).not.toBe(name);
    expect(new Vault().pseudonym('email', 'a@b.co', call('s1'))).not.toBe(name);
  });

  it('leads back within the session alone, for a time, and not without bound', () => {
    let now = 0;
    const vault = new Vault({ ttlSeconds: 10, most: 2, now: () => now });
    const name = vault.pseudonym('email', 'a@b.co', call('s1'));
    const back = (session: string) => vault.spans(`to ${name}`, 0, call(session)).map(({ replacement }) => replacement);
    expect(back('s1')).toEqual(['a@b.co']);
    expect(back('s2')).toEqual([]);
    now = 11_000;
    expect(back('s1')).toEqual([]);
    const kept = ['x', 'y', 'z'].map((text) => vault.pseudonym('email', text, call('s1')));
    expect(kept.map((one) => vault.spans(one, 0, call('s1')).length)).toEqual([0, 1, 1]);
  });
});

it('a redactor by itself leads back what it replaced', () => {
  const redactor = new Redactor({ strategy: 'pseudonym' });
  const text = 'mail john@example.com or 555-123-4567';
  const clean = redactor.redactString(text);
  expect(clean).toMatch(/^mail <EMAIL_[a-p]{16}> or <PHONE_[a-p]{16}>$/);
  expect(redactor.redactString(clean)).toBe(clean);
  expect(redactor.restore(clean)).toBe(text);
});

describe('under a policy', () => {
  function setUp() {
    const seen: unknown[] = [];
    const hooks = new HookRegistry();
    hooks.addPreCall(({ args }) => void seen.push(...args));
    const enforcer = new Enforcer(
      {
        name: 'support',
        rules: { pii_redaction: { enabled: true, strategy: 'pseudonym', restore_in: ['send_email'] } },
      },
      { hooks, settings: { auditEnabled: false } },
    );
    const tool = (toolName: string, options: CallOptions = {}) =>
      enforcer.wrap((text: string) => text, { toolName, session: 's1', ...options });
    const given: Record<string, string> = {};
    const note = (name: string, session = 's1') =>
      enforcer.wrap((to: string) => void (given[name] = to), { toolName: name, session });
    return { tool, note, given, seen };
  }

  it('the model sees a pseudonym, and only the tool named gets the original back', () => {
    const { tool, note, given, seen } = setUp();
    const shown = tool('lookup')('jane@example.com');
    expect(shown).toMatch(/^<EMAIL_[a-p]{16}>$/);
    note('send_email')(shown);
    note('post_tweet')(shown);
    expect(given).toEqual({ send_email: 'jane@example.com', post_tweet: shown });
    // Who looks on sees the pseudonym, also of what the tool was given.
    expect(seen.join()).not.toContain('jane');
  });

  it('not in another session', () => {
    const { tool, note, given } = setUp();
    const shown = tool('lookup')('jane@example.com');
    note('send_email', 's2')(shown);
    expect(given['send_email']).toBe(shown);
  });

  it('cannot be asked for with another strategy', () => {
    expect(() => new Enforcer({ name: 'x', rules: { pii_redaction: { enabled: true, restore_in: ['a'] } } })).toThrow(
      /pseudonym/,
    );
  });
});
