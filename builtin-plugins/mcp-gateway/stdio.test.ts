import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnforcer } from './fixtures/fake-enforcer.ts';
import type { FakeOptions } from './fixtures/fake-enforcer.ts';
import { runStdioGateway } from './stdio.ts';
import type { StdioGatewayOptions } from './stdio.ts';

const SCRIPTED = fileURLToPath(new URL('./fixtures/scripted.mjs', import.meta.url));
const STUBBORN = fileURLToPath(new URL('./fixtures/stubborn.mjs', import.meta.url));
const open: AbortController[] = [];
afterEach(() => open.splice(0).forEach((one) => one.abort()));

/** A gateway in this process with the scripted server behind it. */
function start(options: Partial<StdioGatewayOptions> = {}, fake: FakeOptions = {}) {
  const [input, output, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const enforcer = new FakeEnforcer(fake);
  const abort = new AbortController();
  open.push(abort);
  const lines: any[] = []; // eslint-disable-line @typescript-eslint/no-explicit-any
  const waiting: { test: () => boolean; resolve: () => void }[] = [];
  let rest = '';
  let log = '';
  const look = (): void => waiting.filter(({ test }) => test()).forEach(({ resolve }) => resolve());
  output.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((line) => JSON.parse(line) as unknown));
    look();
  });
  stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
    look();
  });
  const until = (test: () => boolean): Promise<void> =>
    test() ? Promise.resolve() : new Promise((resolve) => waiting.push({ test, resolve }));
  const code = runStdioGateway({
    enforcer,
    command: process.execPath,
    args: [SCRIPTED],
    input,
    output,
    stderr,
    signal: abort.signal,
    graceMs: 1500,
    ...options,
  });
  const send = (message: unknown): void =>
    void input.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
  const call = (id: unknown, name: string, args: object = {}): void =>
    send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });
  const answer = async (id: unknown) => {
    await until(() => lines.some((line) => line.id === id));
    return lines.find((line) => line.id === id);
  };
  return { input, output, enforcer, code, send, call, answer, until, abort, lines, log: () => log };
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z');
  } catch {
    return false;
  }
};

describe('a running gateway', () => {
  it('redacts what the server sees and what the client sees', async () => {
    const g = start();
    g.call(1, 'echo', { to: 'ann@example.com' });
    const seen = JSON.parse((await g.answer(1)).result.content[0].text);
    expect(seen.params).toEqual({ name: 'echo', arguments: { to: '<EMAIL>' } });
    g.call(2, 'error', { message: 'x' });
    expect((await g.answer(2)).error).toMatchObject({ code: -32050 });
    g.input.end();
    expect(await g.code).toBe(0);
    expect(g.log()).toBe('');
  });

  it('passes on requests of the server, unknown methods and batches', async () => {
    const g = start();
    g.send({ jsonrpc: '2.0', id: 1, method: 'x/unknown', params: { deep: [1] } });
    expect(JSON.parse((await g.answer(1)).result.line).params).toEqual({ deep: [1] });
    g.send({ jsonrpc: '2.0', id: 2, method: 'ask/me' });
    expect((await g.answer('srv-1')).method).toBe('sampling/createMessage');
    g.send('[{"jsonrpc":"2.0","id":3,"method":"a"},{"jsonrpc":"2.0","id":4,"method":"b"}]');
    await g.until(() => g.lines.some(Array.isArray));
    expect(g.lines.find(Array.isArray)).toHaveLength(2);
  });

  it('hides denied tools and answers their calls itself', async () => {
    const g = start({}, { denied: ['denied'] });
    g.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const { tools, nextCursor } = (await g.answer(1)).result;
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(['echo', 'error']);
    expect(nextCursor).toBe('more');
    g.call(2, 'denied');
    expect((await g.answer(2)).result.isError).toBe(true);
  });

  it('goes on after nonsense from the server and keeps it from the client', async () => {
    const g = start();
    g.call(1, 'garbage');
    await g.answer(1);
    g.call(2, 'twice');
    await g.answer(2);
    g.call(3, 'noise');
    await g.answer(3);
    await g.until(() => g.log().includes('server says hello'));
    expect(g.lines).toHaveLength(3);
    expect(g.log()).not.toMatch(/secret-host|ann@/);
    expect(g.log().match(/enforcecore: dropped/g)).toHaveLength(5);
  });

  it('goes on after nonsense from the client', async () => {
    const g = start();
    g.send('{"jsonrpc":');
    g.input.write(Buffer.from([0x7b, 0xff, 0x7d, 0x0a, 0x0d, 0x0a]));
    await g.until(() => g.lines.length === 2);
    expect(g.lines.map(({ error }) => error.code)).toEqual([-32700, -32700]);
    g.call(1, 'echo');
    await g.answer(1);
  });

  it('refuses messages beyond the limit in both directions, and the connection goes on', async () => {
    const g = start({ maxMessageBytes: 10_000 });
    g.call(1, 'echo', { text: 'x'.repeat(20_000) });
    expect((await g.answer(1)).error.code).toBe(-32600);
    g.call(2, 'big', { bytes: 20_000 });
    expect((await g.answer(2)).error.message).toContain('10000 bytes');
    g.call(3, 'echo');
    await g.answer(3);
    expect(g.enforcer.records).toHaveLength(3);
    expect(g.log()).not.toContain('xxx');
  });

  it('carries large messages whole', async () => {
    const g = start();
    g.call(1, 'repeat', { text: 'y'.repeat(5_000_000) });
    expect((await g.answer(1)).result.structuredContent.text).toHaveLength(5_000_000);
  });

  it('does not hold a server up whose standard error nobody reads any more', async () => {
    const gone = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    gone.on('error', () => undefined);
    const g = start({ stderr: gone });
    g.call(1, 'flood');
    await g.answer(1);
    g.call(2, 'flood');
    await g.answer(2);
  });

  it('stops reading from a server whose client does not read', async () => {
    const g = start();
    g.output.pause();
    g.call(1, 'big', { bytes: 3_000_000 });
    for (let id = 2; id < 20; id++) g.call(id, 'big', { bytes: 500_000 });
    await expect.poll(() => g.output.writableNeedDrain, { timeout: 15_000 }).toBe(true);
    expect(g.output.writableLength).toBeLessThan(6_000_000);
    g.output.resume();
    await g.answer(19);
    expect(g.lines).toHaveLength(19);
  });
});

