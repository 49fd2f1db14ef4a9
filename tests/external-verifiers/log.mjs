/** @module Whose log is verified: the one place to change when another implementation is to be held to the same. */
import { makeReferenceLog } from './reference.mjs';

/**
 * Writes a trail of `entries` in `folder`, with a checkpoint at each of the `sizes`.
 *
 * Gives `{ trail, key: { verifier, publicKeyPem }, checkpoints: [{ size, note }], inclusion, consistency }`: line i of
 * the file `trail` is leaf i, `inclusion(index, size)` and `consistency(oldSize, newSize)` give the hashes of RFC 6962's
 * PATH and PROOF in base64.
 */
export async function makeLog({ folder, entries, sizes }) {
  return makeReferenceLog({ folder, entries, sizes });
}
