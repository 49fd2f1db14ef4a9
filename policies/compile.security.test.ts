import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Automaton } from './automaton.ts';
import { compileRules } from './compile.ts';
import { fromObject } from './document.ts';
import { resolveExtends } from './load.ts';
import { parseGlob } from './pattern.ts';
import { shape } from './shape.ts';

const compile = (rules: unknown) =>
  compileRules(shape(resolveExtends(fromObject({ name: 'p', rules })), []), { fold: (text) => text }).rules;

// With backtracking these take longer than the universe has.
test.each([
  ['*a*a*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(20_000)],
  [`${'*'.repeat(500)}b`, 'a'.repeat(20_000)],
  [`${'?*'.repeat(60)}b`, 'a'.repeat(5_000)],
  [`${'[ab]*'.repeat(60)}c`, 'ab'.repeat(2_500)],
])('%.30s ends', (pattern, target) => {
  expect(new Automaton(parseGlob(pattern, 'regex'), { crossing: true, dots: true, below: false }).matches(target)).toBe(
    false,
  );
});

test('a pattern matches what the regular expression of its signs matches', () => {
  const text = (letters: string) => fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((all) => all.join(''));
  const law = fc.property(text('ab*?'), text('abc'), (pattern, target) => {
    const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
    const glob = new Automaton(parseGlob(pattern, 'regex'), { crossing: true, dots: true, below: false });
    expect(glob.matches(target)).toBe(regex.test(target));
  });
  fc.assert(law, { seed: 20_261_125, numRuns: 3_000 });
});

// Each of the hundred paths was once followed through each of the rules, and looked up once for each of its folders.
test('a hundred paths of four thousand characters are held against a thousand patterns', () => {
  const rules = Array.from({ length: 1_000 }, (_, i) => ({
    name: `r${i}`,
    action: 'deny',
    resource: 'filesystem',
    pattern: i % 2 ? `*:**/*.ext${i}` : `*:/srv/folder${i}`,
  }));
  const { filesystem } = compile(rules);
  const deep = `/${'abcdefghi/'.repeat(400)}`;
  for (let i = 0; i < 100; i++) expect(filesystem?.match(`read:${deep}${i}`)).toBeUndefined();
  expect(filesystem?.match(`read:${deep}x.ext7`)).toEqual({ action: 'deny', rule: 'r7' });
  expect(filesystem?.match(`read:/srv/folder8/${deep}x`)).toEqual({ action: 'deny', rule: 'r8' });
});

test('paths with many wildcards end', () => {
  const rule = { name: 'r', action: 'deny', resource: 'filesystem', pattern: `read:/${'**/a/*/'.repeat(30)}b` };
  expect(compile([rule]).filesystem?.match(`read:/${'a/'.repeat(2_000)}c`)).toBeUndefined();
});

test('ten thousand exact rules are looked up, not tried one by one', () => {
  const rules = Array.from({ length: 10_000 }, (_, i) => ({
    name: `r${i}`,
    action: i % 2 ? 'allow' : 'deny',
    resource: 'tool',
    pattern: `tool_${i}`,
  }));
  const { tool } = compile(rules);
  const tried = vi.spyOn(Automaton.prototype, 'matches');
  expect(tool?.match('tool_9999')).toEqual({ action: 'allow', rule: 'r9999' });
  expect(tool?.match('tool_10000')).toBeUndefined();
  expect(tried).not.toHaveBeenCalled();
  tried.mockRestore();
});

test('names that objects have anyway match no rule', () => {
  const { tool } = compile([{ name: 'r', action: 'allow', resource: 'tool', pattern: 'x' }]);
  for (const name of ['constructor', '__proto__', 'toString', '']) expect(tool?.match(name)).toBeUndefined();
});

test.each([
  ['https://*.corp.example/*', 'https://api.corp.example/x', true],
  ['https://*.corp.example/*', 'https://evil.com/a.corp.example/x', false],
  ['*.corp.example/*', 'api.corp.example/x', true],
  ['*.corp.example/*', 'evil.com/a.corp.example/x', false],
  ['*://api.example.com/*', 'https://evil.com/?://api.example.com/x', false],
  ['*', 'https://anything.example/x', true],
  ['billing_*', 'billing_refund', true],
  ['*.corp.example', 'evil.com/a.corp.example', false],
])('an allowed API address %s answers %s: %s', (pattern, target, allowed) => {
  const { api } = compile([{ name: 'r', action: 'allow', resource: 'api', pattern }]);
  expect(api?.match(target)?.action).toBe(allowed ? 'allow' : undefined);
});

test('a denied API address is as wide as it reads', () => {
  const { api } = compile([{ name: 'r', action: 'deny', resource: 'api', pattern: '*/admin*' }]);
  expect(api?.match('https://example.com/v1/admin')?.action).toBe('deny');
});

// A rule that is written in another spelling than the one targets are compared in would silently match nothing.
test.each([
  ['b\u00fccher.de', 'https://xn--bcher-kva.de:443'],
  ['*.B\u00dcCHER.de', 'a.xn--bcher-kva.de'],
  ['https://b\u00fccher.de:8443', 'https://xn--bcher-kva.de:8443'],
  ['evil\u3002com', 'evil.com'],
  ['\uff45vil.com', 'evil.com'],
  ['127.1', 'http://127.0.0.1:80'],
  ['0x7f.0.0.1', '127.0.0.1'],
  ['[0:0:0:0:0:0:0:1]', '[::1]'],
  ['[::FFFF:10.0.0.1]:80', '[::ffff:a00:1]:80'],
  ['Evil.COM.', 'evil.com'],
  ['my_host', 'my_host'],
  ['a..b', 'a..b'],
])('a host rule %s holds for the target %s', (pattern, target) => {
  const { network } = compile([{ name: 'r', action: 'deny', resource: 'network', pattern }]);
  expect(network?.match(target)?.action).toBe('deny');
});

test('letters beyond ASCII beside a wildcard are refused, since no target could match them', () => {
  for (const pattern of ['b\u00fc*.de', '*\u00e9.com', 'b\u00fcche[r].de']) {
    const { problems } = compileRules(
      shape(
        resolveExtends(fromObject({ name: 'p', rules: [{ name: 'r', action: 'deny', resource: 'network', pattern }] })),
        [],
      ),
      { fold: (text) => text },
    );
    expect(problems).toMatchObject([{ code: 'EC_POLICY_RULE_PATTERN' }]);
  }
});
