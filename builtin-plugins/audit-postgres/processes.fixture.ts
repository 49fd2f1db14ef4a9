/** @module Writers of a trail as processes of their own, for the tests. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import type { PostgreSQLOptions } from './index.ts';
import type { WriterTask } from './writer.fixture.ts';

/** A folder with the program of the writers, and what they acknowledged. */
export class Writers {
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'enforcecore-pg-writers-'));
  readonly #children: ChildProcess[] = [];
  #count = 0;

  static async build(): Promise<Writers> {
    const writers = new Writers();
    const root = join(import.meta.dirname, '../..');
    const bundle = await rolldown({
      input: join(import.meta.dirname, 'writer.fixture.ts'),
      platform: 'node',
      resolve: { alias: { 'enforcecore/sdk': join(root, 'sdk/index.ts') } },
      logLevel: 'silent',
    });
    await bundle.write({ file: writers.#program, format: 'esm', codeSplitting: false });
    await bundle.close();
    // The driver is looked for from where the program lies.
    symlinkSync(join(root, 'node_modules'), join(writers.#folder, 'node_modules'));
    return writers;
  }

  /** Starts a writer. Resolves with the refusals it met. */
  async run(options: PostgreSQLOptions, count: number, atOnce = 20): Promise<[code: string, times: number][]> {
    const acked = join(this.#folder, `${++this.#count}.acked`);
    const task: WriterTask = { options, acked, count, atOnce };
    const child = spawn(process.execPath, [this.#program, JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#children.push(child);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`a writer ended with ${code}`);
    return JSON.parse(said) as [string, number][];
  }

  /** The ids of all entries that were acknowledged. */
  acked(): string[] {
    const files = readdirSync(this.#folder).filter((name) => name.endsWith('.acked'));
    return files.flatMap((name) => readFileSync(join(this.#folder, name), 'utf8').split('\n').slice(0, -1));
  }

  /** Forgets what was acknowledged, and ends what still runs. */
  async reset(): Promise<void> {
    for (const child of this.#children.splice(0))
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    for (const name of readdirSync(this.#folder)) if (name.endsWith('.acked')) rmSync(join(this.#folder, name));
  }

  async remove(): Promise<void> {
    await this.reset();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #program(): string {
    return join(this.#folder, 'writer.mjs');
  }
}
