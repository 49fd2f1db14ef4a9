/** Loop medians by tinybench. */
import { Bench } from 'tinybench';

export const LOOP = 500;

/** Median microseconds of one call, measured over loops of LOOP calls. */
export async function medianUs(tasks, { quick }) {
  const bench = new Bench({ time: quick ? 30 : 600, warmupTime: quick ? 10 : 250 });
  for (const [name, body] of Object.entries(tasks)) {
    if (body.constructor.name === 'AsyncFunction') {
      bench.add(name, async () => {
        for (let i = 0; i < LOOP; i++) await body(i);
      });
    } else {
      bench.add(name, () => {
        for (let i = 0; i < LOOP; i++) body(i);
      });
    }
  }
  await bench.run();
  return Object.fromEntries(
    bench.tasks.map(({ name, result }) => {
      if (result.error) throw result.error;
      return [name, (result.latency.p50 * 1000) / LOOP];
    }),
  );
}

/** Bytes allocated by one call, over many with nothing collected in between: needs `--expose-gc`, else undefined. */
export function bytesPerCall(body, calls = 20_000) {
  for (let i = 0; i < 5000; i++) body(i);
  if (!globalThis.gc) return undefined;
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  let after = before;
  let done = 0;
  // Small steps, and only those between which nothing was collected count.
  for (let step = 0; step < calls / 500; step++) {
    const from = process.memoryUsage().heapUsed;
    for (let i = 0; i < 500; i++) body(i);
    const grown = process.memoryUsage().heapUsed - from;
    if (grown > 0) {
      after += grown;
      done += 500;
    }
  }
  return (after - before) / done;
}
