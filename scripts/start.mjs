/** `npm start`: installs and builds when that has not been done, then runs the main job, examples/gateway. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.env.npm_execpath;

function run(label, command, args) {
  if (label) process.stderr.write(`${label} …\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function runNpm(label, ...args) {
  if (npm) run(label, process.execPath, [npm, ...args]);
  else run(label, process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
}

/** The newest change below a folder, so that an old build is not shown as a new one. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const SOURCES = ['kernel', 'plugins', 'policies', 'sdk', 'builtin-plugins', 'index.ts', 'cli.ts', 'tsdown.config.ts'];
const built = join(root, 'dist/cli.js');
if (!existsSync(join(root, 'node_modules/tsdown')))
  runNpm('installing', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
if (!existsSync(built) || SOURCES.some((path) => newest(join(root, path)) > statSync(built).mtimeMs))
  runNpm('building', 'run', '--silent', 'build');
run('', process.execPath, [join(root, 'examples/gateway/main.mjs'), ...process.argv.slice(2)]);
