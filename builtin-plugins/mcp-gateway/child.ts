/** @module The server as a child process: started in a group of its own, and ended with all that it started. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface ServerProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stderr: Writable;
  readonly graceMs?: number;
}

export const DEFAULT_GRACE_MS = 2000;

/** A running server. */
export class ServerProcess {
  /** How it ended, as one sentence without a full stop. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #graceMs: number;
  readonly #onExit = (): void => this.#kill('SIGKILL');
  #alive = true;

  constructor(options: ServerProcessOptions) {
    this.#graceMs = options.graceMs ?? DEFAULT_GRACE_MS;
    const { command, args, cwd, env, stderr } = options;
    // A group of its own: a signal to the group reaches what the server started too.
    const detached = process.platform !== 'win32';
    this.#child = spawn(command, args, {
      stdio: 'pipe',
      detached,
      windowsHide: true,
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
    });
    process.once('exit', this.#onExit);
    this.#child.stdin?.on('error', () => undefined); // its end is told by `ended`
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#passOn(chunk, stderr));
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(this.#gone(notStarted(command, error))));
      this.#child.once('exit', (code, signal) => {
        const how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
        resolve(this.#gone(`the MCP server ${how}`));
      });
    });
  }

  get stdin(): Writable | undefined {
    return this.#child.stdin ?? undefined;
  }
  get stdout(): Readable | undefined {
    return this.#child.stdout ?? undefined;
  }

  /**
   * Ends it as the MCP specification says: its input is closed, then SIGTERM, then SIGKILL, each to the whole group.
   * Resolves when it is gone and all that it wrote has been read.
   */
  async stop(): Promise<void> {
    this.stdin?.end();
    if (!(await this.#endsWithin(this.#graceMs))) {
      this.#kill('SIGTERM');
      if (!(await this.#endsWithin(this.#graceMs))) this.#kill('SIGKILL');
    }
    await this.ended;
    this.#kill('SIGTERM');
    // What it left behind may hold its output open, or ignore SIGTERM.
    if (!(await within(this.#graceMs, this.#outputRead()))) this.#child.stdout?.destroy();
    this.#kill('SIGKILL');
    process.removeListener('exit', this.#onExit);
  }

  #gone(how: string): string {
    this.#alive = false;
    return how;
  }

  #endsWithin(ms: number): Promise<boolean> {
    return within(ms, this.ended);
  }

  #outputRead(): Promise<void> {
    const { stdout } = this.#child;
    if (!stdout || stdout.readableEnded || stdout.destroyed) return Promise.resolve();
    return new Promise((resolve) => stdout.once('close', resolve));
  }

  #passOn(chunk: Buffer, stderr: Writable): void {
    const source = this.#child.stderr;
    if (!stderr.writable || stderr.write(chunk) || !source) return;
    source.pause();
    // Nobody may read it any more: that must not keep the server waiting.
    const resume = (): void => {
      stderr.removeListener('drain', resume).removeListener('error', resume);
      source.resume();
    };
    stderr.once('drain', resume).once('error', resume);
  }

  #kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') {
        if (this.#alive) this.#child.kill(signal);
      } else process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return; // nobody is left in the group
      if (this.#alive) this.#child.kill(signal);
    }
  }
}

function notStarted(command: string, error: NodeJS.ErrnoException): string {
  const why = error.code === 'ENOENT' ? 'there is no such program' : (error.code ?? 'unknown error');
  return `the MCP server \`${command}\` cannot be started: ${why}`;
}

/** Whether it happens in time. Leaves no timer behind. */
export async function within(ms: number, happening: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, ms, false)));
  const done = await Promise.race([happening.then(() => true), late]);
  clearTimeout(timer);
  return done;
}
