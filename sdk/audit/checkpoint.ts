/** @module Signed checkpoints: C2SP signed-note and tlog-checkpoint, with Ed25519. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { registerCodes } from '../../kernel/errors.ts';
import { AuditError } from './errors.ts';

registerCodes({
  EC_AUDIT_CHECKPOINT: {
    summary: 'a checkpoint cannot be trusted',
    hint: 'see the message; take the checkpoint and the key from where they were kept, apart from the trail',
  },
  EC_AUDIT_KEY: {
    summary: 'a key for checkpoints cannot be used',
    hint: 'keys are Ed25519, in PEM (`openssl genpkey -algorithm ed25519`), public ones also as a signed-note verifier key',
  },
});

/** What a checkpoint says of a log. */
export interface Checkpoint {
  /** The name of the log, which is also the name of its key. */
  readonly origin: string;
  /** How many entries it speaks of. */
  readonly size: number;
  /** SHA-256 root of the Merkle tree over them. */
  readonly root: Buffer;
}

const ED25519 = Buffer.of(1);
const BODY = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;
const SIGNATURE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;
const VERIFIER = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)\s*$/;
const ORIGIN = /^[^\s+]{1,255}$/;
const LONGEST_NOTE = 64 * 1024;

/**
 * Makes a pair of Ed25519 keys in PEM. The private one is to be kept where neither the agent nor who runs it can read it.
 *
 * @example
 * ```ts
 * generateLogKeys().publicKey.startsWith('-----BEGIN PUBLIC KEY-----'); // true
 * ```
 */
