import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, one, run } from './rules.fixture.ts';
import type { Line } from './rules.fixture.ts';

describe('rules', () => {
  const rule = { name: 'a', action: 'allow', resource: 'tool', pattern: 'x' };
  test.each([
    ['text', 'EC_POLICY_RULE'],
    [null, 'EC_POLICY_RULE'],
    [[], 'EC_POLICY_RULE'],
    [{ ...rule, name: '' }, 'EC_POLICY_RULE'],
    [{ ...rule, name: 7 }, 'EC_POLICY_RULE'],
    [{ ...rule, action: 'Allow' }, 'EC_POLICY_RULE'],
    [{ ...rule, resource: 'toString' }, 'EC_POLICY_RULE'],
    [{ ...rule, pattern: '' }, 'EC_POLICY_RULE'],
    [{ ...rule, pattern: ['x'] }, 'EC_POLICY_RULE'],
    [{ ...rule, final: true }, 'EC_POLICY_UNKNOWN_KEY'],
    [{ ...rule, patern: 'y' }, 'EC_POLICY_UNKNOWN_KEY'],
  ])('%j is refused', (value, code) => expect(run([value]).problems).toMatchObject([{ code }]));

  test('each of the four keys is required', () => {
    for (const key of Object.keys(rule)) {
      expect(run([{ ...rule, [key]: null }]).problems).toHaveLength(1);
      const { [key as 'name']: _gone, ...rest } = rule;
      expect(run([rest]).problems[0]?.message).toContain(`has no \`${key}\``);
    }
  });

  test('two rules of one name are refused', () => {
    expect(run([rule, { ...rule, pattern: 'y' }]).problems).toMatchObject([
      { code: 'EC_POLICY_RULE_DUPLICATE', path: 'rules[1].name' },
    ]);
  });

  test('a denial wins whatever the order', () => {
    const rules: Line[] = [
      ['allow', 'tool', '*'],
      ['deny', 'tool', 'rm|exec_*'],
      ['allow', 'tool', 'rm'],
    ];
    for (const order of [rules, [...rules].reverse()]) {
      expect(['rm', 'exec_sh', 'ls'].map((name) => compile(order).tool?.match(name)?.action)).toEqual([
        'deny',
        'deny',
        'allow',
      ]);
    }
  });
});

describe('patterns of tools', () => {
  test.each([
    ['search_web|calculator', ['search_web', 'calculator'], ['search', 'search_web|calculator', 'search_webx']],
    [' a | b ', ['a', 'b'], [' a ', 'c']],
    ['exec_*', ['exec_', 'exec_a.b:c'], ['exec', 'xexec_']],
    ['*', ['', 'anything'], []],
    ['*shell*', ['shell', 'a_shell_b'], ['shel']],
    ['a?c', ['abc', 'a😀c'], ['ac', 'abbc']],
    ['t[0-9]', ['t0', 't9'], ['ta', 't10', 't[0-9]']],
    ['t[!0-9]', ['ta'], ['t0', 't']],
    ['t[^ab]', ['tc'], ['ta']],
    ['a[|]b', ['a|b'], ['a', 'b']],
    ['a[*]', ['a*'], ['ab']],
    ['a[]]', ['a]'], ['a']],
    ['ns:tool.v1', ['ns:tool.v1'], ['ns:toolxv1']],
    ['github[.]*', ['github.', 'github.get'], ['github', 'githubx']],
    ['SEARCH_ＷＥＢ', ['search_web'], ['SEARCH_WEB']],
    ['Ｄ*[Ａ]', ['d_a'], ['d_b']],
  ])('%s', (pattern, yes, no) => {
    const matches = one('tool', 'deny', pattern);
    expect([yes.filter((name) => !matches(name)), no.filter(matches)]).toEqual([[], []]);
  });

  test.each([
    '(a|b)',
    '^exec',
    'exec$',
    '\\d+',
    'exec.*',
    'exec.?',
    'a+',
    'a{2}',
    'x|',
    '|x',
    'a||b',
    '[ab',
    '[z-a]',
    '[\u0000]',
    'a\nb',
    '[㌀]',
    '\u00a0',
    ' ',
  ])('%j is refused rather than match nothing', (pattern) => {
    const { problems } = run([{ name: 'r', action: 'deny', resource: 'tool', pattern }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.code).toMatch(/^EC_POLICY_RULE/);
    expect(problems[0]?.hint).not.toBe('');
  });
});

describe('laws', () => {
  const RUN = { seed: 20_260_302, numRuns: 1000 };
  const text = fc
    .string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), minLength: 1, maxLength: 8 })
    .filter((one) => !/\.[*?]/.test(one));
  const target = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });

  test('a pattern matches what the same regular expression matches', () => {
    fc.assert(
      fc.property(text, target, (pattern, name) => {
        const regex = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`);
        return one('tool', 'deny', pattern)(name) === regex.test(name);
      }),
      RUN,
    );
  });

  const path = fc
    .array(fc.constantFrom('a', 'b', '.c', '*', '**', '*.a', '?'), { minLength: 1, maxLength: 5 })
    .map((parts) => `/${parts.join('/')}`);
  const file = fc
    .array(fc.constantFrom('a', 'b', '.c', 'x.a'), { minLength: 1, maxLength: 5 })
    .map((parts) => `read:/${parts.join('/')}`);
  test('a denial is never narrower than the same words are as a permission', () => {
    fc.assert(
      fc.property(
        path,
        file,
        (pattern, name) =>
          !one('filesystem', 'allow', `read:${pattern}`)(name) || one('filesystem', 'deny', `read:${pattern}`)(name),
      ),
      RUN,
    );
  });
});
