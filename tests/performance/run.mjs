/**
 * `npm run bench`: prints a table with the aim of each figure, and writes bench-results.json. Figures are medians of
 * loops of LOOP calls (tinybench), less the same loop over the bare function, unless a row says otherwise. Each suite has
 * a process of its own. Nothing here passes or fails. `--quick` runs everything briefly, to see that it runs. Needs `npm run build`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';

const quick = process.argv.includes('--quick');
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const suites = ['corridor', 'stack', 'gateway', 'redaction', 'secrets', 'trail', 'startup', 'audit', 'postgres'];
const rows = [];
for (const name of suites) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await rowsOf(name)));
}

/** The process inherits the flags of this one. */
async function rowsOf(name) {
  const child = fork(fileURLToPath(new URL('suite.mjs', import.meta.url)), [name, quick ? 'quick' : 'whole']);
  let sent;
  child.on('message', (message) => (sent = message));
  const [code, signal] = await once(child, 'exit');
  if (code !== 0 || !sent) throw new Error(`the suite ${name} ended with ${code ?? signal}`);
  return sent;
}

const table = new Table({
  head: ['figure', 'value', 'aim', 'ratio to aim'],
  style: { head: [], border: [] },
  colAligns: ['left', 'right', 'right', 'right'],
});
for (const { figure, value, unit, aim } of rows) {
  table.push([
    figure,
    `${value.toFixed(value < 10 ? 2 : value < 10_000 ? 1 : 0)} ${unit}`,
    aim === undefined ? '' : `${aim} ${unit}`,
    aim === undefined ? '' : (value / aim).toFixed(2),
  ]);
}
console.log(table.toString());
console.log(`node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`);
writeFileSync(
  'bench-results.json',
  `${JSON.stringify({ node: process.version, when: new Date().toISOString(), quick, rows }, null, 2)}\n`,
);