export function generateLogKeys(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** Who signs checkpoints: a key at hand, or a service that keeps it and signs what it is given. */
export interface LogSigner {
  /** The Ed25519 public key in PEM. */
  readonly publicKey: string;
  /** Gives the 64 bytes of the Ed25519 signature over `text`. */
  sign(text: Buffer): Awaitable<Uint8Array>;
}

/** Somebody who keeps the checkpoints of a log where its operator cannot change them. */
export interface LogWitness {
  readonly name: string;
  /**
   * Takes a checkpoint. Signatures of its own that it answers with, lines of a signed note, are kept with it.
   *
   * @param note - the signed checkpoint
   * @param proofFrom - gives the proof (RFC 6962, PROOF) that the log only grew since it had a size
   */
  witness(note: string, proofFrom: (size: number) => readonly Buffer[]): Awaitable<string | void>;
}

/** A signer that answers at once. */
export interface LocalSigner extends LogSigner {
  sign(text: Buffer): Buffer;
}

/**
 * A signer with a private key at hand.
 *
 * @param pem - an Ed25519 private key in PEM
 * @throws AuditError `EC_AUDIT_KEY`
 *
 * @example
 * ```ts
 * logSigner(generateLogKeys().privateKey).publicKey.startsWith('-----BEGIN PUBLIC KEY-----'); // true
 * ```
 */
export function logSigner(pem: string): LocalSigner {
  const key = ed25519(() => createPrivateKey(pem));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;
  return { publicKey, sign: (text) => sign(null, text, key) };
}

/** The text of a checkpoint, and how a signature is put under it. */
export interface UnsignedCheckpoint {
  readonly text: Buffer;
  /** @throws AuditError `EC_AUDIT_KEY` when the signature does not hold */
  signed(signature: Uint8Array): string;
}

/**
 * A checkpoint that is still to be signed: https://c2sp.org/tlog-checkpoint.
 *
 * @throws AuditError `EC_AUDIT_KEY`, `EC_AUDIT_CHECKPOINT`
 *
 * @example
 * ```ts
 * const signer = logSigner(generateLogKeys().privateKey);
 * const { text, signed } = unsignedCheckpoint({ origin: 'example.com/log', size: 1, root: leafHash('{}') }, signer);
 * openCheckpoint(signed(signer.sign(text)), signer.publicKey).size; // 1
 * ```
 */
export function unsignedCheckpoint(
  { origin, size, root }: Checkpoint,
  { publicKey }: Pick<LogSigner, 'publicKey'>,
): UnsignedCheckpoint {
  if (!ORIGIN.test(origin)) throw distrusted('the name of a log has no spaces and no `+`');
  const key = ed25519(() => createPublicKey(publicKey));
  const body = `${origin}\n${size}\n${root.toString('base64')}\n`;
  const text = Buffer.from(body);
  const signed = (signature: Uint8Array): string => {
    if (!verify(null, text, key, signature))
      throw new AuditError('what the signer gave is not a signature of its key', { code: 'EC_AUDIT_KEY' });
    const bytes = Buffer.concat([keyId(origin, rawOf(key)), signature]);
    return `${body}\n\u2014 ${origin} ${bytes.toString('base64')}\n`;
  };
  return { text, signed };
}

/**
 * Signs a checkpoint with a private key at hand.
 *
 * @param pem - an Ed25519 private key in PEM
 * @throws AuditError `EC_AUDIT_KEY`, `EC_AUDIT_CHECKPOINT`
 *
 * @example
 * ```ts
 * const { privateKey, publicKey } = generateLogKeys();
 * const note = signCheckpoint({ origin: 'example.com/log', size: 1, root: leafHash('{}') }, privateKey);
 * openCheckpoint(note, publicKey).size; // 1
 * ```
 */
export function signCheckpoint(checkpoint: Checkpoint, pem: string): string {
  const signer = logSigner(pem);
  const { text, signed } = unsignedCheckpoint(checkpoint, signer);
  return signed(signer.sign(text));
}

/**
 * Reads a checkpoint whose signature holds.
 *
 * @param trusted - the log's public key, in PEM or as a signed-note verifier key
 * @throws AuditError `EC_AUDIT_CHECKPOINT`, `EC_AUDIT_KEY`
 *
 * @example
 * ```ts
 * const { privateKey, publicKey } = generateLogKeys();
 * const note = signCheckpoint({ origin: 'example.com/log', size: 1, root: leafHash('{}') }, privateKey);
 * openCheckpoint(note, publicKey).origin; // 'example.com/log'
 * ```
 */
export function openCheckpoint(note: string, trusted: string): Checkpoint {
  const end = note.lastIndexOf('\n\n') + 1;
  const body = note.length <= LONGEST_NOTE && end > 0 ? BODY.exec(note.slice(0, end)) : null;
  if (!body || !note.endsWith('\n')) throw distrusted('this is not a checkpoint');
  const [text, origin, size, root] = body as unknown as [string, string, string, string];
  const { key, name } = publicKeyOf(trusted);
  if (name !== undefined && name !== origin)
    throw distrusted(`the checkpoint is of \`${origin}\`, and the key of \`${name}\``);
  const id = keyId(origin, rawOf(key));
  const lines = note.slice(end + 1, -1).split('\n');
  const signatures = lines.map((line) => {
    const [, signer, base64] = SIGNATURE.exec(line) ?? [];
    const bytes = Buffer.from(base64 ?? '', 'base64');
    // The last character has bits that mean nothing: a signature is to have one spelling.
    if (signer === undefined || bytes.toString('base64') !== base64)
      throw distrusted('one of the signatures is malformed');
    return { signer, bytes };
  });
  const own = signatures.filter(({ signer, bytes }) => signer === origin && bytes.subarray(0, 4).equals(id));
  if (own.length === 0) throw distrusted('the checkpoint is not signed with this key');
  // A signature of a known key that does not hold condemns the note, whatever others say.
  if (!own.every(({ bytes }) => verify(null, Buffer.from(text), key, bytes.subarray(4))))
    throw distrusted('the signature does not hold: the checkpoint was changed, or signed by somebody else');
  const count = Number(size);
  if (!Number.isSafeInteger(count)) throw distrusted('its size is not a number of entries');
  return { origin, size: count, root: Buffer.from(root, 'base64') };
}

/**
 * A public key for others' tools: `<name>+<key id>+<base64>`.
 *
 * @throws AuditError `EC_AUDIT_KEY`
 *
 * @example
 * ```ts
 * const { privateKey, publicKey } = generateLogKeys();
 * verifierKey('example.com/log', publicKey).split('+').length > 2; // true
 * ```
 */
export function verifierKey(origin: string, pem: string): string {
  const raw = rawOf(ed25519(() => createPublicKey(pem)));
  return `${origin}+${keyId(origin, raw).toString('hex')}+${Buffer.concat([ED25519, raw]).toString('base64')}`;
}

function publicKeyOf(trusted: string): { key: KeyObject; name?: string } {
  const [, name, id, base64] = VERIFIER.exec(trusted) ?? [];
  if (name === undefined) return { key: ed25519(() => createPublicKey(trusted)) };
  const raw = Buffer.from(base64 as string, 'base64');
  const x = raw.subarray(1);
  if (raw[0] !== 1 || x.length !== 32 || keyId(name, x).toString('hex') !== id)
    throw new AuditError('the verifier key is malformed', { code: 'EC_AUDIT_KEY' });
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') };
  return { name, key: ed25519(() => createPublicKey({ key: jwk, format: 'jwk' })) };
}

function ed25519(read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // The cause is left out: what the library says of a private key may quote it.
    throw new AuditError('the key cannot be read', { code: 'EC_AUDIT_KEY' });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new AuditError('the key is not Ed25519', { code: 'EC_AUDIT_KEY' });
  return key;
}

function rawOf(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url');
}

function keyId(name: string, raw: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ED25519).update(raw).digest().subarray(0, 4);
}

function distrusted(message: string): AuditError {
  return new AuditError(message, { code: 'EC_AUDIT_CHECKPOINT' });
}
