/** @module How many phones of all regions are found, and that other numbers are not taken for phones. */
import { describe, expect, it } from 'vitest';
import { findAll } from './number-runs.fixture.ts';
import { Dice, FORMS, logLine, otherLine, samplesOf, WITH_WORD, WITHOUT_WORD } from './phone-corpus.fixture.ts';
import { phone } from './phone.ts';

/** The share of numbers that one find covers, with an intersection of 75 per cent of the union. */
function recallOf(form: string, templates: readonly string[]): number {
  let hits = 0;
  let all = 0;
  for (const { written } of samplesOf(form)) {
    for (const template of templates) {
      const text = template.replace('#', written);
      const start = text.indexOf(written);
      const end = start + written.length;
      all++;
      const covers = findAll(phone, text).some((one) => {
        const shared = Math.min(one.end, end) - Math.max(one.start, start);
        return shared / (Math.max(one.end, end) - Math.min(one.start, start)) >= 0.75;
      });
      if (covers) hits++;
    }
  }
  return hits / all;
}

/** What is reached is a little more than this. */
const LEAST: Readonly<Record<string, readonly [withWord: number, withoutWord: number]>> = {
  international: [0.999, 0.999],
  dashed: [0.999, 0.999],
  e164: [0.999, 0.999],
  rfc3966: [0.999, 0.999],
  dialled: [0.999, 0.99],
  national: [0.99, 0.82],
  unseparated: [0.97, 0.5],
};

describe('recall over all regions', () => {
  it.each(Object.keys(FORMS))('%s', (form) => {
    const [withWord, withoutWord] = LEAST[form] ?? [1, 1];
    expect(samplesOf(form).length).toBeGreaterThan(235);
    expect(recallOf(form, WITH_WORD)).toBeGreaterThanOrEqual(withWord);
    expect(recallOf(form, WITHOUT_WORD)).toBeGreaterThanOrEqual(withoutWord);
  });
});

describe('other numbers', () => {
  const falseHits = (line: (dice: Dice) => string, size: number): string[] => {
    const dice = new Dice(20260104);
    const hits: string[] = [];
    for (let seen = 0; seen < size;) {
      const text = line(dice);
      seen += text.length + 1;
      for (const { start, end } of findAll(phone, text))
        hits.push(`${text.slice(0, start)}[${text.slice(start, end)}]`);
    }
    return hits;
  };

  it('has no false hit in 2 MB of JSON logs', () => {
    expect(falseHits(logLine, 2e6)).toEqual([]);
  });

  it('has no false hit in 500 KB of code, tables, papers and access logs', () => {
    expect(falseHits(otherLine, 5e5)).toEqual([]);
  });
});
