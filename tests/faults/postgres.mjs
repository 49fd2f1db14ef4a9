/**
 * @module Many writers on one database whose connections are cut and whose server is killed: nothing that was
 * acknowledged is lost or doubled, and no alarm is false. The short versions are among the room's own tests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
const room = join(root, 'builtin-plugins/audit-postgres');

export async function run({ short, report }) {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-faults-pg-'));
  let server;
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const [fixture, writer, backend] = await Promise.all(
      ['server.fixture', 'writer.fixture', 'index'].map((name) => build(folder, name)),
    );
    const { findBinaries, TestServer } = await import(pathToFileURL(fixture).href);
    if (!findBinaries()) return void report.skip('postgres', 'PostgreSQL is not installed');
    const { PostgreSQLBackend } = await import(pathToFileURL(backend).href);
    server = await TestServer.start({ fsync: true });
    for (const [name, breaks] of Object.entries({ 'connections are cut': cutting, 'the server is killed': killing })) {
      const scene = { server, writer, folder, PostgreSQLBackend, schema: server.schema(), count: short ? 200 : 4000 };
      report(`postgres: ${name} under eight writers`, await broken(scene, breaks).catch((error) => error));
    }
  } finally {
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(folder, name) {
  const file = join(folder, `${name}.mjs`);
  const bundle = await rolldown({
    input: join(room, `${name}.ts`),
    platform: 'node',
    resolve: { alias: { 'enforcecore/sdk': join(root, 'sdk/index.ts') } },
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}

/** Undefined when all is well, otherwise what is wrong. */
async function broken(scene, breaks) {
  const { server, writer, folder, schema, count } = scene;
  const options = { ...server.connection(), schema, retryMs: 120_000 };
  const children = Array.from({ length: 8 }, (_, i) => {
    const task = { options, acked: join(folder, `${schema}-${i}.acked`), count, atOnce: 20 };
    return spawn(process.execPath, [writer, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  });
  try {
    const running = children.map(ended);
    const state = { over: false, done: Promise.allSettled(running).then(() => (state.over = true)) };
    await breaks(scene, state);
    const refused = (await Promise.all(running)).flat();
    if (refused.length > 0) return `writers were refused: ${JSON.stringify(refused)}`;
    return await lost(scene, options);
  } finally {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

async function ended(child) {
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`a writer ended with ${code}`);
  return JSON.parse(said);
}

async function cutting({ server, schema }, state) {
  while (!state.over) {
    await server.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name = 'enforcecore' AND query LIKE '%${schema}%' AND random() < 0.2`);
    await Promise.race([delay(Math.random() * 30), state.done]);
  }
}

async function killing({ server }, state) {
  for (let i = 0; !state.over && i < 50; i++) {
    await Promise.race([delay(500 + Math.random() * 2000), state.done]);
    await server.down(i % 2 === 0 ? 'SIGQUIT' : 'SIGINT');
    await server.up();
  }
}

async function lost({ server, folder, PostgreSQLBackend, schema, count }, options) {
  const files = readdirSync(folder).filter((name) => name.startsWith(`${schema}-`));
  const acked = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));
  if (acked.length !== 8 * count) return `${acked.length} of ${8 * count} entries were acknowledged`;
  const backend = new PostgreSQLBackend(options);
  try {
    const { isValid, errors } = await backend.verify();
    if (!isValid) return `a false alarm: ${JSON.stringify(errors.slice(0, 3))}`;
  } finally {
    await backend.close();
  }
  const rows = await server.sql(`SELECT entry_id, count(*) AS times FROM ${schema}.entries GROUP BY entry_id`);
  const kept = new Map(rows.map(({ entry_id, times }) => [entry_id, Number(times)]));
  const wrong = acked.filter((id) => kept.get(id) !== 1);
  return wrong.length > 0 ? `${wrong.length} acknowledged entries are lost or doubled` : undefined;
}
