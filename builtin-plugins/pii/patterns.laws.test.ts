/** @module Laws that patterns of one's own hold to, for texts and patterns of every kind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RedactingFlow } from '../../sdk/text-flow.ts';
import { expressionFor } from './expression.ts';
import { onRe2 } from './pattern-safety.ts';
import { toRe2 } from './pattern-linear.ts';
import { isPlainlyLinear } from './pattern-proof.ts';
import { parse } from './pattern-shape.ts';
import { Redactor } from './index.ts';

/** Bounded and unbounded, on both engines, with and without looking around. */
const PATTERNS = [
  'ab{1,3}', 'a+', 'b\\w+\\b', '\\bab\\w+', '(?<=a)b+', 'c(?!a)', '(?<!c)c+(?!c)', '^ab', 'b$', 'a[^c]*c', 'b+$',
  '(?:a+b)+c', '(a+)+$', '(?:a|ab)(?:c|bcd)?', 'a.*?b', '[ab]+\\d', '\\u{1f600}?a', '(?i)C\\d+', '(?m)^c', '(a)\\1',
]; // prettier-ignore
const pattern = fc.constantFrom(...PATTERNS);
const unit = fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', 'a', 'b', '\ud83d\ude00');
const short = fc.array(unit, { maxLength: 40 }).map((units) => units.join(''));
/** The linear engine takes characters as wholes. */
const plain = short.map((one) => one.replaceAll('\ud83d\ude00', '\u00e9'));
/** Runs that are longer than counts. */
const long = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'ab', 'c', 'a '), fc.nat(1_500), short), { maxLength: 4 })
  .map((runs) => runs.map(([run, times, rest]) => run.repeat(times) + rest).join(''));
const text = fc.oneof(short, long);
const cuts = fc.array(fc.nat(6_000), { maxLength: 8 });

const redactorFor = (...own: string[]): Redactor =>
  new Redactor({ categories: [], patterns: own.map((one, i) => ({ category: `own${i}`, pattern: one })) });
const asText = (found: { category: string; start: number; end: number }): string =>
  `${found.category} ${found.start}-${found.end}`;

describe('patterns of one\u2019s own', () => {
  it('find the same in a text that arrives in pieces', () => {
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }), text, cuts, (own, whole, places) => {
        const redactor = redactorFor(...own);
        const batch = redactor.redact(whole);
        const found: string[] = [];
        const flow = new RedactingFlow([redactor], { found: (one) => found.push(asText(one)) });
        const ends = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
        let out = '';
        let at = 0;
        for (const end of [...ends, whole.length]) {
          out += String(flow.push(whole.slice(at, end)));
          at = end;
        }
        out += String(flow.flush());
        expect(out).toBe(batch.text);
        expect(found).toEqual(
          batch.events.map(({ entityType, start, end }) => asText({ category: entityType, start, end })),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('find what does not change when more text comes, before the place that is held', () => {
    fc.assert(
      fc.property(pattern, text, text, (own, first, more) => {
        const redactor = redactorFor(own);
        const hold = redactor.stream.hold(first, 0);
        const until = (all: string): string[] =>
          redactor
            .find(all)
            .filter(({ start }) => start < hold)
            .map(asText);
        expect(until(first)).toEqual(until(first + more));
      }),
      { numRuns: 400 },
    );
  });

  it('leave nothing of a find, and change nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('ab1', 'ab22', 'x', ' ', 'ab')), (parts) => {
        const redactor = redactorFor('ab\\d{1,2}');
        const once = redactor.redactString(parts.join(''));
        expect(once).not.toMatch(/ab\d/);
        expect(redactor.redactString(once)).toBe(once);
      }),
    );
  });

  it('mean on the linear engine what they mean on V8', () => {
    const expressible = PATTERNS.filter((one) => !/\(\?|\\1|\\u/.test(one.replaceAll('(?:', '(')));
    fc.assert(
      fc.property(
        fc.constantFrom(...expressible, '\\s[^a]', '\\W\\S.', '[\\w-]+ ', '(?:a|b)c'),
        plain,
        (own, whole) => {
          const tree = parse(own, '');
          const slow = new RegExp(own, 'g');
          const matches = [...whole.matchAll(slow)].map(({ 0: { length }, index }) => [index, index + length]);
          const matcher = onRe2(toRe2(tree, '')).matcher(0);
          const found: number[][] = [];
          for (let at = 0, range = matcher(whole, at); range; range = matcher(whole, at)) {
            found.push([range.start, range.end]);
            at = range.end;
          }
          expect(found).toEqual(matches);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('which engine a pattern runs on', () => {
  it.each([
    ['EMP-\\d{6}', true], ['[A-Z]{2}\\d{4,6}', true], ['TEST-\\d+', true], ['\\bACME-\\w+\\b', true],
    ['ACME-[a-z]+-\\d{3}', true], ['(?<!\\d)\\d+(?!\\d)', true], ['\\b\\d+\\b', true], ['(?<=ID: )\\d+', true],
    ['(a+)+$', false], ['\\d+$', false], ['a.*b', false], ['[a-z]+\\d', false], ['(?:a?){30}a{30}', false],
    ['\\w{1,300}\\s{0,300}\\w{1,300}x', false], ['a\\w+b', false], ['\\b\\w\\w+-', false],
  ])('%s is plainly linear: %s', (own, is) => {
    expect(isPlainlyLinear(parse(own, ''), '')).toBe(is);
  }); // prettier-ignore

  it.each([
    ['TEST-\\d+', 'v8'],
    ['project:\\s*\\S+', 'v8'],
    ['(a+)+$', 're2js'],
    ['\\d+$', 're2js'],
  ])('%s: %s', (own, name) => {
    expect(expressionFor(own).engine).toBe(name);
  });

  it('goes through a text that would take a backtracking engine forever', () => {
    const redactor = redactorFor('(a+)+$');
    const long = `${'a'.repeat(20_000)}b`;
    expect(redactor.redactString(long)).toBe(long);
    expect(redactor.redactString(`b${'a'.repeat(40)}`)).toBe('b<OWN0>');
  });
});
