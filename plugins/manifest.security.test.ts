import { afterAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { PluginLoadError } from './errors.ts';
import { parseManifest } from './manifest.ts';
import { packageJson, TestPackages } from './test-packages.ts';

const packages = new TestPackages();
afterAll(() => packages[Symbol.dispose]());

const problemOf = (change: Readonly<Record<string, unknown>>) =>
  parseManifest(packageJson('my-guard', change), packages.at('my-guard')).problem;

describe('an entry outside the package', () => {
  packages.write('outside.js', '');
  packages.write('my-guard-2/index.js', '');
  packages.write('my-guard/index.js', '');
  packages.link('my-guard/link.js', packages.at('outside.js'));
  packages.link('my-guard/folder', packages.dir);
  packages.link('my-guard/loop.js', packages.at('my-guard/loop.js'));

  it.each([
    '../outside.js',
    './../outside.js',
    './lib/../../outside.js',
    '../my-guard-2/index.js',
    packages.at('outside.js'),
    '..',
    'a\0b',
    './node_modules/other/index.js',
  ])('is refused as main: %j', (main) => {
    expect(problemOf({ main })).toMatchObject({
      code: 'EC_PLUGIN_MANIFEST',
      message: expect.stringContaining('leaves the package'),
    });
  });

  it.each([
    '../outside.js',
    './../outside.js',
    './a/../index.js',
    packages.at('outside.js'),
    'other-package',
    'node:fs',
    'https://example.com/x.js',
    './node_modules/other/index.js',
    './lib\\..\\..\\outside.js',
  ])('is refused as exports: %j', (exports) => {
    expect(problemOf({ exports })?.message).toContain('leaves the package');
    expect(problemOf({ exports: { '.': [{ import: exports }] } })?.message).toContain('leaves the package');
  });

  it.each(['link.js', 'link', 'folder/outside.js'])('is refused when `%s` links out of it', (main) => {
    expect(problemOf({ main })?.message).toContain('links out of the package');
  });

  it('is refused when it is a link to itself', () => {
    expect(problemOf({ main: 'loop.js' })?.message).toContain('cannot be read (ELOOP)');
  });

  it('cannot be a URL that carries code', () => {
    const { manifest } = parseManifest(
      packageJson('my-guard', { main: 'data:text/javascript,1' }),
      packages.at('my-guard'),
    );
    expect(manifest?.entry.protocol).toBe('file:');
  });
});

describe('a hostile package.json', () => {
  it('cannot overflow the stack by nesting', () => {
    const exports: unknown = JSON.parse('{"import":'.repeat(50_000) + '"./index.js"' + '}'.repeat(50_000));
    expect(problemOf({ exports })?.message).toContain('offers nothing to import');
  });

  it('cannot send control characters to a terminal', () => {
    const text = 'fine\u001b[2J\u202e\u200b';
    const { manifest } = parseManifest(
      packageJson('my-guard', { description: text, enforcecore: { commands: { hours: text } } }),
      packages.at('my-guard'),
    );
    expect(manifest?.description).toMatch(/^fine[^\p{C}]*$/u);
    expect(manifest?.commands['hours']).toMatch(/^fine[^\p{C}]*$/u);
    expect(problemOf({ name: text })?.message).not.toMatch(/\p{C}/u);
    expect(problemOf({ main: `../${text}` })?.message).not.toMatch(/\p{C}/u);
    expect(problemOf({ enforcecore: { [text]: 1 } })?.message).not.toMatch(/\p{C}/u);
  });

  it('cannot make a message of any length', () => {
    expect(problemOf({ main: `../${'x'.repeat(100_000)}` })?.message.length).toBeLessThan(1_000);
  });

  it('never makes the parser throw, whatever it holds', () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom('./index.js', ['guard'], ['enforcecore-plugin'], 1, true));
    const own = fc.record(
      { apiVersion: field, kinds: field, default: field, sections: field, commands: field, needs: field },
      { requiredKeys: [] },
    );
    const json = fc.record(
      {
        name: field,
        version: field,
        description: field,
        keywords: field,
        main: field,
        exports: field,
        enforcecore: own,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(json, fc.jsonValue()), (value) => {
        const { manifest, problem } = parseManifest(value, packages.at('my-guard'));
        expect((manifest === undefined) !== (problem === undefined)).toBe(true);
        expect(problem === undefined || problem instanceof PluginLoadError).toBe(true);
      }),
      { seed: 20260101, numRuns: 500 },
    );
  });
});
