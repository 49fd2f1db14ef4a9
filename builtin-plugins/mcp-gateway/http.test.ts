import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerJson, call, endAll, ends, gateway, LEAK, listen } from './fixtures/http.ts';

afterEach(endAll);

describe('one endpoint', () => {
  it('redacts arguments and JSON answers, and forwards headers but those of the hop', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const bodies: string[] = [];
    const g = await gateway((request, response) => {
      seen.push(request.headers);
      bodies.push(request.text);
      answerJson(response, { jsonrpc: '2.0', id: 1, result: LEAK });
    });
    const response = await g.post(call(1, 'echo', { to: 'ann@example.com' }), {
      authorization: 'Bearer t',
      'mcp-session-id': 's-1',
      'mcp-protocol-version': '2025-06-18',
      'x-own': '1',
      te: 'trailers',
    });
    expect(await response.json()).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { content: [{ type: 'text', text: '<EMAIL>' }] },
    });
    expect(response.headers.get('mcp-session-id')).toBe('s-1');
    expect(JSON.parse(bodies[0] ?? '').params.arguments).toEqual({ to: '<EMAIL>' });
    expect(seen[0]).toMatchObject({
      authorization: 'Bearer t',
      'mcp-session-id': 's-1',
      'mcp-protocol-version': '2025-06-18',
      'x-own': '1',
    });
    expect(seen[0]).not.toHaveProperty('te');
    expect(g.enforcer.records).toMatchObject([{ tool: 'echo', session: expect.stringMatching(/^mcp-[0-9a-f]{16}$/) }]);
  });

  it('keeps event ids, retry times, comments and priming events of a stream', async () => {
    const events = `: hello\n\nretry: 1500\n\nid: e0\ndata: \n\nevent: message\nid: e1\ndata: {"jsonrpc":"2.0","method":"notifications/progress","params":{}}\n\nid: e2\ndata: {"jsonrpc":"2.0","id":1,\ndata: "result":${JSON.stringify(LEAK)}}\n\n`;
    const g = await gateway((_, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(events),
    );
    const text = await (await g.post(call(1, 'echo'))).text();
    expect(
      text.startsWith(': hello\n\nretry: 1500\n\nid: e0\ndata: \n\nevent: message\nid: e1\ndata: {"jsonrpc"'),
    ).toBe(true);
    expect(text).toContain('id: e2\n');
    expect(text).toContain('<EMAIL>');
    expect(text).not.toContain('ann@');
  });

  it('enforces an answer that comes on a resumed stream', async () => {
    const answer = `id: e2\ndata: {"jsonrpc":"2.0","id":1,"result":${JSON.stringify(LEAK)}}\n\n`;
    const g = await gateway((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (request.method === 'POST') response.end('id: e1\ndata: \n\n');
      else response.end(request.headers['last-event-id'] === 'e1' ? answer + answer : '');
    });
    const session = { 'mcp-session-id': 's-1' };
    expect(await (await g.post(call(1, 'echo'), session)).text()).toBe('id: e1\ndata: \n\n');
    expect(g.enforcer.records).toEqual([]);
    const resumed = await (await fetch(g.url, { headers: { ...session, 'last-event-id': 'e1' } })).text();
    expect(resumed.match(/<EMAIL>/g)).toHaveLength(2);
    expect(resumed).not.toContain('ann@');
    expect(g.enforcer.records).toHaveLength(1);
  });

  it('answers denied calls itself, and takes apart batches that hold calls', async () => {
    const bodies: string[] = [];
    const g = await gateway((request, response) => {
      bodies.push(request.text);
      answerJson(response, { jsonrpc: '2.0', id: JSON.parse(request.text).id, result: LEAK });
    });
    expect(await (await g.post(call(1, 'denied'))).json()).toMatchObject({ id: 1, result: { isError: true } });
    const text = await (
      await g.post([call(2, 'denied'), call(3, 'echo'), { jsonrpc: '2.0', id: 4, method: 'tools/call', params: {} }])
    ).text();
    const answers = text
      .split('\n\n')
      .filter(Boolean)
      .map((event) => JSON.parse(event.slice(event.indexOf('data: ') + 6)));
    expect(answers.map(({ id }: { id: number }) => id).sort()).toEqual([2, 3, 4]);
    expect(text).not.toContain('ann@');
    expect(bodies).toHaveLength(1);
    expect(g.enforcer.records).toHaveLength(4);
  });

  it('records a call when the server is down, and answers 502 with a JSON-RPC error', async () => {
    const g = await gateway(() => undefined, { upstream: 'http://127.0.0.1:1/mcp' });
    const response = await g.post(call(1, 'echo'));
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ id: 1, error: { code: -32000 } });
    expect(g.enforcer.records).toHaveLength(1);
  });

  it('passes on the status of a refusal without a body that nobody inspected', async () => {
    const g = await gateway((_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer x', 'content-type': 'text/plain' }).end('ann@example.com'),
    );
    const response = await g.post(call(1, 'echo'));
    expect([response.status, response.headers.get('www-authenticate'), await response.text()]).toEqual([
      401,
      'Bearer x',
      '',
    ]);
    expect(g.enforcer.records).toHaveLength(1);
  });

  it('refuses what is too large, compressed, not UTF-8, not JSON, or elsewhere', async () => {
    const g = await gateway(() => undefined, { maxMessageBytes: 1000 });
    expect((await g.post('x'.repeat(2000))).status).toBe(413);
    expect((await g.post('{}', { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await g.post('{"jsonrpc":')).status).toBe(400);
    expect((await fetch(g.url, { method: 'PUT' })).status).toBe(405);
    expect((await fetch(new URL('/other', g.url))).status).toBe(404);
  });
});

describe('headers that could deceive', () => {
  it.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:3000' }, 200],
    [{ 'mcp-method': 'ping' }, 400],
    [{ 'mcp-method': 'tools/call', 'mcp-name': 'other' }, 400],
    [{ 'mcp-method': 'tools/call', 'mcp-name': 'echo', 'mcp-param-to': 'bob@example.com' }, 400],
  ])('%o gives %i', async (headers, status) => {
    const g = await gateway((_, response) => answerJson(response, { jsonrpc: '2.0', id: 1, result: {} }));
    expect((await g.post(call(1, 'echo', { to: 'ann@example.com' }), headers as Record<string, string>)).status).toBe(
      status,
    );
  });

  it('a name in `Host` that is not ours is refused', async () => {
    const g = await gateway(() => undefined);
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(g.url, { method: 'POST', headers: { host: 'rebound.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end('{}');
    });
    expect(status).toBe(403);
  });

  it('mirrored arguments are redacted as the arguments are', async () => {
    const seen: unknown[] = [];
    const g = await gateway((request, response) => {
      seen.push(request.headers['mcp-param-to']);
      answerJson(response, { jsonrpc: '2.0', id: 1, result: {} });
    });
    await g.post(call(1, 'echo', { to: 'ann@example.com', n: 5 }), {
      'mcp-param-to': 'ann@example.com',
      'mcp-param-n': '5',
    });
    expect(seen).toEqual(['<EMAIL>']);
  });
});

