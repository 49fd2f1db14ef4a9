/** @module One POST of a client: sent on, and answered as JSON or as a stream of events. */
import { createParser } from 'eventsource-parser';
import { EventStream } from './event-stream.ts';
import { forwardable, mirrored, returnable } from './http-headers.ts';
import { CODES, decode, errorReply, NULL_ID, RpcError } from './jsonrpc.ts';
import type { Exchange, Relay, Sending } from './relay.ts';
import { eventText, relayEvents } from './sse.ts';

export interface Upstream {
  readonly url: string;
  readonly maxMessageBytes: number;
  /** How long a call waits for its broken stream to be resumed. */
  readonly resumeMs: number;
  log(line: string): void;
}

export const UNREACHABLE = 'the MCP server cannot be reached';

export class PostExchange implements Exchange {
  readonly response: Promise<Response>;
  readonly #upstream: Upstream;
  readonly #relay: Relay;
  readonly #request: Request;
  readonly #body: string;
  readonly #abort = new AbortController();
  readonly #sends = new Set<Promise<void>>();
  #respond!: (response: Response) => void;
  #responded = false;
  #stream: EventStream | undefined;
  #merged = false;
  #resumable = false;
  #status = 200;

  constructor(upstream: Upstream, relay: Relay, request: Request, body: string) {
    this.#upstream = upstream;
    this.#relay = relay;
    this.#request = request;
    this.#body = body;
    this.response = new Promise((resolve) => (this.#respond = resolve));
    request.signal.addEventListener('abort', () => this.#clientGone(), { once: true });
  }

  send(text: string, sending: Sending): void {
    if (text !== this.#body && this.#body.trimStart().startsWith('[')) this.#merge();
    const sent = this.#deliver(text, sending)
      .catch((error: unknown) => this.#failed(error, sending.requests))
      .finally(() => this.#sends.delete(sent));
    this.#sends.add(sent);
  }

  /** The server is told by the end of the connection and, where there is a session, by a message. */
  withdraw(text: string): void {
    this.#abort.abort();
    if (!this.#request.headers.has('mcp-session-id')) return;
    void fetch(this.#upstream.url, this.#init(text, forwardable(this.#request.headers))).then(
      (response) => response.body?.cancel(),
      () => this.#upstream.log('the server could not be told that a call has ended'),
    );
  }

  reply(text: string): void {
    if (this.#body.trimStart().startsWith('[') && !this.#responded) this.#merge();
    if (this.#stream) void this.#stream.emit(eventText({ id: undefined, event: 'message', data: text }));
    else this.#answer(json(text, this.#statusOf(text)));
  }

  /** A batch with tool calls is sent one by one; what comes back goes into one stream. */
  #merge(): void {
    if (this.#merged) return;
    this.#merged = true;
    this.#open(new Headers());
    // Once around, so that everything the batch holds is on its way.
    setImmediate(() => void this.#closeWhenDone());
  }

  async #closeWhenDone(): Promise<void> {
    while (!this.#relay.idle || this.#sends.size > 0) {
      await Promise.all([this.#relay.settled(), ...this.#sends]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#stream?.close();
  }

  async #deliver(text: string, sending: Sending): Promise<void> {
    const headers = mirrored(forwardable(this.#request.headers), text, sending);
    const response = await fetch(this.#upstream.url, { ...this.#init(text, headers), signal: this.#abort.signal });
    this.#status = response.status;
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim();
    if (type === 'text/event-stream' && response.body) return this.#events(response, sending.requests);
    const body = await readText(response.body, this.#upstream.maxMessageBytes);
    const answer = type === 'application/json' ? await this.#relay.fromServer(body) : undefined;
    const lost = new RpcError(CODES.closed, `the MCP server answered with HTTP ${response.status}`);
    // Instead of an answer that was dropped, the client gets what is said to whoever waits for it.
    if (answer === undefined && response.ok) await this.#relay.lose(lost, sending.requests);
    if (this.#merged) {
      if (answer !== undefined) this.reply(answer);
    } else {
      const headers = returnable(response.headers);
      if (answer !== undefined) headers.set('content-type', 'application/json');
      this.#answer(new Response(answer ?? null, { status: response.status, headers }));
    }
    await this.#relay.lose(lost, sending.requests);
  }

  async #events(response: Response, keys: readonly string[]): Promise<void> {
    const stream = this.#stream ?? this.#open(returnable(response.headers));
    try {
      await relayEvents(response.body as unknown as AsyncIterable<Uint8Array>, {
        relay: this.#relay,
        createParser,
        maxMessageBytes: this.#upstream.maxMessageBytes,
        withIds: !this.#merged,
        resumed: false,
        emit: (text) => stream.emit(text),
        onId: () => (this.#resumable ||= !this.#merged && resumable(this.#request)),
      });
    } finally {
      this.#leave(keys);
      if (!this.#merged) setImmediate(() => stream.close());
    }
  }

  /** The stream has ended: what is still open is lost, unless the client can resume the stream. */
  #leave(keys: readonly string[]): void {
    const lost = new RpcError(CODES.closed, 'the connection was closed');
    const lose = (): void => void this.#relay.lose(lost, keys);
    if (!this.#resumable) return lose();
    setTimeout(lose, this.#upstream.resumeMs).unref();
  }

  #clientGone(): void {
    this.#abort.abort();
    this.#leave(this.#relay.openOf(this));
    this.#answer(new Response(null, { status: 499 }));
  }

  #failed(error: unknown, keys: readonly string[]): void {
    if (this.#stream && !this.#merged) return; // its end has been told already
    const known = error instanceof RpcError ? error : new RpcError(CODES.closed, UNREACHABLE);
    this.#status = known.code === CODES.headerMismatch ? 400 : 502;
    if (!this.#abort.signal.aborted) this.#upstream.log(known.message);
    void this.#relay.lose(known, keys);
    if (keys.length === 0 && !this.#merged) this.#answer(json(errorReply(NULL_ID, known), this.#status));
  }

  #init(text: string, headers: Headers): RequestInit {
    headers.set('content-type', 'application/json');
    return { method: 'POST', headers, body: text, redirect: 'error' };
  }

  #open(headers: Headers): EventStream {
    const stream = new EventStream(() => this.#clientGone());
    this.#stream = stream;
    headers.set('content-type', 'text/event-stream');
    headers.set('cache-control', 'no-cache');
    this.#answer(new Response(stream.body, { status: 200, headers }));
    return stream;
  }

  #answer(response: Response): void {
    if (this.#responded) return;
    this.#responded = true;
    this.#respond(response);
  }

  #statusOf(text: string): number {
    const code = (JSON.parse(text) as { error?: { code?: unknown } }).error?.code;
    if (code === CODES.parse || code === CODES.invalidRequest) return 400;
    return this.#status === 502 || this.#status === 400 ? this.#status : 200;
  }
}

export function json(text: string, status = 200): Response {
  return new Response(text, { status, headers: { 'content-type': 'application/json' } });
}

/** Reads a body as UTF-8, up to a limit. */
export async function readText(body: ReadableStream<Uint8Array> | null, limitBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > limitBytes) throw new RpcError(CODES.invalidRequest, `the message is longer than ${limitBytes} bytes`);
    parts.push(part);
  }
  const text = decode(Buffer.concat(parts));
  if (text === undefined) throw new RpcError(CODES.parse, 'the message is not valid UTF-8');
  return text;
}

/** From protocol version 2026-07-28 on, a closed stream is a cancelled request. */
function resumable({ headers }: Request): boolean {
  return headers.has('mcp-session-id') && (headers.get('mcp-protocol-version') ?? '') < '2026-07-28';
}
