/** @module Finds and redacts personal data in arguments, results and everything that is shown. */
import { z } from 'zod';
import { definePlugin, REDACTORS } from 'enforcecore/sdk';
import type { Destination } from 'enforcecore/sdk';
import { CATEGORIES, DEFAULT_CATEGORIES } from './categories.ts';
import { Redactor } from './redactor.ts';
import { RedactionStrategy } from './strategy.ts';
export { RedactionError } from './errors.ts';
export { Redactor } from './redactor.ts';
export type { DetectedEntity, RedactionEvent, RedactionResult, RedactorOptions } from './redactor.ts';
export { RedactionStrategy } from './strategy.ts';
export type { HashKey } from './strategy.ts';

const strategies = Object.values(RedactionStrategy);

const piiRedaction = z
  .strictObject(
    {
      /** Whether arguments and results are redacted. What is shown to hooks, logs and the trail always is. */
      enabled: z.boolean().default(false),
      /** `[]`: none. */
      categories: z
        .array(z.enum(CATEGORIES, { error: () => `must be one of ${CATEGORIES.join(', ')}` }))
        .default([...DEFAULT_CATEGORIES]),
      strategy: z
        .enum(strategies, {
          error: ({ input }) =>
            input === 'ner'
              ? '`ner` needs a recognizer for names, which this version does not have; use placeholder, mask, hash or remove'
              : `must be one of ${strategies.join(', ')}`,
        })
        .default('placeholder'),
    },
    {
      error: (issue) => {
        const later = issue.code === 'unrecognized_keys' ? issue.keys.filter((key) => NER_KEYS.has(key)) : [];
        if (later.length === 0) return undefined;
        return `${later.map((key) => `\`${key}\``).join(', ')}: this version has no recognizer for names`;
      },
    },
  )
  .prefault({});

const NER_KEYS = new Set(['detector', 'ner_threshold', 'ner_fallback_to_regex', 'ner_language']);

export const pii = definePlugin({
  name: 'pii',
  version: '0.1.0',
  description: 'Finds and redacts personal data in arguments, results and everything that is shown',
  policy: {
    sections: { pii_redaction: piiRedaction, redact_output: z.boolean().default(true) },
    main: 'pii_redaction',
  },
  setup(host, _deps, { pii_redaction: { enabled, categories, strategy }, redact_output: output }) {
    const contribute = (to: readonly Destination[], redactor: Redactor): void =>
      host.contribute(REDACTORS, { name: 'pii', to, find: (text) => redactor.spans(text) });
    const to: Destination[] = enabled ? ['input', ...(output ? (['output'] as const) : [])] : [];
    const isUsual = enabled && DEFAULT_CATEGORIES.every((category) => categories.includes(category));
    if (isUsual) to.push('view');
    if (enabled) contribute(to, new Redactor({ categories, strategy }));
    // Hooks, logs and the trail never see personal data of the usual kinds, whatever the tool is given.
    if (!isUsual)
      contribute(
        ['view'],
        new Redactor(enabled ? { categories: [...DEFAULT_CATEGORIES, ...categories], strategy } : {}),
      );
  },
});

export default pii;
