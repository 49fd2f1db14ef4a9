import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from './fixtures/connect.ts';
import type { StreamTransport } from './fixtures/connect.ts';
import { FakeEnforcer } from './fixtures/fake-enforcer.ts';

const require = createRequire(import.meta.url);
const program = (name: string): string =>
  join(dirname(require.resolve(`@modelcontextprotocol/${name}/package.json`)), 'dist/index.js');
const EVERYTHING = [program('server-everything'), 'stdio'];
const open: StreamTransport[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

const VERSIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];
const CAPABILITIES = { sampling: {}, elicitation: { form: {} }, roots: { listChanged: true } };

/** Speaks the protocol by hand and gives everything that the server answered. */
async function script(via: 'direct' | 'gateway', version: string): Promise<unknown[]> {
  const transport = connect(via, EVERYTHING);
  open.push(transport);
  await transport.start();
  const answers: unknown[] = [];
  const said = new Set<string>();
  const waiting = new Map<unknown, (answer: unknown) => void>();
  const mine: Record<string, unknown> = {
    'sampling/createMessage': { role: 'assistant', model: 'm', content: { type: 'text', text: 'sampled' } },
    'elicitation/create': { action: 'decline' },
    'roots/list': { roots: [{ uri: 'file:///tmp', name: 'tmp' }] },
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  transport.onmessage = (message: any) => {
    if (message.method === undefined) return waiting.get(message.id)?.(message);
    if (message.method !== 'notifications/message') said.add(JSON.stringify([message.method, message.params]));
    if (message.id !== undefined) void transport.send({ jsonrpc: '2.0', id: message.id, result: mine[message.method] });
  };
  let id = 0;
  const ask = async (method: string, params: object = {}): Promise<void> => {
    const answer = new Promise((resolve) => waiting.set(++id, resolve));
    void transport.send({ jsonrpc: '2.0', id, method, params });
    answers.push(await answer);
  };
  const tool = (name: string, args: object = {}, more: object = {}): Promise<void> =>
    ask('tools/call', { name, arguments: args, ...more });
  await ask('initialize', {
    protocolVersion: version,
    capabilities: CAPABILITIES,
    clientInfo: { name: 't', version: '1' },
  });
  void transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  await ask('tools/list');
  await tool('echo', { message: 'hällo' });
  await tool('get-sum', { a: 2, b: 3 });
  await tool('get-structured-content', { location: 'Chicago' });
  await tool('get-tiny-image');
  await tool('get-resource-links', { count: 2 });
  await tool('get-annotated-message', { messageType: 'error', includeImage: true });
  await tool('trigger-long-running-operation', { duration: 0.2, steps: 2 }, { _meta: { progressToken: 'p' } });
  await tool('trigger-sampling-request', { prompt: 'x', maxTokens: 5 });
  await tool('trigger-elicitation-request');
  await tool('get-roots-list');
  await tool('no-such-tool');
  await ask('resources/list');
  await ask('resources/templates/list');
  await ask('resources/read', { uri: 'demo://resource/static/document/architecture.md' });
  await ask('resources/subscribe', { uri: 'demo://resource/dynamic/text/1' });
  await ask('resources/unsubscribe', { uri: 'demo://resource/dynamic/text/1' });
  await ask('prompts/list');
  await ask('prompts/get', { name: 'args-prompt', arguments: { city: 'Oslo' } });
  await ask('completion/complete', {
    ref: { type: 'ref/prompt', name: 'completable-prompt' },
    argument: { name: 'department', value: 'E' },
  });
  await ask('logging/setLevel', { level: 'warning' });
  await ask('no/such-method');
  await ask('ping');
  return [...answers, [...said].sort()];
}

describe('the everything server', () => {
  it.each(VERSIONS)('answers the same through the gateway under %s', async (version) => {
    const [direct, gateway] = await Promise.all([script('direct', version), script('gateway', version)]);
    expect(gateway).toEqual(direct);
    expect((direct[0] as { result: { protocolVersion: string } }).result.protocolVersion).toBe(version);
    const said = JSON.stringify(direct.at(-1));
    for (const method of ['sampling/createMessage', 'elicitation/create', 'roots/list', 'notifications/progress']) {
      expect(said).toContain(method);
    }
  });

  it('works for a client of the v1 SDK: progress, cancellation, sampling, elicitation, roots', async () => {
    const client = new ClientV1({ name: 't', version: '1' }, { capabilities: CAPABILITIES });
    client.setRequestHandler(CreateMessageRequestSchema, () => ({
      role: 'assistant',
      model: 'm',
      content: { type: 'text', text: 'ok' },
    }));
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'decline' }));
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [] }));
    const enforcer = new FakeEnforcer({ denied: ['get-env'] });
    const transport = connect('gateway', EVERYTHING, enforcer);
    open.push(transport);
    await client.connect(transport as never);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('echo');
    expect(tools.map(({ name }) => name)).not.toContain('get-env');
    expect(await client.callTool({ name: 'get-env', arguments: {} })).toMatchObject({ isError: true });
    expect(await client.callTool({ name: 'echo', arguments: { message: 'ann@example.com' } })).toMatchObject({
      content: [{ text: 'Echo: <EMAIL>' }],
    });
    const steps: number[] = [];
    const long = { name: 'trigger-long-running-operation', arguments: { duration: 0.3, steps: 3 } };
    await client.callTool(long, undefined, { onprogress: ({ progress }) => void steps.push(progress) });
    expect(steps).toEqual([1, 2, 3]);
    const stop = new AbortController();
    const endless = { name: 'trigger-long-running-operation', arguments: { duration: 60, steps: 600 } };
    const cancelled = client.callTool(endless, undefined, {
      signal: stop.signal,
      onprogress: () => stop.abort('enough'),
    });
    await expect(cancelled).rejects.toThrow('enough');
    await client.ping();
    expect(enforcer.records.filter(({ tool }) => tool === 'trigger-long-running-operation')).toHaveLength(2);
  });

  it('works for a client of the v2 SDK', async () => {
    const client = new ClientV2({ name: 't', version: '1' });
    const transport = connect('gateway', EVERYTHING);
    open.push(transport);
    await client.connect(transport as never);
    expect((await client.listTools()).tools.length).toBeGreaterThan(10);
    const answer = await client.callTool({ name: 'echo', arguments: { message: 'mail bob@example.com' } });
    expect(answer.content).toEqual([{ type: 'text', text: 'Echo: mail <EMAIL>' }]);
  });
});

