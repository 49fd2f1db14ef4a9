import { afterAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { parseManifest } from './manifest.ts';
import { packageJson, TestPackages } from './test-packages.ts';

const packages = new TestPackages();
afterAll(() => packages[Symbol.dispose]());

const parse = (change: Readonly<Record<string, unknown>> = {}) => parseManifest(packageJson('my-guard', change), '/p');
const own = (enforcecore: Readonly<Record<string, unknown>>) => parse({ enforcecore });

describe('a manifest', () => {
  it('is described in full', () => {
    const { manifest } = parse({
      description: 'Office hours',
      main: 'lib/plugin.js',
      enforcecore: {
        default: true,
        sections: ['office_hours'],
        commands: { hours: 'Shows the hours' },
        needs: ['net'],
      },
    });
    expect(manifest).toEqual({
      name: 'my-guard',
      version: '1.2.3',
      description: 'Office hours',
      entry: new URL('file:///p/lib/plugin.js'),
      kinds: ['guard'],
      sections: ['office_hours'],
      commands: { hours: 'Shows the hours' },
      needs: ['net'],
      default: true,
    });
  });

  it('needs little', () => {
    const { manifest } = parse();
    expect(manifest).toMatchObject({ description: '', sections: [], commands: {}, needs: [], default: false });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['without the keyword', { keywords: ['other'] }, 'lacks the keyword'],
    ['with keywords that are no list', { keywords: 'enforcecore-plugin' }, 'lacks the keyword'],
    ['with a name that climbs', { name: '../x' }, '`name` is not'],
    ['with a name in capitals', { name: 'Guard' }, '`name` is not'],
    ['with a look-alike name', { name: 'gu\u0430rd' }, '`name` is not'],
    ['called __proto__', { name: '__proto__' }, '`name` is not'],
    ['without a version', { version: undefined }, '`version` is not'],
    ['with a version that is none', { version: 'latest' }, '`version` is not'],
    ['with a description that is no text', { description: {} }, '`description` is not'],
    ['with a main that is no text', { main: 1 }, '`main` is not'],
  ])('%s is refused and says so', (_what, change, reason) => {
    const { problem } = parse(change);
    expect(problem).toMatchObject({ code: 'EC_PLUGIN_MANIFEST', message: expect.stringContaining(reason) });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['an unknown API version', { apiVersion: 2 }, 'wants plugin API 2'],
    ['an API version in quotes', { apiVersion: '1' }, '`enforcecore.apiVersion`'],
    ['no kinds', { kinds: [] }, '`enforcecore.kinds` is missing or empty'],
    ['kinds that are no list', { kinds: 'guard' }, '`enforcecore.kinds` is not'],
    ['a kind that is no name', { kinds: ['guard', 7] }, '`enforcecore.kinds` is not'],
    ['kinds that are null', { kinds: null }, '`enforcecore.kinds` is not'],
    ['a misspelt key', { defualt: true }, '`enforcecore.defualt` is unknown'],
    ['a default in quotes', { default: 'true' }, '`enforcecore.default`'],
    ['a section twice', { sections: ['a', 'a'] }, '`enforcecore.sections` has an entry twice'],
    ['a section that is no name', { sections: ['a b'] }, '`enforcecore.sections` is not'],
    ['commands in a list', { commands: ['x'] }, '`enforcecore.commands`'],
    ['a command that looks like a flag', { commands: { '--help': 'x' } }, '`enforcecore.commands`'],
    ['a command without summary', { commands: { hours: 1 } }, '`enforcecore.commands`'],
  ])('with %s is refused and says so', (_what, change, reason) => {
    const { problem } = own(change);
    expect(problem).toMatchObject({ code: 'EC_PLUGIN_MANIFEST', message: expect.stringContaining(reason) });
  });

  it.each(['name', 'version', 'mode', 'extends', 'on_violation', 'plugins', 'rules', '__proto__', 'constructor'])(
    'cannot own `%s` of the policy document',
    (section) => {
      expect(own({ sections: [section] }).problem?.code).toBe('EC_PLUGIN_MANIFEST');
    },
  );

  it('names everything that is wrong at once', () => {
    const { problem } = parse({ version: 'x', enforcecore: { apiVersion: 9, kinds: [] } });
    expect(problem?.message).toMatch(/version.*plugin API 9.*kinds/);
  });

  it.each([null, undefined, [], 'text', 1])('is refused when it is %j', (value) => {
    expect(parseManifest(value, '/p').problem?.code).toBe('EC_PLUGIN_MANIFEST');
  });
});

describe('the entry', () => {
  const entryOf = (dir: string, change: Readonly<Record<string, unknown>>): string | undefined => {
    const { manifest } = parseManifest(packageJson('my-guard', change), packages.at(dir));
    return manifest && fileURLToPath(manifest.entry);
  };

  it.each<[string, unknown, string]>([
    ['a text', './a.mjs', 'a.mjs'],
    ['conditions', { types: './a.d.ts', require: './a.cjs', import: './a.mjs' }, 'a.mjs'],
    ['the first condition that holds', { node: './node.js', import: './a.mjs' }, 'node.js'],
    ['nested conditions', { '.': { browser: './b.js', import: { types: './a.d.ts', default: './a.mjs' } } }, 'a.mjs'],
    ['a list', { '.': [{ browser: './b.js' }, './a.mjs'] }, 'a.mjs'],
    ['paths beside the main one', { './extra': './extra.js', '.': './a.mjs' }, 'a.mjs'],
  ])('is found in exports given as %s, before main', (_what, exports, file) => {
    expect(entryOf('plain', { exports, main: 'main.js' })).toBe(packages.at('plain', file));
  });

  it('is main, with the ending or the folder that it leaves out', () => {
    packages.write('cjs/lib/index.js', '');
    packages.write('cjs/other.js', '');
    expect(entryOf('cjs', { main: './lib' })).toBe(packages.at('cjs/lib/index.js'));
    expect(entryOf('cjs', { main: 'other' })).toBe(packages.at('cjs/other.js'));
  });

  it('is index.js, else index.ts', () => {
    packages.write('ts/index.ts', '');
    expect(entryOf('ts', {})).toBe(packages.at('ts/index.ts'));
    packages.write('ts/index.js', '');
    expect(entryOf('ts', {})).toBe(packages.at('ts/index.js'));
  });

  it('survives a folder with characters that mean something in a URL', () => {
    packages.write('a#b%20?/index.js', '');
    expect(entryOf('a#b%20?', {})).toBe(packages.at('a#b%20?/index.js'));
  });

  it.each<[string, unknown]>([
    ['only require', { require: './a.cjs' }],
    ['only other paths', { './extra': './extra.js' }],
    ['paths and conditions mixed', { '.': './a.js', import: './b.js' }],
    ['a number', 7],
  ])('is refused when exports offers %s', (_what, exports) => {
    const { problem } = parseManifest(packageJson('my-guard', { exports, main: 'main.js' }), '/p');
    expect(problem?.message).toContain('exports');
  });
});
