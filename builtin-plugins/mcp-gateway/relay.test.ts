import { describe, expect, it } from 'vitest';
import { bench, call, parsed, result, turn } from './fixtures/bench.ts';
import { RpcError } from './jsonrpc.ts';

describe('messages that are not enforced', () => {
  it.each([
    '{"jsonrpc":"2.0", "id":12345678901234567890,"method":"x/unknown","params":{"n":1.0,"n2":9007199254740993}}',
    '{"jsonrpc":"2.0","id":"\\u0061","method":"tools/callAll","params":{"name":"denied"}}',
    '{"jsonrpc":"2.0","id":{"odd":true},"method":"ping","extra":[1, 2]}',
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"message":"ann@example.com"}}',
    '{"jsonrpc":"2.0","id":"srv-1","result":{"model":"m","content":{"type":"text","text":"ann@example.com"}}}',
    '[{"jsonrpc":"2.0","id":1,"method":"ping"} , {"jsonrpc":"2.0","method":"notifications/x"}]',
  ])('reach the server byte for byte: %s', (text) => {
    const b = bench();
    b.client(text);
    expect(b.toServer).toEqual([text]);
  });

  it('reach the client byte for byte', async () => {
    const b = bench();
    b.client('{"jsonrpc":"2.0","id":1,"method":"resources/read"}');
    const answer = '{"id":1, "result":{"n":9007199254740993,"x":"ann@example.com"},"jsonrpc":"2.0","more":null}';
    const asked = '{"jsonrpc":"2.0","id":9007199254740993,"method":"sampling/createMessage","params":{ }}';
    await b.server(answer);
    await b.server(asked);
    expect(b.toClient).toEqual([answer, asked]);
    expect(b.relay.idle).toBe(true);
  });
});

