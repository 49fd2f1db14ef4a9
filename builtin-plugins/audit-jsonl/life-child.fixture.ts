/** @module A process that prunes or erases and kills itself before its n-th change of a file, or records payloads. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Auditor, compressTrail, eraseSubject, holdTrail, pruneTrail, releaseTrail } from './index.ts';

/** What the process is to do, and before which change of a file it dies: 1 is the first. */
export interface LifeTask {
  readonly trail: string;
  readonly act: 'prune' | 'erase' | 'compress' | 'hold' | 'record';
  readonly dieAt: number;
  /** How many files pruning keeps. */
  readonly keep?: number;
  /** Recording ends when there is this file. */
  readonly until?: string;
}

const MOST_RECORDS = 5000;
const { trail, act, dieAt, keep = 1, until = '' } = JSON.parse(process.argv[2] ?? '{}') as LifeTask;
let changes = 0;
for (const name of ['renameSync', 'unlinkSync', 'writeSync', 'linkSync', 'rmSync', 'fsyncSync'] as const) {
  const real = fs[name] as (...args: unknown[]) => unknown;
  fs[name] = ((...args: unknown[]) => {
    if (++changes === dieAt) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  }) as never;
}
syncBuiltinESMExports();

if (act === 'prune') await pruneTrail(trail, { keepSegments: keep });
else if (act === 'erase') await eraseSubject(trail, 'ann');
else if (act === 'hold') {
  await holdTrail(trail, 'case 7');
  await releaseTrail(trail);
} else if (act === 'compress') await compressTrail(trail);
else {
  const auditor = new Auditor({ outputPath: trail, rotateBytes: 100_000 });
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (let i = 0; i < MOST_RECORDS && !fs.existsSync(until); i++) {
    auditor.record({ toolName: 't', policyName: 'p', subject: 'ann', payload: { i } });
    Atomics.wait(cell, 0, 0, 2);
  }
  await auditor.close();
}
process.stdout.write(`${changes}\n`);
