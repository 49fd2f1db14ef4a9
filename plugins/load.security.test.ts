import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { definePlugin } from '../kernel/plugin.ts';
import { refusal } from './errors.ts';
import { loadPlugin, takePreloaded } from './load.ts';
import { foundPlugin, TestPackages } from './test-packages.ts';

const packages = new TestPackages();
afterAll(() => packages[Symbol.dispose]());

const plugin = (name = 'guard') => definePlugin({ name, version: '1.2.3', setup() {} });
const found = foundPlugin('guard');
const taken = (module: unknown) => takePreloaded(found, new Map([['guard', module]]));
const coded = (code: string) => expect.objectContaining({ code });

const SOURCE = `{ [Symbol.for('enforcecore.plugin')]: 1, name: 'guard', version: '1.2.3', sections: {}, setup() {} }`;
let count = 0;
function moduleOf(source: string) {
  const file = packages.write(`node_modules/guard/module-${count++}.mjs`, source);
  return foundPlugin('guard', { entry: pathToFileURL(file) });
}

describe('a hostile module', () => {
  const marked = { [Symbol.for('enforcecore.plugin')]: 1, name: 'guard', version: '1.2.3', sections: {}, setup() {} };

  it('is not imported when its package was refused', async () => {
    const mark = `globalThis.ranRefused = true; export default ${SOURCE}`;
    const problem = refusal('it is broken');
    const refused = { ...moduleOf(mark), problem };
    await expect(loadPlugin(refused)).rejects.toBe(problem);
    await expect(loadPlugin(refused, new Map([['guard', { default: plugin() }]]))).rejects.toBe(problem);
    expect(() => takePreloaded(refused, new Map([['guard', { default: plugin() }]]))).toThrow(problem);
    expect(globalThis).not.toHaveProperty('ranRefused');
  });

  it('cannot put another plugin in the place of the one that was checked', async () => {
    const other = plugin('gate');
    // oxlint-disable-next-line unicorn/no-thenable
    const thenable = { ...marked, then: (resolve: (value: unknown) => void) => resolve(other) };
    await expect(loadPlugin(found, new Map([['guard', { default: thenable }]]))).rejects.toThrow(
      coded('EC_PLUGIN_INVALID'),
    );
    const source = `export function then(resolve) { resolve({ default: { ...${SOURCE}, name: 'gate' } }) }`;
    await expect(loadPlugin(moduleOf(source))).rejects.toThrow(coded('EC_PLUGIN_MISMATCH'));
  });

  it('is an error when reading it throws', () => {
    const trap = () => {
      throw new TypeError('no');
    };
    const hostile = [
      Object.defineProperty({}, 'default', { get: trap, enumerable: true }),
      { default: new Proxy({}, { get: trap, has: trap }) },
      { default: Object.defineProperty({ ...marked }, 'name', { get: trap }) },
      { default: { ...marked, sections: new Proxy({}, { ownKeys: trap }) } },
    ];
    for (const module of hostile) expect(() => taken(module)).toThrow(coded('EC_PLUGIN_LOAD'));
    const convert = trap as never;
    expect(() => takePreloaded(found, new Map([['guard', { default: {} }]]), convert)).toThrow(coded('EC_PLUGIN_LOAD'));
  });

  it('is an error when the plugin is incomplete', () => {
    for (const change of [{ name: 7 }, { version: null }, { sections: null }, { setup: 'x' }]) {
      expect(() => taken({ default: { ...marked, ...change } })).toThrow(coded('EC_PLUGIN_INVALID'));
    }
  });
});
