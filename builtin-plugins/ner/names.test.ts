/** @module What the embedded model finds, what it leaves alone, and how sure it has to be. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import 'enforcecore';
import { isNerAvailable, NER_CATEGORIES, NERBackend, NERError } from './index.ts';
import type { NerCategory, NERSpan } from './index.ts';

const ner = new NERBackend();
const found = (text: string, category = 'person_name'): string[] =>
  ner
    .analyze(text)
    .filter(([, , kind]) => kind === category)
    .map(([start, end]) => text.slice(start, end));

describe('people', () => {
  it.each([
    ['Please contact Maria Gonzalez-Lopez about the overdue invoice.', 'Maria Gonzalez-Lopez'],
    ["Patient: O'Brien, Sean", "O'Brien, Sean"],
    ['Dear Ms. Nguyen, thank you for your letter.', 'Nguyen'],
    ['Dr. Sarah J. Thompson will see you now.', 'Sarah J. Thompson'],
    ['Yesterday Ursula von der Leyen met the press.', 'Ursula von der Leyen'],
    ['{"customer":"Fatima Al-Sayed","total":12}', 'Fatima Al-Sayed'],
    ['Anna Kowalska <anna.kowalska@example.com> wrote:', 'Anna Kowalska'],
    ['I spoke to Priya about it yesterday.', 'Priya'],
    ["We need Kwame's approval first.", 'Kwame'],
    ['can you ask daniel to send it', 'daniel'],
    ['PATIENT: MARIA LOPEZ', 'MARIA LOPEZ'],
    [
      '\u041c\u0435\u043d\u044f \u0437\u043e\u0432\u0443\u0442 \u0410\u043b\u0435\u043a\u0441\u0435\u0439 \u0421\u043c\u0438\u0440\u043d\u043e\u0432.',
      '\u0410\u043b\u0435\u043a\u0441\u0435\u0439 \u0421\u043c\u0438\u0440\u043d\u043e\u0432',
    ],
    ['\u59d3\u540d\uff1a\u738b\u4f1f', '\u738b\u4f1f'],
  ])('are found: %s', (text, name) => expect(found(text)).toContain(name));

  it('have their places to the unit, after characters of two units and combining marks', () => {
    const text = '\ud83d\ude00\ud83d\udc4d Jose\u0301 Garc\u00eda \ud835\udc00 emailed Ana Silva \ud800.';
    expect(found(text)).toEqual(['Jose\u0301 Garc\u00eda', 'Ana Silva']);
  });
});

it.each([
  ['He grew up in Lisbon.', 'Lisbon'],
  ['Our office in New York is closed.', 'New York'],
  ['flights to Germany are cheap', 'Germany'],
])('places are found: %s', (text, place) => expect(found(text, 'location')).toContain(place));

it.each([
  'The quarterly report is due on Friday, 3 March.',
  'Press Ctrl and then choose Save As from the File menu.',
  'Microsoft Windows and Google Chrome need an update.',
  'Will the Apple Watch work with my Galaxy phone?',
  'export class UserController extends BaseController {}',
  'mail maria.gonzalez@example.com or see https://example.com/maria/gonzalez',
  '{"status":"Active","type":"Subscription","createdAt":"2024-05-06T07:08:09Z"}',
  'WARN  [main] o.s.b.SpringApplication - Application startup failed',
  'Mark the ticket as resolved and close it.',
])('nothing is found where there is no name: %s', (text) => expect(found(text)).toEqual([]));

describe('the threshold', () => {
  it('leaves out, and moves nothing, the higher it is', () => {
    for (const { text } of natural()) {
      let all = ner.analyze(text, { threshold: 0 });
      for (const threshold of [0.2, 0.5, 0.8, 0.95, 1]) {
        const fewer = ner.analyze(text, { threshold });
        expect(fewer).toEqual(all.filter(([, , , score]) => score >= threshold));
        all = fewer;
      }
    }
  });
  it('is 0.8 unless another is given', () => {
    expect(ner.threshold).toBe(0.8);
    expect(new NERBackend({ threshold: 0.5, language: 'de' })).toMatchObject({ threshold: 0.5, language: 'de' });
  });
  it.each([-0.1, 1.1, Number.NaN, '0.5'])('is refused when it is %s', (threshold) => {
    expect(() => new NERBackend({ threshold: threshold as number })).toThrow(NERError);
    expect(() => ner.analyze('', { threshold: threshold as number })).toThrow(NERError);
  });
});

describe('categories', () => {
  it('are seventeen', () => expect(new Set(NER_CATEGORIES).size).toBe(17));

  it('that there are not are an error', () => {
    expect(() => ner.analyze('x', { categories: ['nonsense' as NerCategory] })).toThrow(
      expect.objectContaining({ code: 'EC_NER_CATEGORY_UNKNOWN' }),
    );
  });

  it('of what has a form of its own come from the room that detects it, and cover the names in them', () => {
    const text = 'Call John at john@acme.com';
    const kinds = (spans: readonly NERSpan[]) => spans.map(([start, end, category]) => [start, end, category]);
    expect(kinds(ner.analyze(text))).toEqual([
      [5, 9, 'person_name'],
      [13, 26, 'email'],
    ]);
    expect(kinds(ner.analyze(text, { categories: ['person_name'] }))).toEqual([[5, 9, 'person_name']]);
    expect(ner.analyze('DE89 3704 0044 0532 0130 00', { categories: ['iban'] })[0]?.[2]).toBe('iban');
  });
});

it('is available: the model is in the package', () => expect(isNerAvailable()).toBe(true));

describe('on sentences that nobody trained on', () => {
  it.each([
    ['development', 'person_name', 0.88],
    ['unseen', 'person_name', 0.8],
    ['unseen', 'location', 0.7],
  ] as const)('%s: F2 of %s is at least %d', (file, category, least) => {
    expect(f2(natural(file), category)).toBeGreaterThanOrEqual(least);
  });
});

interface Row {
  readonly text: string;
  readonly spans: readonly [number, number, string][];
}

function natural(file = 'development'): Row[] {
  const url = new URL(`../../tests/data/ner/${file}.jsonl`, import.meta.url);
  return readFileSync(url, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

/** A find counts when it and what is wanted share three quarters of the characters of both. */
function f2(rows: readonly Row[], category: string): number {
  let [hits, finds, wanted] = [0, 0, 0];
  for (const { text, spans } of rows) {
    const got = ner.analyze(text).filter(([, , kind]) => kind === category);
    const gold = spans.filter(([, , kind]) => kind === category);
    hits += gold.filter((one) => got.some((other) => overlap(one, other) >= 0.75)).length;
    finds += got.length;
    wanted += gold.length;
  }
  const [precision, recall] = [hits / finds, hits / wanted];
  return (5 * precision * recall) / (4 * precision + recall);
}

function overlap(
  [a, b]: readonly [number, number, ...unknown[]],
  [c, d]: readonly [number, number, ...unknown[]],
): number {
  const both = Math.min(b, d) - Math.max(a, c);
  return both <= 0 ? 0 : both / (Math.max(b, d) - Math.min(a, c));
}
