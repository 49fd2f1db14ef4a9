/** @module Writers of a trail as processes of their own, for the tests. */
import { spawn } from 'node:child_process';
import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram, Processes, ROOT, said } from '../../tests/processes.ts';
import type { PostgreSQLOptions } from './index.ts';
import type { WriterTask } from './writer.fixture.ts';

/** A folder with the program of the writers, and what they acknowledged. */
export class Writers {
  readonly #processes = new Processes();
  #count = 0;

  static async build(): Promise<Writers> {
    const writers = new Writers();
    await buildProgram(join(import.meta.dirname, 'writer.fixture.ts'), writers.#program);
    // The driver is looked for from where the program lies.
    symlinkSync(join(ROOT, 'node_modules'), join(writers.#processes.folder, 'node_modules'));
    return writers;
  }

  /** Starts a writer. Resolves with the refusals it met. */
  async run(options: PostgreSQLOptions, count: number, atOnce = 20): Promise<[code: string, times: number][]> {
    const acked = this.#processes.ackedBy(String(++this.#count));
    const task: WriterTask = { options, acked, count, atOnce };
    const args = [this.#program, JSON.stringify(task)];
    const child = this.#processes.add(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
    const refusals = await said(child, child.stdout);
    if (child.exitCode !== 0) throw new Error(`a writer ended with ${child.exitCode ?? child.signalCode}`);
    return JSON.parse(refusals) as [string, number][];
  }

  /** The ids of all entries that were acknowledged. */
  acked(): string[] {
    return this.#processes.acked();
  }

  /** Forgets what was acknowledged, and ends what still runs. */
  async reset(): Promise<void> {
    await this.#processes.end();
    const { folder } = this.#processes;
    for (const name of readdirSync(folder)) if (name.endsWith('.acked')) rmSync(join(folder, name));
  }

  remove(): Promise<void> {
    return this.#processes.remove();
  }

  get #program(): string {
    return join(this.#processes.folder, 'writer.mjs');
  }
}
