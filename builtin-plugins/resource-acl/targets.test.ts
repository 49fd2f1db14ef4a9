/** @module What is recognised as a target, and what is declared as one. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extractTargets, findHosts, parseMapping } from './index.ts';
import { Unjudgeable } from './unjudgeable.ts';

const hostsIn = (text: string): string[] => [
  ...new Set(
    findHosts(text)
      .filter((one) => one.evident)
      .map((one) => one.host),
  ),
];
const pathsIn = (...args: unknown[]): (string | undefined)[] =>
  extractTargets(args, undefined, ['filesystem'])
    .filter((one) => one.certainty === 'evident')
    .map((one) => one.text);
const declared = (mapping: object, ...args: unknown[]) =>
  extractTargets(args, parseMapping(mapping)).filter((one) => one.certainty === 'declared');

describe('hosts', () => {
  // Recorded behaviour, kept beside the repository; nothing where it is not.
  const file = new URL('../../../shared/vectors/domains.json', import.meta.url);
  const vectors = JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : '[]') as {
    id: string;
    area: string;
    input: { text: string };
    expect: string[];
    believed?: string[];
  }[];
  const recorded = vectors.filter(({ area }) => area === 'domains.extract');
  test.each(recorded)('$id', ({ input, expect: plain, believed }) => {
    expect(hostsIn(input.text)).toEqual(believed ?? plain);
  });

  test.each([
    ['https://api.openai.com@evil.com', ['evil.com']],
    ['HTTPS://EVIL.COM/', ['evil.com']],
    ['ftp://evil.com/', ['evil.com']],
    ['wss://evil.com', ['evil.com']],
    ['gopher://evil.com/', ['evil.com']],
    ['git+ssh://git@evil.com/x', ['evil.com']],
    ['//evil.com/', ['evil.com']],
    ['\\\\evil.com\\share', ['evil.com']],
    ['https:evil.com', ['evil.com']],
    ['https:/evil.com', ['evil.com']],
    ['https:\\\\evil.com', ['evil.com']],
    ['https:///evil.com/x', ['evil.com']],
    ['http://a/', ['a']],
    ['http://[::1]:80/', ['[::1]']],
    ['http://[::ffff:127.0.0.1]/', ['[::ffff:7f00:1]', '127.0.0.1']],
    ['http://2130706433/', ['127.0.0.1']],
    ['http://0x7f000001/', ['127.0.0.1']],
    ['http://0177.0.0.1/', ['127.0.0.1']],
    ['http://127.1/', ['127.0.0.1']],
    ['https://аpi.openai.com/', ['xn--pi-6kc.openai.com']],
    ['https://evil。com/', ['evil.com']],
    ['https://evil.com.', ['evil.com']],
    ['see (https://evil.com), then https://b.com!', ['evil.com', 'b.com']],
    ['https://a.com/?u=https://evil.com/', ['a.com', 'evil.com']],
    ['jdbc:postgresql://db.evil.com:5432/x', ['db.evil.com']],
    ['url=https://evil.com;x', ['evil.com', 'evil.com;x']],
    ['https://evil.com,https://b.com', ['evil.com', 'b.com']],
    ['evil.com', ['evil.com']],
    ['evil.com/path', ['evil.com']],
    ['evil.com:8080', ['evil.com']],
    ['git@evil.com:org/repo', ['evil.com']],
    ['1.2.3.4', ['1.2.3.4']],
    ['localhost', ['localhost']],
    ['localhost:3000/x', ['localhost']],
    ['[::1]:8080', ['[::1]']],
    ['open evil.com please', ['evil.com']],
    ['ht\ntps://evil.com', ['evil.com']],
    ['https://api.openai.com @evil.com/', ['api.openai.com', 'evil.com']],
    ['https://api.openai.com"@evil.com/', ['api.openai.com', 'evil.com']],
    ['https://api.openai.com\\@evil.com/', ['api.openai.com', 'evil.com']],
    ['https://api.openai.com\n.evil.com/', ['api.openai.com', 'api.openai.com.evil.com', 'evil.com']],
  ])('%j names %j', (text, hosts) => {
    expect(hostsIn(text)).toEqual(expect.arrayContaining(hosts));
    expect(hostsIn(text)).toHaveLength(hosts.length);
  });

  test.each([
    'no urls here',
    'report.csv',
    'main.py',
    'Hello world.Then more',
    'version 1.2.3',
    'bob@evil.com',
    'a // comment',
    'x = 1 //nolint',
    'C:\\Users\\me\\a.txt',
    'data/a.b/c.txt',
    'https://',
    '/a//b/c',
    'at 12:30',
  ])('%j names none for sure', (text) => expect(hostsIn(text)).toEqual([]));

  test('lists of addresses on separate lines are not read as one address', () => {
    expect(hostsIn('https://a.com\nhttps://b.com')).toEqual(['a.com', 'b.com']);
  });
});

describe('paths', () => {
  test.each([
    ['/etc/passwd'],
    ['~/.ssh/id_rsa'],
    ['./data/x'],
    ['../x'],
    ['file:///etc/passwd'],
    ['FILE:/etc/passwd'],
    ['C:\\Windows\\x'],
    ['\\\\server\\share\\x'],
    ['data/x.csv'],
    ['a/../../etc/passwd'],
    ['..\\..\\etc'],
    ['$HOME/.ssh'],
  ])('%j is one', (text) => expect(pathsIn(text)).toContain(text));

  test.each([
    ['cat /etc/passwd', '/etc/passwd'],
    ['cat "/etc/passwd"', '/etc/passwd'],
    ['curl -d @/etc/passwd x', '/etc/passwd'],
    ['x --file=/etc/passwd', '/etc/passwd'],
    ['docker -v /srv:/etc/x', '/srv:/etc/x'],
    ['cat ~/.ssh/id_rsa', '~/.ssh/id_rsa'],
    ['cat a/../../b', 'a/../../b'],
    ['%2Fetc%2Fpasswd', '/etc/passwd'],
    ['%252Fetc%252Fpasswd', '/etc/passwd'],
    ['／etc／passwd', '/etc/passwd'],
    ['{"path":"\\/etc\\/passwd"}', '/etc/passwd'],
    ['{"path":"\\u002fetc\\u002fpasswd"}', '/etc/passwd'],
  ])('%j holds %j', (text, path) => expect(pathsIn(text)).toContain(path));

  test.each([['and/or in prose'], ['https://x.com/a/b'], ['<p>x</p>'], ['a / b'], ['a // b'], ['plain'], ['a.b']])(
    '%j holds none for sure',
    (text) => expect(pathsIn(text)).toEqual([]),
  );

  test('a web address that climbs is one: tidied up as a path it leaves its folder', () => {
    expect(pathsIn('https://x/../../../etc/passwd')).toEqual(['https://x/../../../etc/passwd']);
  });

  test('they are found however deep, in keys, maps, sets, bytes, instances and cycles', () => {
    let deep: unknown = '/deep';
    for (let i = 0; i < 50_000; i++) deep = i % 2 ? [deep] : { deep };
    class Box {
      readonly #hidden = '/hidden';
      open = '/open';
      get path(): string {
        return this.#hidden;
      }
      toString(): string {
        return '/spoken';
      }
    }
    const cycle: Record<string, unknown> = { at: '/cycle' };
    cycle['self'] = cycle;
    const found = pathsIn(
      deep,
      { '/key': 1 },
      new Map<unknown, unknown>([['/mapkey', new Set(['/set'])]]),
      Buffer.from('/bytes'),
      Buffer.from('/wide', 'utf16le'),
      new TextEncoder().encode('/buffer').buffer,
      new Box(),
      cycle,
      new String('/boxed'),
      new URL('file:///url'),
    );
    const all = '/deep /key /mapkey /set /bytes /wide /buffer /hidden /open /spoken /cycle /boxed file:///url'.split(
      ' ',
    );
    expect(found).toEqual(expect.arrayContaining(all));
  });

  test('the address of a Request is found', () => {
    const targets = extractTargets([new Request('https://evil.com/x')], undefined, ['network']);
    expect(targets.map((one) => one.text)).toContain('evil.com');
  });
});

describe('declared arguments', () => {
  test('by name, position, dotted path and through lists', () => {
    expect(declared({ path: 'filesystem:read' }, { path: 'notes' })).toEqual([
      { kind: 'filesystem', certainty: 'declared', text: 'notes', access: 'read' },
    ]);
    expect(declared({ 1: 'filesystem' }, 'x', 'notes').map((one) => one.text)).toEqual(['notes']);
    expect(declared({ 'a.b': 'api' }, { a: { b: 'x' } }).map((one) => one.text)).toEqual(['x']);
    expect(declared({ 'a.b': 'api' }, { a: [{ b: 'x' }, { b: 'y' }] }).map((one) => one.text)).toEqual(['x', 'y']);
    expect(declared({ 'a.b': 'api' }, { 'a.b': 'x' }).map((one) => one.text)).toEqual(['x']);
    expect(declared({ '0.a': 'api' }, new Map([['a', 'x']])).map((one) => one.text)).toEqual(['x']);
  });

  test('strings, lists, bytes and URL objects are read', () => {
    const value = ['a', [Buffer.from('b')], new Set([new URL('file:///c')])];
    expect(declared({ path: 'filesystem' }, { path: value }).map((one) => one.text)).toEqual(['a', 'b', 'file:///c']);
  });

  test.each([[7], [{}], [true], [() => 'x'], [Buffer.from([0xff, 0xfe])], [new URL('https://x.com')]])(
    'a value that is no target (%s) is given without a text',
    (value) => expect(declared({ path: 'filesystem' }, { path: value })[0]).toMatchObject({ text: undefined }),
  );

  test('absent and null name nothing', () => {
    expect(declared({ path: 'filesystem' }, {})).toEqual([]);
    expect(declared({ path: 'filesystem' }, { path: null })).toEqual([]);
    expect(declared({ path: 'filesystem' })).toEqual([]);
  });

  test('a name that is looked for among positional values cannot be read', () => {
    expect(declared({ path: 'filesystem' }, 'notes')[0]).toMatchObject({ text: undefined });
    expect(declared({ 'a.b': 'filesystem' }, { a: '{"b":"x"}' })[0]).toMatchObject({ text: undefined });
  });

  test('an argument declared `none` is not looked into', () => {
    const mapping = parseMapping({ text: 'none' });
    expect(extractTargets([{ text: '/etc/passwd https://evil.com' }], mapping)).toEqual([]);
    expect(extractTargets([{ other: '/etc/passwd' }], mapping)).not.toEqual([]);
  });

  test.each([
    ['evil.com', 'evil.com', ''],
    ['EVIL.com:8080/x', 'evil.com', '8080'],
    ['u:p@evil.com', 'evil.com', ''],
    ['//evil.com', 'evil.com', ''],
    ['https:evil.com', 'evil.com', ''],
    ['::1', '[::1]', ''],
    ['2130706433', '127.0.0.1', ''],
    ['db', 'db', ''],
  ])('as network, %j is the host %j', (text, host, port) => {
    expect(declared({ url: 'network' }, { url: text })[0]?.host).toMatchObject({ host, port });
  });

  test.each(['', 'two words', 'https://', 'http://a b/', 'ho%zzst'])('as network, %j cannot be read', (text) => {
    expect(declared({ url: 'network' }, { url: text })[0]).toMatchObject({ text: undefined });
  });

  test('a word that means nothing is refused', () => {
    expect(() => parseMapping({ path: 'filesystem:raed' })).toThrow();
  });
});

test('more targets than are judged are an error', () => {
  const many = Array.from({ length: 10_001 }, (_, i) => `/p/${i}`);
  expect(() => extractTargets(many)).toThrow(Unjudgeable);
});
