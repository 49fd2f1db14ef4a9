/** @module The commands that plugins contribute: listed from their package.json, imported only when one is invoked. */
import { Observers } from '../../kernel/events.ts';
import { Lifecycle } from '../../kernel/lifecycle.ts';
import type { Activation } from '../../kernel/lifecycle.ts';
import { definePlugin } from '../../kernel/plugin.ts';
import type { AnyPlugin } from '../../kernel/plugin.ts';
import type { PolicyFacts } from '../../kernel/record.ts';
import type { Token } from '../../kernel/tokens.ts';
import type { Found } from '../../plugins/discover.ts';
import { AUDIT_SETTINGS } from '../audit.ts';
import type { Catalog } from '../catalog.ts';
import { COMMANDS, RULES } from '../points.ts';
import type { CliCommand } from '../points.ts';
import { CliError } from './exit-codes.ts';

/** A command as its plugin's package.json lists it. */
export interface Listed {
  readonly name: string;
  readonly summary: string;
  readonly found: Found;
}

/**
 * The commands of some plugins. Nobody takes a name twice: the first plugin has it, and what begins with a word of the
 * program's own is left out.
 */
export function listed(plugins: readonly Found[], own: ReadonlySet<string>): readonly Listed[] {
  const byName = new Map<string, Listed>();
  for (const found of plugins) {
    for (const [name, summary] of Object.entries(found.problem ? {} : found.commands)) {
      if (own.has(name.split(' ')[0] ?? name) || byName.has(name)) continue;
      byName.set(name, { name, summary, found });
    }
  }
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Of the installed plugins, those that the project's configuration names. What is merely installed adds no command. */
export function namedStrangers(catalog: Catalog, names: readonly string[]): readonly Found[] {
  if (names.length === 0) return [];
  return catalog.covering(names).filter((found) => !found.trusted && names.includes(found.name));
}

/** Imports the plugin of a command and sets it up, without a policy and without starting it. @throws EnforceCoreError */
export async function loadCommand({ name, found }: Listed, catalog: Catalog): Promise<CliCommand> {
  const plugin = await catalog.load(found);
  const plugins = await withProviders(plugin, catalog);
  const activations: Activation[] = plugins.map((one) => ({ plugin: one, config: defaults(one) }));
  const { container } = new Lifecycle([CONTEXT, ...activations], FACTS, new Observers());
  const command = container.all(COMMANDS).find((one) => one.name === name);
  if (command) return command;
  throw new CliError(`plugin \`${found.name}\` does not contribute the command \`${name}\` that it lists`, {
    code: 'EC_CLI_COMMAND',
  });
}

const FACTS: PolicyFacts = Object.freeze({ name: 'none', version: '0', mode: undefined, onViolation: 'block' });

/** What every enforcer gives its plugins, with nothing switched on. */
const CONTEXT: Activation = {
  config: {},
  plugin: definePlugin({
    name: 'enforcecore-context',
    version: '1.0.0',
    provides: [RULES, AUDIT_SETTINGS],
    setup(host) {
      host.provide(RULES, Object.freeze({ strict: false }));
      host.provide(AUDIT_SETTINGS, { enabled: false, directory: '' });
    },
  }),
};

/** The plugin, and those built-in ones that provide what it needs. */
async function withProviders(plugin: AnyPlugin, catalog: Catalog): Promise<readonly AnyPlugin[]> {
  const plugins = [plugin];
  const given = new Set([...(CONTEXT.plugin.provides as readonly Token<unknown>[]), ...plugin.provides].map(keyOf));
  for (let i = 0; i < plugins.length; i++) {
    for (const wanted of Object.values(plugins[i]?.needs ?? {})) {
      if (given.has(wanted.key) || 'optional' in wanted) continue;
      const provider = await providerOf(wanted.key, catalog);
      if (!provider) continue; // the lifecycle says what is missing
      plugins.push(provider);
      for (const one of provider.provides) given.add(one.key);
    }
  }
  return plugins;
}

async function providerOf(key: symbol, catalog: Catalog): Promise<AnyPlugin | undefined> {
  for (const found of catalog.rooms) {
    if (found.problem) continue;
    const plugin = await catalog.load(found);
    if (plugin.provides.some((one) => one.key === key)) return plugin;
  }
  return undefined;
}

function keyOf({ key }: Token<unknown>): symbol {
  return key;
}

/** Every section as a policy that does not mention it would give it. */
function defaults(plugin: AnyPlugin): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const [section, schema] of Object.entries(plugin.sections)) {
    const result = schema['~standard'].validate(undefined);
    if (!(result instanceof Promise) && !result.issues) config[section] = result.value;
  }
  return config;
}
