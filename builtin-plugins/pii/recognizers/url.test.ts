/** @module Addresses of the web in sentences, in code and in markup. */
import { expect, it } from 'vitest';
import { textsOf } from './runs.fixture.ts';
import { url } from './url.ts';

it.each([
  ['see https://example.com/a?b=c#d.', 'https://example.com/a?b=c#d'],
  ['(http://example.com/a_(b))', 'http://example.com/a_(b)'],
  ['[x](https://example.com/y)', 'https://example.com/y'],
  ['at www.example.org, now', 'www.example.org'],
  ['HTTP://EXAMPLE.COM', 'HTTP://EXAMPLE.COM'],
  ['"ws://localhost:8080/socket"', 'ws://localhost:8080/socket'],
  ['ftp://user:secret@files.example.net/x', 'ftp://user:secret@files.example.net/x'],
  ['<a href="https://b\u00fccher.example/">', 'https://b\u00fccher.example/'],
  ['http://[2001:db8::1]:80/x', 'http://[2001:db8::1]:80/x'],
  ['https://example.com.', 'https://example.com'],
])('in %s', (text, wanted) => {
  expect(textsOf(text, url)).toEqual([wanted]);
});

it.each(['www.example', 'x://example.com', 'http://', 'http:// x', 'example.com', 'awww.example.com'])(
  'nothing in %s',
  (text) => {
    expect(textsOf(text, url)).toEqual([]);
  },
);
