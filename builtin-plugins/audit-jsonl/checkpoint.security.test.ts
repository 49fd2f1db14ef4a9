/** @module What a signed checkpoint finds that the chain in a file alone cannot. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Frontier, openCheckpoint, rootOf, signCheckpoint, verifierKey } from 'enforcecore/sdk';
import { Auditor, verifyTrail } from './index.ts';
import { readTree } from './leaves.ts';

const ORIGIN = 'example.com/agents';
const keys = keyPair();
let folder: string;
let trail: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-checkpoint-'));
  trail = await write('trail.jsonl', ['a', 'b', 'c', 'd', 'e']);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keyPair(): { secret: string; open: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    open: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  };
}

async function write(name: string, tools: readonly string[]): Promise<string> {
  const path = join(folder, name);
  const auditor = new Auditor({ outputPath: path });
  for (const toolName of tools) auditor.record({ toolName, policyName: 'p' });
  await auditor.close();
  return path;
}

async function checkpointOf(path: string, secret = keys.secret): Promise<string> {
  const { size, read } = await readTree(path);
  return signCheckpoint({ origin: ORIGIN, size, root: rootOf(size, read) }, secret);
}

async function codes(path: string, note: string): Promise<readonly string[]> {
  const { errors, isValid } = await verifyTrail(path, { checkpoint: { note, publicKey: keys.open } });
  expect(isValid).toBe(errors.length === 0);
  return errors.map(({ code }) => code);
}

describe('a trail and its checkpoint', () => {
  it('verify together, and still do when the trail has grown', async () => {
    const note = await checkpointOf(trail);
    expect(await codes(trail, note)).toEqual([]);
    const auditor = new Auditor({ outputPath: trail });
    auditor.record({ toolName: 'f', policyName: 'p' });
    await auditor.close();
    expect(await codes(trail, note)).toEqual([]);
  });

  it('show a tail that was cut, which the chain alone takes for whole', async () => {
    const note = await checkpointOf(trail);
    const text = readFileSync(trail, 'utf8');
    writeFileSync(trail, text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1));
    expect((await verifyTrail(trail)).isValid).toBe(true);
    expect(await codes(trail, note)).toEqual(['behind_checkpoint']);
    writeFileSync(trail, '');
    expect(await codes(trail, note)).toEqual(['behind_checkpoint']);
  });

  it('show a chain that was rebuilt as a whole', async () => {
    const note = await checkpointOf(trail);
    const other = await write('rebuilt.jsonl', ['a', 'b', 'x', 'd', 'e']);
    expect((await verifyTrail(other)).isValid).toBe(true);
    expect(await codes(other, note)).toEqual(['not_in_checkpoint']);
  });
});

describe('a checkpoint', () => {
  it('is refused when it is signed with another key', async () => {
    const note = await checkpointOf(trail, keyPair().secret);
    expect(() => openCheckpoint(note, keys.open)).toThrow(/not signed with this key/);
  });

  it('is refused when any of its bits is flipped', async () => {
    const note = await checkpointOf(trail);
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at++)
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ (1 << bit);
        expect(() => openCheckpoint(changed.toString('utf8'), keys.open), `bit ${bit} of byte ${at}`).toThrow();
      }
  });

  it('is refused under the verifier key of another log', async () => {
    const note = await checkpointOf(trail);
    expect(openCheckpoint(note, verifierKey(ORIGIN, keys.open)).size).toBe(5);
    expect(() => openCheckpoint(note, verifierKey('other.example', keys.open))).toThrow(/and the key of/);
  });

  it('is refused in a form that is not one, however long', () => {
    for (const note of ['', '\n\n', 'x\n1\ny\n\n', `${ORIGIN}\n-1\n${'A'.repeat(43)}=\n\n`, 'a\n'.repeat(1_000_000)])
      expect(() => openCheckpoint(note, keys.open)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_CHECKPOINT' }));
  });

  it('needs an Ed25519 key, and never quotes one that it cannot read', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const empty = { origin: ORIGIN, size: 0, root: new Frontier().root() };
    for (const key of [pem, 'made up words'])
      expect(() => signCheckpoint(empty, key)).toThrow(expect.objectContaining({ code: 'EC_AUDIT_KEY' }));
    expect(() => signCheckpoint(empty, 'made up words')).not.toThrow(/made up/);
  });
});