describe('a server whose tools give tasks', () => {
  const TASKS = fileURLToPath(new URL('./fixtures/tasks.mjs', import.meta.url));

  /** Calls a tool by way of a task, as the SDK does it, and gives the last message about it. */
  async function byTask(name: string, finds: string, enforcer: FakeEnforcer) {
    const client = new ClientV1({ name: 't', version: '1' });
    const transport = connect('gateway', [TASKS, finds], enforcer);
    open.push(transport);
    await client.connect(transport as never);
    const options = { task: { ttl: 60_000 } };
    const messages = client.experimental.tasks.callToolStream({ name, arguments: {} }, undefined, options);
    let last: any; // eslint-disable-line @typescript-eslint/no-explicit-any
    for await (const message of messages) last = message;
    return last;
  }

  it('gives its client a redacted result', async () => {
    const enforcer = new FakeEnforcer();
    const { type, result } = await byTask('research', 'mail ann@example.com', enforcer);
    expect([type, result.content[0].text]).toEqual(['result', 'mail <EMAIL>']);
    expect(enforcer.reviews).toContain('research');
  });

  it('does not get a result to its client that a rule refuses', async () => {
    const enforcer = new FakeEnforcer({ forbidden: 'launch code' });
    const { type, result } = await byTask('research', 'the launch code is 1234', enforcer);
    expect([type, result.isError]).toEqual(['result', true]);
    expect(result.content[0].text).toMatch(/^The result of the tool `research` was withheld\./);
    expect(enforcer.records.map(({ decision }) => decision)).toEqual(['allowed', 'blocked']);
  });

  it('never hears of a denied call', async () => {
    const enforcer = new FakeEnforcer({ denied: ['denied'] });
    const { type } = await byTask('denied', 'anything', enforcer);
    expect(type).toBe('error');
    expect(enforcer.records).toMatchObject([{ tool: 'denied', decision: 'blocked' }]);
  });
});

describe('the filesystem server', () => {
  it('reads a file whose text arrives redacted, and never hears of a denied write', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'enforcecore-mcp-'));
    try {
      await writeFile(join(folder, 'a.txt'), 'write to ann@example.com');
      const client = new ClientV2({ name: 't', version: '1' });
      const transport = connect(
        'gateway',
        [program('server-filesystem'), folder],
        new FakeEnforcer({ denied: ['write_file'] }),
      );
      open.push(transport);
      await client.connect(transport as never);
      const names = (await client.listTools()).tools.map(({ name }) => name);
      expect(names).toContain('read_text_file');
      expect(names).not.toContain('write_file');
      const read = await client.callTool({ name: 'read_text_file', arguments: { path: join(folder, 'a.txt') } });
      expect(JSON.stringify(read)).toContain('write to <EMAIL>');
      expect(JSON.stringify(read)).not.toContain('ann@');
      const written = await client.callTool({
        name: 'write_file',
        arguments: { path: join(folder, 'b.txt'), content: 'x' },
      });
      expect(written.isError).toBe(true);
    } finally {
      await Promise.all(open.splice(0).map((one) => one.close()));
      await rm(folder, { recursive: true });
    }
  });
});
