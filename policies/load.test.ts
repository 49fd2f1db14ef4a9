import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromObject, parseDocument } from './document.ts';
import { loadDocument, loadPolicyFile, outline, resolveExtends } from './load.ts';
import { failure, folderOf } from './owners.fixture.ts';

const extending = (target: string): string => `extends: ${JSON.stringify(target)}\nname: c\n`;
const loading = (files: Record<string, string | Uint8Array>, main: string) => {
  const folder = folderOf(files);
  return failure(() => loadPolicyFile(join(folder, main)));
};

describe('a file', () => {
  test('that is missing, a folder, too large or not UTF-8 is a problem that names it', () => {
    const folder = folderOf({
      'big.yaml': '#'.repeat(1024 * 1024 + 1),
      'latin.yaml': new Uint8Array([110, 58, 32, 0xe9]),
      'empty.yaml': '',
    });
    const code = (name: string) => failure(() => loadDocument(join(folder, name)));
    expect(code('none.yaml')).toMatchObject({
      error: 'PolicyLoadError',
      problems: [{ code: 'EC_POLICY_FILE', file: join(folder, 'none.yaml') }],
    });
    expect(code('')).toMatchObject({
      problems: [{ code: 'EC_POLICY_FILE', message: expect.stringContaining('a folder') as string }],
    });
    expect(code('big.yaml').problems[0]?.code).toBe('EC_POLICY_SIZE');
    expect(code('latin.yaml').problems[0]).toMatchObject({ code: 'EC_POLICY_ENCODING', line: 1, column: 4 });
    expect(code('empty.yaml').problems[0]?.code).toBe('EC_POLICY_EMPTY');
    for (const path of ['', 'a\0b', 7 as unknown as string])
      expect(failure(() => loadDocument(path)).error).toBe('PolicyLoadError');
  });

  test.runIf(process.platform === 'linux')('that never ends is not read', () => {
    expect(failure(() => loadDocument('/dev/zero')).problems[0]?.code).toBe('EC_POLICY_FILE');
  });
});

