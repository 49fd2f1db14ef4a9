/** @module The routes of the HTTP gateway, and its sessions. */
import type { Hono } from 'hono';
import type { CommandEnforcer } from 'enforcecore/sdk';
import { DEFAULT_GRACE_MS, within } from './child.ts';
import { EventStream } from './event-stream.ts';
import { json, PostExchange, readText, UNREACHABLE } from './http-exchange.ts';
import type { Upstream } from './http-exchange.ts';
import { forwardable, returnable } from './http-headers.ts';
import { CODES, errorReply, NULL_ID, RpcError } from './jsonrpc.ts';
import { Tasks } from './memory.ts';
import { Relay } from './relay.ts';
import { relayEvents } from './sse.ts';

export interface AppOptions {
  readonly enforcer: CommandEnforcer;
  readonly upstream: URL;
  readonly maxMessageBytes?: number;
  readonly resumeMs?: number;
  log(line: string): void;
  welcome(headers: Headers): boolean;
  sessionName(id: string | undefined): string | undefined;
}

const DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const DEFAULT_RESUME_MS = 5 * 60_000;
const MOST_SESSIONS = 10_000;

export async function httpApp(options: AppOptions): Promise<{ app: Hono; close(): Promise<void> }> {
  const { Hono } = await import('hono');
  const sessions = new Sessions(options);
  const upstream: Upstream = {
    url: options.upstream.href,
    maxMessageBytes: options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES,
    resumeMs: options.resumeMs ?? DEFAULT_RESUME_MS,
    log: options.log,
  };
  const app = new Hono();
  app.use(async (context, next) => {
    if (options.welcome(context.req.raw.headers)) return next();
    return refused(403, 'this host or origin may not use the gateway');
  });
  const path = options.upstream.pathname;
  app.post(path, ({ req }) => post(upstream, sessions.of(req.header('mcp-session-id')), req.raw));
  // Hono answers HEAD by GET, whose stream nobody would read.
  app.get(path, ({ req }) =>
    req.raw.method === 'HEAD' ? notAllowed() : listen(upstream, sessions.of(req.header('mcp-session-id')), req.raw),
  );
  app.delete(path, async ({ req }) => {
    const response = await pass(upstream, req.raw, 'DELETE');
    if (response.ok) sessions.end(req.header('mcp-session-id'));
    return response;
  });
  app.all(path, notAllowed);
  app.notFound(() => refused(404, 'there is nothing here'));
  app.onError(() => refused(500, 'the gateway failed'));
  return { app, close: () => sessions.close() };
}

async function post(upstream: Upstream, relay: Relay, request: Request): Promise<Response> {
  if ((request.headers.get('content-encoding') ?? 'identity') !== 'identity') {
    return refused(415, 'a compressed body is not accepted');
  }
  let body: string;
  try {
    body = await readText(request.body, upstream.maxMessageBytes);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    if (error.code === CODES.parse) return json(errorReply(NULL_ID, error), 400);
    relay.unreadFromClient(error);
    await relay.settled();
    return json(errorReply(NULL_ID, error), 413);
  }
  const exchange = new PostExchange(upstream, relay, request, body);
  relay.fromClient(body, exchange);
  return exchange.response;
}

/** The stream of what the server has to say by itself, or a stream that is resumed. */
async function listen(upstream: Upstream, relay: Relay, request: Request): Promise<Response> {
  const abort = new AbortController();
  request.signal.addEventListener('abort', () => abort.abort(), { once: true });
  let response: Response;
  try {
    const headers = forwardable(request.headers);
    response = await fetch(upstream.url, { headers, signal: abort.signal, redirect: 'error' });
  } catch {
    return refused(502, UNREACHABLE);
  }
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream || !response.body) return withoutBody(response);
  const stream = new EventStream(() => abort.abort());
  const { createParser } = await import('eventsource-parser');
  void relayEvents(response.body as unknown as AsyncIterable<Uint8Array>, {
    relay,
    createParser,
    maxMessageBytes: upstream.maxMessageBytes,
    withIds: true,
    resumed: request.headers.has('last-event-id'),
    emit: (text) => stream.emit(text),
  })
    .catch(() => (abort.signal.aborted ? undefined : upstream.log('a stream of the server broke off')))
    .finally(() => stream.close());
  const headers = returnable(response.headers);
  headers.set('content-type', 'text/event-stream');
  return new Response(stream.body, { status: response.status, headers });
}

async function pass(upstream: Upstream, request: Request, method: string): Promise<Response> {
  try {
    const headers = forwardable(request.headers);
    return withoutBody(await fetch(upstream.url, { method, headers, redirect: 'error' }));
  } catch {
    return refused(502, UNREACHABLE);
  }
}

/** Bodies that are no MCP messages are not passed on: nothing has inspected them. */
async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers: returnable(response.headers) });
}

function notAllowed(): Response {
  return refused(405, 'the method is not allowed', { allow: 'GET, POST, DELETE' });
}

function refused(status: number, message: string, headers: Record<string, string> = {}): Response {
  const response = json(errorReply(NULL_ID, new RpcError(CODES.closed, message)), status);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** What is open, by session. A client without a session has a relay for each of its requests. */
class Sessions {
  readonly #options: AppOptions;
  readonly #relays = new Map<string, Relay>();
  readonly #loose = new Set<Relay>();
  readonly #tasks = new Tasks();

  constructor(options: AppOptions) {
    this.#options = options;
  }

  of(id: string | undefined): Relay {
    if (id === undefined) return this.#fresh(undefined);
    const known = this.#relays.get(id);
    if (known) return known;
    if (this.#relays.size >= MOST_SESSIONS) this.#forgetIdle();
    const relay = this.#fresh(id);
    this.#relays.set(id, relay);
    return relay;
  }

  end(id: string | undefined): void {
    if (id === undefined) return;
    void this.#relays.get(id)?.lose(new RpcError(CODES.closed, 'the session has ended'));
    this.#relays.delete(id);
  }

  async close(): Promise<void> {
    const relays = [...this.#relays.values(), ...this.#loose];
    for (const relay of relays) void relay.lose(new RpcError(CODES.closed, 'the gateway is closing'));
    const settled = Promise.all(relays.map((relay) => relay.settled()));
    if (!(await within(DEFAULT_GRACE_MS, settled))) this.#options.log('a check of a call did not end in time');
  }

  #fresh(id: string | undefined): Relay {
    const { enforcer, log, sessionName } = this.#options;
    const relay = new Relay({ enforcer, log, transport: 'http', session: sessionName(id), tasks: this.#tasks });
    if (id === undefined) {
      for (const one of this.#loose) if (one.idle) this.#loose.delete(one);
      this.#loose.add(relay);
    }
    return relay;
  }

  #forgetIdle(): void {
    for (const [id, relay] of this.#relays) if (relay.idle) this.#relays.delete(id);
  }
}
