import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FakeEnforcer } from './fixtures/fake-enforcer.ts';
import { decode } from './jsonrpc.ts';
import { Relay } from './relay.ts';

function attack(text: string): { toServer: string[]; toClient: string[]; enforcer: FakeEnforcer; relay: Relay } {
  const enforcer = new FakeEnforcer({ denied: ['denied'] });
  const toServer: string[] = [];
  const toClient: string[] = [];
  const relay = new Relay({ enforcer, transport: 'stdio', session: undefined, log: () => undefined });
  const send = (one: string): void => void toServer.push(one);
  relay.fromClient(text, { send, withdraw: send, reply: (one) => void toClient.push(one) });
  return { toServer, toClient, enforcer, relay };
}

const AMBIGUOUS: readonly string[] = [
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","name":"denied","arguments":{}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"denied","name":"ok","arguments":{}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"denied","n\\u0061me":"ok"}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","Name":"denied"}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","ARGUMENT\u017f":{"path":"/etc"}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","arguments":{},"arguments":{"path":"/etc"}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","arguments":{"path":"/etc","path":"/ok"}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","arguments":{"a":[{"p":1,"p":2}]}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","arguments":{"path":"/ok","Path":"/etc"}}}',
  '{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/call","params":{"name":"ok"}}',
  '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"denied"}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","method":"ping","params":{"name":"denied"}}',
  '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call","params":{"name":"denied"}}',
  '{"jsonrpc":"2.0","id":1,"METHOD":"tools/call","params":{"name":"denied"}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok"},"Params":{"name":"denied"}}',
  '[{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"denied"}}]',
];

it.each(AMBIGUOUS)('a message that two parsers read differently is refused and recorded: %s', async (text) => {
  const { toServer, toClient, enforcer, relay } = attack(text);
  await relay.settled();
  expect(toServer).toEqual([]);
  expect(toClient.join()).toContain('-32600');
  expect(enforcer.records).toMatchObject([{ decision: 'blocked' }]);
});

it.each([
  '{"jsonrpc":"2.0","id":1,"method":"tools/call"}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":""}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["denied"]}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"__proto__":{"name":"ok"}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","arguments":["x"]}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","arguments":"x"}}',
])('a call that is not well formed is refused as invalid params and recorded: %s', async (text) => {
  const { toServer, toClient, enforcer, relay } = attack(text);
  await relay.settled();
  expect(toServer).toEqual([]);
  expect(JSON.parse(toClient[0] ?? 'null')).toMatchObject({ id: 1, error: { code: -32602 } });
  expect(enforcer.records).toMatchObject([{ decision: 'blocked' }]);
});

it.each([
  '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"denied"}}',
  '{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"ok"}}',
])('a call that would have no answer is refused and recorded: %s', async (text) => {
  const { toServer, enforcer, relay } = attack(text);
  await relay.settled();
  expect(toServer).toEqual([]);
  expect(enforcer.records).toHaveLength(1);
});

it('the name of the tool comes from `params.name` alone', async () => {
  const args = { name: 'ok', tool_name: 'ok', toolName: 'ok' };
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools\u002fcall',
    params: { name: 'denied', arguments: args },
    name: 'ok',
  };
  const { toServer, enforcer, relay } = attack(JSON.stringify(message).replace('tools/call', 'tools\\u002fc\\u0061ll'));
  await relay.settled();
  expect(toServer).toEqual([]);
  expect(enforcer.records).toMatchObject([{ tool: 'denied', decision: 'blocked' }]);
});

it('a carriage return cannot make one message two for a server that reads text streams', () => {
  const smuggled = '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"denied"}}';
  const text = decode(Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":\r${smuggled}\r}}\r`));
  const { toServer } = attack(text ?? '');
  expect(toServer).toHaveLength(1);
  expect(toServer[0]).not.toMatch(/[\r\n]/);
});

it('bytes that are not UTF-8 are no message', () => {
  expect(decode(Buffer.from([0x7b, 0xff, 0x7d]))).toBeUndefined();
});

it('a server cannot get an uninspected result to the client', async () => {
  const leak = { content: [{ type: 'text', text: 'ann@example.com' }] };
  const answers = [
    `{"jsonrpc":"2.0","id":1,"result":{"content":[]},"Result":${JSON.stringify(leak)}}`,
    `{"jsonrpc":"2.0","id":1,"result":${JSON.stringify(leak)},"result":{"content":[]}}`,
    `{"jsonrpc":"2.0","id":1,"result":{"content":${JSON.stringify(leak.content)},"content":[]}}`,
    `{"jsonrpc":"2.0","id":1,"method":"x","result":${JSON.stringify(leak)}}`,
    `[{"jsonrpc":"2.0","id":1,"result":${JSON.stringify(leak)}}]`,
    `{"jsonrpc":"2.0","id":1,"result":"ann@example.com"}`,
    `{"jsonrpc":"2.0","id":1,"error":"ann@example.com"}`,
    `{"jsonrpc":"2.0","id":1,"result":${'['.repeat(50_000)}"ann@example.com"${']'.repeat(50_000)}}`,
  ];
  for (const text of answers) {
    const { relay, toClient } = attack('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok"}}');
    await new Promise((resolve) => setImmediate(resolve));
    const answer = await relay.fromServer(text);
    await relay.settled();
    expect([answer, ...toClient].join()).not.toContain('ann@');
    expect([answer, ...toClient].join()).toContain('"id":1');
  }
});

it('a denied tool never runs, however the call is spelled in JSON', async () => {
  const escaped = (text: string, every: number): string =>
    [...text].map((c, i) => (i % every ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('');
  const space = fc.stringMatching(/^[ \t\n]{0,3}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9 }),
      space,
      fc.jsonValue(),
      fc.boolean(),
      async (every, gap, extra, batch) => {
        const name = `"${escaped('denied', every)}"`;
        const one = `{${gap}"x":${JSON.stringify(extra)},"${escaped('method', every)}"${gap}:"${escaped('tools/call', every)}","id":1,"params":${gap}{"name":${gap}${name}}}`;
        const { toServer, relay } = attack(batch ? `[${one}]` : one);
        await relay.settled();
        return toServer.length === 0;
      },
    ),
    { seed: 20260728, numRuns: 300 },
  );
});
