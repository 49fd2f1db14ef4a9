/** @module Processes that write something together, for tests of rooms: their program, and what they acknowledged. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { rolldown } from 'rolldown';
import type { InputOptions } from 'rolldown';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '..');

/** Makes one file of a program in the sources, for a process that knows no aliases and no types. */
export async function buildProgram(input: string, file: string, options: InputOptions = {}): Promise<void> {
  const bundle = await rolldown({
    input,
    platform: 'node',
    resolve: { alias: { 'enforcecore/sdk': join(ROOT, 'sdk/index.ts') } },
    logLevel: 'silent',
    ...options,
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
}

/** A folder, and the processes that work in it. */
export class Processes {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'enforcecore-processes-'));
  readonly #children: ChildProcess[] = [];

  /** Takes over a process: it does not outlive the test. */
  add(child: ChildProcess): ChildProcess {
    this.#children.push(child);
    return child;
  }

  /** The file in which a process writes the ids of what was acknowledged. */
  ackedBy(name: string): string {
    return join(this.folder, `${name}.acked`);
  }

  acked(): string[] {
    const files = readdirSync(this.folder).filter((name) => name.endsWith('.acked'));
    return files.flatMap((name) => readFileSync(join(this.folder, name), 'utf8').split('\n').slice(0, -1));
  }

  /** Resolves when a process has had so many ids acknowledged. */
  async hasAcked(name: string, count: number): Promise<void> {
    const path = this.ackedBy(name);
    const watcher = watch(this.folder);
    try {
      while (!(existsSync(path) && statSync(path).size >= count * BYTES_OF_ID)) await once(watcher, 'change');
    } finally {
      watcher.close();
    }
  }

  /** Ends what still runs. */
  async end(): Promise<void> {
    for (const child of this.#children.splice(0))
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** With the newline after it. */
const BYTES_OF_ID = 37;

/** All that a process says in a stream of its own, when it has ended. */
export async function said(child: ChildProcess, stream: Readable | null): Promise<string> {
  let text = '';
  stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text;
}
