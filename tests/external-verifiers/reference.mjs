/**
 * @module RFC 6962 section 2.1 word for word (recursive and slow) and C2SP signed notes with Ed25519: what the trail and
 * its proofs are held against, byte for byte.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** MTH(D[n]). A line is the bytes of one record without its newline. */
export function treeHash(lines) {
  if (lines.length === 0) return sha256();
  if (lines.length === 1) return sha256(Buffer.of(0), lines[0]);
  const k = splitOf(lines.length);
  return sha256(Buffer.of(1), treeHash(lines.slice(0, k)), treeHash(lines.slice(k)));
}

/** PATH(m, D[n]), from the leaf to the root. */
export function inclusionPath(m, lines) {
  if (lines.length === 1) return [];
  const k = splitOf(lines.length);
  const [left, right] = [lines.slice(0, k), lines.slice(k)];
  return m < k ? [...inclusionPath(m, left), treeHash(right)] : [...inclusionPath(m - k, right), treeHash(left)];
}

/** PROOF(m, D[n]) for 0 < m < n; `whole` is the b of SUBPROOF. */
export function consistencyProof(m, lines, whole = true) {
  if (m === lines.length) return whole ? [] : [treeHash(lines)];
  const k = splitOf(lines.length);
  const [left, right] = [lines.slice(0, k), lines.slice(k)];
  return m <= k
    ? [...consistencyProof(m, left, whole), treeHash(right)]
    : [...consistencyProof(m - k, right, false), treeHash(left)];
}

export const checkpointText = (origin, size, root) => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** The verifier key of a signed note: name, key id in hex, and the type byte with the 32 bytes of the public key. */
export function verifierKey(name, publicKey) {
  const typed = Buffer.concat([Buffer.of(1), publicKey]);
  return `${name}+${keyId(name, publicKey).toString('hex')}+${typed.toString('base64')}`;
}

export function keyId(name, publicKey) {
  return sha256(`${name}\n`, Buffer.of(1), publicKey).subarray(0, 4);
}

export function makeKey(name) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url');
  return {
    name,
    privateKey,
    id: keyId(name, raw),
    verifier: verifierKey(name, raw),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }),
  };
}

export function signNote({ name, id, privateKey }, text) {
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n\u2014 ${name} ${signature.toString('base64')}\n`;
}

/** A log made of nothing but the functions above. */
export async function makeReferenceLog({ folder, entries, sizes, name = 'enforcecore.example/trail' }) {
  const key = makeKey(name);
  const trail = join(folder, 'trail.jsonl');
  const lines = entries.map((entry) => Buffer.from(JSON.stringify(entry)));
  writeFileSync(trail, lines.map((line) => `${line}\n`).join(''));
  const base64 = (hashes) => hashes.map((hash) => hash.toString('base64'));
  return {
    trail,
    key: { verifier: key.verifier, publicKeyPem: key.publicKeyPem },
    checkpoints: sizes.map((size) => ({
      size,
      note: signNote(key, checkpointText(name, size, treeHash(lines.slice(0, size)))),
    })),
    inclusion: (index, size) => base64(inclusionPath(index, lines.slice(0, size))),
    consistency: (oldSize, newSize) => base64(consistencyProof(oldSize, lines.slice(0, newSize))),
  };
}

function sha256(...parts) {
  return parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
}

/** The largest power of two smaller than n. */
function splitOf(n) {
  return 2 ** (31 - Math.clz32(n - 1));
}
