/** @module Finds and redacts personal data in arguments, results and everything that is shown. */
import { z } from 'zod';
import { definePlugin, DETECTION, foldName, NER, optional, REDACTORS, schemaLater } from 'enforcecore/sdk';
import type { CallOfValue, Destination, EntityRecognizer, OutputOf, TextRedactor } from 'enforcecore/sdk';
import { CATEGORIES, DEFAULT_CATEGORIES } from './categories.ts';
import { isName, namesAmong, namesOf } from './names.ts';
import { RedactionError } from './errors.ts';
import { checkPattern, withGlobal } from './patterns.ts';
import type { PatternSource } from './patterns.ts';
import { Redactor } from './redactor.ts';
import { RedactionStrategy } from './strategy.ts';
import { Vault } from './vault.ts';
export { PatternRegistry } from './patterns.ts';
export type { CustomPattern, PatternOptions } from './patterns.ts';
export { RedactionError } from './errors.ts';
export { Redactor } from './redactor.ts';
export type { DetectedEntity, RedactionEvent, RedactionResult, RedactorOptions } from './redactor.ts';
export { RedactionStrategy } from './strategy.ts';
export { Vault } from './vault.ts';
export type { VaultOptions } from './vault.ts';
export type { HashKey } from './strategy.ts';

const strategies = [...Object.values(RedactionStrategy), 'ner'] as const;

/** Two of one name would leave open which of them counts. */
const patterns = () =>
  z
    .array(
      z
        .strictObject({
          category: z.string(),
          pattern: z.string(),
          placeholder: z.string().optional(),
          mask: z.string().optional(),
        })
        .superRefine((given, context) => {
          const problem = problemOf(() => checkPattern(given));
          if (!problem) return;
          const isName = problem.code === 'EC_PII_PATTERN_NAME' || problem.code === 'EC_PII_PATTERN_BUILT_IN';
          const path = problem.code === 'EC_PII_PATTERN_INVALID' ? [] : [isName ? 'category' : 'pattern'];
          context.addIssue({ code: 'custom', message: `${problem.message} (${problem.hint})`, path });
        }),
    )
    .superRefine((given, context) => {
      const names = given.map(({ category }) => category.trim());
      names.forEach((name, i) => {
        if (names.indexOf(name) < i)
          context.addIssue({ code: 'custom', message: `two patterns are called \`${name}\``, path: [i, 'category'] });
      });
    })
    .default([]);

function problemOf(act: () => unknown): RedactionError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof RedactionError) return error;
    throw error;
  }
}

const piiRedaction = schemaLater(() =>
  z
    .strictObject({
      /** Whether arguments and results are redacted. What is shown to hooks, logs and the trail always is. */
      enabled: z.boolean().default(false),
      /** `[]`: none. */
      categories: z
        .array(z.enum(CATEGORIES, { error: () => `must be one of ${CATEGORIES.join(', ')}` }))
        .default([...DEFAULT_CATEGORIES]),
      /** How what is found is replaced. `ner` stands for `detector: ner` and placeholders. */
      strategy: z.enum(strategies, { error: () => `must be one of ${strategies.join(', ')}` }).default('placeholder'),
      /** `ner`: names of people and places are looked for, too. */
      detector: z.enum(['regex', 'ner'], { error: 'must be regex or ner' }).default('regex'),
      /** How sure a name has to be, from 0 to 1. */
      ner_threshold: z.number().min(0).max(1).default(0.8),
      /** The language of the texts, as a BCP 47 tag. */
      ner_language: z.string().min(1).default('en'),
      /** Whether the rest is redacted all the same where no recognizer of names is active. If not, that is an error. */
      ner_fallback_to_regex: z.boolean().default(false),
      /** Addresses that are spelt out are found, too: `john at example dot com`. */
      spoken: z.boolean().default(false),
      /** With `strategy: pseudonym`: the tools that are given the originals in place of their pseudonyms. */
      restore_in: z.array(z.string()).default([]),
      /** Patterns of one's own, besides those that are registered. They always apply. */
      patterns: patterns(),
    })
    .refine(({ strategy, restore_in: tools }) => strategy === 'pseudonym' || tools.length === 0, {
      path: ['restore_in'],
      error: 'needs `strategy: pseudonym`: nothing else can be led back',
    })
    .prefault({}),
);

