import { describe, expect, it } from 'vitest';
import { SecretScanner } from 'enforcecore';
import { labelsOf } from '../../builtin-plugins/secrets/index.ts';
import { present, vectors } from './vectors.ts';
import type { Vector } from './vectors.ts';

interface Expected {
  readonly category: string;
  readonly u16_start: number;
  readonly u16_end: number;
  readonly text: string;
}

const all = vectors('secrets');
const cases = (area: string): [string, Vector][] =>
  all.filter((vector) => vector.area === area).map((vector) => [vector.id, vector]);
const scannerFor = ({ categories }: { categories?: 'all' | string[] }): SecretScanner =>
  new SecretScanner(Array.isArray(categories) ? { categories } : {});

/** What is believed is said in words: a category, or what kind of category it is. */
const BELIEVED: Readonly<Record<string, string>> = { 'a chat token category': 'slack_token' };

describe.skipIf(!present)('recorded behaviour: secrets', () => {
  it.each(cases('secrets.detect'))('%s', (_id, { input, expect: expected, suspect, believed }) => {
    if (!Array.isArray(expected)) {
      expect(() => scannerFor(input)).toThrow(expect.objectContaining({ code: 'EC_SECRETS_CATEGORY_UNKNOWN' }));
      return;
    }
    const found = scannerFor(input).detect(input.text);
    if (suspect) {
      expect(found.map(({ category }) => category)).toEqual([BELIEVED[believed] ?? believed]);
      return;
    }
    expect(found).toEqual(
      (expected as Expected[]).map(({ category, u16_start: start, u16_end: end, text }) => ({
        category,
        start,
        end,
        text,
      })),
    );
  });

  it.each(cases('secrets.labels'))('%s', (_id, { input, expect: expected }) => {
    expect(labelsOf(input.category)).toEqual(expected);
  });

  it.each(cases('secrets.report'))('%s', (_id, { input, expect: expected }) => {
    expect(scannerFor(input).scanAndReport(input.text)).toEqual(expected);
  });
});
