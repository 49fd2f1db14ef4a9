/**
 * Builds one example plugin with every toolchain, against the packed package as npm installs it, and runs its checks.
 * Prints a line for each and exits non-zero when one fails. Needs `npm run build`.
 *
 *   node tests/toolchains/run.mjs [name …]     only the toolchains whose name contains one of the words
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const checkout = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'enforcecore-toolchains-'));
const example = join(work, 'example');
const wanted = process.argv.slice(2);
const env = { ...process.env, ENFORCECORE_AUDIT_ENABLED: 'false', npm_config_update_notifier: 'false' };

/** Every toolchain: how the example is built, and how it is run. */
const toolchains = {
  'tsc 6.0, TC39 decorators': () => [tsc('typescript', 'out/tsc'), node('out/tsc/main.js')],
  'tsc 6.0, experimentalDecorators': () => [
    tsc('typescript', 'out/tsc-legacy', '--experimentalDecorators'),
    node('out/tsc-legacy/main.js'),
  ],
  'tsc 6.0, experimentalDecorators and emitDecoratorMetadata': () => [
    tsc('typescript', 'out/tsc-metadata', '--experimentalDecorators', '--emitDecoratorMetadata'),
    node('out/tsc-metadata/main.js'),
  ],
  'tsc 5.9, TC39 decorators': () => [tsc('typescript-5.9', 'out/tsc59'), node('out/tsc59/main.js')],
  'types under 6.0 and 5.9, nodenext and bundler, skipLibCheck false': () =>
    ['typescript', 'typescript-5.9'].flatMap((version) => [
      tsc(version, undefined, '--noEmit'),
      tsc(version, undefined, '--noEmit', '--module', 'esnext', '--moduleResolution', 'bundler'),
      tsc(version, undefined, '--noEmit', '--experimentalDecorators'),
    ]),
  'esbuild, TC39 decorators': () => [esbuild('out/esbuild'), node('out/esbuild/main.js')],
  'esbuild, experimentalDecorators': () => [
    esbuild('out/esbuild-legacy', '--tsconfig-raw={"compilerOptions":{"experimentalDecorators":true}}'),
    node('out/esbuild-legacy/main.js'),
  ],
  'swc, TC39 decorators': () => [swc('out/swc', { decoratorVersion: '2022-03' }), node('out/swc/main.js')],
  'swc, legacy decorators': () => [
    swc('out/swc-legacy', { legacyDecorator: true, decoratorMetadata: true }),
    node('out/swc-legacy/main.js'),
  ],
  'tsx, TC39 decorators': () => [bin('tsx', 'main.ts')],
  'tsx, experimentalDecorators': () => [bin('tsx', '--tsconfig', legacyConfig(), 'main.ts')],
  'Vitest 4 on Vite 8, oxc with legacy decorators': () => [bin('vitest', 'run', '--reporter', 'dot')],
  'Node 22 runs the built example': () => [otherNode(22, 'out/tsc/main.js')],
  'Node 24 runs the built example': () => [otherNode(24, 'out/tsc/main.js')],
  'Node 22 strips the types itself': () => [otherNode(22, 'native.ts')],
  'Node 24 strips the types itself': () => [otherNode(24, 'native.ts')],
  'Node 22 keeps an audit store in its own SQLite': () => [otherNode(22, 'node-sqlite.mjs')],
  'Node 24 keeps an audit store in its own SQLite': () => [otherNode(24, 'node-sqlite.mjs')],
};

function tsc(version, outDir, ...flags) {
  const out = outDir === undefined ? [] : ['--outDir', outDir];
  return () => run(process.execPath, join(work, 'node_modules', version, 'bin/tsc'), '-p', '.', ...out, ...flags);
}
function node(file) {
  return () => run(process.execPath, file);
}
function bin(name, ...args) {
  return () => run(join(work, 'node_modules/.bin', name), ...args);
}
function otherNode(major, file) {
  return () => {
    if (file.startsWith('out/') && !existsSync(join(example, file))) tsc('typescript', 'out/tsc')();
    return run('npx', '--yes', '--package', `node@${major}`, 'node', file);
  };
}
function esbuild(outdir, ...flags) {
  const files = ['main.ts', 'checks.ts', 'plugin.ts'];
  return bin(
    'esbuild',
    ...files,
    `--outdir=${outdir}`,
    '--format=esm',
    '--target=node20',
    '--log-level=warning',
    ...flags,
  );
}
function legacyConfig() {
  const path = join(example, 'tsconfig.legacy.json');
  writeFileSync(
    path,
    JSON.stringify({ extends: './tsconfig.json', compilerOptions: { experimentalDecorators: true } }),
  );
  return path;
}
function swc(outdir, transform) {
  return async () => {
    const { default: compiler } = await import(pathToFileURL(join(work, 'node_modules/@swc/core/index.js')).href);
    mkdirSync(join(example, outdir), { recursive: true });
    for (const name of ['main', 'checks', 'plugin']) {
      const { code } = compiler.transformFileSync(join(example, `${name}.ts`), {
        swcrc: false,
        module: { type: 'es6' },
        jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform },
      });
      writeFileSync(join(example, outdir, `${name}.js`), code);
    }
  };
}

/** Runs a program in the example's folder; what it printed is shown when it fails. */
function run(command, ...args) {
  return runIn(example, command, ...args);
}
function runIn(cwd, command, ...args) {
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status ?? signal}\n${stdout}${stderr}`.trim());
  return stdout;
}

/** The example in a folder of its own, with the packed package and the compilers installed. */
function prepare() {
  if (!existsSync(join(checkout, 'dist/index.js'))) throw new Error('dist/ is missing: run `npm run build` first');
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  if (lock.includes('"resolved"')) throw new Error('tests/toolchains/package-lock.json names a registry');
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(here, file), join(work, file));
  cpSync(join(here, 'example'), example, { recursive: true });
  runIn(work, 'npm', 'ci', '--no-audit', '--no-fund');
  // Scripts are left out, so that what is packed is the dist/ that was tested.
  runIn(checkout, 'npm', 'pack', '--ignore-scripts', '--pack-destination', work);
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
  runIn(work, 'npm', 'install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', `./${tarball}`);
}

let failed = 0;
try {
  prepare();
  for (const [name, steps] of Object.entries(toolchains)) {
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
    try {
      for (const step of steps()) await step();
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
