import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StandardSchema } from '../kernel/plugin.ts';
import { parseDocument, fromObject } from './document.ts';
import { compilePolicy as compileWhole } from './compile-policy.ts';
import { loadPolicyFile, resolveExtends } from './load.ts';
import { failure, folderOf, OWNERS } from './owners.fixture.ts';
import { shape } from './shape.ts';
import type { SectionOwner } from './shape.ts';

const compilePolicy = (...input: Parameters<typeof compileWhole>) => {
  const { facts, values: sections, compiled: rules, plugins } = compileWhole(...input);
  return { facts, sections, rules, plugins };
};

const FOLD = { fold: (text: string) => text.toLowerCase() };
const read = (text: string) => resolveExtends(parseDocument(text, { file: 'p.yaml' }));
const shaped = (text: string) => shape(read(text), OWNERS);
const compile = (text: string, owners = OWNERS) => compilePolicy(read(text), owners, FOLD);
const problems = (text: string, owners = OWNERS) => failure(() => compile(text, owners)).problems;

describe('forms', () => {
  const map = 'name: a\nrules:\n  denied_tools: [x]\n  resources: {max_cost_usd: 2}\n';
  const top = 'denied_tools: [x]\nresource_limits: {max_cost_usd: 2}\nname: a\n';

  test('sections inside `rules`, at the top level and under other names are the same policy', () => {
    expect(compile(map).sections).toEqual(compile(top).sections);
    expect(shaped(map).facts.hash).toBe(shaped(top).facts.hash);
    expect(shaped(map).facts.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(shaped(`${map}  redact_output: false`).facts.hash).not.toBe(shaped(map).facts.hash);
  });

  test('the list form stands beside sections, and is strict unless it says monitor', () => {
    const list = 'name: a\ndenied_tools: [x]\nrules:\n  - {name: r, action: allow, resource: tool, pattern: y}\n';
    const { rules, sections } = compile(list);
    expect(rules).toMatchObject({ strict: true, tool: { size: 1 } });
    expect(rules.filesystem).toBeUndefined();
    expect(sections['denied_tools']).toEqual(['x']);
    expect(compile(`${list}mode: monitor`)).toMatchObject({ rules: { strict: false }, facts: { mode: 'monitor' } });
    expect(compile('name: a\nrules: []').rules.strict).toBe(true);
  });

  test.each(['name: a', 'name: a\nrules:', 'name: a\nrules: {}'])('%j is a policy without rules', (text) => {
    expect(compile(text)).toMatchObject({
      rules: { strict: false },
      facts: { name: 'a', version: '1.0', mode: undefined, onViolation: 'block' },
    });
  });

  test('a section in two places is refused, and named as it was written', () => {
    expect(problems('name: a\ndenied_tools: []\nrules: {denied_tools: []}')).toMatchObject([
      {
        code: 'EC_POLICY_SECTION_TWICE',
        line: 3,
        message: 'the section `denied_tools` is written twice, as `denied_tools` and as `rules.denied_tools`',
      },
    ]);
    expect(problems('name: a\nlimits: {}\nresources: {}')).toMatchObject([{ code: 'EC_POLICY_SECTION_TWICE' }]);
  });

  test('a map over a list, and a list over a map, keep both', () => {
    const folder = folderOf({
      'c.yaml': 'extends: b.yaml\nrules: {denied_tools: [x]}',
      'b.yaml': 'extends: a.yaml\nrules:\n- {name: r, action: deny, resource: tool, pattern: y}',
      'a.yaml': 'mode: strict\nrules: {denied_tools: [z], resources: {max_cost_usd: 1}}',
    });
    const policy = compilePolicy(loadPolicyFile(join(folder, 'c.yaml')), OWNERS, FOLD);
    expect(policy).toMatchObject({
      facts: { name: 'c', mode: 'strict' },
      sections: { denied_tools: ['x', 'z'], resource_limits: { max_cost_usd: 1 } },
    });
    expect(policy.rules.tool?.match('y')).toEqual({ action: 'deny', rule: 'r' });
  });

  test('rules of the child stand in for those of the base of the same name', () => {
    const folder = folderOf({
      'c.yaml': 'extends: b.yaml\nrules:\n- {name: r, action: allow, resource: tool, pattern: x}',
      'b.yaml':
        'name: b\nrules:\n- {name: r, action: deny, resource: tool, pattern: x}\n- {name: s, action: deny, resource: tool, pattern: y}',
    });
    const { tool } = compilePolicy(loadPolicyFile(join(folder, 'c.yaml')), OWNERS, FOLD).rules;
    expect([tool?.match('x'), tool?.match('y')]).toEqual([
      { action: 'allow', rule: 'r' },
      { action: 'deny', rule: 's' },
    ]);
  });

  test('strict that a base wrote stays where the child monitors', () => {
    const folder = folderOf({ 'c.yaml': 'extends: b.yaml\nmode: monitor', 'b.yaml': 'mode: strict' });
    expect(compilePolicy(loadPolicyFile(join(folder, 'c.yaml')), OWNERS, FOLD)).toMatchObject({
      facts: { mode: 'monitor' },
      rules: { strict: true },
    });
  });
});

describe('what does not conform', () => {
  test.each([
    ['rules: {}', 'EC_POLICY_NAME', 1, 'has no name'],
    ["name: ''", 'EC_POLICY_NAME', 1, 'is blank'],
    ["name: '   '", 'EC_POLICY_NAME', 1, 'is blank'],
    ['name: 5', 'EC_POLICY_NAME', 1, 'must be a text'],
    ['name:', 'EC_POLICY_NAME', 1, 'must be a text'],
    ['name: "a\\nb"', 'EC_POLICY_NAME', 1, 'one line'],
    ['name: a\nversion: 1.0', 'EC_POLICY_VALUE', 2, '`version`'],
    ['name: a\nmode: Strict', 'EC_POLICY_VALUE', 2, '`mode` must be one of `strict`, `monitor`, not `Strict`'],
    ['name: a\non_violation: explode', 'EC_POLICY_VALUE', 2, '`on_violation` must be one of `block`, `log`, `redact`'],
    ['name: a\nplugins: x', 'EC_POLICY_VALUE', 2, '`plugins` must be a list'],
    ['name: a\nplugins: [1]', 'EC_POLICY_VALUE', 2, '`plugins` must be a list'],
    ['name: a\nrules: text', 'EC_POLICY_VALUE', 2, '`rules` must be a map or a list'],
    ['name: a\nrules:\n  on_violation: log', 'EC_POLICY_UNKNOWN_KEY', 3, 'does not belong inside `rules`'],
    ['name: a\nrules:\n  extends: b', 'EC_POLICY_UNKNOWN_KEY', 3, 'does not belong inside `rules`'],
    ['name: a\nfinal: true', 'EC_POLICY_UNKNOWN_KEY', 2, '`final` is not known'],
    ['name: a\nconstructor: 1', 'EC_POLICY_UNKNOWN_KEY', 2, '`constructor` is not known'],
    [
      'name: a\nrules:\n  allowed_tools: [1]',
      'EC_POLICY_VALUE',
      3,
      '`rules.allowed_tools[0]` must be a text, not a number',
    ],
    ['name: a\nallowed_tools: x', 'EC_POLICY_VALUE', 2, '`allowed_tools` must be a list, not a text'],
    ['name: a\ndenied_tools:', 'EC_POLICY_VALUE', 2, '`denied_tools` must be a list, not blank'],
    [
      'name: a\npii_redaction: {categories: [nonsense]}',
      'EC_POLICY_VALUE',
      2,
      'must be one of `email`, `phone`, `ssn`, not `nonsense`',
    ],
    ['name: a\npii_redaction: {enabld: true}', 'EC_POLICY_UNKNOWN_KEY', 2, '`pii_redaction.enabld` is not known'],
    ['name: a\nnetwork: {enabld: true}', 'EC_POLICY_UNKNOWN_KEY', 2, '`network.enabld` is not known'],
    [
      'name: a\nrules: {resources: {max_cost_usd: -1}}',
      'EC_POLICY_VALUE',
      2,
      '`rules.resources.max_cost_usd` must be at least 0',
    ],
    ['name: a\nmax_output_size_bytes: [1]', 'EC_POLICY_VALUE', 2, 'must be a number or a text, not a list'],
    [
      'name: a\nrate_limits: {per_tool: {x: {window_seconds: 1}}}',
      'EC_POLICY_VALUE',
      2,
      '`rate_limits.per_tool.x.max_calls` is required',
    ],
  ])('%j: %s', (text, code, line, message) => {
    expect(problems(text)).toMatchObject([
      { code, line, file: 'p.yaml', message: expect.stringContaining(message) as string },
    ]);
  });

  test('a misspelt key is told what was meant', () => {
    const hints = problems(
      'name: a\nalowed_tools: [x]\nallowedTools: []\nrules: {denyed_tools: []}\nnetwork: {allow_domains: []}',
    ).map((one) => one.hint);
    expect(hints).toEqual(
      ['`allowed_tools`', '`allowed_tools`', '`denied_tools`', '`allowed_domains`'].map(
        (word) => `did you mean ${word}?`,
      ),
    );
  });

  test('all problems are given at once, in the order of the document', () => {
    const text =
      'name: 5\nmode: x\nrules:\n- {name: r, action: maybe, resource: tool, pattern: x}\n- {}\nallowed_tools: [1]\nextra: 1\n';
    expect(problems(text).map((one) => one.line)).toEqual([1, 2, 4, 5, 5, 5, 5, 6, 7]);
  });

  test('a section whose plugin is not active is named with its plugin', () => {
    const { problems: found } = shape(read('name: a\nsandbox: {}'), OWNERS, {
      knownElsewhere: new Map([['sandbox', 'sandbox']]),
    });
    expect(found).toMatchObject([
      {
        code: 'EC_POLICY_SECTION_UNOWNED',
        message: 'no active plugin owns `sandbox`',
        hint: expect.stringContaining('plugins: [sandbox]') as string,
      },
    ]);
  });

  test('objects give the path where there is no line', () => {
    const policy = { name: 'a', rules: { allowed_tools: ['x', 7] } };
    expect(failure(() => compilePolicy(resolveExtends(fromObject(policy)), OWNERS, FOLD))).toMatchObject({
      error: 'PolicyValidationError',
      problems: [{ path: 'rules.allowed_tools[1]' }],
    });
  });
});

describe('validators of strangers', () => {
  const owning = (validate: (value: unknown) => unknown): SectionOwner[] => [
    {
      section: 's',
      plugin: 'p',
      schema: { '~standard': { version: 1, vendor: 'me', validate } } as unknown as StandardSchema,
    },
  ];

  test.each([
    [
      'throws',
      () => {
        throw new Error('a secret');
      },
    ],
    ['answers with a promise', () => Promise.reject(new Error('later'))],
    ['answers nothing', () => undefined],
    ['answers neither a value nor issues', () => ({})],
    ['answers no issues and no value', () => ({ issues: [] })],
  ])('one that %s refuses the policy', (_, validate) => {
    const [problem] = problems('name: a\ns: 1', owning(validate));
    expect(problem).toMatchObject({ code: 'EC_POLICY_SCHEMA_FAILED', line: 2 });
    expect(problem?.message).not.toContain('secret');
  });

  test('one that only fails without a value leaves the section out', () => {
    expect(
      compile('name: a', [{ section: 's', plugin: 'p', schema: z.string() as unknown as StandardSchema }]).sections,
    ).toEqual({});
  });

  test('issues without paths, with keys and with names that nobody wrote find a place', () => {
    const issues = [
      { message: 'Wrong.' },
      { message: 'Bad', path: [{ key: 'a' }, 0] },
      { message: 'No', path: ['zz', Symbol('x')] },
    ];
    expect(
      problems(
        'name: a\ns:\n  a: [1]',
        owning(() => ({ issues })),
      ).map(({ line, message }) => [line, message]),
    ).toEqual([
      [3, '`s`: wrong'],
      [3, '`s.zz.Symbol(x)`: no'],
      [3, '`s.a[0]`: bad'],
    ]);
  });

  test('one that changes what it is given does not change the document', () => {
    const owners = owning((value) => ({ value: Object.assign(value as object, { more: 1 }) }));
    const resolved = read('name: a\ns: {x: 1}');
    const before = shape(resolved, owners).facts.hash;
    compilePolicy(resolved, owners, FOLD);
    expect(shape(resolved, owners).facts.hash).toBe(before);
  });
});