describe('real servers and clients', () => {
  const server = (): McpServer => {
    const made = new McpServer({ name: 's', version: '1' });
    made.registerTool('echo', { inputSchema: z.object({ to: z.string() }) }, ({ to }) => ({
      content: [{ type: 'text', text: `${to} and bob@example.com` }],
    }));
    made.registerTool('denied', { inputSchema: z.object({}) }, () => LEAK as never);
    return made;
  };

  it.each(['v1', 'v2', 'v2 under 2026-07-28'])('a %s client lists, calls and is refused', async (which) => {
    const upstream = await listen(createServer(toNodeHandler(createMcpHandler(server)) as never));
    const g = await gateway(() => undefined, { upstream });
    const modern = which.includes('2026') ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {};
    const client =
      which === 'v1'
        ? new ClientV1({ name: 't', version: '1' })
        : new ClientV2({ name: 't', version: '1' }, modern as never);
    const Transport = which === 'v1' ? TransportV1 : TransportV2;
    await client.connect(new Transport(new URL(g.url)) as never);
    ends.push(() => client.close());
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo']);
    const echoed = await client.callTool({ name: 'echo', arguments: { to: 'ann@example.com' } });
    expect(echoed.content).toEqual([{ type: 'text', text: '<EMAIL> and <EMAIL>' }]);
    expect(await client.callTool({ name: 'denied', arguments: {} })).toMatchObject({ isError: true });
  });
});
