import { describe, expect, it } from 'vitest';
import { bench, call, parsed, result, turn } from './fixtures/bench.ts';

const LEAK = { content: [{ type: 'text', text: 'ann@example.com' }] };

describe('other answers', () => {
  it('list only tools that the policy could allow, and keep every other byte', async () => {
    const b = bench({ denied: ['denied'] });
    b.client({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    await b.server(
      '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a","max":9223372036854775807}, {"name":"denied"},{"name":"unsure"},{"nameless":1},{"name":"b" ,"description":"ann@example.com"}],"nextCursor":"n"}}',
    );
    expect(b.toClient).toEqual([
      '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a","max":9223372036854775807},{"name":"b" ,"description":"ann@example.com"}],"nextCursor":"n"}}',
    ]);
  });

  it('to requests that nobody made are dropped', async () => {
    for (const transport of ['stdio', 'http'] as const) {
      const b = bench({}, transport);
      await b.server(result('gone', LEAK));
      expect(b.toClient).toEqual([]);
      expect(b.log).toEqual(['dropped an answer of the server to a request that nobody made']);
    }
  });

  it('that are not JSON-RPC are dropped with a line that does not quote them', async () => {
    const b = bench();
    for (const text of ['Listening on ann@example.com', '17', '[1]', '']) await b.server(text);
    expect(b.toClient).toEqual([]);
    expect(b.log).toHaveLength(4);
    expect(b.log.join()).not.toContain('ann');
  });
});

describe('batches', () => {
  it('with tool calls are enforced one by one and answered as one array', async () => {
    const b = bench({ denied: ['denied'] });
    b.client([
      call(1, 'denied', {}),
      call(2, 'echo', { to: 'ann@example.com' }),
      { jsonrpc: '2.0', id: 3, method: 'ping' },
    ]);
    await turn();
    expect(b.toServer.map((text) => parsed(text).id).sort()).toEqual([2, 3]);
    expect(b.toServer.join()).not.toContain('ann@');
    await b.server([result(3, {}), result(2, { content: [{ type: 'text', text: 'ann@example.com' }] })]);
    await turn();
    expect(b.toClient).toHaveLength(1);
    const answers: { id: number }[] = parsed(b.toClient[0]);
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2, 3]);
    expect(b.toClient[0]).not.toContain('ann@');
    expect(b.relay.idle).toBe(true);
  });

  it('are answered without the calls that were cancelled', async () => {
    const b = bench();
    b.client([call(1, 'echo', {}), call(2, 'echo', {})]);
    b.client({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await turn();
    await b.server(result(2, { content: [] }));
    await turn();
    expect(parsed(b.toClient[0])).toEqual([result(2, { content: [] })]);
  });

  it('of a server are taken apart, and passed on unchanged when nothing was to be done', async () => {
    const b = bench();
    const text = '[{"jsonrpc":"2.0","id":1,"method":"ping"} , {"jsonrpc":"2.0","id":2,"method":"ping"}]';
    b.client(text);
    const answer = '[{"jsonrpc":"2.0","id":1,"result":{}} , {"jsonrpc":"2.0","id":2,"result":{}}]';
    await b.server(answer);
    expect(b.toClient).toEqual([answer]);
  });

  it.each(['[]', '[1]', '[[]]', '17', '"tools/call"'])('that hold no messages are refused: %s', async (text) => {
    const b = bench();
    b.client(text);
    await b.relay.settled();
    expect(b.toServer).toEqual([]);
    expect(parsed(b.toClient[0]).error.code).toBe(-32600);
  });
});

describe('requests', () => {
  it('with the id of an open one are refused, and the open one still gets its answer', async () => {
    const b = bench();
    b.client(call(1, 'echo', {}));
    b.client(call(1, 'other', {}));
    b.client({ jsonrpc: '2.0', id: 1, method: 'ping' });
    await turn();
    expect(b.toServer).toHaveLength(1);
    expect(b.toClient.map((text) => parsed(text).error.code)).toEqual([-32600, -32600]);
    await b.server(result(1, { content: [] }));
    expect(b.toClient).toHaveLength(3);
    expect(b.enforcer.records.map(({ tool }) => tool)).toContain('other');
  });

  it('with ids 1 and "1" are two requests', async () => {
    const b = bench();
    b.client(call(1, 'echo', {}));
    b.client(call('1', 'echo', {}));
    await turn();
    expect(b.toServer).toHaveLength(2);
  });

  it('that are not JSON get the error of JSON-RPC for that', () => {
    const b = bench();
    b.client('{"jsonrpc":');
    expect(parsed(b.toClient[0])).toMatchObject({ id: null, error: { code: -32700 } });
  });
});
