/**
 * `npm run bench`: prints a table with the aim of each figure, and writes bench-results.json. Figures are medians of
 * loops of LOOP calls (tinybench), less the same loop over the bare function, unless a row says otherwise. Nothing here
 * passes or fails. `--quick` runs everything briefly, to see that it runs. Needs `npm run build`.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import Table from 'cli-table3';
import { auditRows } from './audit.mjs';
import { corridorRows } from './corridor.mjs';
import { gatewayRows } from './gateway.mjs';
import { postgresRows } from './postgres.mjs';
import { redactionRows } from './redaction.mjs';
import { secretsRows } from './secrets.mjs';
import { startupRows } from './startup.mjs';
import { stackRows } from './stack.mjs';
import { trailRows } from './trail.mjs';

const quick = process.argv.includes('--quick');
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const suites = {
  corridor: corridorRows,
  stack: stackRows,
  gateway: gatewayRows,
  redaction: redactionRows,
  secrets: secretsRows,
  trail: trailRows,
  startup: startupRows,
  audit: auditRows,
  postgres: postgresRows,
};
const rows = [];
for (const [name, run] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await run({ quick })));
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
