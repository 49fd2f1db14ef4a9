/** @module `enforcecore plugin list` and `plugin info`: which plugins there are, which are on, and what one brings. */
import type { Found } from '../../plugins/discover.ts';
import { printable } from '../../plugins/errors.ts';
import { nearest } from '../../plugins/nearest.ts';
import { PluginLoadError } from '../errors.ts';
import { jsonSchemaOf } from '../../policies/json-schema.ts';
import { EXIT } from './exit-codes.ts';
import type { Host, OwnCommand } from './host.ts';

export const listCommand: OwnCommand = {
  name: 'plugin list',
  summary: 'Show which plugins there are, and which are on',
  configure(command, run) {
    command.addHelpText('after', '\nReads package.json files only.\n\nExample:\n  $ enforcecore plugin list --json');
    run(list);
  },
};

export const infoCommand: OwnCommand = {
  name: 'plugin info',
  summary: 'Load one plugin and show what it brings',
  configure(command, run) {
    command.argument('<name>', 'name of the plugin').addHelpText('after', INFO_HELP);
    run(info);
  },
};

const INFO_HELP = `
The plugin is imported, so what it does when it is imported happens.

Example:
  $ enforcecore plugin list
  $ enforcecore plugin info <one of them>`;

/** `on` in every enforcer of this project, `off` until something asks for it, `refused` always. */
interface Standing {
  readonly state: 'on' | 'off' | 'refused';
  readonly why: string;
}

function list(host: Host): number {
  const named = host.settings.plugins;
  const plugins = host.catalog.all.map((found) => ({ found, ...standing(found, named, host) }));
  if (host.json) host.printJson({ plugins: plugins.map(onWire), not_found: missing(host) });
  else print(host, plugins);
  return EXIT.fine;
}

function standing(found: Found, named: readonly string[], host: Host): Standing {
  if (found.problem) return { state: 'refused', why: found.problem.message };
  if (named.includes(found.name)) return { state: 'on', why: `named in ${host.configFile?.path ?? 'the config file'}` };
  if (found.default) return { state: 'on', why: 'by default' };
  if (!found.trusted)
    return { state: 'off', why: `not named: write \`plugins: [${found.name}]\` in a policy or the config file` };
  if (found.sections.length > 0) {
    return { state: 'off', why: `on when a policy has ${found.sections.map((one) => `\`${one}\``).join(' or ')}` };
  }
  const [command] = Object.keys(found.commands);
  if (command !== undefined) return { state: 'off', why: `for the command \`${command}\`` };
  return { state: 'off', why: `not named: write \`plugins: [${found.name}]\`` };
}

/** Names in the config file that no plugin has. */
function missing(host: Host): readonly string[] {
  const known = new Set(host.catalog.all.map(({ name }) => name));
  return host.settings.plugins.filter((name) => !known.has(name));
}

function onWire({ found, state, why }: Standing & { readonly found: Found }): Record<string, unknown> {
  const { name, version, kinds, description, dir, trusted } = found;
  return { name, version, kinds, description, state, why, from: trusted ? 'built-in' : 'project', dir };
}

function print(host: Host, plugins: readonly (Standing & { readonly found: Found })[]): void {
  const { green, red, dim } = host.colors;
  const paint = { on: green, off: dim, refused: red };
  const rows = plugins.map(({ found, state, why }) => [
    found.name,
    found.version || '-',
    found.kinds.join(', ') || '-',
    found.trusted ? 'built-in' : 'project',
    paint[state](state),
    why,
  ]);
  host.printTable(['plugin', 'version', 'kind', 'from', 'state', 'why'], rows);
  for (const name of missing(host)) {
    host.print(`\n${red('not found:')} \`${printable(name)}\`, which the config file names`);
  }
}

async function info(host: Host, name: string): Promise<number> {
  const found = host.catalog.all.find((one) => one.name === name && !one.problem) ?? refusedOrUnknown(host, name);
  const plugin = await host.catalog.load(found);
  const { version, description, kinds, commands, needs, dir, trusted } = found;
  const sections = Object.fromEntries(
    Object.entries(plugin.sections).map(([section, schema]) => [section, jsonSchemaOf(schema) ?? {}]),
  );
  const about = { name, version, description, kinds, ...standing(found, host.settings.plugins, host) };
  const rest = { from: trusted ? 'built-in' : 'project', dir, needs, commands, sections };
  if (host.json) host.printJson({ ...about, ...rest });
  else printOne(host, { ...about, ...rest });
  return EXIT.fine;
}

function refusedOrUnknown(host: Host, name: string): never {
  const refused = host.catalog.all.find((one) => one.name === name);
  if (refused?.problem) throw refused.problem;
  const meant = nearest(
    name,
    host.catalog.all.map((one) => one.name),
  );
  throw new PluginLoadError(`there is no plugin \`${printable(name)}\``, {
    code: 'EC_PLUGIN_NOT_FOUND',
    ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }),
  });
}

interface About extends Standing {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly kinds: readonly string[];
  readonly from: string;
  readonly dir: string;
  readonly needs: readonly string[];
  readonly commands: Readonly<Record<string, string>>;
  readonly sections: Readonly<Record<string, object>>;
}

function printOne(host: Host, about: About): void {
  const { bold, dim } = host.colors;
  const rows = [
    ['kind', about.kinds.join(', ')],
    ['state', `${about.state}: ${about.why}`],
    ['from', about.from],
    ['folder', about.dir],
    ['reaches for', about.needs.join(', ') || 'nothing that it declares'],
  ];
  host.printTable([about.name, about.version], [['about', about.description || '-'], ...rows]);
  for (const [name, summary] of Object.entries(about.commands)) {
    host.print(`\n${bold('command')} enforcecore ${name}\n  ${dim(summary)}`);
  }
  for (const [section, schema] of Object.entries(about.sections)) {
    host.print(`\n${bold('section')} ${section}\n${indented(schema)}`);
  }
}

function indented(schema: object): string {
  const { $schema: _dialect, ...rest } = schema as Record<string, unknown>;
  return JSON.stringify(rest, null, 2).replace(/^/gm, '  ');
}
