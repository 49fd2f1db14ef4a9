/** @module Addresses of crypto-currencies: right checksums, and one character changed. */
import { expect, it } from 'vitest';
import { keccak256 } from '../keccak.ts';
import { cryptoAddress } from './crypto-address.ts';
import { textsOf } from './runs.fixture.ts';

const found = (text: string): string[] => textsOf(text, ...cryptoAddress);

const ADDRESSES = [
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr',
  'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh',
  'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L',
];

it.each(ADDRESSES)('finds %s', (address) => {
  expect(found(`send it to ${address}, please`)).toEqual([address]);
});

it.each(ADDRESSES)('refuses %s with one character changed', (address) => {
  const at = address.length - 5;
  const char = address.charAt(at);
  for (const other of '23456789') {
    if (other === char) continue;
    const changed = address.slice(0, at) + other + address.slice(at + 1);
    expect(found(`send it to ${changed}, please`)).toEqual([]);
  }
});

it('takes an address of Ethereum without capitals as it is', () => {
  const address = `0x${'de0b295669a9fd93d5f28d9ec85e40f4cb697bae'}`;
  expect(found(`to ${address}.`)).toEqual([address]);
  expect(found(`to ${address}a.`)).toEqual([]);
});

it('needs a word for keys without a checksum', () => {
  const key = '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV';
  expect(found(`solana wallet ${key}`)).toEqual([key]);
  expect(found(`id ${key}`)).toEqual([]);
});

it('hashes as Ethereum does', () => {
  expect(keccak256('')).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
});
