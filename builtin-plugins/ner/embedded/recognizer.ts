/** @module The recognizer that is always there: a small model of person names and places, in the package itself. */
import type { EntityRecognizer, RecognizerOptions, ScoredSpan } from 'enforcecore/sdk';
import { DEFAULT_THRESHOLD } from '../categories.ts';
import { holdNames } from './hold.ts';
import { embeddedModel } from './load.ts';
import { BEFORE, findNames } from './spans.ts';

/** Persons and places in one text, surer ones than the threshold only. */
export function recognizeNames(text: string, from: number, options: RecognizerOptions): readonly ScoredSpan[] {
  const { threshold = DEFAULT_THRESHOLD, categories } = options;
  const finds = findNames(embeddedModel(), text, from);
  return finds.filter(({ category, score }) => score >= threshold && (categories?.has(category) ?? true));
}

export const embedded = {
  name: 'embedded',
  categories: ['person_name', 'location'],
  spans: recognizeNames,
  stream: { before: BEFORE, hold: (text: string) => holdNames(embeddedModel().lexicon, text) },
} satisfies EntityRecognizer;
