/** @module The commands that plugins contribute: listed from their package.json, imported only when one is invoked. */
import type { Found } from '../../plugins/discover.ts';
import type { Catalog } from '../catalog.ts';
import { COMMANDS } from '../points.ts';
import type { CliCommand } from '../points.ts';
import { setUpAlone } from '../standalone.ts';
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
  const container = await setUpAlone(plugin, catalog);
  const command = container.all(COMMANDS).find((one) => one.name === name);
  if (command) return command;
  throw new CliError(`plugin \`${found.name}\` does not contribute the command \`${name}\` that it lists`, {
    code: 'EC_CLI_COMMAND',
  });
}
