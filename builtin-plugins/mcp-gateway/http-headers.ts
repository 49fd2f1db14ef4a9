/** @module Which headers pass, which are checked, and who may reach the gateway at all. */
import { isIP } from 'node:net';
import { CODES, isObject, own, RpcError } from './jsonrpc.ts';
import type { Sending } from './relay.ts';

/** Not forwarded: hop by hop (RFC 9110, 7.6.1), or made anew for the next hop. */
const OWN_HOP = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade host content-length content-encoding content-type accept-encoding origin referer expect'.split(
    ' ',
  ),
);
const BACK = ['mcp-session-id', 'mcp-protocol-version', 'www-authenticate', 'retry-after', 'cache-control', 'allow'];

/** The client's headers for the server: all but those of the hop. */
export function forwardable(headers: Headers): Headers {
  const named = new Set((headers.get('connection') ?? '').toLowerCase().split(/\s*,\s*/));
  const out = new Headers();
  headers.forEach((value, name) => {
    if (!OWN_HOP.has(name) && !named.has(name) && !name.startsWith('sec-fetch-')) out.set(name, value);
  });
  return out;
}

/** The server's headers for the client. */
export function returnable(headers: Headers): Headers {
  const out = new Headers();
  for (const name of BACK) {
    const value = headers.get(name);
    if (value !== null) out.set(name, value);
  }
  return out;
}

/** Whether `Host` and `Origin` are ones that a local client has: a page on the web, by way of its own DNS name, has not. */
export function isWelcome(headers: Headers, listenHost: string, allowed: readonly string[]): boolean {
  const known = (host: string): boolean => {
    const name = host.toLowerCase().replace(/^\[|\]$/g, '');
    if (allowed.some((one) => one.toLowerCase() === name) || name === listenHost.toLowerCase()) return true;
    if (isLoopback(listenHost)) return isLoopback(name);
    return isLoopback(name) || isIP(name) !== 0; // rebinding needs a name
  };
  const host = hostnameOf(`http://${headers.get('host') ?? ''}`);
  const origin = headers.get('origin');
  if (host === undefined || !known(host)) return false;
  if (origin === null) return true;
  const from = hostnameOf(origin);
  return (
    from !== undefined &&
    known(from) &&
    (isLoopback(from.replace(/^\[|\]$/g, '')) || from === host || allowed.includes(from))
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Headers that mirror the body (protocol version 2026-07-28) must say what the body says: a server may route by them.
 * Those that mirror arguments get the redacted ones.
 */
export function mirrored(headers: Headers, text: string, sending: Sending): Headers {
  const body: unknown = JSON.parse(text);
  const method = headers.get('mcp-method');
  // A batch or an answer has no method of its own, so there is none that a header could repeat.
  if (method !== null && (!isObject(body) || method !== body['method'])) throw mismatch('Mcp-Method');
  if (!sending.call) {
    // Which tool a header names matters to a server that routes by headers alone.
    if (headers.has('mcp-name') && named(body) !== decodeValue(headers.get('mcp-name') ?? ''))
      throw mismatch('Mcp-Name');
    return headers;
  }
  const name = headers.get('mcp-name');
  if (name !== null && decodeValue(name) !== named(body)) throw mismatch('Mcp-Name');
  const values = new Map<string, string>();
  collect(sending.call.before, sending.call.after, values);
  headers.forEach((value, header) => {
    if (!header.startsWith('mcp-param-')) return;
    const redacted = values.get(decodeValue(value));
    if (redacted === undefined) throw mismatch(header);
    if (redacted !== decodeValue(value)) headers.set(header, encodeValue(redacted));
  });
  return headers;
}

/** What `Mcp-Name` repeats: the name of a tool or prompt, or the address of a resource. */
function named(body: unknown): unknown {
  const params = own(body, 'params');
  return own(params, 'name') ?? own(params, 'uri') ?? own(params, 'taskId');
}

function mismatch(header: string): RpcError {
  return new RpcError(CODES.headerMismatch, `the header \`${header}\` does not say what the body says`);
}

/** Every simple value of the arguments, beside what redaction made of it. */
function collect(before: unknown, after: unknown, into: Map<string, string>): void {
  if (typeof before !== 'object' || before === null) {
    into.set(String(before), String(after));
    return;
  }
  for (const key of Object.keys(before)) {
    const inside = typeof after === 'object' && after !== null && Object.hasOwn(after, key);
    collect((before as Record<string, unknown>)[key], inside ? (after as Record<string, unknown>)[key] : '', into);
  }
}

const ENCODED = /^=\?base64\?([A-Za-z0-9+/=]*)\?=$/i;

function decodeValue(value: string): string {
  const encoded = ENCODED.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8');
}

function encodeValue(value: string): string {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !ENCODED.test(value)
    ? value
    : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
