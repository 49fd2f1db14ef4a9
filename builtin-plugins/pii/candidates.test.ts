/** @module Which groups of digits a rule is asked about. */
import { describe, expect, it } from 'vitest';
import { Candidates, grouped, numberRecognizer } from './candidates.ts';
import type { Candidate, NumberRule } from './candidates.ts';
import { Runs } from './runs.ts';

/** All that a rule is asked about in a text. */
function asked(text: string, rule: Partial<NumberRule>): string[] {
  const seen: string[] = [];
  const accept = ({ start, end }: Candidate): boolean => {
    seen.push(text.slice(start, end));
    return false;
  };
  const one = numberRecognizer({ category: 'test', rank: 1, digits: [7, 10], ...rule, accept });
  for (const run = new Runs(text, 0, 7); run.next();) one.find(text, run, 0);
  return seen;
}

describe('a rule that is', () => {
  it('divided is not asked about one group of digits by itself, but about all others', () => {
    expect(asked('"12345678"', {})).toEqual(['12345678']);
    expect(asked('"12345678"', { divided: true })).toEqual([]);
    expect(asked('x12345678', { divided: true })).toEqual([]);
    expect(asked('45 10 1234', { divided: true })).toEqual(['45 10 1234']);
    expect(asked('12345678 90', { divided: true })).toEqual(['12345678', '12345678 90']);
  });

  it('divided keeps nothing from the others', () => {
    const seen: string[] = [];
    const rule = (name: string, divided: boolean): NumberRule => ({
      ...{ category: name, rank: 1, digits: [7, 10], divided },
      accept: () => seen.push(name) < 0,
    });
    const text = '12345678';
    const run = new Runs(text, 0, 7);
    run.next();
    new Candidates([rule('divided', true), rule('any', false)]).find(text, run, 0);
    expect(seen).toContain('any');
  });

  it('whole is not asked within a word or behind a plus sign', () => {
    expect(asked('x1234567', { whole: true })).toEqual([]);
    expect(asked('1234567x', { whole: true })).toEqual([]);
    expect(asked('+1234567', { whole: true })).toEqual([]);
    expect(asked('x1234567', {})).toEqual(['1234567']);
  });

  it('undotted is not asked about groups with dots or with different signs', () => {
    expect(asked('123.4567', { undotted: true })).toEqual([]);
    expect(asked('12-34 567', { undotted: true })).toEqual([]);
    expect(asked('123-4567', { undotted: true })).toEqual(['123-4567']);
  });
});

it('shows a rule its digits, its groups and what separates them', () => {
  const seen: unknown[] = [];
  const rule: NumberRule = {
    ...{ category: 'test', rank: 1, digits: [7, 9] },
    accept({ digits, count, groups, separator }) {
      seen.push([[...digits.subarray(0, count)].join(''), groups, separator]);
      return false;
    },
  };
  const text = 'no 12-345-67 89';
  const run = new Runs(text, 0, 7);
  run.next();
  new Candidates([rule]).find(text, run, 0);
  expect(seen).toEqual([
    ['1234567', grouped(2, 3, 2), 45],
    ['123456789', grouped(2, 3, 2, 2), -1],
    ['3456789', grouped(3, 2, 2), -1],
  ]);
});
