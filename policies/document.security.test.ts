import { expect, test } from 'vitest';
import { fromObject, LARGEST, parseDocument } from './document.ts';
import { failure } from './owners.fixture.ts';

const repeat = (text: string): string => text.repeat(Math.floor(LARGEST / text.length));

// Each of these took seconds, a gigabyte, or the process, when given to the parser in one piece.
test.each([
  ['[', 'EC_POLICY_DEPTH'],
  ['{', 'EC_POLICY_DEPTH'],
  ['- ', 'EC_POLICY_DEPTH'],
  ['? ', 'EC_POLICY_DEPTH'],
  ['{a: ', 'EC_POLICY_DEPTH'],
  [']', 'EC_POLICY_SYNTAX'],
  ['[]', 'EC_POLICY_SYNTAX'],
  ['*a\n', 'EC_POLICY_SYNTAX'],
  ['"', 'EC_POLICY_SYNTAX'],
  ['&a ', 'EC_POLICY_SYNTAX'],
  ['!!str ', 'EC_POLICY_SYNTAX'],
  ['a: b: c\n', 'EC_POLICY_DEPTH'],
  ['---\n', 'EC_POLICY_SYNTAX'],
])('a megabyte of %j is refused', (piece, code) => {
  const { problems } = failure(() => parseDocument(repeat(piece)));
  expect(problems).toMatchObject([{ code }]);
});

test('one key sixty thousand times is refused without comparing every key with every other', () => {
  expect(failure(() => parseDocument('a:\n'.repeat(60_000))).problems.length).toBeLessThanOrEqual(50);
});

test('a hundred thousand keys are read', () => {
  const text = Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`)
    .join('\n')
    .slice(0, LARGEST);
  expect(Object.keys(parseDocument(text).data).length).toBeGreaterThan(90_000);
});

test('an alias bomb is refused before it is expanded', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 30; i++)
    lines.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  expect(failure(() => parseDocument(lines.join('\n'))).problems).toMatchObject([{ code: 'EC_POLICY_ALIAS', line: 5 }]);
});

test('an object that shares itself into a bomb is refused', () => {
  let bomb: unknown = ['x'];
  for (let i = 0; i < 40; i++) bomb = [bomb, bomb, bomb];
  expect(failure(() => fromObject({ rules: bomb })).problems[0]?.code).toMatch(/EC_POLICY_(SIZE|DEPTH)/);
});

test('nesting is read to 64 levels, in blocks, flows and objects', () => {
  const flow = (n: number): string => `a: ${'['.repeat(n)}${']'.repeat(n)}`;
  const block = (n: number): string => Array.from({ length: n }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
  const object = (n: number): unknown => (n === 0 ? {} : { a: object(n - 1) });
  expect(() => [parseDocument(flow(63)), parseDocument(block(64)), fromObject(object(64))]).not.toThrow();
  for (const deep of [flow(66), block(70), flow(5_000), block(700)]) {
    expect(failure(() => parseDocument(deep)).problems[0]?.code).toBe('EC_POLICY_DEPTH');
  }
  expect(failure(() => fromObject(object(70))).problems[0]?.code).toBe('EC_POLICY_DEPTH');
  expect(failure(() => fromObject(object(5_000))).problems[0]?.code).toBe('EC_POLICY_DEPTH');
});

test('a document over a megabyte is refused unread', () => {
  expect(failure(() => parseDocument(`${repeat('# ')}more`)).problems[0]?.code).toBe('EC_POLICY_SIZE');
});

test('no document changes what objects inherit', () => {
  for (const text of ['__proto__: {polluted: 1}', '"__proto__": {polluted: 1}', 'a: {__proto__: {polluted: 1}}']) {
    expect(failure(() => parseDocument(text)).problems[0]?.code).toBe('EC_POLICY_KEY');
  }
  parseDocument('constructor: {prototype: {polluted: 1}}').data['constructor'] = 1;
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('control characters and long values do not reach a message', () => {
  const { problems } = failure(() => parseDocument(`"a\\e[31m${'x'.repeat(500)}": 1\n"a\\e[31m${'x'.repeat(500)}": 2`));
  expect(problems[0]?.message).not.toContain('\u001b');
  expect(problems[0]?.message.length).toBeLessThan(200);
});
