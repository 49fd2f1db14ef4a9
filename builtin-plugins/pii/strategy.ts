/** @module What stands in place of what was found. */
import { hashOf } from 'enforcecore/sdk';
import { MASKS } from './categories.ts';
import type { PiiCategory } from './categories.ts';

/** How what was found is replaced: by its category, by stars, by a hash that stays the same, by nothing, or by a pseudonym. */
export const RedactionStrategy = Object.freeze({
  PLACEHOLDER: 'placeholder',
  MASK: 'mask',
  HASH: 'hash',
  REMOVE: 'remove',
  /** A name that stays the same within a session, and that named tools get the original back for. */
  PSEUDONYM: 'pseudonym',
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
    case 'pseudonym':
      // Of the same look; the vault gives the real one.
      return `<${category.toUpperCase()}_${'a'.repeat(16)}>`;
  }
}

/** What stands in place of a find, or something of the same look. */
export function standInFor(category: PiiCategory, strategy: RedactionStrategy): string {
  const made = replacementFor(category, strategy);
  return typeof made === 'string' ? made : '[SHA256:aaaaaaaaaaaaaaaa]';
}

/** A hash that this strategy made. One of digits alone could be a number in disguise and does not count. */
const HASH = /\[SHA256:(?=\d{0,15}[a-f])[\da-f]{16}\]/y;
const HASH_LENGTH = 25;
const HASH_BEGUN = /\[(?:S(?:H(?:A(?:2(?:5(?:6(?::[\da-f]{0,16})?)?)?)?)?)?)?$/;

/** Whether a place in a text is within a hash that an earlier redaction left there. */
export function isWithinHash(text: string, start: number, end: number): boolean {
  const first = Math.max(0, start - HASH_LENGTH);
  const open = text.slice(first, start + 1).lastIndexOf('[');
  if (open < 0) return false;
  HASH.lastIndex = first + open;
  return HASH.test(text) && HASH.lastIndex >= end;
}

/** Where a hash begins that a text breaks off in; its length when there is none. */
export function holdHash(text: string): number {
  const tail = text.slice(-HASH_LENGTH);
  const begun = HASH_BEGUN.exec(tail);
  return begun ? text.length - tail.length + begun.index : text.length;
}
