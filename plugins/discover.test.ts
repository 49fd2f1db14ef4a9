import { createRequire } from 'node:module';
import nodeModule from 'node:module';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discover } from './discover.ts';
import type { Found } from './discover.ts';
import { TestPackages } from './test-packages.ts';

let packages: TestPackages;
beforeEach(() => {
  packages = new TestPackages();
});
afterEach(() => packages[Symbol.dispose]());

const inProject = (dir: string): readonly Found[] =>
  discover([{ kind: 'project', dir: packages.at(dir), trusted: false }]);
const names = (found: readonly Found[]): readonly string[] =>
  found.map((one) => (one.problem ? `${one.name}!` : one.name));

describe('a folder of plugins', () => {
  it('gives every sub-folder with a package.json, by name, and nothing else', () => {
    packages.plugin('root/b-plugin', 'b-plugin', { enforcecore: { default: true, sections: ['b'] } });
    packages.plugin('root/a-plugin', 'a-plugin');
    packages.write('root/notes.md', '');
    packages.write('root/empty/readme.md', '');
    packages.plugin('root/.hidden', 'hidden');
    packages.plugin('root/node_modules', 'foreign');
    const found = discover([{ kind: 'folder', dir: packages.at('root'), trusted: true }]);
    expect(names(found)).toEqual(['a-plugin', 'b-plugin']);
    expect(found[1]).toMatchObject({
      version: '1.2.3',
      dir: packages.at('root/b-plugin'),
      sections: ['b'],
      default: true,
      trusted: true,
    });
    expect(fileURLToPath(found[1]?.entry ?? '')).toBe(packages.at('root/b-plugin/index.js'));
  });

  it('lists what is not a plugin as refused', () => {
    packages.plugin('root/a-plugin', 'a-plugin', { keywords: [] });
    const [found] = discover([{ kind: 'folder', dir: packages.at('root'), trusted: true }]);
    expect(found?.problem).toMatchObject({ code: 'EC_PLUGIN_MANIFEST' });
  });
});

describe('the direct dependencies of a project', () => {
  it('are found hoisted, in all three lists, from a folder below the project', () => {
    packages.write('app/package.json', {
      dependencies: { 'first-guard': '1', '@scope/guard': '1', 'no-plugin': '1', events: '3' },
      optionalDependencies: { 'optional-guard': '1' },
      devDependencies: { 'dev-guard': '1' },
    });
    for (const name of ['first-guard', '@scope/guard', 'optional-guard', 'dev-guard'])
      packages.plugin(`app/node_modules/${name}`, name);
    packages.write('app/node_modules/no-plugin/package.json', { name: 'no-plugin' });
    packages.write('app/node_modules/events/package.json', { name: 'events' });
    packages.write('app/src/deep/file.js', '');
    expect(names(inProject('app/src/deep'))).toEqual(['@scope/guard', 'dev-guard', 'first-guard', 'optional-guard']);
  });

  it('do not include what they depend on, keyword or not', () => {
    packages.write('app/package.json', { dependencies: { direct: '1' } });
    packages.plugin('app/node_modules/direct', 'direct', { dependencies: { transitive: '1', nested: '1' } });
    packages.plugin('app/node_modules/transitive', 'transitive');
    packages.plugin('app/node_modules/direct/node_modules/nested', 'nested');
    expect(names(inProject('app'))).toEqual(['direct']);
  });

  it('do not include peers or the project itself', () => {
    packages.plugin('app', 'app-plugin', { peerDependencies: { peer: '1' } });
    packages.plugin('app/node_modules/peer', 'peer');
    expect(inProject('app')).toEqual([]);
  });

  it('are found through the links of pnpm, at their real place', () => {
    packages.write('app/package.json', { dependencies: { guard: '1', '@scope/guard': '1' } });
    packages.plugin('app/node_modules/.pnpm/guard@1.2.3/node_modules/guard', 'guard');
    packages.plugin('app/node_modules/.pnpm/@scope+guard@1.2.3/node_modules/@scope/guard', '@scope/guard');
    packages.plugin('app/node_modules/.pnpm/guard@1.2.3/node_modules/transitive', 'transitive');
    packages.link('app/node_modules/guard', '.pnpm/guard@1.2.3/node_modules/guard');
    packages.link('app/node_modules/@scope/guard', '../.pnpm/@scope+guard@1.2.3/node_modules/@scope/guard');
    const found = inProject('app');
    expect(names(found)).toEqual(['@scope/guard', 'guard']);
    expect(found[1]?.dir).toBe(packages.at('app/node_modules/.pnpm/guard@1.2.3/node_modules/guard'));
    expect(fileURLToPath(found[1]?.entry ?? '')).toBe(`${found[1]?.dir}/index.js`);
  });

  it('are found in a workspace: hoisted to the parent, and linked packages of the workspace', () => {
    packages.write('repo/package.json', { workspaces: ['packages/*'], devDependencies: { 'root-only': '1' } });
    packages.write('repo/packages/app/package.json', { dependencies: { hoisted: '1', sibling: 'workspace:*' } });
    packages.plugin('repo/node_modules/hoisted', 'hoisted');
    packages.plugin('repo/node_modules/root-only', 'root-only');
    packages.plugin('repo/packages/sibling', 'sibling');
    packages.link('repo/node_modules/sibling', '../packages/sibling');
    const found = inProject('repo/packages/app');
    expect(names(found)).toEqual(['hoisted', 'sibling']);
    expect(found[1]?.dir).toBe(packages.at('repo/packages/sibling'));
    expect(names(inProject('repo'))).toEqual(['root-only']);
  });

  it('are the nearest of several, as for Node', () => {
    packages.write('repo/packages/app/package.json', { dependencies: { guard: '1' } });
    packages.plugin('repo/node_modules/guard', 'guard', { version: '1.0.0' });
    packages.plugin('repo/packages/app/node_modules/guard', 'guard', { version: '2.0.0' });
    expect(inProject('repo/packages/app')[0]?.version).toBe('2.0.0');
  });

  it('go by the name that an alias was written for', () => {
    packages.write('app/package.json', { dependencies: { short: 'npm:@scope/guard@^1.0.0', other: 'npm:guard@1' } });
    packages.plugin('app/node_modules/short', '@scope/guard');
    packages.plugin('app/node_modules/other', 'guard-too');
    expect(names(inProject('app'))).toEqual(['@scope/guard', 'other!']);
  });

  it('are none where there is no project', () => {
    packages.write('plain/file.txt', '');
    expect(inProject('plain')).toEqual([]);
  });

  it('are listed as missing when they are not installed', () => {
    packages.write('app/package.json', { devDependencies: { guard: '1' } });
    expect(inProject('app')[0]).toMatchObject({ name: 'guard', problem: { code: 'EC_PLUGIN_MISSING' } });
  });

  it('are listed once when two roots lead to them', () => {
    packages.write('app/package.json', { dependencies: { guard: '1', absent: '1' } });
    packages.plugin('app/node_modules/guard', 'guard');
    packages.write('app/src/x.js', '');
    const dirs = ['app', 'app/src'].map((dir) => packages.at(dir));
    const found = discover(dirs.map((dir) => ({ kind: 'project', dir, trusted: false })));
    expect(names(found)).toEqual(['absent!', 'guard']);
  });

  it('run no code while they are found', () => {
    packages.write('app/package.json', { dependencies: { guard: '1' }, main: 'boom.js' });
    packages.write('app/boom.js', 'throw new Error("the project ran")');
    packages.write('app/.pnp.cjs', `require('node:fs').writeFileSync(${JSON.stringify(packages.at('ran'))}, '')`);
    packages.plugin('app/node_modules/guard', 'guard');
    const [found] = inProject('app');
    expect(found?.problem).toBeUndefined();
    expect(existsSync(packages.at('ran'))).toBe(false);
    // The trap works: the module does leave its mark when it is run.
    createRequire(packages.at('app/package.json'))('guard');
    expect(existsSync(packages.at('ran'))).toBe(true);
  });
});

