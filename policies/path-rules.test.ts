import { describe, expect, test } from 'vitest';
import { parseTargetPattern } from './path-rules.ts';
import { one, run } from './rules.fixture.ts';

describe('patterns of files', () => {
  const BASE = { filesystem: { base: '/srv/[x]', home: '/home/me' } };
  test.each([
    // The two examples of the specification.
    [
      'allow',
      'read:./data/*.csv',
      ['read:/srv/[x]/data/a.csv'],
      [
        'write:/srv/[x]/data/a.csv',
        'read:/srv/[x]/data/b/a.csv',
        'read:/srv/x/data/a.csv',
        'read:/srv/[x]/data/a.csv.sh',
      ],
    ],
    [
      'deny',
      '*:/etc/*',
      ['read:/etc/passwd', 'write:/etc/ssl/private/key', 'delete:/etc', 'execute:/etc/.hidden', 'other:/etc/x'],
      ['read:/etcetera', 'read:/srv/etc/x'],
    ],
    [
      'allow',
      'read:/data/*',
      ['read:/data/a'],
      ['read:/data/a/b', 'read:/data', 'read:/data/', 'read:/data/.env', 'read:/data/..', 'read:/data//a'],
    ],
    [
      'allow',
      'read:/data/**',
      ['read:/data/a', 'read:/data/a/b/c'],
      [
        'read:/data',
        'read:/data/.git/config',
        'read:/data/a/.env',
        'read:/data/../etc/passwd',
        'read:/data/a/..',
        'read:/data/./a',
      ],
    ],
    [
      'allow',
      'read:/data/**/*.csv',
      ['read:/data/a.csv', 'read:/data/b/c/a.csv'],
      ['read:/data/a.txt', 'read:/dataa.csv'],
    ],
    ['allow', 'read:/data/.env', ['read:/data/.env'], ['read:/data/xenv']],
    [
      'allow',
      '*:/tmp/a?',
      ['read:/tmp/ab', 'execute:/tmp/ab'],
      ['read:/tmp/a/', 'other:/tmp/ab', ':/tmp/ab', '/tmp/ab'],
    ],
    ['allow', 'read:/a|write:/b', ['read:/a', 'write:/b'], ['read:/b', 'write:/a']],
    ['allow', 'read:~/notes/*', ['read:/home/me/notes/a'], ['read:~/notes/a']],
    ['allow', 'read:../y', ['read:/srv/y'], ['read:/srv/[x]/y']],
    ['allow', 'read:C:/data/*', ['read:C:/data/a'], ['read:/C:/data/a']],
    ['deny', '*:/root', ['read:/root', 'read:/root/.ssh/id'], ['read:/rooted']],
    [
      'deny',
      'write:/a/*.key',
      ['write:/a/b.key', 'write:/a/b/c.key', 'write:/a/b.key/x'],
      ['read:/a/b.key', 'write:/a/b.keys'],
    ],
    ['deny', '*:.env', ['read:/srv/.env', 'read:/anywhere/.env', 'read:.env', 'read:C:/x/.env'], ['read:/srv/x.env']],
    ['deny', '*:*.pem', ['read:/a/b.pem', 'read:b.pem'], ['read:/a/b.pom']],
    ['deny', '*:secrets/*', ['read:/x/secrets/a/b', 'read:/secrets'], ['read:/x/secret']],
    ['deny', '*:./secrets', ['read:/srv/[x]/secrets/a'], ['read:/x/secrets']],
    ['deny', '*:/*', ['read:/', 'read:/a/b', 'read:C:/x', 'read:x'], []],
    ['deny', '*:*', ['read:/', 'read:/a/b'], []],
    ['deny', '*:/**/id_rsa', ['read:/id_rsa', 'read:/home/a/.ssh/id_rsa'], ['read:/x_id_rsa']],
  ])('%s %s', (action, pattern, yes, no) => {
    const matches = one('filesystem', action, pattern, BASE);
    expect([yes.filter((target) => !matches(target)), no.filter(matches)]).toEqual([[], []]);
  });

  test('without a base folder relative patterns match the relative spelling', () => {
    expect(one('filesystem', 'allow', 'read:./data/*.csv')('read:./data/a.csv')).toBe(true);
    expect(one('filesystem', 'allow', 'read:data/*.csv')('read:./data/a.csv')).toBe(true);
    expect(one('filesystem', 'deny', '*:./data/*')('write:./data/b/c')).toBe(true);
    expect(one('filesystem', 'deny', '*:~/.ssh/*')('read:~/.ssh/id')).toBe(true);
    expect(run([{ name: 'r', action: 'deny', resource: 'filesystem', pattern: '*:../x' }]).problems).toMatchObject([
      { code: 'EC_POLICY_RULE_PATTERN' },
    ]);
  });

  test.each([
    '/etc/*',
    'list:/etc',
    'READ:/etc',
    'read:',
    'read|write:/x',
    'read:/a/**.csv',
    'read:/*/../x',
    'read:/a[/]b',
    'read:C:\\x',
    'read:/a/(b)',
  ])('%j is refused', (pattern) => {
    expect(run([{ name: 'r', action: 'deny', resource: 'filesystem', pattern }]).problems).toMatchObject([
      { code: 'EC_POLICY_RULE_PATTERN' },
    ]);
  });

  test('a pattern can be taken apart', () => {
    expect(parseTargetPattern('read:./data/*.csv | *:/etc/*')).toEqual([
      { access: 'read', path: './data/*.csv' },
      { access: '*', path: '/etc/*' },
    ]);
  });
});

