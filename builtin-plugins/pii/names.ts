/** @module Names of people and places, found by a recognizer that another room provides. */
import { andThen } from 'enforcecore/sdk';
import type { EntityRecognizer, ScoredSpan, Span, TextRedactor } from 'enforcecore/sdk';
import { isCategory } from './categories.ts';
import { RedactionError } from './errors.ts';
import { replacementFor } from './strategy.ts';
import type { HashKey, RedactionStrategy } from './strategy.ts';

export interface NameOptions {
  readonly ner_threshold: number;
  readonly ner_language: string;
  readonly ner_fallback_to_regex: boolean;
}

const NAMES: ReadonlySet<string> = new Set(['person_name', 'location']);

/**
 * Replaces the names that a recognizer finds. Nothing when there is no recognizer and the options allow that.
 *
 * @throws RedactionError `EC_PII_NER_MISSING`
 */
export function namesOf(
  ner: EntityRecognizer | undefined,
  options: NameOptions,
  strategy: RedactionStrategy,
  key?: HashKey,
): TextRedactor | undefined {
  if (!ner) {
    if (options.ner_fallback_to_regex) return undefined;
    throw new RedactionError('no recognizer of names is active', { code: 'EC_PII_NER_MISSING' });
  }
  const wanted = { threshold: options.ner_threshold, language: options.ner_language, categories: NAMES };
  const spanOf = ({ start, end, category }: ScoredSpan): Span => {
    const replacement = isCategory(category) ? replacementFor(category, strategy, key) : `<${category.toUpperCase()}>`;
    return { start, end, category, replacement, rank: 0 };
  };
  return {
    name: 'pii-names',
    find: (text, from = 0) => andThen(ner.spans(text, from, wanted), (found) => found.map(spanOf)),
    get stream() {
      return ner.stream;
    },
  };
}