/** A stand-in for the runtime that Yarn installs: its documented API over a table, written by hand. */
const PNP = `
const { dirname, resolve } = require('node:path');
const table = { guard: 'cache/guard-npm-1.2.3/node_modules/guard/', member: 'packages/member/', gone: 'cache/gone/' };
exports.resolveToUnqualified = (request, issuer, { considerBuiltins }) => {
  if (considerBuiltins !== false) throw new Error('asked for built-ins');
  if (!issuer.endsWith('/')) throw new Error('the issuer is not a folder');
  if (!Object.hasOwn(table, request)) throw Object.assign(new Error('nope'), { code: 'UNDECLARED_DEPENDENCY' });
  return resolve(__dirname, table[request]) + '/';
};`;

describe("a project under Yarn's Plug'n'Play", () => {
  const patched = nodeModule as { findPnpApi?: unknown };
  const isRunning = (pnp: string | undefined): void => {
    const versions = pnp === undefined ? original : { ...original, pnp };
    Object.defineProperty(process, 'versions', { value: versions, configurable: true, enumerable: true });
  };
  const original = process.versions;
  afterEach(() => {
    isRunning(undefined);
    delete patched.findPnpApi;
  });

  it('has its dependencies where Yarn says they are', () => {
    packages.write('app/package.json', {
      dependencies: { guard: '1', member: 'workspace:*', gone: '1', unknown: '1' },
    });
    packages.plugin('app/cache/guard-npm-1.2.3/node_modules/guard', 'guard');
    packages.plugin('app/packages/member', 'member');
    packages.plugin('app/node_modules/unknown', 'unknown');
    const api: unknown = createRequire(packages.at('app/x.js'))(packages.write('app/.pnp.cjs', PNP));
    patched.findPnpApi = (path: string) => (path.startsWith(packages.at('app')) ? api : null);
    isRunning('3');
    const found = inProject('app');
    expect(names(found)).toEqual(['gone!', 'guard', 'member', 'unknown!']);
    expect(found[1]?.dir).toBe(packages.at('app/cache/guard-npm-1.2.3/node_modules/guard'));
    expect(found[3]?.problem?.code).toBe('EC_PLUGIN_MISSING');
  });

  it('is searched in node_modules when Yarn does not know the project', () => {
    packages.write('app/package.json', { dependencies: { guard: '1' } });
    packages.plugin('app/node_modules/guard', 'guard');
    patched.findPnpApi = () => null;
    isRunning('3');
    expect(names(inProject('app'))).toEqual(['guard']);
  });
});