describe('extends', () => {
  test('is relative to the file that says it, and all files are named', () => {
    const folder = folderOf({
      'c.yaml': extending('d/b.yaml'),
      'd/b.yaml': extending('e/a.yaml'),
      'd/e/a.yaml': 'name: a',
    });
    const { layers, files } = loadPolicyFile(join(folder, 'c.yaml'));
    expect(layers.map((layer) => layer.source.file)).toEqual(
      ['c.yaml', 'd/b.yaml', 'd/e/a.yaml'].map((file) => join(folder, file)),
    );
    expect(files).toEqual(['c.yaml', 'd/b.yaml', 'd/e/a.yaml'].map((file) => join(realpathSync(folder), file)));
  });

  test('may climb inside the folder of the outermost policy', () => {
    const folder = folderOf({
      'c.yaml': extending('d/b.yaml'),
      'd/b.yaml': extending('../a.yaml'),
      'a.yaml': 'name: a',
    });
    expect(loadPolicyFile(join(folder, 'c.yaml')).layers).toHaveLength(3);
  });

  test.each([
    ['https://x/y.yaml'],
    ['file:b.yaml'],
    ['C:/b.yaml'],
    ['/etc/passwd'],
    ['~/b.yaml'],
    ['..\\b.yaml'],
    ['../b.yaml'],
    ['x/../../b.yaml'],
    ['none.yaml'],
    ['.'],
    ['a\nb'],
    [''],
    [' '],
  ])('to %j is a problem at its place', (target) => {
    const { error, problems } = loading({ 'in/c.yaml': extending(target), 'b.yaml': 'name: b' }, 'in/c.yaml');
    expect({ error, problems }).toMatchObject({
      error: 'PolicyLoadError',
      problems: [{ code: 'EC_POLICY_EXTENDS', line: 1, column: 10 }],
    });
  });

  test.each([['[b.yaml]'], ['{a: b}'], ['7'], ['true']])('as %s is a problem', (written) => {
    expect(loading({ 'c.yaml': `extends: ${written}\n`, 'b.yaml': 'name: b' }, 'c.yaml').problems).toMatchObject([
      { code: 'EC_POLICY_EXTENDS' },
    ]);
  });

  test('in a circle is a problem that shows the way', () => {
    const { problems } = loading(
      { 'a.yaml': extending('b.yaml'), 'b.yaml': extending('c.yaml'), 'c.yaml': extending('b.yaml') },
      'a.yaml',
    );
    expect(problems[0]?.message).toMatch(/circular: `[^`]*b\.yaml` -> `[^`]*c\.yaml` -> `[^`]*b\.yaml`$/);
    expect(loading({ 'a.yaml': extending('./sub/../a.yaml'), 'sub/x': 'x' }, 'a.yaml').problems[0]?.message).toContain(
      'circular',
    );
  });

  test('in an endless chain ends', () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.yaml`, extending(`${i + 1}.yaml`)]));
    expect(loading(files, '0.yaml').problems[0]?.message).toContain('more than 16');
  });

  test('to a broken base gives the problems of the base', () => {
    expect(loading({ 'c.yaml': extending('b.yaml'), 'b.yaml': 'a: 1\na: 2\n' }, 'c.yaml').problems).toMatchObject([
      { code: 'EC_POLICY_DUPLICATE_KEY', file: expect.stringMatching(/b\.yaml$/) as string, line: 2 },
    ]);
  });

  test('through a symbolic link that leaves the folder is refused, and inside it is followed', () => {
    const folder = folderOf({
      'in/c.yaml': extending('link.yaml'),
      'in/d.yaml': extending('inner.yaml'),
      'in/b.yaml': 'name: b',
      'secret.yaml': 'name: s',
    });
    symlinkSync(join(folder, 'secret.yaml'), join(folder, 'in/link.yaml'));
    symlinkSync(join(folder, 'in/b.yaml'), join(folder, 'in/inner.yaml'));
    expect(failure(() => loadPolicyFile(join(folder, 'in/c.yaml'))).problems[0]?.message).toContain(
      'leaves the folder',
    );
    expect(loadPolicyFile(join(folder, 'in/d.yaml')).layers).toHaveLength(2);
  });

  test('works where the policy is itself reached through links, as in a mounted volume', () => {
    const folder = folderOf({ 'v1/c.yaml': extending('b.yaml'), 'v1/b.yaml': 'name: b' });
    symlinkSync(join(folder, 'v1'), join(folder, 'data'));
    mkdirSync(join(folder, 'mount'));
    symlinkSync(join(folder, 'data'), join(folder, 'mount/now'));
    expect(loadPolicyFile(join(folder, 'mount/now/c.yaml')).layers).toHaveLength(2);
  });

  test('in an object or a text needs a folder, and is never ignored', () => {
    const folder = folderOf({ 'b.yaml': 'name: b\nrules: {denied_tools: [x]}' });
    for (const document of [
      fromObject({ name: 'c', extends: 'b.yaml' }),
      parseDocument(extending('b.yaml'), { file: join(folder, 'c.yaml') }),
    ]) {
      expect(failure(() => resolveExtends(document)).problems).toMatchObject([{ code: 'EC_POLICY_EXTENDS' }]);
      expect(resolveExtends(document, { base: folder }).layers).toHaveLength(2);
    }
    expect(
      failure(() => resolveExtends(fromObject({ extends: '../b.yaml' }), { base: join(folder, 'sub') })).error,
    ).toBe('PolicyLoadError');
  });

  test('a second reading sees a base that was edited', () => {
    const folder = folderOf({ 'c.yaml': extending('b.yaml'), 'b.yaml': 'name: one' });
    const base = () => loadPolicyFile(join(folder, 'c.yaml')).layers[1]?.data['name'];
    expect(base()).toBe('one');
    writeFileSync(join(folder, 'b.yaml'), 'name: two');
    expect(base()).toBe('two');
  });
});

test('an outline names plugins and sections of all layers', () => {
  const folder = folderOf({
    'c.yaml': 'extends: b.yaml\nplugins: [x]\nnetwork: {}',
    'b.yaml': 'plugins: [y]\nrules: {denied_tools: []}',
  });
  const { plugins, keys } = outline(loadPolicyFile(join(folder, 'c.yaml')));
  expect(plugins).toEqual(['x', 'y']);
  expect(keys).toEqual(expect.arrayContaining(['network', 'denied_tools']));
});
