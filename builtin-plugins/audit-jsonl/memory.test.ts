/** @module Readers of a trail hold as much memory for a long one as for a short one. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryFields, generateLogKeys, Frontier, leafHash, sealEntry, signCheckpoint } from 'enforcecore/sdk';
import type { Filter } from './filter.ts';
import { loadTrail, verifyTrail } from './index.ts';
import type { VerifyOptions } from './index.ts';
import { readLog } from './log-lines.ts';
import { query } from './query.ts';

const MB = 1024 * 1024;
const SHORT = 4 * MB;
const LONG = 64 * MB;
/** A tree over the long trail would take twice as much, and the ids of its entries as well. */
const ALLOWED = MB;
/** Buffers and texts outside of V8's heap that may wait to be collected. */
const ALLOWED_OUTSIDE = 4 * MB;

let folder: string;
let short: Written;
let long: Written;
let gc: () => void;
beforeAll(() => {
  setFlagsFromString('--expose-gc');
  gc = runInNewContext('gc') as () => void;
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-memory-'));
  short = write('short.jsonl', SHORT);
  long = write('long.jsonl', LONG);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Written {
  readonly path: string;
  readonly checkpoint: { readonly note: string; readonly publicKey: string };
}

function write(name: string, size: number): Written {
  const path = join(folder, name);
  const fd = openSync(path, 'w');
  const tree = new Frontier();
  const context = { page: 'x'.repeat(800) };
  let previous = '';
  for (let at = 0; at < size;) {
    const fields = entryFields({ toolName: 't', policyName: 'p', context });
    const { line, entryHash } = sealEntry(fields, previous, tree.size);
    previous = entryHash;
    tree.append(leafHash(line));
    at += writeSync(fd, `${line}\n`);
  }
  closeSync(fd);
  const { privateKey, publicKey } = generateLogKeys();
  const checkpoint = { origin: 'log', size: tree.size, root: tree.root() };
  return { path, checkpoint: { note: signCheckpoint(checkpoint, privateKey), publicKey } };
}

interface Peak {
  /** What is in use after a collection, in bytes. */
  readonly held: number;
  /** What lies outside the heap, whether in use or not. */
  readonly outside: number;
}

/** The most while something runs, above what there was before. */
async function peakOf(body: () => unknown): Promise<Peak> {
  const inUse = (): number => {
    gc();
    gc(); // what the first one frees outside of the heap is freed beside it, and waited for by the second
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = inUse();
  const { external } = process.memoryUsage();
  let [held, outside, turns, next] = [0, 0, 0, 16];
  const look = (): void => {
    outside = Math.max(outside, process.memoryUsage().external - external);
    // A collection at each turn would do away with what is to be seen outside.
    if (++turns >= next) {
      held = Math.max(held, inUse() - before);
      next = Math.ceil(next * 1.2);
    }
  };
  let looking = setImmediate(function again() {
    look();
    looking = setImmediate(again);
  });
  const answer: unknown = await body();
  clearImmediate(looking);
  held = Math.max(held, inUse() - before);
  // What it gives back counts too.
  expect(answer).toBeDefined();
  return { held, outside };
}

const EVERYTHING: Filter = { values: new Map(), since: undefined, until: undefined };
const NOTHING: Filter = { ...EVERYTHING, values: new Map([['tool_name', new Set(['none'])]]) };

describe('a long trail takes no more memory than a short one', () => {
  it.each<[string, (trail: Written) => unknown]>([
    ['to verify', ({ path }) => verify(path)],
    ['to verify against a checkpoint', ({ path, checkpoint }) => verify(path, { checkpoint })],
    ['to verify the linkage of', ({ path }) => verify(path, { skipEntryHash: true })],
    ['to read as a stream', ({ path }) => count(path)],
    ['to look for the last entries of', ({ path }) => query(path, EVERYTHING, 5)],
    ['to look for what it has not', ({ path }) => query(path, NOTHING, 5)],
    ['to load the last entries of', ({ path }) => loadTrail(path, { maxEntries: 5 })],
  ])('%s', async (_, read) => {
    await read(short);
    const little = await peakOf(() => read(short));
    const much = await peakOf(() => read(long));
    expect(much.held - little.held).toBeLessThan(ALLOWED);
    expect(much.outside).toBeLessThan(ALLOWED_OUTSIDE);
  });
});

async function verify(path: string, options: VerifyOptions = {}): Promise<number> {
  const { isValid, totalEntries } = await verifyTrail(path, { threads: 1, ...options });
  expect(isValid).toBe(true);
  return totalEntries;
}

async function count(path: string): Promise<number> {
  let lines = 0;
  for await (const line of readLog(path)) if ('text' in line) lines++;
  return lines;
}
