import { chmodSync } from 'node:fs';
import nodeModule from 'node:module';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discover } from './discover.ts';
import type { Found, Root } from './discover.ts';
import { LARGEST_PACKAGE_JSON_BYTES } from './package-file.ts';
import { packageJson, TestPackages } from './test-packages.ts';

let packages: TestPackages;
beforeEach(() => {
  packages = new TestPackages();
});
afterEach(() => packages[Symbol.dispose]());

const root = (dir: string, change: Partial<Root> = {}): Root => ({
  kind: 'project',
  dir: packages.at(dir),
  trusted: false,
  ...change,
});
const dependency = (name: string): void => {
  packages.write('app/package.json', { dependencies: { [name]: '1' } });
};
const only = (found: readonly Found[]): Found => {
  expect(found).toHaveLength(1);
  return found[0] as Found;
};

describe('what is broken or hostile is listed with a reason and never thrown', () => {
  it.each<[string, unknown, string]>([
    ['not JSON', '{', 'is not valid JSON'],
    ['empty', '', 'is not valid JSON'],
    ['not UTF-8', Buffer.from('{"a":"\xff"}', 'latin1'), 'is not valid JSON'],
    ['a list', '[]', 'is not a JSON object'],
    ['nested a million times', '['.repeat(1_000_000), 'is not valid JSON'],
    ['huge', `{"a":"${'x'.repeat(LARGEST_PACKAGE_JSON_BYTES)}"}`, 'is larger than'],
  ])('a package.json that is %s', (_what, text, reason) => {
    dependency('guard');
    packages.write('app/node_modules/guard/package.json', text);
    packages.write('folder/guard/package.json', text);
    packages.write('broken/package.json', text);
    for (const one of [root('app'), root('folder', { kind: 'folder', trusted: true }), root('broken')]) {
      expect(only(discover([one])).problem).toMatchObject({
        code: 'EC_PLUGIN_MANIFEST',
        message: expect.stringContaining(reason),
      });
    }
  });

  it('a package.json that is a folder, a pipe or a link to itself', () => {
    packages.write('folder/a/package.json/x', '');
    packages.write('folder/b/x', '');
    execFileSync('mkfifo', [packages.at('folder/b/package.json')]);
    packages.link('folder/c/package.json', 'package.json');
    packages.link('folder/d', 'd');
    const found = discover([root('folder', { kind: 'folder' })]);
    expect(found.map((one) => [one.name, /(is not a file|ELOOP)/.exec(one.problem?.message ?? '')?.[1]])).toEqual([
      ['a', 'is not a file'],
      ['b', 'is not a file'],
      ['c', 'ELOOP'],
      ['d', 'ELOOP'],
    ]);
  });

  it('a dependency that is a link to itself, or a folder without package.json', () => {
    packages.write('app/package.json', { dependencies: { loop: '1', bare: '1' } });
    packages.link('app/node_modules/loop', 'loop');
    packages.write('app/node_modules/bare/x', '');
    expect(discover([root('app')]).map((one) => one.problem?.message)).toEqual([
      'the dependency `bare` has no package.json',
      expect.stringContaining('ELOOP'),
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('a package.json that may not be read', () => {
    dependency('guard');
    packages.plugin('app/node_modules/guard', 'guard');
    chmodSync(packages.at('app/node_modules/guard/package.json'), 0);
    expect(only(discover([root('app')])).problem?.message).toContain('EACCES');
  });

  it('a root that is not there, or is a file', () => {
    packages.write('file', '');
    for (const one of [
      root('none'),
      root('none', { kind: 'folder', trusted: true }),
      root('file', { kind: 'folder' }),
    ]) {
      expect(only(discover([one]))).toMatchObject({ name: one.dir, trusted: one.trusted });
      expect(only(discover([one])).problem?.code).toBe('EC_PLUGIN_MISSING');
    }
  });

  it('dependencies that are no object, while the others are still found', () => {
    packages.write('app/package.json', { dependencies: ['guard'], devDependencies: { guard: 1 } });
    packages.plugin('app/node_modules/guard', 'guard');
    const [refused, guard] = discover([root('app')]);
    expect(refused?.problem?.message).toContain('`dependencies`');
    expect(guard).toMatchObject({ name: 'guard' });
    expect(guard?.problem).toBeUndefined();
  });

  it.each([
    '../outside',
    '..',
    '.',
    '',
    './guard',
    '@scope',
    '@scope/..',
    '@scope/a/b',
    '@../x',
    'a/b',
    '/etc',
    '..\\outside',
    'C:',
    '.pnpm',
    'node_modules',
    'a\0b',
  ])('a dependency called %j, which is never looked up', (name) => {
    dependency(name);
    packages.plugin('app/outside', 'outside');
    packages.plugin('app/node_modules/a/b', 'a');
    packages.plugin('app/node_modules/.pnpm', 'pnpm');
    expect(only(discover([root('app')])).problem?.message).toContain('is not a package name');
  });
});

describe('a name', () => {
  beforeEach(() => {
    packages.plugin('rooms/guard', 'guard', { version: '9.9.9', enforcecore: { default: true } });
  });
  const rooms = (): Root => root('rooms', { kind: 'folder', trusted: true });

  it('of a trusted folder cannot be taken by a dependency, whichever root comes first', () => {
    dependency('guard');
    packages.plugin('app/node_modules/guard', 'guard');
    for (const roots of [
      [rooms(), root('app')],
      [root('app'), rooms()],
    ]) {
      const found = discover(roots);
      expect(found.filter((one) => !one.problem)).toMatchObject([{ name: 'guard', version: '9.9.9', trusted: true }]);
      expect(found.find((one) => one.problem)).toMatchObject({
        dir: packages.at('app/node_modules/guard'),
        problem: { code: 'EC_PLUGIN_DUPLICATE' },
        entry: undefined,
      });
    }
  });

  it('of a trusted folder stays taken when its package.json is damaged', () => {
    packages.write('rooms/guard/package.json', '{');
    dependency('guard');
    packages.plugin('app/node_modules/guard', 'guard');
    expect(discover([rooms(), root('app')]).filter((one) => !one.problem)).toEqual([]);
    packages.write('rooms/guard/package.json', packageJson('other', { version: 'x' }));
    packages.write('app/package.json', { dependencies: { other: '1' } });
    packages.plugin('app/node_modules/other', 'other');
    expect(discover([rooms(), root('app')]).filter((one) => !one.problem)).toEqual([]);
  });

  it('cannot be claimed by a dependency that is called otherwise', () => {
    packages.write('app/package.json', { dependencies: { innocent: '1', victim: '1', local: 'file:../x' } });
    packages.plugin('app/node_modules/innocent', 'victim');
    packages.plugin('app/node_modules/local', 'victim');
    packages.plugin('app/node_modules/victim', 'victim');
    const found = discover([root('app')]);
    expect(found.filter((one) => !one.problem).map((one) => one.dir)).toEqual([packages.at('app/node_modules/victim')]);
  });

  it('is the same package by way of a trusted and another root: the trusted way counts', () => {
    const untrusted = root('rooms', { kind: 'folder' });
    for (const roots of [
      [untrusted, rooms()],
      [rooms(), untrusted],
    ])
      expect(only(discover(roots))).toMatchObject({ trusted: true, default: true });
  });
});

describe('trust', () => {
  it('is not had by asking: `default` counts in trusted roots only', () => {
    dependency('guard');
    packages.plugin('app/node_modules/guard', 'guard', { enforcecore: { default: true } });
    expect(only(discover([root('app')]))).toMatchObject({ default: false, trusted: false });
    const truthy = { kind: 'project', dir: packages.at('app'), trusted: 'no' } as unknown as Root;
    expect(only(discover([truthy]))).toMatchObject({ default: false, trusted: false });
  });

  it('of a folder does not reach what a link in it points to', () => {
    packages.plugin('elsewhere/guard', 'guard', { enforcecore: { default: true } });
    packages.link('rooms/guard', '../elsewhere/guard');
    expect(only(discover([root('rooms', { kind: 'folder', trusted: true })])).problem?.message).toContain(
      'link out of',
    );
    expect(only(discover([root('rooms', { kind: 'folder' })])).problem).toBeUndefined();
  });

  it('is not given to folders of the user or of NODE_PATH', () => {
    dependency('guard');
    packages.plugin('home/.node_modules/guard', 'guard');
    packages.plugin('path/guard', 'guard');
    const script = `
      const { createRequire } = require('node:module');
      console.log(createRequire(process.argv[1]).resolve.paths('guard').join('\\n'));`;
    const env = { ...process.env, HOME: packages.at('home'), NODE_PATH: packages.at('path') };
    const searched = execFileSync(process.execPath, ['-e', script, packages.at('app/package.json')], {
      env,
    }).toString();
    // Node's own lookup has them both; discovery, in this process, filters what is not above the project.
    expect(searched).toContain(packages.at('home'));
    expect(searched).toContain(packages.at('path'));
    const before = process.env['NODE_PATH'];
    process.env['NODE_PATH'] = packages.at('path');
    initPaths();
    try {
      expect(only(discover([root('app')])).problem?.code).toBe('EC_PLUGIN_MISSING');
    } finally {
      if (before === undefined) delete process.env['NODE_PATH'];
      else process.env['NODE_PATH'] = before;
      initPaths();
    }
  });
});

it('a refusal does not quote the file that was read', () => {
  packages.write('credentials', 'password=hunter2');
  dependency('guard');
  packages.link('app/node_modules/guard/package.json', packages.at('credentials'));
  const { problem } = only(discover([root('app')]));
  expect(problem?.message).toContain('is not valid JSON');
  expect(JSON.stringify([problem?.message, problem?.hint, String(problem?.cause)])).not.toContain('hunter2');
});

/** Makes Node read NODE_PATH again. */
function initPaths(): void {
  (nodeModule as unknown as { _initPaths(): void })._initPaths();
}
