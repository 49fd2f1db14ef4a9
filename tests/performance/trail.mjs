/** Verifying a trail, in entries a second of processor time (with threads: of the clock), and proofs in a large one. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyTrail } from 'enforcecore';
import {
  entryFields,
  generateLogKeys,
  inclusionProof,
  leafHash,
  MemoryTree,
  rootOf,
  sealEntry,
  signCheckpoint,
} from 'enforcecore/sdk';

export async function trailRows({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-bench-'));
  try {
    const trail = join(folder, 'trail.jsonl');
    const checkpoint = write(trail, quick ? 4_000 : 200_000);
    return [...(await verifyRows(trail, checkpoint, quick ? 1 : 5)), proofRow(quick ? 2 ** 12 : 2 ** 20)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function verifyRows(trail, checkpoint, passes) {
  const rate = async (options, clock) => {
    let best = 0;
    for (let i = 0; i < passes; i++) {
      const took = clock();
      const { isValid, totalEntries } = await verifyTrail(trail, options);
      if (!isValid) throw new Error('the trail does not verify');
      best = Math.max(best, totalEntries / took());
    }
    return best;
  };
  const row = async (figure, options, clock, aim) => ({
    figure: `trail: ${figure}`,
    value: await rate(options, clock),
    unit: 'k entries/s',
    ...(aim && { aim }),
  });
  const linkage = { skipEntryHash: true };
  return [
    await row('verify, 1 thread', { threads: 1 }, processor, 200),
    await row('verify with a checkpoint, 1 thread', { threads: 1, checkpoint }, processor),
    await row('verify, linkage only, 1 thread', { threads: 1, ...linkage }, processor, 500),
    await row('verify, linkage only with a checkpoint, 1 thread', { threads: 1, checkpoint, ...linkage }, processor),
    await row('verify, 2 threads (clock)', { threads: 2 }, clock),
    await row('verify, linkage only, 2 threads (clock)', { threads: 2, ...linkage }, clock),
  ];
}

/** Milliseconds of processor time of this process, all its threads. */
function processor() {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

function clock() {
  const before = performance.now();
  return () => performance.now() - before;
}

function proofRow(size) {
  const tree = new MemoryTree();
  for (let i = 0; i < size; i++) tree.append(leafHash(String(i)));
  const calls = 2000;
  const times = Array.from({ length: 11 }, (_, pass) => {
    const took = processor();
    for (let i = 0; i < calls; i++) inclusionProof((i * 7919 + pass) % size, size, tree.read);
    return (took() * 1000) / calls;
  }).sort((a, b) => a - b);
  return { figure: `trail: inclusion proof of ${size} entries`, value: times[5], unit: '\u00b5s', aim: 25 };
}

/** Intents and outcomes as the recorder writes them; gives a checkpoint over all of them. */
function write(path, count) {
  const tree = new MemoryTree();
  const fd = openSync(path, 'w');
  let previous = '';
  let lines = [];
  for (let seq = 0; seq < count; seq++) {
    const { line, entryHash } = sealEntry(entryFields(entryAt(seq)), previous, seq);
    previous = entryHash;
    tree.append(leafHash(line));
    lines.push(`${line}\n`);
    if (lines.length < 1000 && seq < count - 1) continue;
    writeSync(fd, lines.join(''));
    lines = [];
  }
  closeSync(fd);
  const { privateKey, publicKey } = generateLogKeys();
  const note = signCheckpoint({ origin: 'example.com/log', size: count, root: rootOf(count, tree.read) }, privateKey);
  return { note, publicKey };
}

function entryAt(seq) {
  const common = {
    toolName: `lookup_${seq % 40}`,
    policyName: 'support-agent',
    policyVersion: '1.0',
    inputRedactions: 1,
  };
  const hashes = { policyHash: 'ab'.repeat(32), rules: ['allowed_tools'] };
  if (seq % 2 === 0) return { ...common, ...hashes, entryType: 'intent', argsHash: 'cd'.repeat(32) };
  const times = { callDurationMs: (seq % 977) / 8, overheadMs: (seq % 91) / 100 };
  return { ...common, ...hashes, ...times, entryType: 'outcome', decision: 'redacted', redactedCategories: ['email'] };
}
