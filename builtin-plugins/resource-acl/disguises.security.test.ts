/** @module Disguises of hosts and paths that some reader of them sees through, and so must the guard. */
import { describe, expect, test } from 'vitest';
import { asker, makeRules } from './corridor.fixture.ts';
import { findHosts } from './hosts.ts';
import { Unjudgeable } from './unjudgeable.ts';

const lenient = asker(
  makeRules(
    [
      ['deny', 'network', 'evil.com'],
      ['deny', 'network', '127.0.0.1'],
      ['deny', 'network', '169.254.169.254'],
      ['deny', 'network', '10.*'],
      ['deny', 'network', '[::1]'],
    ],
    false,
  ),
  { get: { url: 'network' } },
);
const strict = asker(makeRules([['allow', 'network', 'api.example.com']]), { get: { url: 'network' } });
const ZEROS = '0'.repeat(400);

describe('a denied host is denied', () => {
  test.each([
    ['as an IPv4 address mapped into IPv6', 'http://[::ffff:a9fe:a9fe]/latest'],
    ['as one that is compatible', 'http://[::10.0.0.1]/'],
    ['as one that is translated', 'http://[64:ff9b::a00:1]/'],
    ['mapped and without a scheme', '::ffff:7f00:1'],
    ['with a zone', 'http://[::1%25lo]/'],
    ['with a zone that is not escaped', 'http://[::1%eth0]:80/'],
    ['before a NUL', 'http://evil.com\0.api.example.com/'],
    ['before an escaped NUL', 'http://evil.com%00.api.example.com/'],
    ['before a second colon', 'http://evil.com:80:80/'],
    ['behind hundreds of zeros', `http://${ZEROS}177.0.0.1/`],
    ['behind hundreds of zeros in hexadecimal', `http://0x${ZEROS}7f.0.0.1/`],
    ['behind hundreds of zeros, without a scheme', `${ZEROS}177.0.0.1`],
    ['behind slashes and hundreds of zeros', `//${ZEROS}177.0.0.1/`],
    ['in octal, without a scheme', 'ping 0177.0.0.1 now'],
  ])('%s', (_, text) => {
    expect(lenient([text]).type).not.toBe('ran');
    expect(lenient([{ deep: [new Map([[text, 1]])] }]).type).not.toBe('ran');
    expect(lenient([{ url: text }], { tool: 'get' }).type).not.toBe('ran');
  });

  test('and a rule for a host does not deny others that merely begin or end like it', () => {
    for (const text of [
      'https://notevil.com',
      'https://evil.community',
      'http://[::ffff:808:808]/',
      'http://[2001:db8::1]/',
    ])
      expect(lenient([text]).type).toBe('ran');
  });
});

test.each(['0177.0.0.1', '0x7f.0x0.0x0.0x1', '127.0.0.01', 'http://api.example.com:80:80@evil.com/'])(
  'where hosts have to be allowed, %s is one',
  (text) => expect(strict([text]).type).toBe('domain_denied'),
);

test('a number of any length is not a host', () => {
  for (const text of [`0.${'1234567890'.repeat(100)}`, '1.2.3', 'v1.20.3', '9'.repeat(2_000)])
    expect(strict([text]).type).toBe('ran');
});

test('an address that is too long to be read is refused with a reason, not cut', () => {
  expect(() => findHosts(`https://${ZEROS}1/`)).toThrow(Unjudgeable);
  expect(strict([`https://${ZEROS}1/`])).toMatchObject({
    type: 'resource_not_allowed',
    reason: 'the arguments have an address that is too long to judge',
  });
});

test('hostile text that never repeats itself is refused once it names more hosts than are judged', () => {
  const text = Array.from({ length: 30_000 }, (_, i) => `https:h${i}`).join('');
  expect(lenient([text])).toMatchObject({ type: 'resource_not_allowed' });
});

describe('a denied file is denied', () => {
  const files = asker(makeRules([['deny', 'filesystem', '*:/etc/*']], false));
  test.each([
    '-f/etc/passwd',
    '--config:/etc/passwd',
    '@/etc/passwd',
    '/usr/bin:/etc/passwd',
    'host:/etc/passwd',
    'view-source:file:///etc/passwd',
    'jar:file:/etc/passwd!/x',
    '/srv:/x:/etc/passwd',
  ])('in the one word %s', (word) => expect(files([word]).type).toBe('resource_denied'));

  test.each([
    'https://etc/passwd',
    'https://x:80/etcetera',
    '-f/srv/etc',
    'npm:@etc/passwd',
    '12:30:00',
    'a:b:c',
    '-/x',
  ])('and %s is none', (word) => expect(files([word]).type).toBe('ran'));

  test('a million characters of stuck words are judged', () => {
    for (const piece of [':/', '@/', '-/', ':~', 'file:', ':/a'])
      expect(files([piece.repeat(1_000_000 / piece.length)]).type).not.toBe('enforcement_failure');
  });
});
