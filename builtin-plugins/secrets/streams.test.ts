/** @module The laws that let texts be searched while they arrive, and keep the search linear. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BEFORE, RuleSet } from './engine.ts';
import { exampleOf, pickerOf, PROBED } from './examples.fixture.ts';
import { Reader } from './reader.ts';
import { RULES } from './rules/index.ts';

const rules = new RuleSet(RULES);
const pick = pickerOf(5);

/** Secrets, parts of secrets, keywords, and what stands between them. */
const secrets = [
  ...RULES.flatMap((rule) =>
    rule.kind === 'probe'
      ? [PROBED[rule.id]?.(pick).text ?? '', PROBED[rule.id]?.(pick).near ?? '']
      : rule.shapes
          .slice(0, 1)
          .map((shape) => `${rule.kind === 'context' ? `${rule.words[0]}_key=` : ''}${exampleOf(rule, shape, pick)}`),
  ),
];
const keywords = RULES.flatMap((rule) =>
  rule.kind === 'probe' ? rule.keywords : rule.kind === 'context' ? rule.words : rule.shapes,
);
const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...secrets) },
  { weight: 3, arbitrary: fc.constantFrom(...keywords) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '=',
      ': ',
      '"',
      ' ',
      '\n',
      '_',
      '\\n',
      '%3D',
      '@',
      '/',
      '.',
      ';',
      '-',
      '\u00e9',
      'key',
      'x',
    ),
  },
  { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...secrets), fc.nat()).map(([text, n]) => text.slice(0, n % (text.length + 1))),
  },
);
const text = fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join(''));
const shown = (found: ReturnType<RuleSet['find']>): string[] =>
  found.map(({ start, end, category }) => `${start}-${end} ${category}`);
const starting = (found: ReturnType<RuleSet['find']>, below: number): string[] =>
  shown(found.filter(({ start }) => start < below));
const runs = { numRuns: 1_500 };

afterEach(() => void vi.restoreAllMocks());

describe('the law of streams', () => {
  it('what is found before the hold does not change when more arrives', () => {
    fc.assert(
      fc.property(text, fc.nat(), (whole, n) => {
        const part = whole.slice(0, n % (whole.length + 1));
        const hold = rules.hold(part);
        expect(hold).toBeLessThanOrEqual(part.length);
        expect(starting(rules.find(part), hold)).toEqual(starting(rules.find(whole), hold));
      }),
      runs,
    );
  });

  it('holds for every rule, wherever its example is cut', () => {
    for (const secret of secrets) {
      const whole = `note: ${secret}\n.`;
      const found = rules.find(whole);
      for (let cut = 0; cut < Math.min(whole.length, 400); cut++) {
        const part = whole.slice(0, cut);
        const hold = rules.hold(part);
        expect(starting(rules.find(part), hold), part).toEqual(starting(found, hold));
      }
    }
  });

  it('the search can begin wherever nothing is open, with a bounded part of what stands before', () => {
    fc.assert(
      fc.property(text, fc.nat(), (whole, n) => {
        const from = n % (whole.length + 1);
        const all = rules.find(whole);
        fc.pre(all.every(({ start, end }) => start >= from || end <= from));
        const later = shown(all.filter(({ start }) => start >= from));
        expect(shown(rules.find(whole, from))).toEqual(later);
        const cut = Math.max(0, from - BEFORE);
        const tail = rules.find(whole.slice(cut), from - cut);
        expect(tail.map(({ start, end, category }) => `${start + cut}-${end + cut} ${category}`)).toEqual(later);
      }),
      runs,
    );
  });

  it('holds back no more than the word that a text ends in when nothing is open', () => {
    const calm = 'The meeting is on Monday at ten, in the large room. ';
    expect(rules.hold(calm)).toBeGreaterThan(calm.length - 2);
    expect(rules.hold(`${calm}Please`)).toBe(calm.length);
    expect(rules.hold(`${calm}-----BEGIN PRIVATE KEY-----\nMIIE`)).toBe(calm.length);
    expect(rules.hold(`${calm}-----BEGIN PUBLIC KEY-----\nMIIE\n `)).toBeGreaterThan(calm.length + 20);
  });

  it('holds back a private key no further than its bound', () => {
    const endless = `-----BEGIN PRIVATE KEY-----\n${'Ab1\n'.repeat(6_000)}`;
    expect(rules.hold(endless)).toBeGreaterThan(0);
    expect(rules.find(endless)[0]).toMatchObject({ start: 0, category: 'private_key' });
  });
});

describe('long runs', () => {
  const steps = (unit: string, length: number): number => {
    const spy = vi.spyOn(Reader.prototype, 'code');
    rules.find(unit.repeat(Math.ceil(length / unit.length)).slice(0, length));
    const { length: count } = spy.mock.calls;
    spy.mockRestore();
    return count;
  };
  const units = [
    '=',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----\nMIIE',
    'sk-',
    'eyJ',
    'eyJhbGciOiJIUzI1NiJ9.',
    'A',
    '://',
    'a://b:c@',
  ];
  const more = [
    'Bearer ',
    'token=',
    'password: ',
    'datadog key ',
    '"type":"service_account",',
    'machine a ',
    'server=',
    'xoxb-',
    '"d":"',
  ];

  it.each([...units, ...more])('of %j take steps in proportion to their length', (unit) => {
    const [once, twice] = [steps(unit, 4_000), steps(unit, 8_000)];
    expect(twice).toBeLessThanOrEqual(2.2 * once + 4_000);
    expect(twice / 8_000).toBeLessThanOrEqual(130);
  });
});
