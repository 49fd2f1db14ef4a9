/** @module Settings: environment variables first, then the config file, then defaults. */
import { dirname, resolve } from 'node:path';
import type * as Cosmiconfig from 'cosmiconfig';
import { EnforceCoreError, registerCodes } from '../kernel/errors.ts';
import { loadLater } from '../kernel/runtime.ts';
import { yaml as yamlLibrary } from '../policies/yaml.ts';
import { checkOptions } from './known-options.ts';

/** What applies to every enforcer of the process unless it is told otherwise. */
export interface SettingValues {
  /** Path of the policy used when none is given. In a config file relative to its folder, else to the working directory. */
  readonly defaultPolicy: string | undefined;
  /** Folder of the trail, which is `trail.jsonl` in it. Relative as `defaultPolicy` is. */
  readonly auditPath: string;
  readonly auditEnabled: boolean;
  /** `false` switches redaction of arguments and results off; what hooks and the trail see stays redacted. */
  readonly redactionEnabled: boolean;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';
  readonly costBudgetUsd: number | undefined;
  /** Let calls pass when enforcement itself fails. Never set it in production. */
  readonly failOpen: boolean;
  readonly devMode: boolean;
  /** Plugins to activate in every enforcer, by package name. */
  readonly plugins: readonly string[];
}

type Source = Readonly<Record<string, unknown>>;
interface Field<T> {
  readonly env?: string;
  readonly key: string;
  readonly fallback: T;
  readonly read: (value: unknown) => T | undefined;
  readonly isPath?: true;
}

registerCodes({
  EC_CONFIG_INVALID: {
    summary: 'a setting has a value it cannot have',
    hint: 'correct the environment variable or the config file named',
  },
  EC_CONFIG_UNREADABLE: {
    summary: 'the config file cannot be read',
    hint: 'it must be YAML or JSON with the settings as keys',
  },
});

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const flag = (value: unknown): boolean | undefined => {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  return ['0', 'false', 'no', 'off'].includes(word) ? false : undefined;
};
const amount = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
};
const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] as const;
const level = (value: unknown): SettingValues['logLevel'] | undefined =>
  LEVELS.find((one) => one === String(value).toUpperCase());
const list = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as string[]) : undefined;

const FIELDS: { readonly [K in keyof SettingValues]: Field<SettingValues[K]> } = {
  defaultPolicy: {
    env: 'ENFORCECORE_DEFAULT_POLICY',
    key: 'default_policy',
    fallback: undefined,
    read: text,
    isPath: true,
  },
  auditPath: { env: 'ENFORCECORE_AUDIT_PATH', key: 'audit_path', fallback: './audit_logs/', read: text, isPath: true },
  auditEnabled: { env: 'ENFORCECORE_AUDIT_ENABLED', key: 'audit_enabled', fallback: true, read: flag },
  redactionEnabled: { env: 'ENFORCECORE_REDACTION_ENABLED', key: 'redaction_enabled', fallback: true, read: flag },
  logLevel: { env: 'ENFORCECORE_LOG_LEVEL', key: 'log_level', fallback: 'INFO', read: level },
  costBudgetUsd: { env: 'ENFORCECORE_COST_BUDGET_USD', key: 'cost_budget_usd', fallback: undefined, read: amount },
  failOpen: { env: 'ENFORCECORE_FAIL_OPEN', key: 'fail_open', fallback: false, read: flag },
  devMode: { env: 'ENFORCECORE_DEV_MODE', key: 'dev_mode', fallback: false, read: flag },
  plugins: { key: 'plugins', fallback: [], read: list },
};

/**
 * One reading of the environment and a config file.
 *
 * @throws EnforceCoreError `EC_CONFIG_INVALID` for a value that cannot be
 * @example
 * ```ts
 * const { auditPath, failOpen } = new Settings({ failOpen: false }, { ENFORCECORE_AUDIT_PATH: './trails/' });
 * auditPath; // './trails/'
 * failOpen; // false
 * ```
 */
export class Settings implements SettingValues {
  declare readonly defaultPolicy: string | undefined;
  declare readonly auditPath: string;
  declare readonly auditEnabled: boolean;
  declare readonly redactionEnabled: boolean;
  declare readonly logLevel: SettingValues['logLevel'];
  declare readonly costBudgetUsd: number | undefined;
  declare readonly failOpen: boolean;
  declare readonly devMode: boolean;
  declare readonly plugins: readonly string[];

