/** @module Names of people and places, found by a recognizer that another room provides. */
import { andThen } from 'enforcecore/sdk';
import type { CallOfValue, EntityRecognizer, ScoredSpan, Span, TextRedactor } from 'enforcecore/sdk';
import { isCategory } from './categories.ts';
import { RedactionError } from './errors.ts';
import { replacementFor } from './strategy.ts';
import type { HashKey, RedactionStrategy } from './strategy.ts';
import type { Vault } from './vault.ts';

/** The categories that only a recognizer of names finds. */
const NAMES = ['person_name', 'location'] as const;

export function isName(category: string): boolean {
  return (NAMES as readonly string[]).includes(category);
}

export interface NameOptions {
  readonly categories: ReadonlySet<string>;
  readonly strategy: RedactionStrategy;
  /** With `strategy: 'pseudonym'`. */
  readonly vault?: Vault | undefined;
  readonly hashKey?: HashKey | undefined;
  readonly threshold?: number | undefined;
  readonly language?: string | undefined;
}

/** Which of them are looked for: all with `detector: ner`, else those that are asked for. */
export function namesAmong(categories: readonly string[], detector: string | undefined): ReadonlySet<string> {
  return new Set(NAMES.filter((name) => detector === 'ner' || categories.includes(name)));
}

/** Replaces the names that a recognizer finds. @throws RedactionError `EC_PII_NER_MISSING` when there is none */
export function namesOf(ner: EntityRecognizer | undefined, options: NameOptions): TextRedactor {
  if (!ner) throw new RedactionError('no recognizer of names is active', { code: 'EC_PII_NER_MISSING' });
  const { categories, strategy, vault, hashKey, threshold, language } = options;
  const instead = (category: string, call: CallOfValue | undefined): Span['replacement'] => {
    if (strategy === 'pseudonym' && vault) return (original) => vault.pseudonym(category, original, call);
    return isCategory(category) ? replacementFor(category, strategy, hashKey) : `<${category.toUpperCase()}>`;
  };
  const spanOf = ({ start, end, category }: ScoredSpan, call: CallOfValue | undefined): Span => {
    return { start, end, category, replacement: instead(category, call), rank: 0 };
  };
  return {
    name: 'pii-names',
    find: (text, from = 0, call) =>
      andThen(ner.spans(text, from, { categories, threshold, language }), (found) =>
        found.map((one) => spanOf(one, call)),
      ),
    get stream() {
      return ner.stream;
    },
  };
}
