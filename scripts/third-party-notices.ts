/** @module Writes THIRD_PARTY_NOTICES.md: the packages whose code is bundled into dist, with their licences. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {Iterable<string>} moduleIds - the ids of all bundled modules, as the bundler knows them */
export function writeNotices(moduleIds: Iterable<string>): void {
  const folders = new Set<string>();
  for (const id of moduleIds) {
    const [, folder] = /^(.*node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)/.exec(id) ?? [];
    if (folder) folders.add(folder);
  }
  if (folders.size === 0) throw new Error('no bundled package was found: the notices would be empty');
  const notices = new Map([...folders].sort().map((folder) => noticeOf(folder.replace(/^\0+/, ''))));
  const head = '# Third-party notices\n\nThe published package bundles code of these projects.\n\n';
  writeFileSync(join(root, 'THIRD_PARTY_NOTICES.md'), head + [...notices.values()].join('\n') + UNICODE);
}

function noticeOf(folder: string): readonly [string, string] {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)(\.|$)/i.test(one));
  const text = file
    ? `\n\`\`\`\n${readFileSync(join(folder, file), 'utf8').replaceAll('```', "'''").trim()}\n\`\`\`\n`
    : '';
  return [`${name} ${version}`, `## ${name} ${version}\n\nLicence: ${license ?? 'see below'}\n${text}`];
}

const UNICODE = `
## Unicode data

The table of confusable characters follows UTS #39, Unicode Security Mechanisms. Copyright © Unicode, Inc., used under
the Unicode License v3 (https://www.unicode.org/license.txt).
`;
