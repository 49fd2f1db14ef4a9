import { request } from 'node:http';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnforcer } from './fixtures/fake-enforcer.ts';
import { answerJson, call, endAll, gateway, LEAK } from './fixtures/http.ts';

afterEach(endAll);

const SESSION = { 'mcp-session-id': 's-1' };
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
/** Resolves when it is called for the first time. */
function signal(): { readonly now: () => void; readonly seen: Promise<void> } {
  let now = (): void => undefined;
  const seen = new Promise<void>((resolve) => (now = resolve));
  return { now: () => now(), seen };
}
const events = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });
const answerEvent = (id: number): string => `id: e2\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result: LEAK })}\n\n`;

describe('a client that goes away in the middle of a call', () => {
  it.each([
    ['that waits for JSON', false, {}],
    ['that waits for JSON, in a session', false, SESSION],
    ['that reads a stream', true, {}],
  ])('%s: the server sees it go, and the call is recorded', async (_, stream, headers) => {
    const arrived = signal();
    const dropped = signal();
    const g = await gateway((_request, response) => {
      response.once('close', dropped.now);
      if (stream) events(response).write(': working\n\n');
      arrived.now();
    });
    const body = JSON.stringify(call(1, 'slow'));
    const client = request(g.url, { method: 'POST', headers: { ...JSON_TYPE, ...headers } });
    client.on('error', () => undefined).on('response', (response) => response.on('error', () => undefined).resume());
    client.end(body);
    await arrived.seen;
    expect(g.enforcer.records).toEqual([]);
    client.destroy();
    await dropped.seen;
    await expect.poll(() => g.enforcer.records.length).toBe(1);
    expect(g.enforcer.records).toMatchObject([{ tool: 'slow', error: { message: 'the connection was closed' } }]);
    expect((await g.post(call(2, 'denied'))).status).toBe(200);
  });

  it('before the call was checked: the server never hears of it', async () => {
    const asked = signal();
    let check = (): void => undefined;
    const guard = (): Promise<void> => {
      asked.now();
      return new Promise((resolve) => (check = resolve));
    };
    const bodies: string[] = [];
    const g = await gateway(({ text }) => void bodies.push(text), {}, new FakeEnforcer({ guard }));
    const client = request(g.url, { method: 'POST', headers: JSON_TYPE }).on('error', () => undefined);
    client.end(JSON.stringify(call(1, 'slow')));
    await asked.seen;
    const closed = new Promise((resolve) => client.once('close', resolve));
    client.destroy();
    await closed;
    // The gateway has seen it once it answers another connection.
    await fetch(new URL('/elsewhere', g.url));
    check();
    await expect.poll(() => g.enforcer.records.length).toBe(1);
    expect(bodies).toEqual([]);
    expect(g.enforcer.records).toMatchObject([{ decision: 'blocked' }]);
  });

  it('in the middle of its body: nothing is sent on, and the gateway serves the next one', async () => {
    const bodies: string[] = [];
    const g = await gateway(({ text }, response) => {
      bodies.push(text);
      answerJson(response, { jsonrpc: '2.0', id: 2, result: {} });
    });
    const { port } = new URL(g.url);
    const socket = connect(Number(port), '127.0.0.1');
    const half = JSON.stringify(call(1, 'echo')).slice(0, 40);
    socket.write(
      `POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n`,
    );
    await new Promise((resolve) => socket.write(half, resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy();
    await closed;
    expect((await g.post(call(2, 'echo'))).status).toBe(200);
    expect(bodies).toHaveLength(1);
    expect(g.enforcer.records).toHaveLength(1);
  });
});

describe('a stream that broke off', () => {
  it('within an event: the call is recorded as lost, and half an event reaches nobody', async () => {
    const g = await gateway((_, response) => {
      events(response).write('data: {"jsonrpc":"2.0","id":1,"result":{"content":[{"text":"ann@', () =>
        response.destroy(),
      );
    });
    const text = await (await g.post(call(1, 'echo'))).text().catch(() => '');
    expect(text).not.toContain('ann@');
    await expect.poll(() => g.enforcer.records.length).toBe(1);
    expect(g.enforcer.records).toMatchObject([{ error: { message: 'the connection was closed' } }]);
  });

  it('and is resumed too late gets an error in place of the result, every time', async () => {
    const g = await gateway(
      (incoming, response) => {
        if (incoming.method === 'POST') events(response).end('id: e1\ndata: \n\n');
        else events(response).end(answerEvent(1));
      },
      { resumeMs: 10 },
    );
    await (await g.post(call(1, 'echo'), SESSION)).text();
    await expect.poll(() => g.enforcer.records.length).toBe(1);
    for (let n = 0; n < 2; n++) {
      const resumed = await (await fetch(g.url, { headers: { ...SESSION, 'last-event-id': 'e1' } })).text();
      expect(JSON.parse(resumed.slice(resumed.indexOf('data: ') + 6))).toMatchObject({
        id: 1,
        error: { code: -32000 },
      });
      expect(resumed).not.toMatch(/ann@|EMAIL/);
    }
    expect(g.enforcer.records).toHaveLength(1);
  });

  it('is only replayed on a stream that was resumed', async () => {
    const g = await gateway((incoming, response) =>
      events(response).end(incoming.method === 'GET' ? answerEvent(7) : ''),
    );
    expect(await (await fetch(g.url, { headers: SESSION })).text()).toBe('');
    expect(g.log()).toContain('a request that nobody made');
    const resumed = await (await fetch(g.url, { headers: { ...SESSION, 'last-event-id': 'e1' } })).text();
    expect(resumed).toContain('<EMAIL>');
  });
});

describe('an answer', () => {
  it.each(['{"jsonrpc":', '17', '{"jsonrpc":"2.0","id":1,"Result":{}}', '{"jsonrpc":"2.0","id":2,"result":{}}'])(
    'that is none is told as an error to whoever waits for it: %s',
    async (text) => {
      const g = await gateway((_, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(text),
      );
      expect(await (await g.post(call(1, 'echo'))).json()).toMatchObject({
        id: 1,
        error: { code: expect.any(Number) },
      });
      expect(g.enforcer.records).toHaveLength(1);
    },
  );

  it('beyond the limit ends the call with an error', async () => {
    const big = { content: [{ type: 'text', text: 'x'.repeat(5000) }] };
    const g = await gateway((_, response) => answerJson(response, { jsonrpc: '2.0', id: 1, result: big }), {
      maxMessageBytes: 1000,
    });
    const answer = await (await g.post(call(1, 'echo'))).json();
    expect(answer).toMatchObject({ id: 1, error: { message: expect.stringContaining('1000 bytes') } });
    expect(g.enforcer.records).toHaveLength(1);
  });
});

describe('a body', () => {
  it('beyond the limit is refused while it is still coming, and recorded', async () => {
    const g = await gateway(() => undefined, { maxMessageBytes: 1000 });
    const status = await new Promise((resolve) => {
      const client = request(g.url, { method: 'POST', headers: JSON_TYPE }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      client.on('error', () => undefined).write('['.repeat(5000)); // never ended
    });
    expect(status).toBe(413);
    expect(g.enforcer.records).toMatchObject([{ tool: 'invalid_tool_call', decision: 'blocked' }]);
  });

  it.each(['{"jsonrpc":', '', 'null', '"x"'])('that is no message is answered with 400: %j', async (text) => {
    const g = await gateway(() => expect.unreachable());
    const response = await g.post(text);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ id: null, error: { code: expect.any(Number) } });
  });
});