export const pii = definePlugin({
  name: 'pii',
  version: '0.1.0',
  description: 'Finds and redacts personal data in arguments, results and everything that is shown',
  policy: {
    sections: { pii_redaction: piiRedaction, redact_output: schemaLater(() => z.boolean().default(true)) },
    main: 'pii_redaction',
  },
  provides: [DETECTION],
  needs: { ner: optional(NER) },
  setup(host, { ner }, { pii_redaction: section, redact_output: output }) {
    host.provide(DETECTION, {
      categories: CATEGORIES,
      redactor: ({ strategy, ...more } = {}) => new Redactor({ ...more, strategy: strategy as RedactionStrategy }),
    });
    const { enabled, categories, spoken } = section;
    const source: PatternSource = withGlobal(section.patterns);
    const strategy = section.strategy === 'ner' ? RedactionStrategy.PLACEHOLDER : section.strategy;
    const contribute = (to: readonly Destination[], redactor: TextRedactor): void => {
      if (to.length > 0) host.contribute(REDACTORS, { ...redactorOf(redactor), to });
    };
    const to: Destination[] = enabled ? ['input', ...(output ? (['output'] as const) : [])] : [];
    const isUsual = enabled && DEFAULT_CATEGORIES.every((category) => categories.includes(category));
    const vault = new Vault();
    const forms = categories.filter((category) => !isName(category));
    const redactor = new Redactor({ categories: forms, strategy, vault, spoken }, source);
    const names = enabled ? namesFor(section, { ner, strategy, vault }) : undefined;
    if (enabled && section.restore_in.length > 0) {
      // For the tools named, pseudonyms are led back and nothing is taken out.
      const leadsBack = isNamed(section.restore_in);
      const back: TextRedactor['find'] = (text, from = 0, call) => vault.spans(text, from, call);
      contribute(['input'], except(leadsBack, back, redactor));
      if (names)
        contribute(
          ['input'],
          except(leadsBack, () => [], names),
        );
      to.shift();
    }
    if (names) contribute([...to, 'view'], names);
    // Hooks, logs and the trail never see personal data of the usual kinds, whatever the tool is given.
    if (isUsual) contribute([...to, 'view'], redactor);
    else {
      contribute(to, redactor);
      const shown = [...DEFAULT_CATEGORIES, ...forms];
      contribute(['view'], new Redactor(enabled ? { categories: shown, strategy, vault, spoken } : {}, source));
    }
  },
});

export default pii;

type Section = OutputOf<typeof piiRedaction>;

function namesFor(
  { categories, detector, ner_threshold, ner_language, ner_fallback_to_regex, ...section }: Section,
  { ner, ...how }: { ner: EntityRecognizer | undefined; strategy: RedactionStrategy; vault: Vault },
): TextRedactor | undefined {
  const wanted = namesAmong(categories, section.strategy === 'ner' ? 'ner' : detector);
  if (wanted.size === 0 || (!ner && ner_fallback_to_regex)) return undefined;
  return namesOf(ner, { ...how, categories: wanted, threshold: ner_threshold, language: ner_language });
}

function isNamed(tools: readonly string[]): (call: CallOfValue | undefined) => boolean {
  const named = new Set(tools.map(foldName));
  return (call) => call !== undefined && named.has(foldName(call.tool));
}

/** A redactor that does something else for some calls. */
function except(
  applies: (call: CallOfValue | undefined) => boolean,
  instead: TextRedactor['find'],
  redactor: TextRedactor,
): TextRedactor {
  return {
    name: redactor.name,
    find: (text, from, call) => (applies(call) ? instead(text, from, call) : redactor.find(text, from, call)),
    get stream() {
      return redactor.stream;
    },
  };
}

/** As much of a redactor as the corridor asks for. */
function redactorOf(redactor: TextRedactor): TextRedactor {
  return {
    name: redactor.name,
    find: (text, from, call) => redactor.find(text, from, call),
    // Read when a stream begins: a recognizer that another plugin brings is only known once that has started.
    get stream() {
      return redactor.stream;
    },
  };
}
