/** @module Payloads: encrypted under the key of their subject, beside a trail that holds only their hash. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AuditError, canonicalJson } from 'enforcecore/sdk';
import type { AuditFields, AuditPayload, Awaitable, PayloadKeys } from 'enforcecore/sdk';
import { PayloadFile } from './payload-file.ts';
import type { StoredPayload } from './payload-file.ts';
import { SubjectKeys } from './subject-keys.ts';

/** What the line holds of a payload. */
type Pointer = Pick<AuditFields, 'payload_hash' | 'subject_ref'> & Partial<Pick<AuditFields, 'args_hash'>>;

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 32;
const LONGEST_PAYLOAD = 1024 * 1024;
/** Longer ones stand in the line as a hash. */
const LONGEST_ID = 256;

/** Keeps the payloads of one trail. */
export class Payloads {
  readonly keys: SubjectKeys;
  readonly #file: PayloadFile;

  constructor(trail: string, provider?: PayloadKeys) {
    this.keys = new SubjectKeys(trail, provider);
    this.#file = new PayloadFile(trail);
  }

  /**
   * Makes ready what {@link put} needs.
   *
   * @throws AuditError `EC_AUDIT_PAYLOAD`
   */
  prepare({ subject }: AuditPayload): Awaitable<void> {
    if (typeof subject !== 'string' || subject === '') refuse('a payload needs a subject');
    return this.keys.prepare(subject);
  }

  /** Keeps a payload, and gives what its line holds of it. Needs the lock of the trail. */
  put(entryId: string, { subject, payload, args }: AuditPayload): Pointer {
    const text = textOf(payload);
    if (entryId.length > LONGEST_ID) refuse(`the id of an entry with a payload has at most ${LONGEST_ID} characters`);
    const { key, ref } = this.keys.use(subject);
    const salt = randomBytes(SALT_BYTES);
    this.#file.put({ entryId, subjectRef: ref, data: encrypt(key, salt, text, boundTo(entryId, ref)) });
    const pointer = { payload_hash: salted(salt, text), subject_ref: ref };
    return args === undefined ? pointer : { ...pointer, args_hash: salted(salt, args) };
  }

  syncNow(): void {
    this.#file.syncNow();
  }

  sync(): Promise<void> | undefined {
    return this.#file.sync();
  }

  close(): void {
    this.#file.close();
  }
}

function textOf(payload: unknown): string {
  // JSON has nothing for these: what is kept is not to be `null` instead.
  if (payload === undefined || typeof payload === 'function' || typeof payload === 'symbol')
    refuse('the payload has no JSON form');
  let text: string;
  try {
    text = canonicalJson(payload);
  } catch (cause) {
    return refuse('the payload has no JSON form', cause);
  }
  return text.length <= LONGEST_PAYLOAD ? text : refuse('the payload is too long');
}

/** The hash of a payload, or of a text about it, that nobody can guess without the salt. */
export function salted(salt: Buffer, text: string): string {
  return createHash('sha256').update(salt).update(text).digest('hex');
}

/** Bound to its entry: what is kept of one entry cannot be put in the place of another's. */
function boundTo(entryId: string, ref: string): Buffer {
  return Buffer.from(`${ref} ${entryId}`);
}

function encrypt(key: Buffer, salt: Buffer, text: string, bound: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(bound);
  const sealed = Buffer.concat([cipher.update(salt), cipher.update(text, 'latin1'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Undefined for what was not encrypted with this key for this entry. */
export function decrypt(
  key: Buffer,
  { entryId, subjectRef, data }: StoredPayload,
): { salt: Buffer; text: string } | undefined {
  const bytes = Buffer.from(data, 'base64');
  const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
  try {
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
      .setAAD(boundTo(entryId, subjectRef))
      .setAuthTag(tag);
    const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return { salt: plain.subarray(0, SALT_BYTES), text: plain.toString('latin1', SALT_BYTES) };
  } catch {
    return undefined;
  }
}

export function refuse(message: string, cause?: unknown): never {
  throw new AuditError(message, { code: 'EC_AUDIT_PAYLOAD', cause });
}
