import { describe, expect, it } from 'vitest';
import { bench, call, parsed, result, turn } from './fixtures/bench.ts';
import type { Bench } from './fixtures/bench.ts';
import { RpcError } from './jsonrpc.ts';

const texts = (text: string): object => ({ content: [{ type: 'text', text }] });
const LEAK = texts('ann@example.com');
const task = (taskId: string): object => ({ task: { taskId, status: 'working' } });

/** A bench whose tool `report` has made a task. */
async function withTask(b: Bench, taskId = 't-1'): Promise<Bench> {
  b.client(call('made', 'report', {}, { task: { ttl: 1000 } }));
  await turn();
  await b.server(result('made', task(taskId)));
  return b;
}
const ask = (b: Bench, method: string, taskId = 't-1'): void =>
  b.client({ jsonrpc: '2.0', id: 'asked', method, params: { taskId } });

describe('answers about tasks take the way back of a call', () => {
  it.each(['tasks/result', 'tasks/get', 'tasks/cancel', 'tasks/update'])(
    '%s is redacted and judged',
    async (method) => {
      const b = await withTask(bench({ forbidden: 'launch code' }));
      ask(b, method);
      await b.server(result('asked', LEAK));
      expect(parsed(b.toClient[1])).toEqual(result('asked', texts('<EMAIL>')));
      expect(b.enforcer.reviews).toEqual(['report']);
    },
  );

  it('a refused result is an error result that says what is withheld, and is recorded as blocked', async () => {
    const b = await withTask(bench({ forbidden: 'launch code' }));
    ask(b, 'tasks/result');
    await b.server(result('asked', texts('the launch code is 1234')));
    expect(parsed(b.toClient[1])).toEqual({
      jsonrpc: '2.0',
      id: 'asked',
      result: {
        content: [
          {
            type: 'text',
            text: 'The result of the tool `report` was withheld. Its arguments or its result hold content that the policy does not allow.',
          },
        ],
        isError: true,
      },
    });
    expect(b.enforcer.records).toMatchObject([
      { tool: 'report', decision: 'allowed' },
      { tool: 'report', decision: 'blocked', session: 's1', error: { violationType: 'content_violation' } },
    ]);
  });

  it('any other refused answer is a JSON-RPC error', async () => {
    const b = bench({ forbidden: 'launch code' });
    ask(b, 'tasks/get', 'nobody knows');
    await b.server(result('asked', { status: 'failed', statusMessage: 'the launch code is 1234' }));
    const { error } = parsed(b.toClient[0]);
    expect(error).toMatchObject({
      code: -32603,
      message: expect.stringMatching(/^An answer of the server was withheld/),
    });
    expect(b.toClient.join()).not.toContain('1234');
    expect(b.enforcer.records).toMatchObject([{ tool: 'unknown_tool', decision: 'blocked' }]);
  });

  it('an error keeps its code and has its texts redacted', async () => {
    const b = bench();
    ask(b, 'tasks/result');
    await b.server({ jsonrpc: '2.0', id: 'asked', error: { code: -32050, message: 'no ann@example.com' } });
    expect(parsed(b.toClient[0]).error).toEqual({ code: -32050, message: 'no <EMAIL>' });
  });

  it('a review that fails withholds the answer', async () => {
    const b = bench();
    b.enforcer.review = () => Promise.reject(new Error('no redactor'));
    ask(b, 'tasks/result');
    await b.server(result('asked', LEAK));
    expect(parsed(b.toClient[0]).result.isError).toBe(true);
    expect(b.toClient[0]).toContain('could not be completed');
    expect(b.toClient[0]).not.toContain('ann@');
  });

  it('news of a task are redacted, and dropped when they are refused', async () => {
    const b = await withTask(bench({ forbidden: 'launch code' }));
    const news = (statusMessage: string, method = 'notifications/tasks/status'): object => ({
      jsonrpc: '2.0',
      method,
      params: { taskId: 't-1', statusMessage },
    });
    await b.server(news('mail ann@example.com'));
    await b.server(news('mail ann@example.com', 'Notifications/Tasks'));
    await b.server(news('the launch code is 1234'));
    expect(b.toClient.slice(1).map((text) => parsed(text).params.statusMessage)).toEqual([
      'mail <EMAIL>',
      'mail <EMAIL>',
    ]);
    expect(b.log).toHaveLength(1);
    expect(b.enforcer.records.at(-1)).toMatchObject({ tool: 'report', decision: 'blocked' });
  });

  it('a method that a lenient server takes for one of them is refused', async () => {
    for (const method of ['Tasks/Result', 'tasks.result', '/tasks/get', 'TASKS/LIST', 'Tools/List']) {
      const b = bench();
      ask(b, method);
      await b.relay.settled();
      expect(b.toServer).toEqual([]);
      expect(parsed(b.toClient[0]).error.code).toBe(-32600);
    }
  });

  it('the tools of tasks are remembered within bounds', async () => {
    const b = bench();
    for (let n = 0; n <= 10_000; n++) await withTask(b, `t-${n}`);
    ask(b, 'tasks/get', 't-0');
    await b.server(result('asked', {}));
    ask(b, 'tasks/get', 't-10000');
    await b.server(result('asked', {}));
    expect(b.enforcer.reviews).toEqual(['unknown_tool', 'report']);
  });
});

