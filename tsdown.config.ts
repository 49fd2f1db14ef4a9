import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'tsdown';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const rooms = readdirSync(here('./builtin-plugins'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

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

export default defineConfig({
  entry: {
    index: 'index.ts',
    cli: 'cli.ts',
    'sdk/index': 'sdk/index.ts',
    'sdk/testing': 'sdk/testing.ts',
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
  // Only the doors: a room's inferred types would pull in all of zod's, which do not stand bundling.
  dts: { entry: ['index.ts', 'sdk/index.ts', 'sdk/testing.ts'] },
  fixedExtension: false,
  hash: false,
  // In a folder of their own: a shared chunk of types is called `index` too, and took the place of the door.
  outputOptions: { chunkFileNames: 'chunks/[name].js' },
  onSuccess: copyManifests,
});