describe('the end', () => {
  it('of the client still lets what it sent be answered', async () => {
    const g = start();
    g.input.end('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}\n{"jsonrpc":');
    expect(await g.code).toBe(0);
    expect(g.lines).toMatchObject([{ id: 1 }]);
    expect(g.log()).toContain('ends in the middle: 11 bytes dropped');
  });

  it('of the server answers what is open, records it, and gives exit code 3', async () => {
    const g = start();
    g.call(1, 'hang');
    g.send({ jsonrpc: '2.0', id: 2, method: 'ping' });
    await g.answer(2);
    g.call(3, 'crash');
    expect(await g.code).toBe(3);
    expect(g.lines.filter(({ error }) => error?.code === -32000).map(({ id }) => id)).toEqual([1, 3]);
    expect(g.enforcer.records.map(({ tool }) => tool).sort()).toEqual(['crash', 'hang']);
    expect(g.log()).toContain('enforcecore: the MCP server exited with code 7\n');
  });

  it('of the server within a message drops that message', async () => {
    const g = start();
    g.call(1, 'half');
    expect(await g.code).toBe(3);
    expect(g.lines).toMatchObject([{ id: 1, error: { code: -32000 } }]);
    expect(g.log()).toContain('the last message of the server ends in the middle');
  });

  it('comes at once when the server cannot be started', async () => {
    const g = start({ command: '/no/such/program' });
    g.call(1, 'echo');
    expect(await g.code).toBe(3);
    expect(g.lines).toMatchObject([{ id: 1, error: { code: -32000 } }]);
    expect(g.log()).toBe(
      'enforcecore: the MCP server `/no/such/program` cannot be started: there is no such program\n',
    );
  });

  it('takes a server down that ignores the end of its input and SIGTERM', async () => {
    const g = start({ args: [STUBBORN], graceMs: 200 });
    await g.until(() => g.lines.length === 1);
    const { pid } = g.lines[0].params;
    g.abort.abort();
    expect(await g.code).toBe(0);
    expect(alive(pid)).toBe(false);
  });

  it('leaves no grandchild behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'enforcecore-mcp-'));
    try {
      const g = start({ graceMs: 300 });
      const file = join(folder, 'pids');
      g.call(1, 'grandchild', { file });
      await g.answer(1);
      expect(existsSync(file)).toBe(true);
      const pids = readFileSync(file, 'utf8').split(' ').map(Number);
      expect(pids.map(alive)).toEqual([true, true]);
      g.input.end();
      expect(await g.code).toBe(0);
      await expect.poll(() => pids.map(alive), { timeout: 15_000 }).toEqual([false, false]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('comes when the client stops reading', async () => {
    const g = start();
    g.call(1, 'echo');
    await g.answer(1);
    g.output.destroy();
    expect(await g.code).toBe(0);
  });
});