describe('patterns of hosts', () => {
  test.each([
    [
      'allow',
      'api.example.com',
      ['api.example.com', 'https://api.example.com', 'api.example.com:8080'],
      ['api.example.com.', 'xapi.example.com', 'api.example.com.evil.com'],
    ],
    ['allow', '*.corp.example', ['a.corp.example', 'a.b.corp.example'], ['corp.example', 'xcorp.example']],
    ['deny', '*.corp.example', ['a.corp.example.'], ['corp.example']],
    ['deny', 'evil.com', ['evil.com', 'evil.com.', 'evil.com:443', 'http://evil.com:1'], ['notevil.com']],
    [
      'allow',
      'API.Example.com:443',
      ['api.example.com:443', 'https://api.example.com'],
      ['api.example.com', 'http://api.example.com', 'api.example.com:80'],
    ],
    ['deny', 'evil.com:443', ['evil.com:443', 'evil.com', 'https://evil.com'], ['evil.com:80', 'http://evil.com']],
    ['allow', 'https://x.com/', ['https://x.com', 'https://x.com:8443'], ['http://x.com', 'x.com']],
    ['deny', 'http://*', ['http://x.com', 'x.com'], ['https://x.com']],
    ['allow', '[::1]:80', ['[::1]:80', 'http://[::1]'], ['[::1]', '[::2]:80']],
    [
      'allow',
      '192.168.*|ex?mple.com|[ab].com',
      ['192.168.1.1', 'example.com', 'a.com'],
      ['10.0.0.1', 'exmple.com', 'c.com'],
    ],
  ])('%s %s', (action, pattern, yes, no) => {
    const matches = one('network', action, pattern);
    expect([yes.filter((target) => !matches(target)), no.filter(matches)]).toEqual([[], []]);
  });

  test.each(['https://', 'a.com/path', 'a@b.com', 'a.com:99999', 'a.com:x', '::1', 'a b', 'a\\.com', '(a|b).com'])(
    '%j is refused',
    (pattern) => {
      expect(run([{ name: 'r', action: 'deny', resource: 'network', pattern }]).problems).toMatchObject([
        { code: 'EC_POLICY_RULE_PATTERN' },
      ]);
    },
  );
});
