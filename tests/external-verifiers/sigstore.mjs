/** @module The party of Sigstore: the code that npm verifies provenance with, from the checkpoint to the leaf. */
import { createPublicKey } from 'node:crypto';
import { createRequire } from 'node:module';
import { verifyCheckpoint } from '@sigstore/verify/dist/tlog/checkpoint.js';
import { verifyTLogInclusion } from '@sigstore/verify/dist/tlog/index.js';

const { version } = createRequire(import.meta.url)('@sigstore/verify/package.json');
const SPKI_OF_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

export function startSigstore() {
  return {
    name: 'sigstore',
    version: `@sigstore/verify ${version}`,
    async ask(request) {
      try {
        return verify(request);
      } catch (error) {
        if (error?.code !== 'TLOG_INCLUSION_PROOF_ERROR') throw error;
        return { ok: false, error: error.message };
      }
    },
    close() {},
  };
}

function verify({ do: what, verifier, note, line, index, proof }) {
  const entry = {
    canonicalizedBody: Buffer.from(line ?? '', 'base64'),
    inclusionProof: {
      logIndex: String(index),
      hashes: (proof ?? []).map((hash) => Buffer.from(hash, 'base64')),
      checkpoint: { envelope: note },
    },
  };
  const authorities = [authorityOf(verifier)];
  if (what === 'inclusion') verifyTLogInclusion(entry, authorities);
  const { logSize, logHash } = verifyCheckpoint(entry, authorities);
  return { ok: true, size: Number(logSize), root: logHash.toString('base64') };
}

/** Sigstore knows a log by the first four bytes of its id and by its address; a verifier key has both. */
function authorityOf(verifier) {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifier);
  const publicKey = Buffer.concat([SPKI_OF_ED25519, Buffer.from(key, 'base64').subarray(1)]);
  return {
    logID: Buffer.from(id, 'hex'),
    baseURL: name,
    publicKey: createPublicKey({ key: publicKey, format: 'der', type: 'spki' }),
    validFor: { start: new Date(0), end: new Date(8.64e15) },
  };
}
