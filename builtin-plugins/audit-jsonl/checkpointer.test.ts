/** @module When a trail is signed, by whom, and who is told. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { generateLogKeys, MemoryTree, openCheckpoint, quickLeafHash, rootOf } from 'enforcecore/sdk';
import type { LogSigner, LogWitness } from 'enforcecore/sdk';
import { Auditor, loadTrail, verifyTrail } from './index.ts';
import type { AuditorOptions } from './index.ts';

const keys = generateLogKeys();
const ORIGIN = 'example.com/log';
let folder: string;
let trail: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-log-'));
  trail = join(folder, 'trail.jsonl');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

function open(options: Partial<AuditorOptions> = {}): Auditor {
  return new Auditor({ outputPath: trail, ...options });
}
async function record(count: number, options: Partial<AuditorOptions> = {}): Promise<void> {
  const auditor = open(options);
  for (let i = 0; i < count; i++) auditor.record({ toolName: `tool_${i}`, policyName: 'p' });
  await auditor.close();
}
const signing = (more: Partial<AuditorOptions['checkpoints']> = {}): Partial<AuditorOptions> => ({
  checkpoints: { origin: ORIGIN, signer: keys.privateKey, ...more },
});
function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}
function treeOf(lines: readonly string[]): MemoryTree {
  const tree = new MemoryTree();
  for (const line of lines) tree.append(quickLeafHash(line));
  return tree;
}
const lastCheckpoint = () => openCheckpoint(readFileSync(`${trail}.checkpoint`, 'utf8'), keys.publicKey);
const types = () => loadTrail(trail).map(({ entryType }) => entryType);

const never = (): Promise<never> => new Promise(() => undefined);

describe('checkpoints', () => {
  it('are signed every so many entries, and at the end', async () => {
    await record(25, signing({ everyEntries: 10 }));
    const kept = linesOf(`${trail}.checkpoints`).map(
      (line) => JSON.parse(line) as { size: number; checkpoint: string },
    );
    expect(kept.map(({ size }) => size)).toEqual([10, 20, 25]);
    const tree = treeOf(linesOf(trail));
    for (const { size, checkpoint } of kept) {
      expect(openCheckpoint(checkpoint, keys.publicKey)).toEqual({
        origin: ORIGIN,
        size,
        root: rootOf(size, tree.read),
      });
      const given = { note: checkpoint, publicKey: keys.publicKey };
      expect((await verifyTrail(trail, { checkpoint: given })).isValid).toBe(true);
    }
  });

  it('are signed when nothing was written for a while', async () => {
    const auditor = open(signing({ idleSeconds: 0.05 }));
    auditor.record({ toolName: 't', policyName: 'p' });
    await vi.waitFor(() => expect(lastCheckpoint().size).toBe(1), { timeout: 5000 });
    await auditor.close();
  });

  it('go on over starts, and speak of the whole log', async () => {
    for (let i = 0; i < 4; i++) await record(3, signing());
    expect(lastCheckpoint()).toEqual({ origin: ORIGIN, size: 12, root: rootOf(12, treeOf(linesOf(trail)).read) });
    expect(types()).toEqual(Array(12).fill(undefined));
  });

  it('are signed by a service that answers later', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const signer: LogSigner = {
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
      sign: async (text) => {
        await Promise.resolve();
        return sign(null, text, privateKey);
      },
    };
    await record(3, signing({ signer }));
    expect(openCheckpoint(readFileSync(`${trail}.checkpoint`, 'utf8'), signer.publicKey).size).toBe(3);
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['gives another signature', () => Buffer.alloc(64)],
  ])('are missing, and that is said, when the signer %s', async (_, answer) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const signer = { publicKey: keys.publicKey, sign: answer as () => Buffer };
    await record(3, signing({ signer, everyEntries: 1 }));
    expect(warned).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ code: 'EC_AUDIT_UNSIGNED' }));
    expect(existsSync(`${trail}.checkpoint`)).toBe(false);
    expect((await verifyTrail(trail)).totalEntries).toBe(3);
  });

  it('go to every witness with the proof that the log only grew, and keep what a witness signs', async () => {
    const seen: { note: string; proof: readonly Buffer[] }[] = [];
    const witness = (name: string, line: string): LogWitness => ({
      name,
      witness: (note, proofFrom) => {
        seen.push({ note, proof: proofFrom(3) });
        return line;
      },
    });
    const fails: LogWitness = { name: 'fails', witness: () => Promise.reject(new Error('down')) };
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await record(3);
    await record(4, { ...signing(), witness: [witness('one', '\u2014 w AAAA\n'), fails] });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.proof).toHaveLength(4);
    expect(readFileSync(`${trail}.checkpoint`, 'utf8')).toBe(`${seen[0]?.note ?? ''}\u2014 w AAAA\n`);
    expect(lastCheckpoint().size).toBe(7);
  });

  it.each([
    [
      'a signer',
      () => ({ checkpoints: { origin: ORIGIN, signer: { publicKey: keys.publicKey, sign: never } } }),
      false,
    ],
    ['a witness', () => ({ ...signing(), witness: { name: 'silent', witness: never } }), true],
  ])('do not wait for ever for %s that never answers', async (_, options, kept) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const closed = record(3, options());
    await vi.advanceTimersByTimeAsync(30_000);
    await closed;
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('did not answer'), expect.anything());
    expect(existsSync(`${trail}.checkpoint`)).toBe(kept);
  });

  it('cannot be signed in two ways at once', async () => {
    const auditor = open(signing());
    expect(() => open(signing({ origin: 'other.example/log' }))).toThrow(
      expect.objectContaining({ code: 'EC_AUDIT_OPEN' }),
    );
    expect(() => open({ durability: 'each' })).toThrow(expect.objectContaining({ code: 'EC_AUDIT_OPEN' }));
    const second = open();
    await second.close();
    await auditor.close();
  });
});
