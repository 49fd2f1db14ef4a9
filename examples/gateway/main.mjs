/**
 * An MCP server behind a policy: a real client, the gateway, and the official filesystem server.
 * Run it with `npm start` in the checkout, after `npm run build`.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import pc from 'picocolors';

const colors = pc.createColors(process.stdout.isTTY === true && !process.env['NO_COLOR']);
const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const cli = join(dirname(fileURLToPath(import.meta.resolve('enforcecore'))), 'cli.js');
const server = join(dirname(require.resolve('@modelcontextprotocol/server-filesystem/package.json')), 'dist/index.js');

if (!existsSync(cli)) {
  console.error('the package is not built yet: run `npm run build` first');
  process.exit(3);
}

const folder = await mkdtemp(join(tmpdir(), 'enforcecore-gateway-'));
const trailFolder = await mkdtemp(join(tmpdir(), 'enforcecore-trail-'));
const trail = join(trailFolder, 'trail.jsonl');
const notes = join(folder, 'notes');
await mkdir(notes);
await writeFile(join(notes, 'customer.txt'), 'Ann Example, ann@example.com, +1 555-123-4567, wants a call back.\n');
await writeFile(join(notes, 'plan.txt'), 'Ship on Friday.\n');

try {
  await converse();
  await summarise();
  process.exitCode = await verify();
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The conversation that an agent would have. */
async function converse() {
  const client = new Client({ name: 'gateway-example', version: '1.0.0' });
  const args = [
    cli,
    'mcp',
    '--policy',
    join(here, 'policy.yaml'),
    '--audit',
    trail,
    '--',
    process.execPath,
    server,
    notes,
  ];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder, stderr: 'inherit' }));
  try {
    const { tools } = await client.listTools();
    title('Tools that the model is shown');
    console.log(`  ${tools.map(({ name }) => name).join(', ')}`);
    title('What the model gets');
    await call(client, 'read_text_file', { path: join(notes, 'plan.txt') });
    await call(client, 'read_text_file', { path: join(notes, 'customer.txt') });
    await call(client, 'read_text_file', { path: '/etc/hostname' });
    await call(client, 'read_text_file', { path: join(folder, 'elsewhere.txt') });
    await call(client, 'write_file', { path: join(notes, 'plan.txt'), content: 'Ship never.' });
  } finally {
    await client.close();
  }
}

/**
 * @param {Client} client
 * @param {string} name
 * @param {Record<string, unknown>} args
 */
async function call(client, name, args) {
  const result = await client.callTool({ name, arguments: args });
  const [first] = /** @type {{ text?: string }[]} */ (result.content);
  const mark = result.isError ? colors.red('✗') : colors.green('✓');
  console.log(`  ${mark} ${colors.bold(name)} ${colors.dim(String(args['path']))}\n    ${(first?.text ?? '').trim()}`);
}

/** Each call as the trail has it. */
async function summarise() {
  title('What the trail says');
  for (const entry of await readTrail()) {
    if (entry.entry_type === 'intent') continue;
    const paint =
      { allowed: colors.green, redacted: colors.yellow, blocked: colors.red }[entry.decision] ?? colors.bold;
    const why = [entry.violation_type, ...(entry.rules ?? []).map((/** @type {string} */ rule) => `rule ${rule}`)];
    const redactions = entry.input_redactions + entry.output_redactions;
    if (redactions > 0) why.push(`${redactions} redacted`);
    const micros = Math.round(entry.overhead_ms * 1000);
    console.log(
      `  ${paint(entry.decision.padEnd(8))} ${entry.tool_name.padEnd(16)} ${colors.dim(`+${micros} µs`.padEnd(10))} ${why.filter(Boolean).join(', ')}`,
    );
  }
  console.log(colors.dim(`  ${trailFolder}`));
}

/** @returns {Promise<any[]>} */
async function readTrail() {
  const files = (await readdir(trailFolder)).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(files.map((name) => readFile(join(trailFolder, name), 'utf8')));
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  );
}

/** @returns {Promise<number>} the exit code of the verdict */
async function verify() {
  title('enforcecore verify');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [cli, 'verify', trail]);
    console.log(stdout.trimEnd());
    return 0;
  } catch (error) {
    const failed = /** @type {{ stdout?: string, stderr?: string, code?: unknown }} */ (error);
    console.log(`${failed.stdout ?? ''}${failed.stderr ?? ''}`.trimEnd());
    return typeof failed.code === 'number' ? failed.code : 1;
  }
}

/** @param {string} text */
function title(text) {
  console.log(`\n${colors.bold(text)}`);
}