  /**
   * @param given - values that win over environment and file
   * @param env - the environment; `process.env` when absent
   * @param file - the content of a config file, as {@link readConfigFile} gives it
   */
  constructor(
    given: Partial<SettingValues> = {},
    env: NodeJS.ProcessEnv = process.env,
    file: ConfigFile | undefined = readConfigFile(),
  ) {
    checkOptions(given, FIELDS, 'the settings');
    for (const name of Object.keys(FIELDS) as (keyof SettingValues)[]) {
      const field = FIELDS[name] as Field<unknown>;
      const value =
        given[name] === undefined
          ? fieldValue(field, env, file)
          : readOrThrow(field, given[name], `\`${name}\` of the settings`);
      Object.defineProperty(this, name, { value, enumerable: true });
    }
  }
}

/** An environment variable that is empty counts as one that is not set. */
function fieldValue(field: Field<unknown>, env: NodeJS.ProcessEnv, file: ConfigFile | undefined): unknown {
  const { env: variable, key, fallback } = field;
  const written = variable === undefined ? undefined : env[variable];
  if (written !== undefined && written.trim() !== '')
    return readOrThrow(field, written, `environment variable \`${variable}\``);
  if (!file || !Object.hasOwn(file.values, key)) return fallback;
  const value = readOrThrow(field, file.values[key], `\`${key}\` in ${file.path}`);
  return field.isPath ? resolve(dirname(file.path), value as string) : value;
}

function readOrThrow({ read }: Field<unknown>, value: unknown, where: string): unknown {
  const result = read(value);
  if (result !== undefined) return result;
  throw new EnforceCoreError(`${where} has a value it cannot have`, { code: 'EC_CONFIG_INVALID' });
}

/** A config file that was read: its path, and its settings by the names they have in it. */
export interface ConfigFile {
  readonly path: string;
  readonly values: Source;
}

const PLACES = [
  '.enforcecorerc',
  '.enforcecorerc.json',
  '.enforcecorerc.yaml',
  '.enforcecorerc.yml',
  'enforcecore.config.json',
  'enforcecore.config.yaml',
  'enforcecore.config.yml',
];

/** The nearest config file at or above a folder. Data formats only: a config that is code is never run. */
export function readConfigFile(from: string = process.cwd()): ConfigFile | undefined {
  const yaml = (_path: string, content: string): unknown => yamlLibrary().parse(content, { maxAliasCount: 0 });
  const { cosmiconfigSync } = loadLater<typeof Cosmiconfig>(import.meta.url, './cosmiconfig.cjs', 'cosmiconfig');
  const explorer = cosmiconfigSync('enforcecore', {
    searchPlaces: PLACES,
    stopDir: undefined as never,
    searchStrategy: 'global',
    loaders: { '.json': (_path, content) => JSON.parse(content) as unknown, '.yaml': yaml, '.yml': yaml, noExt: yaml },
  });
  let found: ReturnType<typeof explorer.search>;
  try {
    found = explorer.search(from);
  } catch (cause) {
    throw new EnforceCoreError(`the config file cannot be read: ${(cause as Error).message.split('\n')[0]}`, {
      code: 'EC_CONFIG_UNREADABLE',
      cause,
    });
  }
  if (!found || found.isEmpty) return undefined;
  const values = found.config as unknown;
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new EnforceCoreError(`config file ${found.filepath} is not a map of settings`, {
      code: 'EC_CONFIG_UNREADABLE',
    });
  }
  const known = new Set(Object.values(FIELDS).map(({ key }) => key));
  for (const key of Object.keys(values)) {
    if (!known.has(key))
      throw new EnforceCoreError(`config file ${found.filepath} has an unknown setting \`${key}\``, {
        code: 'EC_CONFIG_INVALID',
      });
  }
  return { path: found.filepath, values: values as Source };
}

let current: Settings | undefined;

/** The settings of the process, read when first used. */
export const settings: SettingValues & { reload(): void } = Object.freeze(
  Object.defineProperties(
    {},
    {
      ...Object.fromEntries(
        Object.keys(FIELDS).map((name) => [
          name,
          { enumerable: true, get: () => (current ??= new Settings())[name as keyof SettingValues] },
        ]),
      ),
      reload: { value: () => void (current = undefined) },
    },
  ),
) as SettingValues & { reload(): void };
