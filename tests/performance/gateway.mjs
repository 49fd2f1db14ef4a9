/** A stdio `tools/call` direct and through the gateway, interleaved in one run: real client, real server, real gateway process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const SERVER = [path('../../node_modules/@modelcontextprotocol/server-everything/dist/index.js'), 'stdio'];

export async function gatewayRows({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-bench-'));
  const policy = join(folder, 'policy.yaml');
  writeFileSync(policy, 'name: bench\nrules:\n  allowed_tools: [echo]\n  pii_redaction: { enabled: true }\n');
  const env = { ...process.env, ENFORCECORE_AUDIT_PATH: folder };
  const direct = await connect(SERVER, env);
  const through = await connect(
    [path('../../dist/cli.js'), 'mcp', '--policy', policy, '--', process.execPath, ...SERVER],
    env,
  );
  try {
    const times = { direct: [], through: [] };
    const calls = quick ? 40 : 1500;
    for (let i = 0; i < calls; i++) {
      for (const [name, client] of Object.entries({ direct, through })) {
        const start = process.hrtime.bigint();
        await client.callTool({ name: 'echo', arguments: { message: `hello ${i}` } });
        if (i >= calls / 4) times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
      }
    }
    const p50 = (name) => times[name].sort((a, b) => a - b)[times[name].length >> 1];
    return [
      { figure: 'tools/call over stdio, direct, p50', value: p50('direct'), unit: 'ms' },
      {
        figure: 'tools/call over stdio, what the gateway adds, p50',
        value: p50('through') - p50('direct'),
        unit: 'ms',
        aim: 0.5,
      },
    ];
  } finally {
    await through.close();
    await direct.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function connect(args, env) {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }));
  return client;
}
