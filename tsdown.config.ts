import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';
import { defineConfig } from 'tsdown';
import { writeNotices } from './scripts/third-party-notices.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const rooms = readdirSync(here('./builtin-plugins'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

// Local names only: the names of classes and functions are shown in errors and in the trail.
const MINIFY = { mangle: { toplevel: false, keepNames: true }, compress: true, codegen: true };

const bundled = new Set<string>();
/** Notes which modules are bundled, for the notices that their licences ask for. */
const noting = {
  name: 'note-bundled-modules',
  generateBundle(_options: unknown, bundle: Record<string, { moduleIds?: readonly string[] }>): void {
    for (const { moduleIds } of Object.values(bundle)) for (const id of moduleIds ?? []) bundled.add(id);
  },
};

/** The built-in rooms keep the shape of npm packages, so that they are found as a stranger's package is. */
function copyManifests(): void {
  for (const room of rooms) {
    const manifest = JSON.parse(readFileSync(here(`./builtin-plugins/${room}/package.json`), 'utf8')) as Record<
      string,
      unknown
    >;
    manifest['main'] = './index.js';
    writeFileSync(here(`./dist/builtin-plugins/${room}/package.json`), `${JSON.stringify(manifest, null, 2)}\n`);
    cpSync(here(`./builtin-plugins/${room}/README.md`), here(`./dist/builtin-plugins/${room}/README.md`));
  }
}

/** Libraries of one file that are loaded when they are needed, and at once: see `loadLater`. */
const WHOLE = {
  recheck: 'recheck/lib/browser.js',
  re2js: 're2js/build/index.cjs',
  regexpp: '@eslint-community/regexpp/index.js',
};
function copyWhole(): void {
  cpSync(here('./builtin-plugins/ner/embedded/ner-weights.json'), here('./dist/chunks/ner-weights.json'));
  for (const [name, file] of Object.entries(WHOLE)) {
    const from = here(`./node_modules/${file}`);
    const code = readFileSync(from, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
    writeFileSync(here(`./dist/chunks/${name}.cjs`), code);
    bundled.add(from);
  }
}

/** Of zod what rooms call: as a whole it is three times that, most of it messages in other languages. */
const ZOD_USED = 'enforcecore:zod-used';
const zodUsed = {
  name: 'zod-used',
  resolveId: (id: string) => (id === ZOD_USED ? ZOD_USED : undefined),
  load: (id: string) =>
    id === ZOD_USED
      ? "export { array, boolean, enum, int, number, object, record, strictObject, string, union } from 'zod';"
      : undefined,
};

/** The same for libraries of many files. */
async function bundleWhole(): Promise<void> {
  for (const [name, file] of Object.entries({
    yaml: 'yaml/browser/dist/index.js',
    cosmiconfig: 'cosmiconfig/dist/index.js',
    zod: ZOD_USED,
  })) {
    const bundle = await rolldown({
      input: file === ZOD_USED ? ZOD_USED : here(`./node_modules/${file}`),
      platform: 'node',
      // A config of ours is data, and its YAML is read by the library that reads policies.
      external: ['typescript', 'js-yaml'],
      plugins: [zodUsed, noting],
    });
    await bundle.write({
      file: here(`./dist/chunks/${name}.cjs`),
      format: 'cjs',
      minify: MINIFY,
      codeSplitting: false,
    });
    await bundle.close();
  }
}

/** Rooms describe their sections with zod when a policy is read (`schemaLater`): the library comes then, not before. */
const ZOD_LATER = 'enforcecore:zod-later';
const zodLater = {
  name: 'zod-later',
  resolveId: (id: string) => (id === 'zod' ? ZOD_LATER : undefined),
  load: (id: string) =>
    id === ZOD_LATER
      ? `import { loadLater } from 'enforcecore/sdk';
let library;
const zod = () => (library ??= loadLater(import.meta.url, './zod.cjs', 'zod'));
export const z = new Proxy({}, { get: (_, name) => zod()[name] });`
      : undefined,
};

/** What is loaded with `import 'enforcecore'`: not the program, the gateway's transports, or libraries of theirs. */
function isCore(id: string): boolean {
  const path = id.replaceAll('\\', '/');
  if (/\.d\.[cm]?ts$|\.json$/.test(path)) return false;
  if (id === ZOD_LATER) return true;
  if (path.includes('/node_modules/'))
    return /\/node_modules\/(tsyringe|reflect-metadata|tslib|eventemitter3)\//.test(path);
  if (/\/builtin-plugins\/[^/]+\/index\.ts$/.test(path)) return true;
  if (/\/(cli|sdk\/cli\/|sdk\/testing|auditstore\/)/.test(path) || path.endsWith('/index.ts')) return false;
  return !path.includes('/mcp-gateway/');
}

/** No invisible characters in what is published, and one byte a character for the engine to read. */
function keepAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Node shows the line that threw an error nobody caught: not half of the package, but the function or the member. */
function breakLines(text: string): string {
  const starts = parseAst(text).body.flatMap((statement) => {
    const inner = 'declaration' in statement && statement.declaration ? statement.declaration : statement;
    const declared = inner.type === 'VariableDeclaration' ? inner.declarations : [];
    const classes = [inner, ...declared.map(({ init }) => init)].flatMap((one) =>
      one?.type === 'ClassDeclaration' || one?.type === 'ClassExpression' ? one.body.body : [],
    );
    return [statement, ...declared.slice(1), ...classes].map(({ start }) => start);
  });
  const sorted = [0, ...starts.toSorted((a, b) => a - b)];
  const lines = sorted.map((start, i) => text.slice(start, sorted[i + 1]));
  return lines.map((line) => (line === '' || line.endsWith('\n') ? line : `${line}\n`)).join('');
}

function finishCode(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!/\.[cm]?js$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, 'utf8');
    const ascii = keepAscii(text);
    const finished = entry.name.endsWith('.cjs') ? ascii : breakLines(ascii);
    if (finished !== text) writeFileSync(file, finished);
  }
}

