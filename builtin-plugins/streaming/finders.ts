/** @module What the commands look for: personal data and secrets, all of it unless told otherwise. */
import { DETECTION, EnforceCoreError, provideAlone, registerCodes, SECRETS } from 'enforcecore/sdk';
import type { Detection, TextRedactor } from 'enforcecore/sdk';

export interface FinderOptions {
  /** Names of categories, with commas. */
  readonly categories?: string | undefined;
  readonly strategy?: string | undefined;
  /** `false`: only personal data. */
  readonly secrets?: boolean | undefined;
}

registerCodes({
  EC_SCAN_USAGE: {
    summary: '`scan` or `redact` was given something it cannot use',
    hint: '`enforcecore scan --list` shows all categories, `enforcecore help scan` all options',
  },
});

/** @throws EnforceCoreError `EC_SCAN_USAGE` */
export function findersFor({ categories, strategy, secrets = true }: FinderOptions): readonly TextRedactor[] {
  const kinds = secrets ? [provideAlone(DETECTION), provideAlone(SECRETS)] : [provideAlone(DETECTION)];
  if (categories === undefined) return kinds.map((kind) => finderOf(kind, strategy, undefined));
  const wanted = categories.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !kinds.some((kind) => kind.categories.includes(name)));
  if (unknown !== undefined) throw usage(`there is no category \`${unknown}\``);
  return kinds
    .map((kind) => ({ kind, names: wanted.filter((name) => kind.categories.includes(name)) }))
    .filter(({ names }) => names.length > 0)
    .map(({ kind, names }) => finderOf(kind, strategy, names));
}

function finderOf(
  kind: Detection,
  strategy: string | undefined,
  categories: readonly string[] | undefined,
): TextRedactor {
  try {
    return kind.redactor({ strategy, categories });
  } catch (error) {
    throw error instanceof EnforceCoreError ? usage(error.message, error) : error;
  }
}

export function usage(message: string, cause?: unknown): EnforceCoreError {
  return new EnforceCoreError(message, { code: 'EC_SCAN_USAGE', cause });
}

/** All categories there are, with what finds them. */
export function allCategories(): readonly (readonly [category: string, kind: string])[] {
  return [
    ...provideAlone(DETECTION).categories.map((name) => [name, 'personal data'] as const),
    ...provideAlone(SECRETS).categories.map((name) => [name, 'secret'] as const),
  ];
}
