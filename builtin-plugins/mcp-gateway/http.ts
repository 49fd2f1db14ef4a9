/** @module The gateway over Streamable HTTP: one endpoint, in front of one endpoint. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import { EnforceCoreError } from 'enforcecore/sdk';
import type { CommandEnforcer } from 'enforcecore/sdk';
import { isWelcome } from './http-headers.ts';
import { httpApp } from './http-app.ts';

export interface HttpGatewayOptions {
  readonly enforcer: CommandEnforcer;
  /** `host:port`, or a port alone for loopback. Port 0 takes a free one. */
  readonly listen: string;
  /** The server's endpoint. Its path is the gateway's path too. */
  readonly upstream: string;
  readonly stderr: Writable;
  readonly session?: string;
  readonly signal?: AbortSignal;
  readonly maxMessageBytes?: number;
  /** Host names, besides those of loopback, by which clients may reach the gateway. */
  readonly allowedHosts?: readonly string[];
  /** How long a tool call waits for its broken stream to be resumed. Five minutes unless given. */
  readonly resumeMs?: number;
}

export interface HttpGateway {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts serving.
 *
 * @throws EnforceCoreError `EC_MCP_USAGE` for an address that is none
 * @example
 * ```ts
 * const gateway = await startHttpGateway({ enforcer, listen: '127.0.0.1:0', upstream: 'http://127.0.0.1:3001/mcp', stderr });
 * ```
 */
export async function startHttpGateway(options: HttpGatewayOptions): Promise<HttpGateway> {
  const { host, port } = listenAddress(options.listen);
  const upstream = upstreamUrl(options.upstream);
  const { serve } = await import('@hono/node-server');
  const log = (line: string): void => void options.stderr.write(`enforcecore: ${line}\n`);
  const { app, close } = await httpApp({
    ...options,
    upstream,
    log,
    welcome: (headers) => isWelcome(headers, host, options.allowedHosts ?? []),
    sessionName: (id) => options.session ?? (id === undefined ? undefined : sessionName(id)),
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    // The process may be an application's: its `Request` and `Response` stay what they are.
    const own = { overrideGlobalObjects: false };
    const started = serve({ fetch: app.fetch, hostname: host, port, ...own }, () => resolve(started));
    started.once('error', reject);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}${upstream.pathname}`,
    async close() {
      await close();
      const closed = new Promise((resolve) => server.close(resolve));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

/** Serves until the signal aborts. Gives the exit code: 0, 2 for a wrong address, 3 when it cannot listen. */
export async function runHttpGateway(options: HttpGatewayOptions): Promise<number> {
  let gateway: HttpGateway;
  try {
    gateway = await startHttpGateway(options);
  } catch (error) {
    const usage = error instanceof EnforceCoreError;
    const why = usage
      ? error.message
      : `cannot listen on \`${options.listen}\`: ${(error as NodeJS.ErrnoException).code ?? 'error'}`;
    options.stderr.write(`enforcecore: ${why}\n`);
    return usage ? 2 : 3;
  }
  options.stderr.write(`enforcecore: listening on ${gateway.url}\n`);
  const { signal } = options;
  await new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  await gateway.close();
  return 0;
}

/** A session id is as good as a password: the trail gets a digest of it. */
function sessionName(id: string): string {
  return `mcp-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}

function listenAddress(listen: string): { host: string; port: number } {
  const found = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:\s]*):)?(?<port>\d{1,5})$/i.exec(listen)?.groups;
  const port = Number(found?.['port']);
  if (!found || port > 65_535) {
    throw new EnforceCoreError(`\`${listen}\` is not \`host:port\``, { code: 'EC_MCP_USAGE' });
  }
  return { host: (found['host'] ?? '').replace(/^\[|\]$/g, '') || '127.0.0.1', port };
}

function upstreamUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new EnforceCoreError('the upstream is not an http or https URL', { code: 'EC_MCP_USAGE' });
}
