/** @module Addresses of both versions, and numbers with dots and colons that are none. */
import { expect, it } from 'vitest';
import { ipV4, ipV6 } from './ip-address.ts';
import { textsOf } from './runs.fixture.ts';

const found = (text: string): string[] => textsOf(text, ipV4, ipV6);

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['255.255.255.255', '255.255.255.255'],
  ['1.2.3.4.5', '1.2.3.4'],
  ['192.168.1.1:8080', '192.168.1.1'],
  ['http://10.0.0.1/x', '10.0.0.1'],
  ['net 10.0.0.0/8', '10.0.0.0'],
  ['localhost/127.0.0.1', '127.0.0.1'],
  ['node/10.0.0.7:9092', '10.0.0.7'],
  ['at 10.0.0.1.', '10.0.0.1'],
  ['{"ip":"203.0.113.7","version":"2"}', '203.0.113.7'],
  ['user@10.0.0.1', '10.0.0.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['fe80::1%eth0.', 'fe80::1%eth0'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['at ::ffff:10.0.0.1.', '::ffff:10.0.0.1'],
  ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', '2001:0db8:85a3:0000:0000:8a2e:0370:7334'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['64:ff9b::192.0.2.33', '64:ff9b::192.0.2.33'],
  ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:1.2.3.4'],
  ['2001:DB8::/32', '2001:DB8::'],
  ['listen ::1 now', '::1'],
  ['"::1"', '::1'],
  ['host:2001:db8::5', '2001:db8::5'],
  ['ip: fd00::a:b, then', 'fd00::a:b'],
  ['dead:beef:cafe::babe', 'dead:beef:cafe::babe'],
  ['fe80::abcd', 'fe80::abcd'],
  ['2001:db8::1: it', '2001:db8::1'],
])('an address in %s', (text, wanted) => {
  expect(found(text).filter((one, i, all) => i === 0 || !(all[0] as string).includes(one))).toEqual([wanted]);
});

it.each([
  ...['1.2.3', '1.2.3.256', 'v1.2.3.4', 'version 1.2.3.4', '"version": "1.2.3.4"', 'upgraded to 4.2.1.0', '01.2.3.4'],
  ...[
    'Chrome/120.0.0.0 Safari/537.36',
    'libfoo-1.2.3.4.so',
    '1.2.3.4-beta.1',
    'oid 1.3.6.1.4.1.311',
    'app_version=2.0.0.1',
  ],
  ...['12:30:45', '00:1a:2b:3c:4d:5e', '00:11:22:33:44:55:66:77', 'std::vector', 'a::b', '::', 'Foo::Bar', 'x::int'],
  ...[
    '5::decimal',
    '1:2:3:4:5:6:7:8:9',
    'de:ad:be:ef:de:ad:be:ef:de:ad:be:ef',
    '1::2::3',
    '12345::1',
    'abc::1',
    "'::text",
  ],
  ...['2024-05-01T10:20:30Z', '1.2.3.4.5.6', 'a:b:c', 'sha256:12:34', 'section 1.2.3.4'],
])('nothing in %s', (text) => {
  expect(found(text)).toEqual([]);
});