describe('answers on a resumed stream take it too', () => {
  it('a second copy of an answer is what the first one was', async () => {
    const b = bench({ forbidden: 'launch code' }, 'http');
    b.client(call(1, 'report'));
    await turn();
    await b.server(result(1, LEAK));
    await b.server(result(1, LEAK), true);
    expect(b.toClient[1]).toBe(b.toClient[0]);
    await b.server(result(1, texts('the launch code is 1234')), true);
    expect(parsed(b.toClient[2]).result).toMatchObject({ isError: true });
    expect(b.enforcer.reviews).toEqual(['report', 'report']);
    expect(b.enforcer.records.at(-1)).toMatchObject({ tool: 'report', decision: 'blocked' });
  });

  it('one whose request is not known any more is redacted, judged, and loses denied tools', async () => {
    const b = bench({ forbidden: 'launch code', denied: ['denied'] }, 'http');
    await b.server(result('gone', { ...LEAK, tools: [{ name: 'denied' }, { name: 'ok' }] }), true);
    expect(parsed(b.toClient[0]).result).toEqual({ ...texts('<EMAIL>'), tools: [{ name: 'ok' }] });
    await b.server(result('gone', texts('the launch code is 1234')), true);
    expect(parsed(b.toClient[1]).error.code).toBe(-32603);
    expect(b.toClient.join()).not.toContain('1234');
  });

  it('the state of a round trip is left alone', async () => {
    const b = bench({}, 'http');
    const state = 'sealed-for-ann@example.com';
    await b.server(result('gone', { resultType: 'input_required', requestState: state, ask: 'ann@example.com' }), true);
    expect(parsed(b.toClient[0]).result).toEqual({
      resultType: 'input_required',
      requestState: state,
      ask: '<EMAIL>',
    });
  });

  it('one of a call that was recorded as lost is withheld, however often it comes', async () => {
    const b = bench({}, 'http');
    b.client(call(1, 'report'));
    await turn();
    await b.relay.lose(new RpcError(-32000, 'the connection was closed'));
    const before = b.toClient.length;
    for (let n = 0; n < 3; n++) await b.server(result(1, LEAK), true);
    for (const text of b.toClient.slice(before)) expect(parsed(text)).toMatchObject({ id: 1, error: { code: -32000 } });
    expect(b.toClient.length).toBe(before + 3);
    expect(b.toClient.join()).not.toMatch(/EMAIL|ann@/);
  });
});
