/** Whole processes, interleaved with `node -e 0`: what importing the package and asking for its version add. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PROCESSES = {
  nothing: ['-e', '0'],
  import: ['--input-type=module', '-e', "import 'enforcecore'"],
  version: ['dist/cli.js', '--version'],
};

export async function startupRows({ quick }) {
  const times = Object.fromEntries(Object.keys(PROCESSES).map((name) => [name, []]));
  for (let i = 0; i < (quick ? 2 : 21); i++) {
    for (const [name, args] of Object.entries(PROCESSES)) {
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  const median = (name) => times[name].sort((a, b) => a - b)[times[name].length >> 1];
  return [
    {
      figure: "import 'enforcecore', over node -e 0",
      value: median('import') - median('nothing'),
      unit: 'ms',
      aim: 60,
    },
    {
      figure: 'enforcecore --version, over node -e 0',
      value: median('version') - median('nothing'),
      unit: 'ms',
      aim: 25,
    },
  ];
}
