/** @module Entries with payloads, and who wraps their keys, for the tests. */
import { randomBytes } from 'node:crypto';
import type { PayloadKeys } from 'enforcecore/sdk';
import type { RecordInit } from './index.ts';

export const payloadOf = (subject: string, payload: unknown): RecordInit => ({
  ...{ toolName: 'search', policyName: 'p' },
  ...{ subject, payload },
});

/** A key management service: what it gives means nothing without it. */
export function keyService(later: boolean): PayloadKeys {
  const secret = randomBytes(32);
  const mixed = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte, i) => byte ^ (secret[i] as number)));
  return later
    ? { wrap: async (key) => mixed(key), unwrap: async (bytes) => mixed(bytes) }
    : { wrap: mixed, unwrap: mixed };
}
