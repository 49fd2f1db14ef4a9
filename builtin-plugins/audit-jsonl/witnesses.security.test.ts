/** @module Witnesses keep what a log has said, and a log that says otherwise later is found. */
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { generateLogKeys, openCheckpoint, signCheckpoint } from 'enforcecore/sdk';
import type { Checkpoint } from 'enforcecore/sdk';
import { createEnforcer } from 'enforcecore';
import { Auditor, verifyTrail } from './index.ts';
import { httpWitness } from './witnesses.ts';

const keys = generateLogKeys();
const own = generateLogKeys();
const ORIGIN = 'example.com/log';
let folder: string;
let trail: string;
let server: Server | undefined;
let url: string;
/** What the witness on the network has seen last, and how it answered. */
let seen: Checkpoint | undefined;
let statuses: number[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-witness-'));
  trail = join(folder, 'trail.jsonl');
  [seen, statuses] = [undefined, []];
});
afterEach(async () => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
  server?.closeAllConnections();
  if (server?.close()) await once(server, 'close');
  server = undefined;
});

/** A witness as https://c2sp.org/tlog-witness has it: it signs what is consistent with what it has seen. */
async function startWitness(): Promise<void> {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { status, text } = answerTo(body);
      statuses.push(status);
      response.writeHead(status).end(text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerTo(body: string): { readonly status: number; readonly text: string } {
  const [head = '', ...rest] = body.split('\n\n');
  const [old, ...proof] = head.split('\n');
  const note = rest.join('\n\n');
  const checkpoint = openCheckpoint(note, keys.publicKey);
  const known = seen?.size ?? 0;
  if (old !== `old ${known}`) return { status: 409, text: `${known}\n` };
  const hashes = proof.map((line) => Buffer.from(line, 'base64'));
  if (seen && !isConsistent(seen, checkpoint, hashes)) return { status: 422, text: '' };
  seen = checkpoint;
  const signature = signCheckpoint({ ...checkpoint, origin: 'witness.example' }, own.privateKey);
  return { status: 200, text: `${signature.trimEnd().split('\n').at(-1) as string}\n` };
}

/** RFC 9162, 2.1.4.2. */
function isConsistent(first: Checkpoint, second: Checkpoint, proof: readonly Buffer[]): boolean {
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root);
  const node = (left: Buffer, right: Buffer): Buffer =>
    Buffer.from(hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'hex'), 'hex');
  const isPower = (first.size & (first.size - 1)) === 0;
  const [start, ...path] = isPower ? [first.root, ...proof] : proof;
  if (start === undefined) return false;
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (fn % 2 === 1) [fn, sn] = [fn >> 1, sn >> 1];
  let [fr, sr] = [start, start];
  for (const one of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [node(one, fr), node(one, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else sr = node(sr, one);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return fr.equals(first.root) && sr.equals(second.root) && sn === 0;
}

async function record(count: number, witness: readonly string[]): Promise<void> {
  const checkpoints = { origin: ORIGIN, signer: keys.privateKey };
  const auditor = new Auditor({ outputPath: trail, checkpoints, witness });
  for (let i = 0; i < count; i++) auditor.record({ toolName: `tool_${i}`, policyName: 'p' });
  await auditor.close();
}

describe('a witness on the network', () => {
  it('is shown that the log only grew, over starts too, and its signature is kept', async () => {
    await startWitness();
    for (const count of [3, 4, 1, 9]) await record(count, [url]);
    expect(seen?.size).toBe(17);
    // After a start the log does not know what the witness has seen, and is told.
    expect(statuses).toEqual([200, 409, 200, 409, 200, 409, 200]);
    const note = readFileSync(`${trail}.checkpoint`, 'utf8');
    expect(note).toContain('\n\u2014 witness.example ');
    expect(openCheckpoint(note, keys.publicKey).size).toBe(17);
  });

  it('does not sign a log that was rewritten with its key, and the log says so', async () => {
    await startWitness();
    await record(5, [url]);
    rmSync(folder, { recursive: true });
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await record(8, [url]);
    expect(statuses).toEqual([200, 409, 422]);
    expect(warned).toHaveBeenCalledWith(
      expect.stringContaining('the witness answered with 422'),
      expect.objectContaining({ code: 'EC_AUDIT_UNSIGNED' }),
    );
  });

  it('has seen a larger log than the one that was rolled back', async () => {
    await startWitness();
    await record(5, [url]);
    rmSync(folder, { recursive: true });
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await record(2, [url]);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('larger log'), expect.anything());
  });

  it.each(['http://witness.example', 'file:///etc/passwd'])('is not asked at %s', (where) => {
    expect(() => httpWitness(where)).toThrow(TypeError);
  });
});

describe('a witness that is a file', () => {
  it('finds a trail that was cut or rewritten, with the key too', async () => {
    const kept = join(folder, '..', `${folder.split('/').at(-1) as string}.witness`);
    try {
      await record(5, [kept]);
      rmSync(folder, { recursive: true });
      await record(5, []);
      const { checkpoint } = JSON.parse(readFileSync(kept, 'utf8').trimEnd()) as { checkpoint: string };
      const given = { note: checkpoint, publicKey: keys.publicKey };
      expect((await verifyTrail(trail, { checkpoint: given })).errors).toMatchObject([{ code: 'not_in_checkpoint' }]);
    } finally {
      rmSync(kept, { force: true });
    }
  });
});

describe('a policy', () => {
  const policyWith = (checkpoints: object) => ({
    name: 'signed',
    rules: { allowed_tools: ['look'] },
    audit: { path: trail, durability: 'intent-sync', checkpoints: { origin: ORIGIN, ...checkpoints } },
  });

  it('has checkpoints signed with the key in a file, and given to a witness', async () => {
    await startWitness();
    const key = join(folder, 'key.pem');
    writeFileSync(key, keys.privateKey);
    const kept = join(folder, 'witness.jsonl');
    const policy = policyWith({ key_file: key, witnesses: [{ file: kept }, { url }] });
    const enforcer = await createEnforcer({ policy: policy as never });
    await enforcer.wrap(() => 1, { toolName: 'look' })();
    await enforcer.stop();
    expect(seen?.size).toBe(2);
    const { size } = JSON.parse(readFileSync(kept, 'utf8')) as { size: number };
    expect(size).toBe(2);
  });

  it.each([
    ['no key', {}, 'EC_AUDIT_KEY'],
    ['two keys', { key_file: 'a', key_env: 'B' }, 'EC_AUDIT_KEY'],
    ['an empty variable', { key_env: 'ENFORCECORE_NO_SUCH_KEY' }, 'EC_AUDIT_KEY'],
    ['a file that is not there', { key_file: '/nowhere/key.pem' }, 'EC_AUDIT_READ'],
  ])('with %s does not start', async (_, checkpoints, code) => {
    const starting = createEnforcer({ policy: policyWith(checkpoints) as never });
    await expect(starting).rejects.toMatchObject({ code });
  });
});
