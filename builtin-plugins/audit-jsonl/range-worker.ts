/** @module A thread that verifies parts of a trail. Built as a file of its own: it loads nothing of the package. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Range } from './blocks.ts';
import { checkRange } from './range-check.ts';
import type { RangeOptions } from './range-check.ts';

parentPort?.on('message', (range: Range) => {
  checkRange(range, workerData as RangeOptions).then(
    (report) => parentPort?.postMessage(report),
    // Whoever reads the part again meets the same failure, and reports it.
    () => parentPort?.postMessage(undefined),
  );
});
