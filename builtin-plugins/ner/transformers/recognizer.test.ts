/** @module A model on disk: what is aligned, what is joined, and what is said when it cannot be used. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NERError } from '../errors.ts';
import { withoutOverlaps } from './gliner.ts';
import { begins, categoryOf } from './labels.ts';
import { classifier, spanScorer, writeModel } from './onnx.fixture.ts';
import { TransformersRecognizer } from './recognizer.ts';
import { splitWords, windows } from './words.ts';

/** The library is an optional peer of 470 MB: with it the models run, without it what is said about that is tested. */
const isInstalled = ((): boolean => {
  try {
    createRequire(import.meta.url).resolve('@huggingface/transformers');
    return true;
  } catch {
    return false; // not installed: the other half of the tests runs
  }
})();

const VOCABULARY = [
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '<<ENT>>',
  '<<SEP>>',
  'person',
  'location',
  'Call',
  'Maria',
  'Gon',
  '##zalez',
  'in',
  'Paris',
  '.',
  'now',
];
const LABELS = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];
const labelOf: Readonly<Record<string, number>> = { Maria: 1, Gon: 2, Paris: 3 };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ner-model-'));
  const table = VOCABULARY.map((piece) => LABELS.map((_, i) => (i === (labelOf[piece] ?? 0) ? 5 : 0)));
  const id2label = Object.fromEntries(LABELS.map((label, i) => [i, label]));
  writeModel(join(folder, 'classifier'), VOCABULARY, { model_type: 'bert', id2label }, classifier(table));
  const places = Array.from({ length: 64 }, (_, i) => [i === 1 || i === 2 ? 2 : -4, i === 4 ? 2 : -4]);
  writeModel(join(folder, 'gliner'), VOCABULARY, { max_width: 3 }, spanScorer(places, 3));
  writeModel(join(folder, 'unlabelled'), VOCABULARY, { model_type: 'bert' }, classifier(table));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = '\ud83d\ude00 Call  Maria\u00a0Gonzalez in Paris.';
const found = (text: string, spans: readonly { start: number; end: number; category: string }[]): string[] =>
  spans.map(({ start, end, category }) => `${category}: ${text.slice(start, end)}`);

describe.runIf(isInstalled)('a model that the application places', () => {
  it('labels words, with their places in the text to the unit', async () => {
    const recognizer = new TransformersRecognizer({ model: join(folder, 'classifier') });
    await recognizer.load();
    const spans = await recognizer.spans(TEXT, 0, {});
    expect(found(TEXT, spans)).toEqual(['person_name: Maria\u00a0Gonzalez', 'location: Paris']);
    expect(spans.every(({ score }) => score > 0.9 && score <= 1)).toBe(true);
    expect(await recognizer.spans(TEXT, 0, { threshold: 0.999 })).toEqual([]);
    expect(found(TEXT, await recognizer.spans(TEXT, 15, {}))).toEqual(['location: Paris']);
    await recognizer.unload();
    await expect(recognizer.spans(TEXT, 0, {})).rejects.toThrow(NERError);
  });

  it('finds the same at the end of a text longer than the model can read at once', async () => {
    const recognizer = new TransformersRecognizer({ model: join(folder, 'classifier') });
    await recognizer.load();
    const text = `${'now in '.repeat(700)}Maria Gonzalez in Paris`;
    expect(found(text, await recognizer.spans(text, 0, {}))).toEqual([
      'person_name: Maria Gonzalez',
      'location: Paris',
    ]);
    await recognizer.unload();
  });

  it('takes the labels of the application over the usual ones', async () => {
    const recognizer = new TransformersRecognizer({
      model: join(folder, 'classifier'),
      labels: { LOC: 'national_id' },
    });
    await recognizer.load();
    const spans = await recognizer.spans(TEXT, 0, { categories: new Set(['national_id']) });
    expect(found(TEXT, spans)).toEqual(['national_id: Paris']);
    await recognizer.unload();
  });

  it('asks a GLiNER model, and keeps the surest of overlapping spans', async () => {
    const recognizer = new TransformersRecognizer({ model: join(folder, 'gliner') });
    await recognizer.load();
    const text = 'Call Maria Gonzalez in Paris now';
    expect(found(text, await recognizer.spans(text, 0, {}))).toContain('location: Paris');
    expect(found(text, await recognizer.spans(text, 0, {}))[0]).toMatch(/^person_name: (?:Maria|Gonzalez)/);
    await recognizer.unload();
  });

  it.each(['unlabelled', 'absent'])('says at the start that a model is of no use: %s', async (name) => {
    const load = new TransformersRecognizer({ model: join(folder, name) }).load();
    await expect(load).rejects.toMatchObject({ code: 'EC_NER_MODEL_UNUSABLE' });
  });
});

describe.runIf(!isInstalled)('without the library', () => {
  it('says what to install', async () => {
    const load = new TransformersRecognizer({ model: join(folder, 'classifier') }).load();
    await expect(load).rejects.toMatchObject({
      code: 'EC_NER_LIBRARY_MISSING',
      hint: expect.stringContaining('npm install'),
    });
  });
});

describe('alignment', () => {
  const letters = { encode: (text: string) => [...text.trim()].map((char) => char.charCodeAt(0)) };

  it('cuts a text into words that hold their places, whatever the characters', () => {
    const text = '  J\u00fcrgen, \ud83d\ude00\ud800 O\u2019Neil\n';
    expect(splitWords(text, 0, letters).map(({ start, end }) => text.slice(start, end))).toEqual([
      'J\u00fcrgen',
      ',',
      '\ud83d\ude00',
      '\ud800',
      'O',
      '\u2019',
      'Neil',
    ]);
  });

  it('covers every word by windows that overlap and are no longer than asked', () => {
    const words = splitWords('abcd '.repeat(100), 0, letters);
    const ranges = [...windows(words, 40)];
    expect(ranges.every(([first, last]) => last - first <= 10)).toBe(true);
    expect(ranges[0]?.[0]).toBe(0);
    expect(ranges.at(-1)?.[1]).toBe(100);
    expect(ranges.every(([first], i) => i === 0 || first < (ranges[i - 1]?.[1] ?? 0))).toBe(true);
  });

  it('knows what usual labels mean, and no more', () => {
    expect(categoryOf('B-PER', {})).toBe('person_name');
    expect(categoryOf('I-GIVENNAME', {})).toBe('person_name');
    expect(categoryOf('O', {})).toBeUndefined();
    expect(categoryOf('constructor', {})).toBeUndefined();
    expect(categoryOf('B-PER', { PER: 'email' })).toBe('email');
    expect([begins('B-PER'), begins('I-PER'), begins('PER')]).toEqual([true, false, false]);
  });

  it('leaves no two spans that overlap', () => {
    const span = (start: number, end: number, score: number) => ({ start, end, category: 'person_name', score });
    expect(
      withoutOverlaps([span(0, 5, 0.8), span(3, 9, 0.9), span(9, 12, 0.5), span(20, 30, 0.4), span(29, 31, 0.3)]),
    ).toEqual([span(3, 9, 0.9), span(9, 12, 0.5), span(20, 30, 0.4)]);
  });
});
