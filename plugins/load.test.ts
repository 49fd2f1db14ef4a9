import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { definePlugin } from '../kernel/plugin.ts';
import { loadPlugin, takePreloaded } from './load.ts';
import { foundPlugin, TestPackages } from './test-packages.ts';

const packages = new TestPackages();
afterAll(() => packages[Symbol.dispose]());
afterEach(() => {
  vi.useRealTimers();
});

const schema = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } as const;
const plugin = (change: { name?: string; version?: string; sections?: readonly string[] } = {}) =>
  definePlugin({
    name: change.name ?? 'guard',
    version: change.version ?? '1.2.3',
    policy: { sections: Object.fromEntries((change.sections ?? []).map((name) => [name, schema])) },
    setup() {},
  });
const found = foundPlugin('guard');
const taken = (module: unknown) => takePreloaded(found, new Map([['guard', module]]));
const coded = (code: string) => expect.objectContaining({ code });

/** A plugin as another copy of the package would make it: by the mark alone. */
const SOURCE = `{ [Symbol.for('enforcecore.plugin')]: 1, name: 'guard', version: '1.2.3', sections: {}, setup() {} }`;
let count = 0;
function moduleOf(source: string, ending = 'mjs') {
  const file = packages.write(`node_modules/guard/module-${count++}.${ending}`, source);
  return foundPlugin('guard', { entry: pathToFileURL(file) });
}

describe('the plugin of a module', () => {
  it('is its default export, before all others', () => {
    const main = plugin();
    expect(taken({ other: plugin(), default: main })).toBe(main);
  });

  it('is the only export that is a plugin, under several names too', () => {
    const main = plugin();
    expect(taken({ main, again: main, default: () => 1, name: 'x' })).toBe(main);
  });

  it('is not guessed among several, and not made up when there is none', () => {
    expect(() => taken({ a: plugin(), b: plugin() })).toThrow(coded('EC_PLUGIN_INVALID'));
    for (const module of [{}, { default: { name: 'guard' } }, null, undefined, 'text', 7]) {
      expect(() => taken(module)).toThrow(coded('EC_PLUGIN_INVALID'));
    }
  });

  it('is found one level down in CommonJS that was compiled from ES modules', () => {
    const main = plugin();
    expect(taken({ default: { __esModule: true, default: main } })).toBe(main);
    const circle: Record<string, unknown> = { __esModule: true };
    circle['default'] = circle;
    expect(() => taken({ default: circle })).toThrow(coded('EC_PLUGIN_INVALID'));
  });

  it('may be converted from something else, which a real plugin beside it precedes', () => {
    class Decorated {}
    const converted = plugin();
    const convert = (value: unknown) => (value === Decorated ? converted : undefined);
    const take = (module: unknown) => takePreloaded(found, new Map([['guard', module]]), convert);
    expect(take({ default: Decorated })).toBe(converted);
    expect(take({ Decorated, other: class {} })).toBe(converted);
    const main = plugin();
    expect(take({ Decorated, main })).toBe(main);
  });
});

describe('a module', () => {
  it.each([
    ['ES', 'mjs', `export default ${SOURCE}`],
    ['ES with a named export', 'mjs', `export const guard = ${SOURCE}`],
    ['CommonJS', 'cjs', `module.exports = ${SOURCE}`],
    ['compiled CommonJS', 'cjs', `exports.__esModule = true; exports.default = ${SOURCE}`],
  ])('of kind %s is imported', async (_kind, ending, source) => {
    await expect(loadPlugin(moduleOf(source, ending))).resolves.toMatchObject({ name: 'guard', version: '1.2.3' });
  });

  it.each([
    ['throws', 'throw new Error("secret-in-message")', 'Error'],
    ['throws what is no error', 'throw "secret-in-message"', 'a thrown string'],
    ['is no JavaScript', 'export default {', 'Error'],
    ['imports what is not there', 'import "./secret-in-message.js"', 'Error'],
  ])('that %s is an error with its cause, which the message does not repeat', async (_what, source, kind) => {
    const error: unknown = await loadPlugin(moduleOf(source)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'EC_PLUGIN_LOAD', cause: expect.anything() });
    expect((error as Error).message).toContain(kind);
    expect((error as Error).message).not.toContain('secret');
  });

  it('that is not there is an error', async () => {
    const absent = foundPlugin('guard', { entry: pathToFileURL(packages.at('absent.mjs')) });
    await expect(loadPlugin(absent)).rejects.toThrow(coded('EC_PLUGIN_LOAD'));
  });

  it('that was imported leaves no timer behind', async () => {
    vi.useFakeTimers();
    await loadPlugin(moduleOf(`export default ${SOURCE}`));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that never finishes loading is an error after a while', async () => {
    vi.useFakeTimers();
    const loading = loadPlugin(moduleOf('await new Promise(() => {})'), undefined, undefined, 5_000);
    const refused = loading.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await refused).toMatchObject({
      code: 'EC_PLUGIN_LOAD',
      cause: expect.objectContaining({ message: 'not loaded within 5000 ms' }),
    });
  });

  it('is taken from those that are preloaded, without an import', async () => {
    const main = plugin();
    const broken = foundPlugin('guard', { entry: pathToFileURL(packages.at('absent.mjs')) });
    await expect(loadPlugin(broken, new Map([['guard', { default: main }]]))).resolves.toBe(main);
  });

  it('that is not preloaded is not ready for a synchronous caller', () => {
    expect(() => takePreloaded(found, new Map([['other', {}]]))).toThrow(coded('EC_NOT_READY'));
  });
});

describe('what was loaded must be what package.json says', () => {
  it.each([
    ['name', plugin({ name: 'gate' }), 'its name is `gate` instead of `guard`'],
    ['version', plugin({ version: '1.2.4' }), 'its version is `1.2.4` instead of `1.2.3`'],
    ['an undeclared section', plugin({ sections: ['own', 'more'] }), 'owns the section `more` without saying so'],
    ['a missing section', plugin(), 'does not own the section `own`'],
  ])('%s', (_what, value, reason) => {
    const declared = foundPlugin('guard', { sections: ['own'] });
    const take = () => takePreloaded(declared, new Map([['guard', { default: value }]]));
    expect(take).toThrow(coded('EC_PLUGIN_MISMATCH'));
    expect(take).toThrow(reason);
  });

  it('and sections may come in any order', () => {
    const declared = foundPlugin('guard', { sections: ['a', 'b'] });
    const value = plugin({ sections: ['b', 'a'] });
    expect(takePreloaded(declared, new Map([['guard', { default: value }]]))).toBe(value);
  });
});
