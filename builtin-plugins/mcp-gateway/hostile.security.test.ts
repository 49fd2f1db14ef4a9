import { describe, expect, it } from 'vitest';
import { bench, call, parsed, result, turn } from './fixtures/bench.ts';
import type { Bench } from './fixtures/bench.ts';

const LEAK = { content: [{ type: 'text', text: 'ann@example.com' }] };
const leak = JSON.stringify(LEAK);

/** A call, id 1, and a request that is none, id 2, both on their way. */
async function waiting(transport: 'stdio' | 'http' = 'stdio'): Promise<Bench> {
  const b = bench({}, transport);
  b.client(call(1, 'ok', {}));
  b.client({ jsonrpc: '2.0', id: 2, method: 'resources/read' });
  await turn();
  return b;
}

describe('a hostile client', () => {
  it.each([
    'Tools/Call',
    'TOOLS/CALL',
    ' tools/call',
    'tools/call\t',
    'tools/call/',
    '/tools/call',
    'tools.call',
    'tools/call\u0000',
    'tools/call\u0000/x',
    'tools\u200b/call',
    't\u043eols/call',
    'tools/\uff43all',
    'tools\u2215call',
  ])('cannot have a call pass under a method like it: %j', async (method) => {
    for (const wrap of [(one: object) => one, (one: object) => [one, { jsonrpc: '2.0', id: 9, method: 'ping' }]]) {
      const b = bench();
      b.client(wrap({ jsonrpc: '2.0', id: 1, method, params: { name: 'denied' } }));
      await b.relay.settled();
      expect(b.toServer.join()).not.toContain('denied');
      expect(b.enforcer.records).toMatchObject([{ decision: 'blocked' }]);
    }
  });

  it.each([true, false, {}, { a: 1 }, [], [1]])('cannot have a call pass with the id %j', async (id) => {
    const b = bench();
    b.client(call(id, 'ok'));
    await b.relay.settled();
    expect(b.toServer).toEqual([]);
    expect(parsed(b.toClient[0])).toMatchObject({ id, error: { code: -32600 } });
    expect(b.enforcer.records).toMatchObject([{ tool: 'ok', decision: 'blocked' }]);
  });

  it('has calls with ids of every spelling enforced, and no second one with an equal id', async () => {
    const b = bench();
    for (const id of ['1', '1.0', '1e0', '1.5', '-0', '"1"', '""']) {
      b.client(`{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"ok"}}`);
    }
    await turn();
    expect(b.toServer).toHaveLength(5);
    expect(b.toClient.map((text) => parsed(text).error.code)).toEqual([-32600, -32600]);
    for (const id of [1, 1.5, 0, '1', '']) await b.server(result(id, LEAK));
    expect(b.toClient).toHaveLength(7);
    expect(b.toClient.join()).not.toContain('ann@');
  });

  it.each([
    '{"name":"ok","arguments":{},"name\\u0000":"denied"}',
    '{"name\\u0000x":"denied","name":"ok"}',
    '{"name":"ok","arguments":{"path":"/ok","path\\u0000":"/etc"}}',
    '{"name":"ok","arguments":{"path":"/ok","PATH":"/etc"}}',
  ])('cannot name a tool or an argument that only a server in C reads: %s', async (params) => {
    const b = bench();
    b.client(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`);
    await b.relay.settled();
    expect(b.toServer).toEqual([]);
    expect(b.enforcer.records).toMatchObject([{ decision: 'blocked' }]);
  });

  it.each([
    ['tasks/result', '"taskId":"mine","taskId":"other"'],
    ['tasks/result', '"taskId":"mine","TaskID":"other"'],
    ['tasks/get', '"task\\u0049d":"mine","taskId":"other"'],
    ['notifications/cancelled', '"requestId":1,"requestId":2'],
  ])('cannot speak of two things at once: %s %s', async (method, params) => {
    const b = bench();
    b.client(`{"jsonrpc":"2.0","id":1,"method":"${method}","params":{${params}}}`);
    await b.relay.settled();
    expect(b.toServer).toEqual([]);
  });

  it('cannot end its own call with an answer of its own', async () => {
    const b = await waiting();
    b.client(result(1, { content: [] }));
    b.client({ jsonrpc: '2.0', id: 1, error: { code: 1, message: 'x' } });
    await b.server(result(1, LEAK));
    expect(parsed(b.toClient[0]).result.content[0].text).toBe('<EMAIL>');
  });

  it.each([
    { name: 'ok', _meta: { name: 'denied' } },
    { name: 'ok', arguments: { name: 'denied' } },
  ])('is judged by the name that a server reads: %j', async (params) => {
    const b = bench({ denied: ['ok'] });
    b.client({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    await turn();
    expect(b.toServer).toEqual([]);
  });

  it('cannot hide a denied call in any place of a batch', async () => {
    const denied = call(1, 'denied', {});
    for (const batch of [
      [denied],
      [{ jsonrpc: '2.0', id: 2, method: 'ping' }, denied],
      [result(1, {}), denied],
      [{ ...denied, id: undefined }],
      [[denied]],
      [denied, [denied]],
    ]) {
      const b = bench({ denied: ['denied'] });
      b.client(batch);
      await b.relay.settled();
      expect(b.toServer.join()).not.toContain('denied');
      expect(b.enforcer.records.length).toBeGreaterThan(0);
    }
  });
});

describe('a hostile server', () => {
  it.each([
    `{"jsonrpc":"2.0","id":1,"Result":${leak}}`,
    `{"jsonrpc":"2.0","ID":1,"result":${leak}}`,
    `{"jsonrpc":"2.0","id":1,"id":2,"result":${leak}}`,
    `{"jsonrpc":"2.0","id":2,"id":1,"result":${leak}}`,
    `{"jsonrpc":"2.0","id":2,"result":{},"re\\u0073ult":${leak}}`,
    `{"jsonrpc":"2.0","method":"notifications/message","params":{},"id":1,"RESULT":${leak}}`,
    `{"jsonrpc":"2.0","id":1,"leak":${leak}}`,
    `[{"jsonrpc":"2.0","id":1,"Result":${leak}}]`,
  ])('cannot give a call an answer that only some clients read: %s', async (text) => {
    for (const transport of ['stdio', 'http'] as const) {
      const b = await waiting(transport);
      await b.server(text);
      await b.server(result(1, { content: [] }));
      await b.server(result(2, {}));
      await b.relay.settled();
      expect(b.toClient.join()).not.toContain('ann@');
      expect(b.log).toContain('dropped a malformed message of the server');
      expect(b.toClient.map((one) => parsed(one).id).sort()).toEqual([1, 2]);
    }
  });

  it.each(['"1"', '[1]', '1.0000001', 'null', 'true', '{"id":1}'])('cannot answer call 1 as %s', async (id) => {
    for (const transport of ['stdio', 'http'] as const) {
      const b = await waiting(transport);
      await b.server(`{"jsonrpc":"2.0","id":${id},"result":${leak}}`);
      expect(b.toClient).toEqual([]);
    }
  });

  it('cannot put anything beside a result', async () => {
    const b = await waiting();
    await b.server(`{"jsonrpc":"2.0","id":1,"result":{"content":[]},"more":${leak},"params":${leak}}`);
    expect(b.toClient).toEqual(['{"jsonrpc":"2.0","id":1,"result":{"content":[]}}']);
  });

  it('cannot pass a result off as the state of a round trip', async () => {
    const b = await waiting();
    await b.server(result(1, { resultType: 'input_required', requestState: LEAK }));
    expect(parsed(b.toClient[0]).result.requestState.content[0].text).toBe('<EMAIL>');
  });

  it('cannot use the id of a call for a request of its own to take the call over', async () => {
    const b = await waiting();
    const asks = { jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params: {} };
    await b.server(asks);
    b.client(result(1, { model: 'm' }));
    await b.server(result(1, LEAK));
    expect(b.toClient).toHaveLength(2);
    expect(b.toClient[1]).toContain('<EMAIL>');
    expect(b.enforcer.records).toHaveLength(1);
  });

  it.each([
    '{"tools":[{"name":"denied"}],"tools":[{"name":"ok"}]}',
    '{"tools":[{"name":"ok"}],"t\\u006fols":[{"name":"ok"}],"x":{"a":"denied","a":1}}',
    '{"tools":[{"name":"denied","name":"ok"}]}',
    '{"tools":[{"name":"ok"},{"name":"ok","name":"denied"}]}',
  ])('cannot list a denied tool by a key that is there twice: %s', async (list) => {
    const b = bench({ denied: ['denied'] });
    b.client({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    await b.server(`{"jsonrpc":"2.0","id":1,"result":${list}}`);
    expect(parsed(b.toClient[0]).result.tools).toEqual([{ name: 'ok' }]);
    expect(b.toClient[0]).not.toContain('denied');
  });

  it('cannot list a denied tool on a later page', async () => {
    const b = bench({ denied: ['denied'] });
    for (const [id, cursor] of [[1], [2, 'p2'], [3, 'p3']] as const) {
      b.client({ jsonrpc: '2.0', id, method: 'tools/list', params: cursor === undefined ? {} : { cursor } });
      await b.server(result(id, { tools: [{ name: 'denied' }, { name: `ok-${id}` }], nextCursor: `p${id + 1}` }));
    }
    expect(b.toClient.map((text) => parsed(text).result.tools.length)).toEqual([1, 1, 1]);
    expect(b.toClient.map((text) => parsed(text).result.nextCursor)).toEqual(['p2', 'p3', 'p4']);
  });
});
