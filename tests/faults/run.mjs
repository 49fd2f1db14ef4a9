/**
 * Breaks what the trail stands on, on purpose, and looks whether anything that was acknowledged is lost and whether
 * `verify` still tells the truth.
 *
 *   node tests/faults/run.mjs [--short] [--only kill,attacks] [--seed 7] [--auditor '{"...":...}'] [--report counts.json]
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const GROUPS = ['attacks', 'tail-cut', 'sidecars', 'hostile', 'clock', 'writers', 'disk-full', 'syscalls', 'kill'];
/** Made with a database, where there is one. */
const POSTGRES = 'postgres';

const { values: given } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string' },
    auditor: { type: 'string', default: '{}' },
    report: { type: 'string' },
  },
});
// Child processes make their auditors with the same options.
process.env.FAULTS_AUDITOR = given.auditor;
const short = given.short;
const seed = Number(given.seed ?? Date.now() % 1_000_000);
const total = { passed: 0, failed: 0, skipped: 0 };
const work = mkdtempSync(join(tmpdir(), 'enforcecore-faults-'));

/** Counts one case: passed without a problem. What cannot be run here is said by `report.skip`. */
const report = Object.assign(
  (name, problem) => {
    if (problem === undefined) {
      if (!short) console.log(`ok      ${name}`);
      return void total.passed++;
    }
    total.failed++;
    console.log(`FAILED  ${name}\n        ${String(problem?.stack ?? problem).slice(0, 2000)}`);
  },
  {
    skip(name, why) {
      total.skipped++;
      console.log(`skipped ${name}: ${why}`);
    },
  },
);

async function main() {
  const { random } = await import('./random.mjs');
  const present = existsSync(fileURLToPath(new URL(`./${POSTGRES}.mjs`, import.meta.url)));
  const all = present ? [...GROUPS, POSTGRES] : GROUPS;
  const wanted = given.only?.split(',') ?? all;
  for (const name of all.filter((one) => wanted.includes(one))) {
    const began = performance.now();
    const before = { ...total };
    const folder = join(work, name);
    mkdirSync(folder);
    try {
      const { run } = await import(`./${name}.mjs`);
      await run({ short, report, folder, random: random(seed) });
    } catch (error) {
      report(`${name}: it runs to its end`, error);
    }
    rmSync(folder, { recursive: true, force: true });
    const took = ((performance.now() - began) / 1000).toFixed(1);
    const [passed, failed] = [total.passed - before.passed, total.failed - before.failed];
    console.log(`${name}: ${passed} passed, ${failed} failed, ${took} s`);
  }
}

function finish() {
  // Last of all that is done at the end: children are killed and disks unmounted before.
  process.once('exit', () => rmSync(work, { recursive: true, force: true }));
  if (given.report) writeFileSync(given.report, JSON.stringify(total));
  console.log(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(total.failed > 0 ? 1 : 0);
}

// Torn lines are moved aside by the thousand here; each would warn.
process.removeAllListeners('warning');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => {
    report('all', `stopped by ${signal}`);
    finish();
  });
// A broken engine may break this process at any time: that is a failure like others, and the rest is still looked at.
process.on('uncaughtException', (error) => report('nothing is thrown where nobody waits for it', error));
const minutes = short ? 5 : 25;
setTimeout(() => {
  report('all', `not done after ${minutes} minutes`);
  finish();
}, minutes * 60_000).unref();
try {
  await main();
} catch (error) {
  report('the suite runs', error);
}
if (total.failed > 0) console.log(`seed: ${seed}`);
finish();
