/** One log in PostgreSQL: entries a second of four processes that write at once, each with its stream, the tree included. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PostgreSQLBackend } from 'enforcecore/auditstore/backends';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CLIENTS = 4;

export async function postgresRows({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-bench-pg-'));
  let server;
  try {
    const { findBinaries, TestServer } = await fixture(folder);
    if (!findBinaries()) return [];
    server = await TestServer.start({ fsync: true });
    const count = quick ? 500 : 40_000;
    const options = { ...server.connection(), schema: server.schema() };
    const { acknowledged, inTree } = await rates({ options, count, atOnce: 2000 });
    return [
      { figure: 'audit: PostgreSQL, 4 clients, until committed', value: acknowledged, unit: '/s', aim: 30_000 },
      { figure: 'audit: the same, until all are in the one tree', value: inTree, unit: '/s', aim: 30_000 },
    ];
  } finally {
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fixture(folder) {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'server.mjs');
  const bundle = await rolldown({
    input: join(root, 'builtin-plugins/audit-postgres/server.fixture.ts'),
    platform: 'node',
    resolve: { alias: { 'enforcecore/sdk': join(root, 'sdk/index.ts') } },
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return import(pathToFileURL(file).href);
}

async function rates(task) {
  const program = join(root, 'tests/performance/postgres-client.mjs');
  const children = Array.from({ length: CLIENTS }, () =>
    spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  try {
    const lines = children.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]());
    for (const one of lines) await said(one);
    const start = performance.now();
    for (const { stdin } of children) stdin.write('go\n');
    const took = await Promise.all(lines.map(async (one) => Number(await said(one))));
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
    const total = CLIENTS * task.count;
    const backend = new PostgreSQLBackend(task.options);
    const { size } = await backend.head();
    const whole = performance.now() - start;
    await backend.close();
    if (size !== total) throw new Error(`the tree has ${size} of ${total} entries`);
    return { acknowledged: (total / Math.max(...took)) * 1000, inTree: (total / whole) * 1000 };
  } finally {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

async function said(lines) {
  const { value, done } = await lines.next();
  if (done) throw new Error('a client ended before it was done');
  return value;
}