describe('tool calls', () => {
  it('keep the bytes of both messages when nothing is redacted', async () => {
    const b = bench();
    const text =
      '{"jsonrpc":"2.0", "params":{"arguments":{"n":9007199254740993,"__proto__":{"a":1}},"_meta":{"progressToken":1.0},"name":"echo"},"id":1,"method":"tools\\/call"}';
    b.client(text);
    await turn();
    expect(b.toServer).toEqual([text]);
    const answer =
      '{"jsonrpc":"2.0","id":1,"result":{"content":[],"structuredContent":{"n":9007199254740993}, "_meta":{}}}';
    await b.server(answer);
    expect(b.toClient).toEqual([answer]);
    expect(b.enforcer.records).toMatchObject([{ tool: 'echo', decision: 'allowed', session: 's1' }]);
  });

  it('have arguments redacted for the server and the whole result for the client', async () => {
    const b = bench();
    b.client(
      '{"jsonrpc":"2.0","id":12345678901234567890,"method":"tools/call","params":{"name":"echo","arguments":{"to":"ann@example.com","__proto__":{"k":"bob@example.com"}},"_meta":{"progressToken":12345678901234567890}}}',
    );
    await turn();
    expect(b.toServer).toEqual([
      '{"jsonrpc":"2.0","id":12345678901234567890,"method":"tools/call","params":{"name":"echo","arguments":{"to":"<EMAIL>","__proto__":{"k":"<EMAIL>"}},"_meta":{"progressToken":12345678901234567890}}}',
    ]);
    const content = [
      { type: 'text', text: 'ann@example.com' },
      { type: 'resource', resource: { uri: 'x:1', text: 'ann@example.com' } },
      { type: 'resource_link', uri: 'mailto:ann@example.com', name: 'ann@example.com' },
    ];
    await b.server(
      `{"jsonrpc":"2.0","id":12345678901234567890,"result":${JSON.stringify({ content, structuredContent: { to: 'ann@example.com' }, _meta: { a: 'ann@example.com', b: 1 } })}}`,
    );
    expect(b.toClient[0]).toContain('"id":12345678901234567890');
    expect(b.toClient[0]).not.toContain('ann@');
    expect(parsed(b.toClient[0]).result._meta).toEqual({ a: '<EMAIL>', b: 1 });
    expect(JSON.stringify(b.enforcer.records)).not.toContain('ann@');
  });

  it('take absent arguments for none', async () => {
    const b = bench();
    b.client(call(1, 'echo'));
    await turn();
    expect(b.toServer).toEqual([JSON.stringify(call(1, 'echo'))]);
    expect(b.enforcer.records).toEqual([]);
  });

  it('that are denied never reach the server, and the model is told so without the policy', async () => {
    const b = bench({ denied: ['denied'] });
    b.client(call('a', 'denied', { x: 1 }));
    await turn();
    expect(b.toServer).toEqual([]);
    const { id, result: told } = parsed(b.toClient[0]);
    expect(id).toBe('a');
    expect(told).toEqual({
      content: [
        { type: 'text', text: 'The call of the tool `denied` was refused. The policy does not allow this tool.' },
      ],
      isError: true,
    });
  });

  it('that are denied get a complete result under the newest protocol versions', async () => {
    const b = bench({ denied: ['denied'] });
    b.client(call(1, 'denied', {}, { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }));
    await turn();
    expect(parsed(b.toClient[0]).result).toMatchObject({ resultType: 'complete', isError: true });
  });

  it('pass on an error of the server with its texts redacted', async () => {
    const b = bench();
    b.client(call(1, 'echo', {}));
    await turn();
    await b.server({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32001, message: 'no ann@example.com', data: ['bob@example.com', 7] },
    });
    expect(parsed(b.toClient[0])).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32001, message: 'no <EMAIL>', data: ['<EMAIL>', 7] },
    });
    expect(b.enforcer.records).toHaveLength(1);
  });

  it('are aborted and forwarded as cancelled, without an answer', async () => {
    const b = bench();
    b.client(call(5, 'echo', {}));
    await turn();
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 5, reason: 'stop' } };
    b.client(cancelled);
    await b.relay.settled();
    await b.server(result(5, { content: [{ type: 'text', text: 'ann@example.com' }] }));
    expect(b.toServer[1]).toBe(JSON.stringify(cancelled));
    expect(b.toClient).toEqual([]);
    expect(b.enforcer.records).toHaveLength(1);
    expect(b.relay.idle).toBe(true);
  });

  it('that are cancelled before they were checked never reach the server', async () => {
    let check = (): void => undefined;
    const b = bench({ guard: () => new Promise<void>((resolve) => (check = resolve)) });
    b.client(call(5, 'echo', {}));
    b.client({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 5 } });
    check();
    await b.relay.settled();
    expect(b.toServer).toHaveLength(1);
    expect(b.toServer[0]).toContain('notifications/cancelled');
    expect(b.enforcer.records).toMatchObject([{ decision: 'blocked' }]);
  });

  it('that the corridor gives up on are cancelled at the server, and a late answer is dropped', async () => {
    let giveUp = (): void => undefined;
    const b = bench({ giveUp: new Promise<void>((resolve) => (giveUp = resolve)) });
    b.client(call(5, 'echo', {}));
    await turn();
    giveUp();
    await b.relay.settled();
    await turn();
    expect(parsed(b.toServer[1])).toMatchObject({ method: 'notifications/cancelled', params: { requestId: 5 } });
    expect(parsed(b.toClient[0]).result.content[0].text).toContain('longer than the policy allows');
    await b.server(result(5, { content: [] }));
    expect(b.toClient).toHaveLength(1);
  });

  it('are recorded and answered when the server is lost in the middle', async () => {
    const b = bench();
    b.client(call(1, 'echo', {}));
    b.client({ jsonrpc: '2.0', id: 2, method: 'ping' });
    await turn();
    b.relay.lose(new RpcError(-32000, 'the MCP server has ended'));
    await b.relay.settled();
    await turn();
    expect(b.toClient.map((text) => parsed(text).id).sort()).toEqual([1, 2]);
    expect(b.toClient.every((text) => parsed(text).error.code === -32000)).toBe(true);
    expect(b.enforcer.records).toHaveLength(1);
  });

  it('leave the opaque state of a round trip alone, and redact the rest of it', async () => {
    const b = bench();
    b.client(call(1, 'echo', {}));
    await turn();
    const state = 'sealed-for-ann@example.com';
    await b.server(
      result(1, {
        resultType: 'input_required',
        inputRequests: { q: { message: 'ann@example.com?' } },
        requestState: state,
      }),
    );
    expect(parsed(b.toClient[0]).result).toEqual({
      resultType: 'input_required',
      inputRequests: { q: { message: '<EMAIL>?' } },
      requestState: state,
    });
  });
});
