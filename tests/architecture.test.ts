import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_MODULES } from '../builtin-plugins/index.ts';
import { discover } from '../plugins/discover.ts';
import { takePreloaded } from '../plugins/load.ts';
import { toPlugin } from '../sdk/spec-plugins.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = (dir: string): string[] =>
  readdirSync(join(root, dir), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
const found = discover([{ kind: 'folder', dir: join(root, 'builtin-plugins'), trusted: true }]);

describe('the house', () => {
  it('finds every built-in room as it finds a stranger, and refuses none', () => {
    expect(found.filter(({ problem }) => problem)).toEqual([]);
    expect(found.map(({ name }) => name).sort()).toEqual(Object.keys(BUILT_IN_MODULES).sort());
  });

  it('holds every room to its package.json', () => {
    for (const one of found)
      expect(takePreloaded(one, new Map(Object.entries(BUILT_IN_MODULES)), toPlugin).name).toBe(one.name);
  });

  it('gives every room a README, and tests beside the code', () => {
    for (const { name, dir } of found) {
      expect(existsSync(join(dir, 'README.md')), `${name} has a README`).toBe(true);
      expect(
        readdirSync(dir).some((file) => file.endsWith('.test.ts')),
        `${name} has tests`,
      ).toBe(true);
    }
  });

  it('names no room in kernel, plugins or sdk', () => {
    for (const file of ['kernel', 'plugins', 'sdk'].flatMap(sources)) {
      const text = readFileSync(file, 'utf8');
      for (const { name } of found)
        expect(new RegExp(`['"\`]${name}['"\`]`).test(text), `${file} names ${name}`).toBe(false);
    }
  });

  it('keeps the container library in one file', () => {
    for (const file of ['kernel', 'plugins', 'policies', 'sdk', 'builtin-plugins'].flatMap(sources)) {
      if (file.endsWith(join('kernel', 'container.ts'))) continue;
      expect(readFileSync(file, 'utf8')).not.toMatch(
        /from ['"](tsyringe|reflect-metadata)['"]|import ['"]reflect-metadata/,
      );
    }
  });
});
