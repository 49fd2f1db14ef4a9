/** @module When a trail is signed, by whom, and who is told. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCheckpoint, rootOf } from 'enforcecore/sdk';
import type { LogSigner, LogWitness } from 'enforcecore/sdk';
import { verifyTrail } from './index.ts';
import { keys, linesOf, Log, ORIGIN, signing, treeOf } from './log.fixture.ts';

let log: Log;
let trail: string;
beforeEach(() => {
  log = new Log();
  ({ trail } = log);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  log.leave();
});

const never = (): Promise<never> => new Promise(() => undefined);

describe('checkpoints', () => {
  it('are signed every so many entries, and at the end', async () => {
    await log.record(25, signing({ everyEntries: 10 }));
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
    const auditor = log.open(signing({ idleSeconds: 0.05 }));
    auditor.record({ toolName: 't', policyName: 'p' });
    await vi.waitFor(() => expect(log.lastCheckpoint().size).toBe(1), { timeout: 5000 });
    await auditor.close();
  });

  it('go on over starts, and speak of the whole log', async () => {
    for (let i = 0; i < 4; i++) await log.record(3, signing());
    expect(log.lastCheckpoint()).toEqual({ origin: ORIGIN, size: 12, root: rootOf(12, treeOf(linesOf(trail)).read) });
    expect(log.types()).toEqual(Array(12).fill(undefined));
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
    await log.record(3, signing({ signer }));
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
    await log.record(3, signing({ signer, everyEntries: 1 }));
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
    await log.record(3);
    await log.record(4, { ...signing(), witness: [witness('one', '\u2014 w AAAA\n'), fails] });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.proof).toHaveLength(4);
    expect(readFileSync(`${trail}.checkpoint`, 'utf8')).toBe(`${seen[0]?.note ?? ''}\u2014 w AAAA\n`);
    expect(log.lastCheckpoint().size).toBe(7);
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
    const closed = log.record(3, options());
    await vi.advanceTimersByTimeAsync(30_000);
    await closed;
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('did not answer'), expect.anything());
    expect(existsSync(`${trail}.checkpoint`)).toBe(kept);
  });

  it('cannot be signed in two ways at once', async () => {
    const auditor = log.open(signing());
    expect(() => log.open(signing({ origin: 'other.example/log' }))).toThrow(
      expect.objectContaining({ code: 'EC_AUDIT_OPEN' }),
    );
    expect(() => log.open({ durability: 'each' })).toThrow(expect.objectContaining({ code: 'EC_AUDIT_OPEN' }));
    const second = log.open();
    await second.close();
    await auditor.close();
  });
});
