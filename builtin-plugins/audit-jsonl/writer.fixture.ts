/** @module A process, or a thread, that writes to a trail. The tests build and start it. */
import { appendFileSync, existsSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Auditor } from './index.ts';

/** What a writer is to do: `count` entries; after the first, stand still until the file `until` exists. */
export interface WriterTask {
  readonly trail: string;
  /** A file that gets the id of every entry that was acknowledged. */
  readonly acked: string;
  readonly count: number;
  readonly until?: string;
  /** End without closing, as a process that is killed would. */
  readonly abandon?: boolean;
}

const task = (isMainThread ? JSON.parse(process.argv[2] ?? '{}') : workerData) as WriterTask;
const auditor = new Auditor({ outputPath: task.trail });
const cell = new Int32Array(new SharedArrayBuffer(4));
try {
  for (let i = 0; i < task.count; i++) {
    const entry = auditor.record({ toolName: `tool_${i}`, policyName: 'p', violationReason: 'x'.repeat(i % 300) });
    appendFileSync(task.acked, `${entry.entryId}\n`);
    if (i === 0 && task.until) while (!existsSync(task.until)) Atomics.wait(cell, 0, 0, 5);
  }
} catch (error) {
  process.stdout.write(`${(error as { code?: string }).code ?? String(error)}\n`);
}
parentPort?.postMessage('done');
if (task.abandon) for (;;) Atomics.wait(cell, 0, 0, 1000);
await auditor.close();