/** The thread that verifies parts of a trail: a file of its own, with only as much of the package as it needs. */
async function bundleWorker(): Promise<void> {
  const bundle = await rolldown({
    input: here('./builtin-plugins/audit-jsonl/range-worker.ts'),
    platform: 'node',
    resolve: { alias: { 'enforcecore/sdk': here('./sdk/index.ts') } },
    // What the sdk does when it is imported, such as naming error codes, is of no use to it.
    treeshake: { moduleSideEffects: false },
    external: /^(?:zod|tsyringe|reflect-metadata|eventemitter3)$/,
  });
  await bundle.write({
    file: here('./dist/chunks/range-worker.mjs'),
    format: 'esm',
    minify: MINIFY,
    codeSplitting: false,
  });
  await bundle.close();
}

export default defineConfig({
  entry: {
    index: 'index.ts',
    cli: 'cli.ts',
    'sdk/index': 'sdk/index.ts',
    'sdk/testing': 'sdk/testing.ts',
    'auditstore/index': 'auditstore/index.ts',
    'auditstore/backends': 'auditstore/backends.ts',
    ...Object.fromEntries(rooms.map((room) => [`builtin-plugins/${room}/index`, `builtin-plugins/${room}/index.ts`])),
  },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  outDir: 'dist',
  // cosmiconfig knows how to load configs that are code; ours are data, and the compiler stays out.
  deps: { neverBundle: ['typescript'] },
  // One chunk for what the doors share: there is one kernel, whichever door it is reached by.
  alias: { 'enforcecore/sdk': here('./sdk/index.ts') },
  minify: MINIFY,
  // Only the doors: a room's inferred types would pull in all of zod's, which do not stand bundling.
  dts: { entry: ['index.ts', 'sdk/index.ts', 'sdk/testing.ts', 'auditstore/index.ts', 'auditstore/backends.ts'] },
  fixedExtension: false,
  hash: false,
  // In a folder of their own: a shared chunk of types is called `index` too, and took the place of the door.
  outputOptions: {
    chunkFileNames: 'chunks/[name].js',
    // What every import of the package needs, in one file: each module file costs about a millisecond to load.
    codeSplitting: {
      groups: [{ name: 'core', test: isCore }],
    },
  },
  plugins: [zodLater, noting],
  async onSuccess() {
    copyWhole();
    await bundleWhole();
    await bundleWorker();
    finishCode(here('./dist'));
    copyManifests();
    writeNotices(bundled);
  },
});
