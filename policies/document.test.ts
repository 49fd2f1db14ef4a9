import { describe, expect, test } from 'vitest';
import { fromObject, parseBytes, parseDocument } from './document.ts';
import { failure } from './owners.fixture.ts';
import { formatProblems } from './problems.ts';

const problem = (text: string) => failure(() => parseDocument(text, { file: 'p.yaml' })).problems[0];

describe('reading', () => {
  test('data comes with the place of each value and key', () => {
    const document = parseDocument('name: a\nrules:\n  allowed_tools: [x, y]\n', { file: 'p.yaml' });
    expect(document.data).toEqual({ name: 'a', rules: { allowed_tools: ['x', 'y'] } });
    expect(document.locate(['rules', 'allowed_tools', 1])).toEqual({ file: 'p.yaml', line: 3, column: 22 });
    expect(document.locateKey(['rules', 'allowed_tools'])).toEqual({ file: 'p.yaml', line: 3, column: 3 });
    expect(document.locate(['rules', 'missing', 7])).toEqual({ file: 'p.yaml', line: 3, column: 3 });
    expect(document.format(['rules', 'allowed_tools', 1])).toBe('rules.allowed_tools[1]');
  });

  test('JSON is read by the same way, with tabs and places', () => {
    const document = parseDocument('{\n\t"name": "a",\n\t"rules": {"denied_tools": ["x"]}\n}');
    expect(document.data).toEqual({ name: 'a', rules: { denied_tools: ['x'] } });
    expect(document.locate(['rules', 'denied_tools', 0]).line).toBe(3);
  });

  test('data is a fresh copy at each read', () => {
    const document = parseDocument('name: a');
    document.data['name'] = 'b';
    expect(document.data).toEqual({ name: 'a' });
  });

  test('aliases stand for what they name', () => {
    expect(parseDocument('name: &n d\nrules: {denied_tools: [*n]}').data).toEqual({
      name: 'd',
      rules: { denied_tools: ['d'] },
    });
  });

  test('a version directive does not bring back yes and no, and keys stay as they are written', () => {
    expect(parseDocument('%YAML 1.1\n---\na: yes\n1.0: x\nnull: y').data).toEqual({ a: 'yes', '1.0': 'x', null: 'y' });
  });

  test('keys that objects have anyway are plain keys', () => {
    const { data } = parseDocument('constructor: 1\ntoString: 2');
    expect(Object.entries(data)).toEqual([
      ['constructor', 1],
      ['toString', 2],
    ]);
  });
});

describe('what cannot be read is a problem with a place', () => {
  test.each([
    ['', 'EC_POLICY_EMPTY', 1],
    ['# nothing\n', 'EC_POLICY_EMPTY', 1],
    ['- a\n- b\n', 'EC_POLICY_NOT_MAPPING', 1],
    ['just text', 'EC_POLICY_NOT_MAPPING', 1],
    ['a: 1\nb: 2\na: 3\n', 'EC_POLICY_DUPLICATE_KEY', 3],
    ['a: {b: 1, b: 2}', 'EC_POLICY_DUPLICATE_KEY', 1],
    ['{"a": 1, "\\u0061": 2}', 'EC_POLICY_DUPLICATE_KEY', 1],
    ['a: 1\n  b: 2\n', 'EC_POLICY_SYNTAX', 1],
    ['a: [1\n', 'EC_POLICY_SYNTAX', 2],
    ['a: !!js/function x', 'EC_POLICY_SYNTAX', 1],
    ['a: !mine x', 'EC_POLICY_SYNTAX', 1],
    ['a: 1\n---\nb: 2', 'EC_POLICY_SYNTAX', 2],
    ['a: *b', 'EC_POLICY_ALIAS', 1],
    ['a: &a [*a]', 'EC_POLICY_ALIAS', 1],
    ['x: &x {a: 1}\ny:\n  <<: *x', 'EC_POLICY_KEY', 3],
    ['a:\n  __proto__: {b: 1}', 'EC_POLICY_KEY', 2],
    ['? [a]\n: 1', 'EC_POLICY_SYNTAX', 1],
    ['a: .nan', 'EC_POLICY_VALUE', 1],
    ['a: -.inf', 'EC_POLICY_VALUE', 1],
  ])('%j: %s', (text, code, line) => {
    expect(problem(text)).toMatchObject({ code, file: 'p.yaml', line });
    expect(problem(text)?.column).toBeGreaterThan(0);
    expect(problem(text)?.message).toMatch(/^[^A-Z].*[^.]$/);
  });

  test('several mistakes are given at once', () => {
    expect(failure(() => parseDocument('a: 1\na: 2\nb: *c\n')).problems.map((one) => one.line)).toEqual([2, 3]);
  });

  test('bytes that are not UTF-8 are refused at their place, and a byte order mark is fine', () => {
    const bytes = new Uint8Array([...Buffer.from('name: a\nx: '), 0xff]);
    expect(failure(() => parseBytes(bytes, { file: 'p' })).problems[0]).toMatchObject({
      code: 'EC_POLICY_ENCODING',
      line: 2,
      column: 4,
    });
    expect(failure(() => parseBytes(Buffer.from('\ufeffname: a', 'utf16le'))).problems[0]?.code).toBe(
      'EC_POLICY_ENCODING',
    );
    expect(parseBytes(Buffer.from('\ufeffname: a')).data).toEqual({ name: 'a' });
  });

  test('problems are written one to a line with their hints', () => {
    const { problems } = failure(() => parseDocument('x: 1\nx: 2\ny: {<<: 1}', { file: 'p.yaml' }));
    expect(formatProblems(problems)).toBe(
      'p.yaml:2:1: the key `x` is written twice\np.yaml:3:5: merge keys (`<<`) are not read\n  hint: write the keys out, or use `extends`',
    );
  });
});

describe('objects', () => {
  test('become documents without places', () => {
    const document = fromObject({ name: 'a', mode: undefined, rules: { denied_tools: ['x'] } });
    expect(document.data).toEqual({ name: 'a', rules: { denied_tools: ['x'] } });
    expect(document.locate(['rules'])).toEqual({});
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  test.each([
    ['a function', { rules: { a: () => 1 } }, 'rules.a'],
    ['an instance', { rules: { a: [new Date()] } }, 'rules.a[0]'],
    ['a map', { rules: new Map() }, 'rules'],
    ['NaN', { rules: { budget: NaN } }, 'rules.budget'],
    ['a list that is not there', { rules: { allowed_tools: undefined } }, 'rules.allowed_tools'],
    ['a hole', { rules: { allowed_tools: Array(2) } }, 'rules.allowed_tools[0]'],
    ['a cycle', cyclic, 'self'],
    ['a prototype', JSON.parse('{"rules":{"__proto__":{"a":1}}}'), 'rules.__proto__'],
  ])('%s is refused by its path', (_, value, path) => {
    expect(failure(() => fromObject(value)).problems[0]?.path).toBe(path);
  });

  test.each([[null], [[]], ['text'], [7], [undefined], [() => 1]])('%j is not a policy', (value) => {
    expect(failure(() => fromObject(value)).error).toBe('PolicyLoadError');
  });

  test('a getter that throws is a problem, not a raw error', () => {
    const hostile = {
      get name(): string {
        throw new Error('boo');
      },
    };
    expect(failure(() => fromObject(hostile)).problems[0]?.code).toBe('EC_POLICY_VALUE');
  });
});
