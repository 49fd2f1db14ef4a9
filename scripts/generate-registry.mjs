/**
 * Writes builtin-plugins/index.ts: the modules of the built-in rooms, imported statically so that synchronous use needs
 * no promise. Which rooms there are is read from their package.json files, as discovery does.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../builtin-plugins/', import.meta.url);
const rooms = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/index.ts`, root)))
  .map((entry) => JSON.parse(readFileSync(new URL(`${entry.name}/package.json`, root), 'utf8')).name)
  .sort();
const identifier = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const text = `/** @module The built-in rooms by name. Written by scripts/generate-registry.mjs; a test holds it against discovery. */
${rooms.map((name) => `import * as ${identifier(name)} from './${name}/index.ts';`).join('\n')}

export const BUILT_IN_MODULES: Readonly<Record<string, unknown>> = {
${rooms.map((name) => `  ${identifier(name) === name ? name : `'${name}': ${identifier(name)}`},`).join('\n')}
};
`;
const target = fileURLToPath(new URL('index.ts', root));
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('builtin-plugins/index.ts is not up to date: run `npm run generate`');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
