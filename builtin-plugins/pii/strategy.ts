/** @module What stands in place of what was found. */
import { createHash, createHmac } from 'node:crypto';
import { MASKS } from './categories.ts';
import type { PiiCategory } from './categories.ts';

/** How what was found is replaced: by its category, by stars, by a hash that stays the same, or by nothing. */
export const RedactionStrategy = Object.freeze({
  PLACEHOLDER: 'placeholder',
  MASK: 'mask',
  HASH: 'hash',
  REMOVE: 'remove',
} as const);
export type RedactionStrategy = (typeof RedactionStrategy)[keyof typeof RedactionStrategy];

/** The key of an HMAC: a text, or bytes. */
export type HashKey = string | Uint8Array;

/** What replaces a find. A function is given the text that was found. */
export type Replacement = string | ((text: string) => string);

export function replacementFor(category: PiiCategory, strategy: RedactionStrategy, key?: HashKey): Replacement {
  switch (strategy) {
    case 'placeholder':
      return `<${category.toUpperCase()}>`;
    case 'mask':
      return MASKS[category];
    case 'remove':
      return '';
    case 'hash':
      return (text) => hashOf(text, key);
  }
}

/** `[SHA256:` and 16 hex digits of SHA-256, or of HMAC-SHA-256 (RFC 2104) when there is a key, over the UTF-8 text. */
function hashOf(text: string, key: HashKey | undefined): string {
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return `[SHA256:${hash.update(text).digest('hex').slice(0, 16)}]`;
}

/** Hashes that this strategy made. One of digits alone could be a number in disguise and does not count. */
const HASHES = /\[SHA256:(?=\d{0,15}[a-f])[\da-f]{16}\]/g;

/** Whether a place in a text is within a hash that an earlier redaction left there. */
export function withinHash(text: string): (start: number, end: number) => boolean {
  if (!text.includes('[SHA256:')) return () => false;
  const hashes = Array.from(text.matchAll(HASHES), ({ index, 0: hash }) => [index, index + hash.length] as const);
  let at = 0;
  // Asked in the order of the text.
  return (start, end) => {
    while (at < hashes.length && (hashes[at]?.[1] ?? 0) <= start) at++;
    const [from, to] = hashes[at] ?? [Infinity, Infinity];
    return from <= start && end <= to;
  };
}
