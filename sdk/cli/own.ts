/** @module The program's own commands. Each is imported when it is invoked. */
import type { OwnCommand } from './host.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<OwnCommand>;
}

export const OWN: readonly Entry[] = [
  {
    name: 'init',
    summary: 'Write a starter policy and a config file for this project',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    name: 'validate',
    summary: 'Check policy files and show every problem',
    load: async () => (await import('./validate.ts')).validateCommand,
  },
  {
    name: 'schema',
    summary: 'Print the JSON Schema of policies, for editors',
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
  {
    name: 'info',
    summary: 'Show version, platform and settings',
    load: async () => (await import('./info.ts')).infoCommand,
  },
  {
    name: 'plugin list',
    summary: 'Show which plugins there are, and which are on',
    load: async () => (await import('./plugins.ts')).listCommand,
  },
  {
    name: 'plugin info',
    summary: 'Load one plugin and show what it brings',
    load: async () => (await import('./plugins.ts')).infoCommand,
  },
];

/** Words that begin a command of the program's own; no plugin can take them. */
export const RESERVED: ReadonlySet<string> = new Set(['help', ...OWN.map(({ name }) => name.split(' ')[0] ?? name)]);

/** What is said of a group of commands. */
export const GROUPS: Readonly<Record<string, string>> = { plugin: 'Look at the plugins of this project' };
