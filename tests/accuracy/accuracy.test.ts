/** @module The measure itself: what counts as found, and that the data is what its generators make. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

interface Span {
  start: number;
  end: number;
  category: string;
}
interface Score {
  match(wanted: Span[], found: Span[]): { missed: Span[]; extra: Span[] };
  Tally: new () => {
    f2: number;
    precision: number;
    recall: number;
    add(wanted: number, missed: number, extra: number): void;
  };
}

const { match, Tally } = (await import(new URL('score.mjs', import.meta.url).href)) as Score;
const DATA = fileURLToPath(new URL('../data/accuracy/', import.meta.url));
const BY_HAND = ['locations.jsonl', 'persons.jsonl'];
const made = mkdtempSync(join(tmpdir(), 'accuracy-'));
afterAll(() => rmSync(made, { recursive: true }));

const at = (start: number, end: number, category = 'email'): Span => ({ start, end, category });

describe('match', () => {
  it('takes a find that shares three quarters with what is wanted, and none that shares less', () => {
    expect(match([at(0, 8)], [at(0, 6)]).missed).toEqual([]);
    expect(match([at(0, 8)], [at(0, 5)])).toEqual({ missed: [at(0, 8)], extra: [at(0, 5)] });
  });

  it('counts a second find of the same value, and one of another category, as false', () => {
    expect(match([at(0, 8)], [at(0, 7), at(0, 8)]).extra).toEqual([at(0, 7)]);
    expect(match([at(0, 8)], [at(0, 8, 'url')]).missed).toHaveLength(1);
  });
});

describe('Tally', () => {
  it('weighs a miss four times a false find', () => {
    const missing = new Tally();
    missing.add(10, 2, 0);
    const raising = new Tally();
    raising.add(10, 0, 2);
    expect([missing.precision, missing.recall]).toEqual([1, 0.8]);
    expect(missing.f2).toBeCloseTo((5 * 0.8) / (4 + 0.8));
    expect(raising.f2).toBeGreaterThan(missing.f2);
  });

  it('is nothing when nothing of what is wanted is found', () => {
    const none = new Tally();
    none.add(3, 3, 1);
    expect(none.f2).toBe(0);
  });
});

describe('the data', () => {
  it('is what its generators make, byte for byte, but for the files written by hand', () => {
    execFileSync(process.execPath, [fileURLToPath(new URL('make/run.mjs', import.meta.url)), made]);
    const files = readdirSync(made).sort();
    expect([...files, ...BY_HAND].sort()).toEqual(readdirSync(DATA).sort());
    for (const file of files) {
      expect(readFileSync(join(made, file)).equals(readFileSync(join(DATA, file))), file).toBe(true);
    }
  });

  it('has spans that lie in the text, in order, apart, and without space at their ends', () => {
    for (const file of readdirSync(DATA)) {
      for (const line of readFileSync(join(DATA, file), 'utf8').trimEnd().split('\n')) {
        const { text, spans } = JSON.parse(line) as { text: string; spans: Span[] };
        let from = 0;
        for (const { start, end } of spans) {
          const value = text.slice(start, end);
          expect(start >= from && end <= text.length && value !== '' && value.trim() === value, line).toBe(true);
          from = end;
        }
      }
    }
  });
});
