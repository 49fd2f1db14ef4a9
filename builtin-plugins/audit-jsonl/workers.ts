/** @module Threads that verify parts of a trail. Without the file for them everything is verified in this thread. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Range } from './blocks.ts';
import type { RangeReport } from './chain-check.ts';
import type { RangeOptions } from './range-check.ts';

type Answer = RangeReport | undefined;

interface Thread {
  readonly worker: Worker;
  settle: (answer: Answer) => void;
}

/** Gives ranges to threads, one at a time to each. */
export class RangeWorkers {
  readonly #all = new Set<Thread>();
  readonly #idle: Thread[] = [];
  readonly #waiting: (() => void)[] = [];

  /** @returns nothing where the file is not found: in a checkout, or a bundle that left it behind */
  static start(threads: number, options: RangeOptions): RangeWorkers | undefined {
    try {
      if (!existsSync(new URL('./range-worker.mjs', import.meta.url))) return undefined;
      const workers = new RangeWorkers();
      for (let i = 0; i < threads; i++) workers.#start(options);
      return workers;
    } catch {
      return undefined; // a bundle without `import.meta.url`, or threads are not permitted
    }
  }

  /** What a thread says of a range; nothing also when there is no thread left that could. */
  async check(range: Range): Promise<Answer> {
    while (this.#idle.length === 0) {
      if (this.#all.size === 0) return undefined;
      await new Promise<void>((free) => void this.#waiting.push(free));
    }
    const thread = this.#idle.pop() as Thread;
    const answer = await new Promise<Answer>((settle) => {
      thread.settle = settle;
      thread.worker.postMessage(range);
    });
    if (this.#all.has(thread)) {
      this.#idle.push(thread);
      this.#waiting.shift()?.();
    }
    return answer;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#all].map(({ worker }) => worker.terminate()));
  }

  #start(options: RangeOptions): void {
    const worker = new Worker(new URL('./range-worker.mjs', import.meta.url), { workerData: options });
    const thread: Thread = { worker, settle: () => undefined };
    worker.on('message', (answer: Answer) => thread.settle(answer));
    // A thread that fails leaves its range to this one, which reads it again; it exits after an error.
    worker.on('error', () => undefined);
    worker.on('exit', () => this.#gone(thread));
    this.#all.add(thread);
    this.#idle.push(thread);
  }

  #gone(thread: Thread): void {
    this.#all.delete(thread);
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    thread.settle(undefined);
    for (const free of this.#waiting.splice(0)) free();
  }
}
