/** @module Verified by threads, a trail is found to be what it is found to be without them. */
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryFields, Frontier, generateLogKeys, leafHash, sealEntry, signCheckpoint } from 'enforcecore/sdk';
import { buildProgram } from '../../tests/processes.ts';
import type * as Verify from './verify.ts';
import { verifyTrail } from './verify.ts';

const ENTRIES = 6000;
const keys = generateLogKeys();
const folder = mkdtempSync(join(tmpdir(), 'enforcecore-threads-'));
const trail = join(folder, 'trail.jsonl');
const whole: string[] = [];
const notes: { note: string; publicKey: string }[] = [];
let withWorkers: typeof Verify.verifyTrail;
let withoutFile: typeof Verify.verifyTrail;
let withSilent: typeof Verify.verifyTrail;

beforeAll(async () => {
  await build();
  withWorkers = await verifierIn('with');
  withoutFile = await verifierIn('without');
  rmSync(join(folder, 'without/range-worker.mjs'));
  withSilent = await verifierIn('silent');
  const nothing =
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => parentPort.postMessage({ count: 0 }));";
  writeFileSync(join(folder, 'silent/range-worker.mjs'), nothing);
  const tree = new Frontier();
  let previous = '';
  for (let seq = 0; seq < ENTRIES; seq++) {
    const context = { padding: 'x'.repeat(3000) };
    const { line, entryHash } = sealEntry(entryFields({ toolName: 't', policyName: 'p', context }), previous, seq);
    previous = entryHash;
    whole.push(line);
    tree.append(leafHash(line));
    if (![1, 2501, 5000, ENTRIES].includes(seq + 1)) continue;
    const note = signCheckpoint({ origin: 'example.com/log', size: seq + 1, root: tree.root() }, keys.privateKey);
    notes.push({ note, publicKey: keys.publicKey });
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function build(): Promise<void> {
  for (const [file, to] of [
    ['verify.ts', 'verify.mjs'],
    ['range-worker.ts', 'range-worker.mjs'],
  ] as const) {
    const treeshake = { moduleSideEffects: !file.includes('worker') };
    await buildProgram(join(import.meta.dirname, file), join(folder, 'with', to), { treeshake });
  }
  for (const other of ['without', 'silent']) cpSync(join(folder, 'with'), join(folder, other), { recursive: true });
}

async function verifierIn(name: string): Promise<typeof Verify.verifyTrail> {
  const { href } = pathToFileURL(join(folder, name, 'verify.mjs'));
  return ((await import(/* @vite-ignore */ href)) as typeof Verify).verifyTrail;
}

function write(lines: readonly string[], path = trail): void {
  const fd = openSync(path, 'w');
  for (let i = 0; i < lines.length; i += 1000)
    writeSync(
      fd,
      lines
        .slice(i, i + 1000)
        .map((line) => `${line}\n`)
        .join(''),
      null,
      'latin1',
    );
  closeSync(fd);
}

describe('verifyTrail with threads', { timeout: 60_000 }, () => {
  it.each<[string, () => void]>([
    ['whole', () => undefined],
    ['with a byte changed', () => write(whole.with(4000, (whole[4000] as string).replace('xxx', 'xyx')))],
    ['with a line dropped', () => write(whole.toSpliced(3000, 1))],
    ['with a line inserted', () => write(whole.toSpliced(1500, 0, whole[7] as string))],
    ['with lines that are no entries', () => write(whole.with(0, 'x').with(5500, '{}').toSpliced(200, 0, ''))],
    ['with two lines swapped', () => write(whole.with(100, whole[101] as string).with(101, whole[100] as string))],
    ['with a line of 20 MB', () => write(whole.toSpliced(2000, 0, 'a'.repeat(20_000_000)))],
    ['with NUL and bytes that are not UTF-8', () => write(whole.toSpliced(2500, 0, '\0'.repeat(50), '\u00ff\u00fe'))],
    ['without its beginning', () => write(whole.slice(10))],
    ['without a newline at its end', () => writeFileSync(trail, readFileSync(trail).subarray(0, -1))],
    ['cut short', () => write(whole.slice(0, 5000))],
  ])('says of a trail %s what it says without', async (_, change) => {
    write(whole);
    change();
    for (const skipEntryHash of [false, true]) {
      const options = { checkpoint: notes, skipEntryHash };
      const alone = await verifyTrail(trail, { ...options, threads: 1 });
      expect(await withWorkers(trail, { ...options, threads: 3 })).toEqual(alone);
    }
  });

  it('verifies all the same where the file for them is not found', async () => {
    write(whole);
    expect(await withoutFile(trail, { threads: 3 })).toEqual(await verifyTrail(trail, { threads: 1 }));
  });

  it('takes their word for it', async () => {
    write(whole);
    expect(await withSilent(trail, { threads: 3 })).toMatchObject({ totalEntries: 0 });
    expect(await withSilent(trail, { threads: 1 })).toMatchObject({ totalEntries: ENTRIES });
  });

  it('reads for itself what threads fail at', async () => {
    writeFileSync(join(folder, 'silent/range-worker.mjs'), "throw new Error('no');");
    write(whole);
    expect(await withSilent(trail, { threads: 3 })).toEqual(await verifyTrail(trail, { threads: 1 }));
  });

  it('reads many segments, of which some are compressed', async () => {
    write(whole.slice(5000));
    for (let first = 0; first < 5000; first += 500) {
      const [from, to] = [first, first + 499].map((n) => String(n).padStart(12, '0'));
      const path = join(folder, `trail.${from}-${to}.jsonl`);
      write(whole.slice(first, first + 500), path);
      if (first % 1000 === 0) continue;
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 1 }));
      rmSync(path);
    }
    const alone = await verifyTrail(trail, { checkpoint: notes, threads: 1 });
    expect(alone).toMatchObject({ isValid: true, totalEntries: ENTRIES });
    expect(await withWorkers(trail, { checkpoint: notes, threads: 2 })).toEqual(alone);
  });

  it.each([0, -1, 1.5, 65, Number.NaN])('is not asked for %s of them', async (threads) => {
    write(whole.slice(0, 5));
    await expect(verifyTrail(trail, { threads })).rejects.toThrow(RangeError);
  });
});
