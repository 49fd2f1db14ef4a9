/** @module The room in the corridor: what a policy section switches on, and for whom. */
import { describe, expect, it } from 'vitest';
import { createEnforcer, ContentViolationError as Thrown, Enforcer } from 'enforcecore';
import { pickerOf } from './examples.fixture.ts';
import { ContentViolationError, secrets } from './index.ts';

const pick = pickerOf(9);
const TOKEN = `glpat-${pick('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789', 20)}`;
const POLICY = { name: 'p', rules: { allowed_tools: ['t'] } };
const enforcerWith = (section: unknown, more: object = {}): Enforcer =>
  new Enforcer({ ...POLICY, ...more, rules: { ...POLICY.rules, secrets: section } } as never);
const echo = (value: unknown): unknown => value;
const send = (enforcer: Enforcer, ...args: unknown[]): unknown =>
  enforcer.enforceSync(echo as never, args as never, { toolName: 't' });

describe('the policy section', () => {
  it('is off by default for the tool, and on for whoever looks on', () => {
    const enforcer = new Enforcer(POLICY as never);
    const shown: unknown[] = [];
    enforcer.on('pre_call', ({ args }) => void shown.push(args));
    expect(send(enforcer, `use ${TOKEN}`)).toBe(`use ${TOKEN}`);
    expect(JSON.stringify(shown)).toContain('use <GITLAB_TOKEN>');
    expect(JSON.stringify(shown)).not.toContain(TOKEN);
  });

  it('redacts arguments of any shape, and results', () => {
    const enforcer = enforcerWith({ enabled: true });
    const result = send(enforcer, { deep: [new Map([['k', { text: `use ${TOKEN}` }]])], [TOKEN]: 1 });
    expect(result).toEqual({ deep: [new Map([['k', { text: 'use <GITLAB_TOKEN>' }]])], '<GITLAB_TOKEN>': 1 });
  });

  it.each([
    ['mask', 'use ****************'],
    ['remove', 'use '],
  ])('replaces by `strategy: %s`', (strategy, expected) => {
    expect(send(enforcerWith({ enabled: true, strategy }), `use ${TOKEN}`)).toBe(expected);
  });

  it('redacts only the categories named, but hides all from views', () => {
    const enforcer = enforcerWith({ enabled: true, categories: ['stripe_key'] });
    const shown: unknown[] = [];
    enforcer.on('pre_call', ({ args }) => void shown.push(args));
    expect(send(enforcer, TOKEN)).toBe(TOKEN);
    expect(JSON.stringify(shown)).not.toContain(TOKEN);
  });

  it('leaves results alone with `output: false`', () => {
    const enforcer = enforcerWith({ enabled: true, output: false });
    expect(enforcer.enforceSync((() => TOKEN) as never, [] as never, { toolName: 't' })).toBe(TOKEN);
  });

  it.each([
    [{ categories: ['nonsense'] }, /nonsense/],
    [{ action: 'ignore' }, /redact or block/],
    [{ strategy: 'paint' }, /placeholder, mask, hash, remove/],
    [{ enabeld: true }, /enabeld/],
    [{ enabled: 'yes' }, /boolean/],
  ])('refuses %j', (section, message) => {
    const result = secrets.sections['secrets']?.['~standard'].validate(section) as { issues?: { message: string }[] };
    expect(result.issues?.[0]?.message).toMatch(message);
  });
});

describe('action: block', () => {
  it('refuses a call with a secret at any depth, without repeating it', () => {
    const enforcer = enforcerWith({ enabled: true, action: 'block' });
    let ran = false;
    const violations: unknown[] = [];
    enforcer.on('violation', (event) => void violations.push(event));
    const act = (): unknown =>
      enforcer.enforceSync((() => void (ran = true)) as never, [{ headers: new Map([['auth', [TOKEN]]]) }] as never, {
        toolName: 't',
      });
    expect(act).toThrow(
      expect.objectContaining({
        code: 'EC_SECRET_DETECTED',
        violationType: 'secret_detected',
        reason: expect.stringContaining('gitlab_token') as string,
      }),
    );
    expect(ran).toBe(false);
    expect(JSON.stringify(violations)).not.toContain(TOKEN);
    expect(send(enforcer, 'nothing secret')).toBe('nothing secret');
  });

  it('throws what the door calls a content violation', () => {
    const enforcer = enforcerWith({ enabled: true, action: 'block' });
    expect(() => send(enforcer, TOKEN)).toThrow(Thrown);
    expect(() => send(enforcer, TOKEN)).toThrow(ContentViolationError);
  });

  it('still redacts results', () => {
    const enforcer = enforcerWith({ enabled: true, action: 'block' });
    expect(enforcer.enforceSync((() => `got ${TOKEN}`) as never, [] as never, { toolName: 't' })).toBe(
      'got <GITLAB_TOKEN>',
    );
  });

  it('takes the secret out instead under `on_violation: redact`', () => {
    const enforcer = enforcerWith({ enabled: true, action: 'block' }, { on_violation: 'redact' });
    expect(send(enforcer, { text: `use ${TOKEN} now` })).toEqual({ text: 'use <GITLAB_TOKEN> now' });
  });

  it('works in an enforcer made asynchronously', async () => {
    const enforcer = await createEnforcer({
      policy: { ...POLICY, rules: { ...POLICY.rules, secrets: { enabled: true, action: 'block' } } } as never,
    });
    await expect(enforcer.enforceAsync(echo as never, [TOKEN] as never, { toolName: 't' })).rejects.toThrow(Thrown);
    await enforcer.stop();
  });
});
