/** @module Hardware addresses, not hashes, times and numbers with separators. */
import { expect, it } from 'vitest';
import { macDots, macPairs } from './mac-address.ts';
import { textsOf } from './runs.fixture.ts';

it.each(['00:1a:2b:3c:4d:5e', '00-1A-2B-3C-4D-5E', '001a.2b3c.4d5e', '10:20:30:40:50:60'])('finds %s', (address) => {
  expect(textsOf(`eth0 ${address}, up`, macPairs, macDots)).toEqual([address]);
});

it.each([
  ...['00:1a:2b:3c:4d', '00:1a:2b:3c:4d:5e:6f', '00:1a-2b:3c:4d:5e', '1234.5678.9012', '12-34-56-78-90-12', '12:30:45'],
  ...['2001:db8:0:1:1:1:1:1', 'x00:1a:2b:3c:4d:5e', 'dead.beef.cafe', '0.001a.2b3c.4d5e'],
])('nothing in %s', (text) => {
  expect(textsOf(text, macPairs, macDots)).toEqual([]);
});
