import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromObject } from './document.ts';
import { mergeMaps } from './merge.ts';
import { mapData } from './tree.ts';

const tree = (value: object) => fromObject(value).tree;
const merge = (child: object, base: object) => mapData(mergeMaps(tree(child), tree(base)));

describe('the child over its base', () => {
  test.each([
    ['a value wins', { a: 1 }, { a: 2, b: 3 }, { a: 1, b: 3 }],
    ['a list replaces', { allowed_tools: ['c'] }, { allowed_tools: ['a', 'b'] }, { allowed_tools: ['c'] }],
    ['an empty list replaces', { allowed_tools: [] }, { allowed_tools: ['a'] }, { allowed_tools: [] }],
    [
      'what is blank says nothing',
      { allowed_tools: null, pii: null },
      { allowed_tools: ['a'], pii: { on: true } },
      { allowed_tools: ['a'], pii: { on: true } },
    ],
    ['false is not blank', { redact: false }, { redact: true }, { redact: false }],
    ['maps merge key by key', { l: { m: { x: 9 } } }, { l: { c: 1, m: { y: 2 } } }, { l: { c: 1, m: { x: 9, y: 2 } } }],
    [
      'denials unite, first seen first',
      { denied_paths: ['b', 'C'] },
      { denied_paths: ['a', 'b', 'c'] },
      { denied_paths: ['b', 'C', 'a', 'c'] },
    ],
    [
      'denied tools unite whatever their case',
      { denied_tools: ['RM', 'hack'] },
      { denied_tools: ['Shell', 'rm'] },
      { denied_tools: ['hack', 'rm', 'shell'] },
    ],
    [
      'denials unite at any depth',
      { n: { denied_domains: ['x'] } },
      { n: { denied_domains: ['y'] } },
      { n: { denied_domains: ['x', 'y'] } },
    ],
    [
      'a denied tool of one side is spelt like one of both',
      {},
      { denied_tools: ['Sh', 'B'] },
      { denied_tools: ['b', 'sh'] },
    ],
    ['no denials take none away', { denied_tools: [] }, { denied_tools: ['a'] }, { denied_tools: ['a'] }],
    [
      'a base without plugins of its own keeps none back',
      { plugins: ['x'] },
      { plugins: ['y'] },
      { plugins: ['x', 'y'] },
    ],
    [
      'named objects merge by name',
      { p: [{ name: 's', v: 1 }, { name: 't' }] },
      { p: [{ name: 'u' }, { name: 's', v: 2 }] },
      { p: [{ name: 's', v: 1 }, { name: 't' }, { name: 'u' }] },
    ],
    ['an empty list of named objects takes none away', { p: [] }, { p: [{ name: 'u' }] }, { p: [{ name: 'u' }] }],
    [
      'a rule without a name is kept to be refused',
      { rules: [{ name: 'a' }] },
      { rules: [{ action: 'deny' }] },
      { rules: [{ name: 'a' }, { action: 'deny' }] },
    ],
    [
      'malformed denials of a base are kept to be refused',
      { denied_tools: ['x'] },
      { denied_tools: 'shell' },
      { denied_tools: 'shell' },
    ],
    [
      'malformed denials of a child are kept to be refused',
      { denied_tools: 'shell' },
      { denied_tools: ['x'] },
      { denied_tools: 'shell' },
    ],
  ])('%s', (_, child, base, merged) => expect(merge(child, base)).toEqual(merged));
});

test('each node keeps the place where it was written', () => {
  const merged = mergeMaps(
    fromObject({ a: { x: 1 } }, { file: 'c' }).tree,
    fromObject({ a: { y: 2 } }, { file: 'b' }).tree,
  );
  const inner = merged.entries.get('a')?.value;
  expect(inner?.kind === 'map' && [...inner.entries].map(([key, { value }]) => [key, value.at.file])).toEqual([
    ['x', 'c'],
    ['y', 'b'],
  ]);
});

const word = fc.constantFrom('a', 'b', 'c', 'd');
const named = fc.uniqueArray(fc.record({ name: word, v: fc.nat(9) }), { selector: (one) => one.name });
// Denied tools come out sorted, so what is sorted already is what stays as it is.
const sorted = fc.uniqueArray(word).map((all) => all.sort());
const sections = fc.record(
  {
    allowed_tools: fc.array(word),
    denied_tools: sorted,
    limits: fc.record({ x: fc.nat(9), y: fc.nat(9) }, { requiredKeys: [] }),
    rates: fc.dictionary(word, fc.record({ max: fc.nat(9), window: fc.nat(9) }, { requiredKeys: [] })),
    patterns: named,
    network: fc.record({ allowed: fc.array(word), denied_domains: fc.uniqueArray(word) }, { requiredKeys: [] }),
    plugins: fc.uniqueArray(word),
    rules: named,
    blank: fc.constant(null),
    flag: fc.option(fc.boolean()),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const RUN = { seed: 20_260_301, numRuns: 500 };

test('merging is associative on section maps', () => {
  fc.assert(
    fc.property(sections, sections, sections, (a, b, c) => {
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
    }),
    RUN,
  );
});

test('merging with nothing, or with itself, changes nothing', () => {
  fc.assert(
    fc.property(sections, (a) => {
      expect(merge(a, {})).toEqual(a);
      expect(merge({}, a)).toEqual(a);
      expect(merge(merge(a, a), a)).toEqual(merge(a, a));
    }),
    RUN,
  );
});

test('no child takes a denial away', () => {
  fc.assert(
    fc.property(sections, sections, (child, base) => {
      const merged = merge(child, base)['denied_tools'] ?? [];
      expect(merged).toEqual(expect.arrayContaining(base.denied_tools ?? []));
    }),
    RUN,
  );
});
