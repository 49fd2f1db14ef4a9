/** @module Options that do not exist are errors: one that nobody obeys could be a rule that nobody enforces. */
import { EnforceCoreError, registerCodes } from '../kernel/errors.ts';
import { suggestion } from '../policies/nearest.ts';

registerCodes({
  EC_OPTION_UNKNOWN: { summary: 'an option that does not exist was given', hint: 'see the names of the options' },
});

/** The names of all options, so that the compiler says when one is missing. */
export type OptionNames<T> = { readonly [K in keyof Required<T>]: true };

/** @throws EnforceCoreError `EC_OPTION_UNKNOWN` for the first option that is not among the names */
export function checkOptions<T extends object>(
  options: T,
  names: { readonly [K in keyof Required<T>]: unknown },
  whose: string,
): void {
  const stranger = Object.keys(options).find((key) => !Object.hasOwn(names, key));
  if (stranger === undefined) return;
  throw new EnforceCoreError(`${whose} has no option \`${stranger}\``, {
    code: 'EC_OPTION_UNKNOWN',
    hint: suggestion(stranger, Object.keys(names)),
  });
}
