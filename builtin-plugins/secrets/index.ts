/** @module Finds secrets in arguments, results and everything that is shown, and redacts them or blocks the call. */
import { z } from 'zod';
import { definePlugin, GUARDS, REDACTORS, schemaLater, SECRETS } from 'enforcecore/sdk';
import type { DetectionOptions, Destination, PluginHost, TextRedactor } from 'enforcecore/sdk';
import { secretGuard } from './guard.ts';
import { CATEGORIES } from './rules/index.ts';
import { knownStrategy, SECRET_STRATEGIES, SecretScanner } from './scanner.ts';
import type { SecretStrategy } from './scanner.ts';
export { ContentViolationError, RedactionError } from './errors.ts';
export { labelsOf } from './labels.ts';
export { SecretScanner } from './scanner.ts';
export type { DetectedSecret, SecretScannerOptions, SecretStrategy } from './scanner.ts';

const section = schemaLater(() =>
  z
    .strictObject({
      /** Whether arguments and results are searched. What is shown to hooks, logs and the trail always is. */
      enabled: z.boolean().default(false),
      /** `[]`: none. */
      categories: z
        .array(
          z.enum(CATEGORIES as [string, ...string[]], {
            error: ({ input }) => `there is no category ${JSON.stringify(input)}`,
          }),
        )
        .default([...CATEGORIES]),
      /** What happens to a call whose arguments hold a secret. Results are redacted either way. */
      action: z.enum(['redact', 'block'], { error: 'must be redact or block' }).default('redact'),
      strategy: z
        .enum(SECRET_STRATEGIES as [SecretStrategy], { error: `must be one of ${SECRET_STRATEGIES.join(', ')}` })
        .default('placeholder'),
      /** Whether results are redacted too. */
      output: z.boolean().default(true),
    })
    .prefault({}),
);

export const secrets = definePlugin({
  name: 'secrets',
  version: '0.1.0',
  description:
    'Finds keys, tokens and passwords in arguments, results and everything that is shown, and redacts them or blocks the call',
  policy: { sections: { secrets: section }, main: 'secrets' },
  provides: [SECRETS],
  setup(host, _deps, { secrets: { enabled, categories, action, strategy, output } }) {
    host.provide(SECRETS, { categories: CATEGORIES, redactor });
    const to: Destination[] = [];
    if (enabled && action === 'redact') to.push('input');
    if (enabled && output) to.push('output');
    const scanner = new SecretScanner({ categories });
    const isAll = categories.length >= CATEGORIES.length;
    // Hooks, logs and the trail are never shown a secret of any category, whatever the tool is given.
    if (isAll) contribute(host, [...to, 'view'], scanner, strategy);
    else {
      if (to.length > 0) contribute(host, to, scanner, strategy);
      contribute(host, ['view'], new SecretScanner(), strategy);
    }
    if (enabled && action === 'block') host.contribute(GUARDS, secretGuard(scanner, strategy));
  },
});

export default secrets;

function contribute(
  host: PluginHost,
  to: readonly Destination[],
  scanner: SecretScanner,
  strategy: SecretStrategy,
): void {
  host.contribute(REDACTORS, { ...redactorOf(scanner, strategy), to });
}

/** @throws RedactionError `EC_SECRETS_CATEGORY_UNKNOWN`, `EC_SECRETS_STRATEGY_UNKNOWN` */
function redactor({ categories, strategy = 'placeholder' }: DetectionOptions = {}): TextRedactor {
  return redactorOf(new SecretScanner(categories === undefined ? {} : { categories }), knownStrategy(strategy));
}

function redactorOf(scanner: SecretScanner, strategy: SecretStrategy): TextRedactor {
  return { name: 'secrets', stream: scanner.stream, find: (text, from) => scanner.spans(text, from, strategy) };
}
