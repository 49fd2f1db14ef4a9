/** @module What must not get around rules for files and hosts. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalPaths } from './canonical.ts';
import { asker, makeRules } from './corridor.fixture.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'resource-acl-sec-')));
const base = join(root, 'work');
beforeAll(() => {
  for (const folder of ['work/data/deep', 'outside/folder']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'outside/secret'), 'x');
  writeFileSync(join(base, 'data/ok'), 'x');
  symlinkSync(join(root, 'outside'), join(base, 'data/link'));
  symlinkSync('../../outside/secret', join(base, 'data/relative'));
  symlinkSync(join(root, 'outside/new'), join(base, 'data/dangling'));
  symlinkSync('circle', join(base, 'data/circle'));
  symlinkSync(join(root, 'outside/folder'), join(base, 'data/deep/link'));
  symlinkSync('data/ok', join(base, 'inside'));
  symlinkSync(base, join(root, 'door'));
});
afterAll(() => rmSync(root, { recursive: true }));

const allowData = makeRules([
  ['allow', 'filesystem', 'read:./data/**'],
  ['allow', 'filesystem', 'write:./data/**'],
]);
const ask = asker(allowData, { base, read: { path: 'filesystem:read' }, write: { path: 'filesystem:write' } });

describe('links', () => {
  test.each([
    ['a folder that leads out', './data/link/secret'],
    ['a file that leads out', './data/relative'],
    ['one that would make a file outside', './data/dangling'],
    ['a folder that leads out, to a file that does not exist', './data/link/none/x'],
    ['one that goes round in a circle', './data/circle'],
    ['a folder that leads out, and up from there', './data/deep/link/../secret'],
    ['the root of the process', '/proc/self/root/etc/passwd'],
    ['the working folder of the process', '/proc/self/cwd/x'],
  ])('%s is judged by where it leads', (_, path) => {
    expect(ask([path]).type).toBe('resource_not_allowed');
    expect(ask([{ path }], { tool: 'write' }).type).toBe('resource_not_allowed');
  });

  test('a link whose own place is not allowed is not, though it leads to a file that is', () => {
    expect(ask(['./inside']).type).toBe('resource_not_allowed');
  });

  test('a base that is itself reached through a link works', () => {
    const through = asker(allowData, { base: join(root, 'door'), read: { path: 'filesystem:read' } });
    expect(through([{ path: 'data/ok' }], { tool: 'read' }).type).toBe('ran');
    expect(through([{ path: 'data/relative' }], { tool: 'read' }).type).toBe('resource_not_allowed');
  });

  test('a link that changes between two calls is judged anew', () => {
    const at = join(base, 'data/changing');
    symlinkSync(join(base, 'data/ok'), at);
    expect(ask(['data/changing']).type).toBe('ran');
    rmSync(at);
    symlinkSync(join(root, 'outside/secret'), at);
    expect(ask(['data/changing']).type).toBe('resource_not_allowed');
  });

  test('a denied file is denied through a link', () => {
    const lenient = asker(makeRules([['deny', 'filesystem', `*:${root}/outside/*`]], false), { base });
    expect(lenient(['./data/relative']).type).toBe('resource_denied');
    expect(lenient(['./data/dangling']).type).toBe('resource_denied');
    expect(lenient(['./data/ok']).type).toBe('ran');
  });
});

describe('spellings of a path', () => {
  test.each([
    './data/../../outside/secret',
    'data/../x',
    './data/..\\..\\x',
    '..\\..\\etc\\passwd',
    'data/%2e%2e/%2e%2e/x',
    'data/%252e%252e/%252e%252e/x',
    'data/．．/．．/x',
    'file:///etc/passwd',
    'file:/etc/passwd',
    'FILE://localhost/etc/passwd',
    'file:../x',
    'file:///%65tc/passwd',
    'file://evil.com/data/x',
    'C:\\data\\x',
    '\\\\server\\share\\x',
    '\\\\?\\C:\\x',
    '//etc/passwd',
    '~root/x',
    '~/x',
    ' /etc/passwd',
    '/etc/passwd\0.csv',
    './data/ok\0',
    './data/%00',
    `./data/${'x/'.repeat(5000)}../x`,
    'https://x/../../../etc/passwd',
    '/dev/fd/0/../../../etc/passwd',
  ])('%j does not leave the allowed folder', (path) => {
    expect(ask([path]).type).toBe('resource_not_allowed');
    expect(ask([{ path }], { tool: 'read' }).type).toBe('resource_not_allowed');
    expect(ask([{ deep: [new Map([[path, 1]])] }]).type).toBe('resource_not_allowed');
    expect(ask([Buffer.from(path)]).type).toBe('resource_not_allowed');
  });

  test.each(['cat /etc/passwd', 'cat ./data/ok; cat ../x', 'x=1 && cat "/etc/passwd"\n', '{"a":["/etc/passwd"]}'])(
    'inside %j it is found',
    (text) => expect(ask([text]).type).toBe('resource_not_allowed'),
  );

  test.each(['./data/ok', 'data//ok', './data/./ok', 'data/deep/../ok', `${base}/data/ok`, 'data/new'])(
    '%j stays inside and runs',
    (path) => expect(ask([path]).type).toBe('ran'),
  );

  test('`*` in a path is a character, not a wildcard', () => {
    expect(ask([{ path: '*' }], { tool: 'read' }).type).toBe('resource_not_allowed');
  });
});

describe('Windows', () => {
  const place = { base: 'C:\\data', home: 'C:\\Users\\me', user: 'me', platform: 'win32' } as const;
  test.each([
    ['c:/DATA/x', 'C:/DATA/x'],
    ['data\\..\\..\\x', 'C:/x'],
    ['\\\\?\\C:\\x', 'C:/x'],
    ['\\\\.\\C:\\x', 'C:/x'],
    ['\\\\?\\UNC\\server\\share\\x', '//server/share/x'],
    ['\\\\server\\share\\x', '//server/share/x'],
    ['a.txt::$DATA', 'C:/data/a.txt'],
    ['a.txt:stream', 'C:/data/a.txt'],
    ['a.txt. . ', 'C:/data/a.txt'],
    ['dir. \\x', 'C:/data/dir/x'],
    ['~\\x', 'C:/Users/me/x'],
    ['file:///C:/x', 'C:/x'],
    ['\\x', 'C:/x'],
  ])('%j means %j', (text, path) => expect(canonicalPaths(text, place, false)).toContain(path));
});

describe('hosts', () => {
  const hosts = asker(makeRules([['allow', 'network', 'api.openai.com']]), { get: { url: 'network' } });
  test.each([
    'https://api.openai.com@evil.com',
    'https://api.openai.com%40evil.com',
    'https://api.openai.com:443@evil.com',
    'HTTPS://EVIL.COM',
    'ftp://evil.com',
    'ws://evil.com',
    'foo://evil.com',
    '//evil.com',
    '\\\\evil.com\\x',
    'https:evil.com',
    'https:\\\\evil.com',
    '/\\evil.com',
    'https%3A%2F%2Fevil.com',
    '%68ttps://evil.com',
    'https%253A%252F%252Fevil.com',
    'ｈｔｔｐｓ：／／ｅｖｉｌ．ｃｏｍ',
    'ht\u200btps://evil\u200b.com',
    'https://аpi.openai.com',
    'https://[::1]/',
    'http://a/',
    'http://2130706433/',
    'http://0x7f.1/',
    'evil.com',
    'evil.com:443',
    'https://api.openai.com.evil.com',
    'https://evil.com#api.openai.com',
    'https://evil.com\\.api.openai.com',
    'https://api.openai.com\\@evil.com',
    'https://api.openai.com\t.evil.com',
    'https://api.openai.com/?next=https://evil.com',
    'go to https://api.openai.com and https://evil.com',
  ])('%j is refused', (text) => {
    expect(hosts([text]).type).toBe('domain_denied');
    expect(hosts([{ [text]: [new Set([Buffer.from(text)])] }]).type).toBe('domain_denied');
  });

  test.each([
    'https://api.openai.com/v1',
    'HTTPS://API.OPENAI.COM:443/v1',
    'see https://api.openai.com.',
    'api.openai.com',
  ])('%j runs', (text) => expect(hosts([text]).type).toBe('ran'));

  test.each(['evil', 'evil.com/api.openai.com', 'api.openai.com@evil', 7, {}])('declared, %j is refused', (url) => {
    expect(hosts([{ url }], { tool: 'get' }).type).toBe('domain_denied');
  });
});

describe('size', () => {
  test('more targets than are judged are refused, not passed over', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `a/${i}`).join(' ');
    expect(asker(makeRules([['deny', 'filesystem', '*:/etc/*']], false))([many]).type).toBe('resource_not_allowed');
  });

  test.each([
    ['letters', 'a'],
    ['slashes', '/'],
    ['backslashes', '\\'],
    ['double backslashes with a letter', '\\\\a'],
    ['dots', '.'],
    ['escapes of escapes', '%25'],
    ['colons', ':'],
    ['schemes', 'https:'],
    ['at signs', '@'],
    ['climbs', '../'],
    ['full-width letters', 'ａ'],
    ['brackets', '['],
  ])('a million characters of %s are judged, and what stands among them is still found', (_, piece) => {
    const all = asker(makeRules([['deny', 'network', 'evil.example']], false));
    const noise = piece.repeat(1_000_000 / piece.length);
    expect(all([noise])).not.toMatchObject({ type: 'enforcement_failure' });
    // A space parts the two: what is found does not depend on how much stands before it.
    expect(all([`${noise} https://evil.example/x`])).toMatchObject({ type: 'domain_denied' });
  });
});

test('no spelling of a denied path gets around its rule', () => {
  const lenient = asker(makeRules([['deny', 'filesystem', '*:/etc/secret/*']], false));
  const noise = fc.constantFrom('/', '//', '/./', '/x/../', '/.//', '/a/b/../../', '/../');
  const letter = fc.tuple(fc.constantFrom('plain', 'once', 'upper'), fc.nat());
  const law = fc.property(
    fc.array(noise, { minLength: 3, maxLength: 3 }),
    fc.boolean(),
    fc.array(letter),
    (gaps, url, how) => {
      const names = ['etc', 'secret', 'key'];
      const safe = gaps.map((gap, i) => (gap === '/../' && i > 0 ? '/' : gap));
      const path = names.map((name, i) => `${safe[i]}${name}`).join('');
      const escape = (char: string, i: number): string => {
        const [kind] = how[i % Math.max(how.length, 1)] ?? ['plain'];
        if (kind === 'plain' || char === '/') return char;
        const hex = char.charCodeAt(0).toString(16);
        return `%${kind === 'upper' ? hex.toUpperCase() : hex}`;
      };
      const spelled = url ? `file://${[...path.replace(/^\/+/, '/')].map(escape).join('')}` : path;
      return lenient([spelled]).type === 'resource_denied';
    },
  );
  fc.assert(law, { seed: 42, numRuns: 1000 });
});
