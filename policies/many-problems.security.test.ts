/** @module A document can be wrong a quarter of a million times: what is said about it stays short, and no raw error comes out. */
import { expect, test } from 'vitest';
import { compilePolicy } from './compile-policy.ts';
import { LARGEST, parseDocument } from './document.ts';
import { outline, resolveExtends } from './load.ts';
import { failure, OWNERS } from './owners.fixture.ts';

const compile = (text: string) =>
  compilePolicy(resolveExtends(parseDocument(text)), OWNERS, { fold: (name) => name.toLowerCase() });
const filled = (head: string, line: (i: number) => string, tail = ''): string => {
  const parts = [head];
  for (let i = 0, size = head.length + tail.length; ; i++) {
    const next = line(i);
    if ((size += next.length) > LARGEST / 2) return parts.join('') + tail;
    parts.push(next);
  }
};

test.each([
  ['values', filled('name: p\nallowed_tools: [', () => '1,', ']'), 'EC_POLICY_VALUE'],
  ['lists in a list', filled('name: p\nallowed_tools: [', () => '[],', ']'), 'EC_POLICY_VALUE'],
  ['sections', filled('name: p\n', (i) => `unknown_${i}: 1\n`), 'EC_POLICY_UNKNOWN_KEY'],
  ['keys of a section', filled('name: p\nnetwork:\n', (i) => `  k${i}: 1\n`), 'EC_POLICY_UNKNOWN_KEY'],
  ['rules', filled('name: p\nrules:\n', (i) => `  - { name: r${i} }\n`), 'EC_POLICY_RULE'],
  ['keys of a rule', filled('name: p\nrules:\n  - name: r\n', (i) => `    k${i}: 1\n`), 'EC_POLICY_RULE'],
])('half a megabyte of wrong %s is one error with at most a few hundred problems', (_, text, code) => {
  const { error, problems } = failure(() => compile(text));
  expect(error).toBe('PolicyValidationError');
  expect(problems.length).toBeLessThanOrEqual(300);
  expect(problems[0]).toMatchObject({ code, line: expect.any(Number) as number });
});

test('the last of twenty thousand keys that is written twice is found, with line and column', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `  tool_${i}: 1\n`).join('');
  const { problems } = failure(() => parseDocument(`name: p\nper_tool:\n${keys}  tool_777: 2\n`));
  expect(problems).toEqual([
    { code: 'EC_POLICY_DUPLICATE_KEY', message: 'the key `tool_777` is written twice', line: 20_003, column: 3 },
  ]);
});

test('what a policy names is read off all its layers and both its forms', () => {
  const resolved = resolveExtends(
    parseDocument('name: p\nplugins: [a, 7]\nnetwork: {}\nrules: { denied_tools: [x] }\n'),
  );
  expect(outline(resolved)).toEqual({
    plugins: ['a'],
    keys: ['name', 'plugins', 'network', 'rules', 'denied_tools'],
  });
});
