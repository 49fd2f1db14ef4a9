/**
 * Writes THIRD_PARTY_NOTICES.md: the packages whose code is bundled into dist, with their licences, read from the
 * source comments that the bundler leaves at the head of every bundled module.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(dir, entry.name)) : entry.name.endsWith('.js') ? [join(dir, entry.name)] : []));
const folders = new Set();
for (const file of files(join(root, 'dist'))) {
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/^\/\/#region (node_modules\/.+)$/gm)) {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
    if (folder) folders.add(folder);
  }
}
const seen = new Map();
for (const folder of [...folders].sort()) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const text = readdirSync(join(root, folder)).find((file) => /^(licen[cs]e|copying)(\.|$)/i.test(file));
  seen.set(`${name} ${version}`, `## ${name} ${version}\n\nLicence: ${license ?? 'see below'}\n${text ? `\n\`\`\`\n${readFileSync(join(root, folder, text), 'utf8').replaceAll('```', "'''").trim()}\n\`\`\`\n` : ''}`);
}
const target = join(root, 'THIRD_PARTY_NOTICES.md');
if (seen.size === 0) throw new Error('no bundled package was found: the notices would be empty');
const head = '# Third-party notices\n\nThe published package bundles code of these projects.\n\n';
const notices = `${head}${[...seen.values()].join('\n')}`;
if (!existsSync(target) || readFileSync(target, 'utf8') !== notices) writeFileSync(target, notices);
