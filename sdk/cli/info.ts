/** @module `enforcecore info`: version, platform, and the settings with where each comes from. */
import { isAbsolute, relative } from 'node:path';
import type { SettingValues } from '../settings.ts';
import { EXIT } from './exit-codes.ts';
import type { Host, OwnCommand } from './host.ts';
import { visible } from './terminal.ts';
import { VERSION } from './version.ts';

export const infoCommand: OwnCommand = {
  name: 'info',
  summary: 'Show version, platform and settings',
  configure(command, run) {
    command.addHelpText('after', '\nExample:\n  $ enforcecore info --json');
    run(info);
  },
};

interface Setting {
  readonly name: string;
  readonly value: unknown;
  /** `default`, the environment variable, or the path of the config file. */
  readonly source: string;
}

interface Facts {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly config_file: string | null;
  readonly settings: readonly Setting[];
  readonly default_plugins: readonly string[];
}

function info(host: Host): number {
  const facts: Facts = {
    version: VERSION,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    config_file: host.configFile?.path ?? null,
    settings: settingsOf(host),
    default_plugins: host.catalog.rooms.filter((room) => room.default && !room.problem).map(({ name }) => name),
  };
  if (host.json) host.printJson(facts);
  else print(host, facts);
  return EXIT.fine;
}

function settingsOf(host: Host): readonly Setting[] {
  const { configFile, settings, env } = host;
  return (Object.keys(settings) as (keyof SettingValues)[]).map((key) => {
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const variable = `ENFORCECORE_${name.toUpperCase()}`;
    const isSet = !IN_FILE_ONLY.has(key) && env[variable] !== undefined;
    const written = configFile && Object.hasOwn(configFile.values, name) ? configFile.path : 'default';
    return { name, value: settings[key] ?? null, source: isSet ? variable : written };
  });
}

/** Settings that have no environment variable. */
const IN_FILE_ONLY: ReadonlySet<keyof SettingValues> = new Set(['plugins']);

function print(host: Host, { version, node, platform, config_file: config, ...facts }: Facts): void {
  const { dim } = host.colors;
  const local = (path: string): string => (isAbsolute(path) ? relative(host.cwd, path) || path : path);
  host.printTable(
    ['enforcecore', version],
    [
      ['node', node],
      ['platform', platform],
      ['config file', config === null ? 'none found' : local(config)],
      ['on by default', facts.default_plugins.join(', ') || 'nothing'],
    ],
  );
  host.print('');
  const rows = facts.settings.map(({ name, value, source }) => [
    name,
    shown(value),
    source === 'default' ? dim(source) : local(source),
  ]);
  host.printTable(['setting', 'value', 'from'], rows);
}

function shown(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  return visible(Array.isArray(value) ? value.join(', ') : String(value));
}
