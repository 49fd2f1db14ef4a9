/** @module What rooms that redact by themselves get from the room that detects. */
import { createHash, createHmac } from 'node:crypto';
import { token } from '../kernel/tokens.ts';
import type { TextRedactor } from './points.ts';

/** What is looked for, and how it is replaced. */
export interface DetectionOptions {
  /** Names of categories; the usual ones when absent. `[]`: none. */
  readonly categories?: readonly string[] | undefined;
  /** How what is found is replaced; `placeholder` when absent. */
  readonly strategy?: string | undefined;
  /** The key of hashes. */
  readonly hashKey?: string | Uint8Array | undefined;
}

/** Finds what has a form of its own. */
export interface Detection {
  /** All categories there are. */
  readonly categories: readonly string[];
  /** @throws EnforceCoreError for a category or a strategy that does not exist */
  redactor(options?: DetectionOptions): TextRedactor;
}

/** Personal data, by its form and its check digits. */
export const DETECTION = token<Detection>('enforcecore/detection');

/** Finds secrets by the forms that their issuers give them. */
export const SECRETS = token<Detection>('enforcecore/secrets');

/**
 * What stands in place of a find under `strategy: hash`: `[SHA256:` and 16 hex digits of SHA-256, or of HMAC-SHA-256
 * (RFC 2104) when there is a key, over the UTF-8 text. A hash without a key can be guessed for what is short.
 *
 * @example
 * ```ts
 * hashOf('john@example.com'); // '[SHA256:855f96e983f1f8e8]'
 * ```
 */
export function hashOf(text: string, key?: string | Uint8Array): string {
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return `[SHA256:${hash.update(text).digest('hex').slice(0, 16)}]`;
}
