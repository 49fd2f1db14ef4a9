import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Project } from './project.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const WAIT = { timeout: 30_000, interval: 50 };
const BOTH = ['echo intent', 'echo outcome', 'hang intent', 'hang outcome'];
let project: Project;
const started: ChildProcess[] = [];
beforeEach(() => {
  project = new Project();
  project.write('policy.yaml', 'name: p\npii_redaction: {enabled: true}\nrules: {denied_tools: [delete_all]}\n');
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  project[Symbol.dispose]();
});

const file = (name: string): string => join(project.dir, name);
const text = (name: string): string => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z');
  } catch {
    return false; // nobody has the id any more
  }
};

/** Which tools have which entries in the trail, which must verify, besides those of refused calls. */
async function records(): Promise<string[]> {
  const { verifyTrail } = await import(pathToFileURL(file('node_modules/enforcecore/dist/index.js')).href);
  const trail = file('trail/trail.jsonl');
  expect(await verifyTrail(trail)).toMatchObject({ isValid: true });
  return readFileSync(trail, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { tool_name: string; entry_type: string; decision: string })
    .filter(({ decision }) => decision !== 'blocked')
    .map(({ tool_name, entry_type }) => `${tool_name} ${entry_type}`);
}

/** A client, the gateway, and a server, with a call in flight. A shell between them keeps the gateway's exit code. */
async function inFlight() {
  const cli = file('node_modules/enforcecore/dist/cli.js');
  const gateway = [process.execPath, cli, 'mcp', '--policy', 'policy.yaml', '--audit', 'trail', '--'];
  const server = [process.execPath, here('./gateway-server.mjs'), file('pids')];
  const command = {
    command: 'sh',
    args: ['-c', '"$@"; echo $? > code', 'sh', ...gateway, ...server],
    cwd: project.dir,
  };
  const client = spawn(process.execPath, [here('./gateway-client.mjs'), JSON.stringify(command)]);
  started.push(client);
  let said = '';
  client.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  client.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  await expect.poll(() => text('pids') || said, WAIT).toMatch(/^\d+ \d+$/);
  const [serverPid = 0, gatewayPid = 0] = text('pids').split(' ').map(Number);
  return { client, serverPid, gatewayPid, said: () => said };
}

describe('the gateway over stdio', () => {
  it('neither lists nor calls a denied tool, by whatever name that looks like it', async () => {
    const { said } = await inFlight();
    expect(said()).toContain('{"listed":["echo","hang"]}');
    expect(said().match(/"isError":true/g)).toHaveLength(6);
    expect(said()).not.toContain('deleted');
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends its server on %s, answers and records what is open, and gives 0',
    async (signal) => {
      const { client, serverPid, gatewayPid, said } = await inFlight();
      const gone = new Promise((resolve) => client.once('exit', resolve));
      process.kill(gatewayPid, signal);
      await gone;
      await expect.poll(() => text('code'), WAIT).toBe('0\n');
      expect([serverPid, gatewayPid].map(alive)).toEqual([false, false]);
      expect(said()).toContain('<EMAIL> and <EMAIL>');
      expect(said()).toContain('the connection was closed');
      expect(await records()).toEqual(BOTH);
    },
  );

  it('ends its server when its client is killed, records what is open, and gives 0', async () => {
    const { client, serverPid, gatewayPid } = await inFlight();
    client.kill('SIGKILL');
    await expect.poll(() => text('code'), WAIT).toBe('0\n');
    expect([serverPid, gatewayPid].map(alive)).toEqual([false, false]);
    expect(await records()).toEqual(BOTH);
  });

  it('answers and records what is open when its server is killed, and gives 3', async () => {
    const { client, serverPid, gatewayPid, said } = await inFlight();
    const gone = new Promise((resolve) => client.once('exit', resolve));
    process.kill(serverPid, 'SIGKILL');
    await gone;
    await expect.poll(() => text('code'), WAIT).toBe('3\n');
    expect([serverPid, gatewayPid].map(alive)).toEqual([false, false]);
    expect(said()).toContain('the MCP server has ended');
    expect(await records()).toEqual(BOTH);
  });

  it('leaves a trail that verifies, and no server, when it is killed itself', async () => {
    const { serverPid, gatewayPid } = await inFlight();
    process.kill(gatewayPid, 'SIGKILL');
    await expect.poll(() => text('code'), WAIT).toBe('137\n');
    await expect.poll(() => alive(serverPid), WAIT).toBe(false);
    expect(await records()).toEqual(BOTH.slice(0, 3));
  });
});

describe('the gateway over HTTP', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s answers or drops what is open, records it, and gives 0',
    async (signal) => {
      let arrived = (): void => undefined;
      const seen = new Promise<void>((resolve) => (arrived = resolve));
      const upstream = createServer(() => arrived()); // never answers
      await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
      try {
        const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/mcp`;
        const cli = file('node_modules/enforcecore/dist/cli.js');
        const options = ['--policy', 'policy.yaml', '--audit', 'trail', '--listen', '0', '--upstream', url];
        const gateway = spawn(process.execPath, [cli, 'mcp', ...options], { cwd: project.dir });
        started.push(gateway);
        let log = '';
        gateway.stderr.on('data', (chunk: Buffer) => void (log += chunk.toString()));
        await expect.poll(() => log, WAIT).toMatch(/listening on \S+\n/);
        const [, at = ''] = /listening on (\S+)\n/.exec(log) ?? [];
        const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'hang' } };
        const answer = fetch(at, { method: 'POST', body: JSON.stringify(message) }).then(
          (response) => response.text(),
          () => 'the connection broke off',
        );
        await seen;
        const code = new Promise((resolve) => gateway.once('exit', resolve));
        gateway.kill(signal);
        expect(await code).toBe(0);
        expect(await answer).toMatch(/the gateway is closing|the connection broke off/);
        expect(await records()).toEqual(BOTH.slice(2));
      } finally {
        upstream.closeAllConnections();
        await new Promise((resolve) => upstream.close(resolve));
      }
    },
  );
});
