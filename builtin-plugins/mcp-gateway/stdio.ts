/** @module The gateway over stdio: a client on our own streams, the server a child process. */
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { CommandEnforcer } from 'enforcecore/sdk';
import { DEFAULT_GRACE_MS, ServerProcess, within } from './child.ts';
import { LineSplitter } from './framing.ts';
import type { LineHandler } from './framing.ts';
import { CODES, decode, errorReply, NULL_ID, RpcError } from './jsonrpc.ts';
import { Relay } from './relay.ts';
import type { Exchange } from './relay.ts';

/** Longest message that is read, in bytes. */
const DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** The exit code when the server cannot be started or ends before its client. */
const EXIT_SERVER_LOST = 3;

export interface StdioGatewayOptions {
  readonly enforcer: CommandEnforcer;
  /** The server's program, found on the PATH as a shell would, and its arguments. No shell is involved. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What the client writes, and what it reads. */
  readonly input: Readable;
  readonly output: Writable;
  /** The gateway's own lines and the server's standard error. */
  readonly stderr: Writable;
  /** Names the session in the trail. */
  readonly session?: string;
  readonly maxMessageBytes?: number;
  /** Ends the gateway and its server in order. */
  readonly signal?: AbortSignal;
  /** How long the server may take to end by itself once its input is closed, and again after SIGTERM. */
  readonly graceMs?: number;
}

/**
 * Stands between the client on `input` and `output` and a server that it starts. Transports frame messages as the MCP
 * specification has it for stdio: JSON-RPC, one message a line.
 *
 * @returns the exit code: 0 after the client (or `signal`) ended the connection, 3 when the server could not be started
 * or ended first. Never rejects for what client or server do.
 * @example
 * ```ts
 * const { stdin: input, stdout: output, stderr } = process;
 * process.exitCode = await runStdioGateway({ enforcer, command: 'node', args: ['server.js'], input, output, stderr });
 * ```
 */
export async function runStdioGateway(options: StdioGatewayOptions): Promise<number> {
  const gateway = new StdioGateway(options);
  return gateway.run();
}

class StdioGateway {
  readonly #options: StdioGatewayOptions;
  readonly #server: ServerProcess;
  readonly #relay: Relay;
  readonly #limit: number;
  readonly #exchange: Exchange;
  readonly #graceMs: number;
  #closed = false;

  constructor(options: StdioGatewayOptions) {
    this.#options = options;
    this.#limit = options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
    this.#graceMs = options.graceMs ?? DEFAULT_GRACE_MS;
    this.#server = new ServerProcess(options);
    const { enforcer, session } = options;
    this.#relay = new Relay({ enforcer, session, transport: 'stdio', log: (line) => this.#log(line) });
    this.#exchange = {
      send: (text) => this.#toServer(text),
      withdraw: (text) => this.#toServer(text),
      reply: (text) => this.#toClient(text),
    };
  }

  async run(): Promise<number> {
    const { input, output, signal } = this.#options;
    const clientGone = this.#listen(input, this.#clientLines(), 'client').then(() => 'client' as const);
    const serverGone = this.#server.ended.then((how) => how);
    if (this.#server.stdout) void this.#listen(this.#server.stdout, this.#serverLines(), 'server');
    const stopped = new Promise<'client'>((resolve) => {
      output.on('error', () => resolve('client')); // once is not enough: standard output fails at every write
      output.once('close', () => resolve('client'));
      if (signal?.aborted) resolve('client');
      signal?.addEventListener('abort', () => resolve('client'), { once: true });
    });
    const first = await Promise.race([serverGone, stopped, clientGone]);
    if (first === 'client') return this.#afterClient(signal?.aborted === true);
    return this.#afterServer(first);
  }

  /** The client is gone: what it has sent still reaches the server, then the server is ended. */
  async #afterClient(stopped: boolean): Promise<number> {
    if (!stopped) await within(this.#graceMs, Promise.race([this.#relay.dispatched(), this.#server.ended]));
    await this.#server.stop();
    await this.#end(new RpcError(CODES.closed, 'the connection was closed'));
    return 0;
  }

  async #afterServer(how: string): Promise<number> {
    this.#log(how);
    await this.#server.stop();
    await this.#end(new RpcError(CODES.closed, 'the MCP server has ended'));
    return EXIT_SERVER_LOST;
  }

  /** Every open request gets its answer and every call its record. */
  async #end(error: RpcError): Promise<void> {
    void this.#relay.lose(error);
    if (!(await within(this.#graceMs, this.#relay.settled()))) this.#log('a check of a call did not end in time');
    this.#close();
  }

  #close(): void {
    this.#closed = true;
    this.#options.input.pause();
    this.#options.input.removeAllListeners('data');
  }

  /** Reads lines until the stream ends. */
  async #listen(stream: Readable, lines: LineHandler, whose: string): Promise<void> {
    const splitter = new LineSplitter(this.#limit, lines);
    stream.on('data', (chunk: Buffer | string) => splitter.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)));
    try {
      await finished(stream, { writable: false });
    } catch (error) {
      if (!this.#closed)
        this.#log(`the stream of the ${whose} failed: ${(error as NodeJS.ErrnoException).code ?? 'error'}`);
    }
    const rest = splitter.end();
    if (rest > 0) this.#log(`the last message of the ${whose} ends in the middle: ${rest} bytes dropped`);
  }

  #clientLines(): LineHandler {
    return {
      line: (bytes) => {
        const text = decode(bytes);
        if (text?.trim() === '') return;
        if (text !== undefined) return this.#relay.fromClient(text, this.#exchange);
        this.#toClient(errorReply(NULL_ID, new RpcError(CODES.parse, 'the message is not valid UTF-8')));
      },
      oversized: (line) => this.#relay.oversizedFromClient(line, this.#limit, this.#exchange),
    };
  }

  #serverLines(): LineHandler {
    return {
      line: (bytes) => {
        const text = decode(bytes);
        if (text === undefined) return this.#log(`dropped ${bytes.length} bytes from the server that are not UTF-8`);
        if (text.trim() === '') return;
        const answer = this.#relay.fromServer(text);
        if (typeof answer === 'string') this.#toClient(answer);
        else void answer?.then((late) => (late === undefined ? undefined : this.#toClient(late)));
      },
      oversized: (line) => this.#relay.oversizedFromServer(line, this.#limit),
    };
  }

  #toServer(text: string): void {
    const { stdin } = this.#server;
    if (stdin) pour(stdin, text, this.#options.input);
  }

  #toClient(text: string): void {
    const { output } = this.#options;
    pour(output, text, this.#server.stdout);
  }

  #log(line: string): void {
    this.#options.stderr.write(`enforcecore: ${line}\n`);
  }
}

/** Writes a line, and stops the source of such lines while the reader is behind. */
function pour(to: Writable, text: string, source: Readable | undefined): void {
  if (!to.writable) return;
  const room = to.write(`${text}\n`);
  if (room || !source || source.isPaused() || source.readableEnded) return;
  source.pause();
  to.once('drain', () => source.resume());
}
