/**
 * `npm test`: everything that CI holds the tests to. Installs and builds when needed, runs the unit tests, the tests of
 * the packed package and the examples, and ends with one line of the runners' own counts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.env.npm_execpath;
const work = mkdtempSync(join(tmpdir(), 'enforcecore-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: process.env });
  if (error) throw error;
  return status ?? 1;
}
const runNpm = (...args) => (npm ? run(process.execPath, [npm, ...args]) : run('npm', args));

/** Runs one Vitest configuration and adds up what it counted. A runner that counts nothing has failed. */
function vitest(name, ...args) {
  const report = join(work, `${name}.json`);
  const bin = join(root, 'node_modules/vitest/vitest.mjs');
  const status = run(process.execPath, [
    bin,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  const counts = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  total.passed += counts.numPassedTests;
  total.failed += counts.numFailedTests;
  total.skipped += counts.numPendingTests + counts.numTodoTests;
  if (counts.numPassedTests === 0 || (status !== 0 && counts.numFailedTests === 0)) total.failed += 1;
}

/** Runs a suite that is a program of its own, and adds up what it says it counted. */
function suite(name, ...args) {
  const report = join(work, `${name}.json`);
  const status = run(process.execPath, [join(root, 'tests', name, 'run.mjs'), ...args, '--report', report]);
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (counts.passed === 0 || (status !== 0 && counts.failed === 0)) total.failed += 1;
}

try {
  if (
    !existsSync(join(root, 'node_modules/vitest')) &&
    runNpm('ci', '--no-audit', '--no-fund', '--loglevel=error') !== 0
  )
    process.exit(3);
  if (runNpm('run', '--silent', 'build') !== 0) process.exit(1);
  vitest('unit');
  vitest('packaged', '--config', 'vitest.packaged.config.ts');
  suite('external-verifiers');
  suite('faults', '--short');
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
