/** Writing the trail: entries a second, by durability, beside a bare `appendFileSync` of the same lines. Best of passes. */
import { hash } from 'node:crypto';
import { appendFileSync, mkdtempSync, openSync, closeSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Auditor, generateLogKeys } from 'enforcecore';
import { entryFields, quickLeafHash, sealEntry, storedCount, storedIndex, wholeSubtrees } from 'enforcecore/sdk';

/** The root over two subtrees of which nothing was written. */
const NODE_OF_ZEROS = Buffer.from(hash('sha256', Buffer.concat([Buffer.of(1), Buffer.alloc(64)]), 'hex'), 'hex');
const ENTRY = { toolName: 'search_web', policyName: 'default', policyVersion: '1.0', overheadMs: 1.25 };

export async function auditRows({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-bench-'));
  const passes = quick ? 2 : 7;
  let files = 0;
  const trail = () => join(folder, `trail-${files++}.jsonl`);
  const best = async (count, durability, body) => {
    let most = 0;
    for (let i = 0; i < passes; i++) {
      const auditor = new Auditor({ outputPath: trail(), durability });
      auditor.record(ENTRY);
      const start = performance.now();
      await body(auditor, count);
      most = Math.max(most, (count / (performance.now() - start)) * 1000);
      await auditor.close();
    }
    return most;
  };
  try {
    const many = quick ? 5_000 : 200_000;
    const bare = Math.max(...Array.from({ length: passes }, () => bareAppends(trail(), quick ? 2_000 : 20_000)));
    const row = (figure, value, aim) => ({ figure: `audit: ${figure}`, value, unit: '/s', aim });
    const none = await best(many, 'none', recordAll);
    const rows = [
      row('bare appendFileSync of the same lines', bare),
      row('append, not durable', none, 250_000),
      { figure: 'audit: the same, ratio to bare appends', value: none / bare, unit: 'x' },
      row('append, written before the call goes on (group)', await best(many, 'group', recordAll)),
      row('durable in groups of 64', await best(many / 10, 'none', inGroups(64)), 80_000),
      row('durable in groups of 256', await best(many / 10, 'none', inGroups(256)), 150_000),
    ];
    rows.push({
      figure: 'audit: one awaited durable record, p50',
      value: await durableP50(trail(), quick ? 50 : 1000),
      unit: 'ms',
      aim: 0.6,
    });
    rows.push({
      figure: 'audit: start on 10 million entries',
      value: await startMs(trail, passes),
      unit: 'ms',
      aim: 50,
    });
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function recordAll(auditor, count) {
  for (let i = 0; i < count; i++) auditor.record(ENTRY);
}

function inGroups(size) {
  return async (auditor, count) => {
    for (let i = 1; i <= count; i++) {
      auditor.record(ENTRY);
      if (i % size === 0) await auditor.flush();
    }
  };
}

function bareAppends(path, count) {
  const { line } = sealEntry(entryFields(ENTRY), 'ab'.repeat(32), 1000);
  const start = performance.now();
  for (let i = 0; i < count; i++) appendFileSync(path, `${line}\n`);
  return (count / (performance.now() - start)) * 1000;
}

async function durableP50(path, count) {
  const auditor = new Auditor({ outputPath: path });
  const times = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await auditor.recordDurable(ENTRY);
    times.push(performance.now() - start);
  }
  await auditor.close();
  return times.sort((a, b) => a - b)[count >> 1];
}

/**
 * From `new Auditor` to the first entry. The files are as long as those of ten million entries, and only what a start reads
 * of them is filled in: the last line, the hash that it is compared with, and the roots of the whole subtrees.
 */
async function startMs(trail, passes) {
  const seq = 10_000_000 - 1;
  const { line } = sealEntry(entryFields(ENTRY), 'ab'.repeat(32), seq);
  const { privateKey } = generateLogKeys();
  const times = [];
  for (let i = 0; i < passes; i++) {
    const path = trail();
    appendFileSync(path, '');
    truncateSync(path, (line.length + 1) * seq);
    appendFileSync(path, `\n${line}\n`);
    const fd = openSync(`${path}.hashes`, 'w');
    writeSync(fd, Buffer.from(quickLeafHash(line), 'latin1'), 0, 32, storedCount(seq) * 32);
    for (const { level, index } of wholeSubtrees(seq + 1).filter((one) => one.level > 1))
      writeSync(fd, NODE_OF_ZEROS, 0, 32, storedIndex(level, index) * 32);
    closeSync(fd);
    truncateSync(`${path}.hashes`, storedCount(seq + 1) * 32);
    const start = performance.now();
    const auditor = new Auditor({ outputPath: path, checkpoints: { origin: 'bench', signer: privateKey } });
    const { seq: next } = auditor.record(ENTRY);
    times.push(performance.now() - start);
    if (next !== seq + 1) throw new Error(`went on at ${next}`);
    await auditor.close();
  }
  return times.sort((a, b) => a - b)[passes >> 1];
}
