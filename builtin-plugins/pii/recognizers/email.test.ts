/** @module What is an address, and what only has an `@`. */
import { describe, expect, it } from 'vitest';
import { email, quotedEmail } from './email.ts';
import { textsOf } from './runs.fixture.ts';

const found = (text: string): string[] => textsOf(text, email, quotedEmail);

describe('an e-mail address', () => {
  it.each([
    ['contact john@example.com please', 'john@example.com'],
    ['a.b-c%d+e@x-y.z.museum', 'a.b-c%d+e@x-y.z.museum'],
    ['john@example..com', 'john@example..com'],
    ["o'brien@example.com", 'brien@example.com'],
    ['_john_@example.com', '_john_@example.com'],
    ['.john@example.com', 'john@example.com'],
    ['john@EXAMPLE.Co.Uk!', 'john@EXAMPLE.Co.Uk'],
    ['see john.doe+news@mail.example.org.', 'john.doe+news@mail.example.org'],
    ['a@b\u00fccher.example now', 'a@b\u00fccher.example'],
    ['jos\u00e9@example.com', 'jos\u00e9@example.com'],
    ['<\u00e9lodie@example.fr>', '\u00e9lodie@example.fr'],
    [
      'to \u0432\u0430\u0441\u044f@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444,',
      '\u0432\u0430\u0441\u044f@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444',
    ],
    ['\u8bf7\u8054\u7cfbjohn@example.com\u8c22\u8c22', 'john@example.com'],
    ['a@xn--mnchen-3ya.xn--p1ai', 'a@xn--mnchen-3ya.xn--p1ai'],
    ['"john doe"@example.com', '"john doe"@example.com'],
    ['john@[192.168.1.1] ok', 'john@[192.168.1.1]'],
    ['john@[IPv6:fe80::1] ok', 'john@[IPv6:fe80::1]'],
    ['mailto:john@example.com?subject=x', 'john@example.com'],
    ['https://john@example.com/', 'john@example.com'],
    ['report for john@example.com.pdf', 'john@example.com'],
    ['user@163.com', 'user@163.com'],
    ['customer/department=shipping@example.com', 'customer/department=shipping@example.com'],
    ['owner=service/dept=it@example.com, then', 'service/dept=it@example.com'],
    ['{"a":"service/dept=it@example.com"}', 'service/dept=it@example.com'],
    ['users/email=jane@example.com', 'jane@example.com'],
    ['data/team=jane@example.com/part-0.parquet', 'jane@example.com'],
    ['/data/team=jane@example.com', 'jane@example.com'],
    ['x/data/team=jane@example.com', 'jane@example.com'],
    ['search?a/b=jane@example.com', 'jane@example.com'],
    ['team=jane@example.com', 'jane@example.com'],
    ['desk/jane@example.com', 'jane@example.com'],
    ['{"email":"john@example.com"}', 'john@example.com'],
    [`${'a'.repeat(70)}@example.com`, `${'a'.repeat(64)}@example.com`],
    ['john@example.com_old', 'john@example.com'],
  ])('in %s', (text, wanted) => {
    expect(found(text)).toEqual([wanted]);
  });

  it('can follow another directly', () => {
    expect(found('john@example.com,jane@example.org')).toEqual(['john@example.com', 'jane@example.org']);
    expect(found('a@b.coc@d.co')).toEqual(['a@b.coc']);
  });
});

it.each([
  ...[
    'john@example',
    'john@@example.com',
    'x@1.2.3.4',
    '\u00e9john@example.com',
    'user@host',
    '@decorator',
    '@scope/name',
  ],
  ...[
    'pkg@1.2.3',
    'react@18.2.0-rc.next',
    'checkout@v4.1.beta',
    'icon@2x.png',
    'jquery@3.x.min.js',
    'x@sha256:abc.def',
  ],
  ...['git@github.com:owner/x.git', 'ssh://git@github.com/x', 'deploy@host.example:/srv/www', 'a @ b.com', '@'],
  ...['postgres://app:secret@db.example.com:5432/x', 'https://medium.com/@user.name/post', '"@example.com', 'a@.com'],
  ...['foo@bar.1x', 'array[@idx.x]', 'john@[999.1.1.1]'],
  ...['{"value":"@x.com"}', '["a", "@x.com"]', '{"a": true, "@x.com": 1}'],
])('nothing in %s', (text) => {
  expect(found(text)).toEqual([]);
});

it('does not begin before `from`', () => {
  expect(email.find('john@example.com x@y.org', 17)).toEqual([{ start: 17, end: 24 }]);
  expect(email.find('\u00e9john@example.com', 3)).toEqual([]);
});
