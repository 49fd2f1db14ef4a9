/** @module Whose log is verified: the one place to change when another implementation is to be held to the same. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Auditor } from 'enforcecore';
import { verifierKey } from './reference.mjs';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const ORIGIN = 'enforcecore.example/trail';

/**
 * Writes a trail of `entries` in `folder`, with a checkpoint at each of the `sizes`.
 *
 * Gives `{ trail, key: { verifier, publicKeyPem }, checkpoints: [{ size, note }], inclusion, consistency }`: line i of
 * the file `trail` is leaf i, `inclusion(index, size)` and `consistency(oldSize, newSize)` give the hashes of RFC 6962's
 * PATH and PROOF in base64.
 */
export async function makeLog({ folder, entries, sizes }) {
  const trail = join(folder, 'trail.jsonl');
  const auditor = new Auditor({ outputPath: trail });
  for (const { tool, text } of entries) auditor.record({ toolName: tool, policyName: text });
  await auditor.close();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = join(folder, 'key.pem');
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const lines = readFileSync(trail, 'utf8').split('\n');
  const checkpoint = (size) => {
    const part = join(folder, `trail-${size}.jsonl`);
    if (size === lines.length - 1) copyFileSync(trail, part);
    else
      writeFileSync(
        part,
        lines
          .slice(0, size)
          .map((line) => `${line}\n`)
          .join(''),
      );
    return { size, note: run(['audit', 'checkpoint', part, '--key', key, '--origin', ORIGIN]) };
  };
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url');
  return {
    trail,
    key: { verifier: verifierKey(ORIGIN, raw), publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) },
    checkpoints: sizes.map(checkpoint),
    inclusion: remembering((index, size) => ['audit', 'prove', trail, String(index + 1), '--size', String(size)]),
    consistency: remembering((old, size) => ['audit', 'consistency', trail, String(old), String(size)]),
  };
}

/** Each proof is printed by the program once. */
function remembering(command) {
  const known = new Map();
  return (...numbers) => {
    const name = numbers.join();
    if (!known.has(name)) known.set(name, JSON.parse(run(command(...numbers))).hashes);
    return known.get(name);
  };
}

function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} gave ${status}: ${stderr}`);
  return stdout;
}
