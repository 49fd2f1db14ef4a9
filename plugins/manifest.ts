/** @module What a package.json must say for a package to be a plugin. */
import { entryOf } from './entry.ts';
import { printable, refusal } from './errors.ts';
import type { PluginLoadError } from './errors.ts';
import { isRecord } from './package-file.ts';
import type { Json } from './package-file.ts';

/** The keyword that a plugin's package.json carries. */
const PLUGIN_KEYWORD = 'enforcecore-plugin';
/** The version of the manifest that is understood. */
const API_VERSION = 1;

/** A package.json, as far as it describes a plugin. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The module to import, as a `file:` URL. */
  readonly entry: URL;
  /** What it contributes: `guard`, `redactor`, `audit_backend`, and kinds still to come. */
  readonly kinds: readonly string[];
  /** The policy sections it owns. */
  readonly sections: readonly string[];
  /** The commands it adds to the program, by name, with their summaries. */
  readonly commands: Readonly<Record<string, string>>;
  /** What it says it reaches for (`net`, `fs`, `env`): a declaration for review, not a boundary. */
  readonly needs: readonly string[];
  /** Whether it asks to be on without being named. Whoever found it decides whether that is honoured. */
  readonly default: boolean;
}

export type Parsed =
  | { readonly manifest: Manifest; readonly problem?: undefined }
  | { readonly manifest?: undefined; readonly problem: PluginLoadError };

/** Whether a package.json has the keyword. Nothing else makes a package a plugin. */
export function hasKeyword(packageJson: Json): boolean {
  const { keywords } = packageJson;
  return Array.isArray(keywords) && keywords.includes(PLUGIN_KEYWORD);
}

/**
 * Validates the package.json of a plugin. Never throws: the problem (`EC_PLUGIN_MANIFEST`) names everything that is wrong.
 *
 * @param packageJson - the parsed file
 * @param dir - the real path of the package's folder, which its entry may not leave
 * @example
 * ```ts
 * const { manifest, problem } = parseManifest(JSON.parse(text), '/app/node_modules/enforcecore-office-hours');
 * if (problem) console.error(problem.message);
 * ```
 */
export function parseManifest(packageJson: unknown, dir: string): Parsed {
  if (!isRecord(packageJson)) return { problem: refusal('package.json is not a JSON object') };
  const issues: string[] = [];
  const { name, version, description = '', enforcecore: own } = packageJson;
  if (!isPackageName(name)) issues.push('its `name` is not a valid package name');
  if (typeof version !== 'string' || !VERSION.test(version)) issues.push('its `version` is not a semantic version');
  if (typeof description !== 'string') issues.push('its `description` is not a string');
  if (!hasKeyword(packageJson)) issues.push(`it lacks the keyword \`${PLUGIN_KEYWORD}\``);
  const fields = isRecord(own) ? ownFields(own, issues) : undefined;
  if (!fields) issues.push('it has no `enforcecore` object');
  const { entry, issue } = { entry: undefined, ...entryOf(packageJson, dir) };
  if (issue !== undefined) issues.push(issue);
  if (issues.length > 0 || !fields || !entry) {
    const who = typeof name === 'string' ? printable(name) : printable(dir, 300);
    return { problem: refusal(`package \`${who}\` is not accepted as a plugin: ${issues.join(', and ')}`) };
  }
  const about = { name: name as string, version: version as string, description: printable(String(description), 300) };
  return { manifest: Object.freeze({ ...about, entry, ...fields }) };
}

/** Whether a value is a name that npm would let anyone publish today. */
export function isPackageName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= 214 && PACKAGE_NAME.test(name) && name !== 'node_modules';
}

const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,100})?$/;
const KIND = /^[a-z][a-z0-9_]{0,63}$/;
const SECTION = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const COMMAND = /^[a-z][a-z0-9-]{0,63}(?: [a-z][a-z0-9-]{0,63})*$/;
const MOST_ENTRIES = 64;
const FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kinds', 'default', 'sections', 'commands', 'needs']);
/** Keys of the policy document that belong to the kernel and to the policy language: no plugin can own them. */
const RESERVED: ReadonlySet<string> = new Set(
  'name version mode extends on_violation plugins rules constructor prototype'.split(' '),
);

type OwnFields = Pick<Manifest, 'kinds' | 'sections' | 'commands' | 'needs' | 'default'>;

function ownFields(own: Json, issues: string[]): OwnFields {
  // INVARIANT: a misspelt key is refused, so `defualt: true` cannot leave a protection switched off unseen.
  for (const key of Object.keys(own)) {
    if (!FIELDS.has(key)) issues.push(`\`enforcecore.${printable(key, 40)}\` is unknown`);
  }
  const { apiVersion, default: byItself = false } = own;
  if (typeof apiVersion !== 'number') issues.push('`enforcecore.apiVersion` is not a number');
  else if (apiVersion !== API_VERSION) {
    issues.push(`it wants plugin API ${apiVersion} and this version of enforcecore has ${API_VERSION}`);
  }
  if (typeof byItself !== 'boolean') issues.push('`enforcecore.default` is not a boolean');
  const kinds = names(own, 'kinds', KIND, issues);
  if (kinds?.length === 0) issues.push('`enforcecore.kinds` is missing or empty');
  const sections = names(own, 'sections', SECTION, issues) ?? [];
  for (const taken of sections.filter((section) => RESERVED.has(section))) {
    issues.push(`the section \`${taken}\` cannot be owned by a plugin`);
  }
  return {
    kinds: kinds ?? [],
    sections,
    commands: commandsOf(own, issues),
    needs: names(own, 'needs', KIND, issues) ?? [],
    default: byItself === true,
  };
}

/** A list of distinct names. `undefined` when it is malformed, which has then been noted. */
function names(own: Json, field: string, pattern: RegExp, issues: string[]): readonly string[] | undefined {
  const value = own[field] ?? [];
  const isList = Array.isArray(value) && value.length <= MOST_ENTRIES;
  if (own[field] !== null && isList && value.every((one) => typeof one === 'string' && pattern.test(one))) {
    if (new Set(value).size === value.length) return Object.freeze([...(value as string[])]);
    issues.push(`\`enforcecore.${field}\` has an entry twice`);
  } else {
    issues.push(`\`enforcecore.${field}\` is not a list of at most ${MOST_ENTRIES} plain names`);
  }
  return undefined;
}

function commandsOf(own: Json, issues: string[]): Readonly<Record<string, string>> {
  const { commands = {} } = own;
  const entries = isRecord(commands) ? Object.entries(commands) : undefined;
  if (!entries || entries.length > MOST_ENTRIES || !entries.every(isCommand)) {
    issues.push('`enforcecore.commands` is not an object of command names and their summaries');
    return {};
  }
  return Object.freeze(Object.fromEntries(entries.map(([name, summary]) => [name, printable(String(summary), 200)])));
}

function isCommand([name, summary]: readonly [string, unknown]): boolean {
  return COMMAND.test(name) && typeof summary === 'string';
}
