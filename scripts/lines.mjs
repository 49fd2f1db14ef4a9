/** Counts lines of code (no comments, no blank lines, no tests) by folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = (dir) =>
  readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
const code = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length;
for (const dir of ['kernel', 'plugins', 'policies', 'sdk', 'builtin-plugins']) {
  console.log(`${dir.padEnd(16)} ${String(files(dir).reduce((sum, file) => sum + code(file), 0)).padStart(6)}`);
}
