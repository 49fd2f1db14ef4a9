/** @module Imports an admitted plugin and checks that it is what its package.json said. */
import { isPlugin } from '../kernel/plugin.ts';
import type { AnyPlugin } from '../kernel/plugin.ts';
import type { Found } from './discover.ts';
import { PluginLoadError, printable } from './errors.ts';

/** Module namespaces that are already imported, by the name of the plugin. */
export type Preloaded = ReadonlyMap<string, unknown>;

/** Makes a plugin of something that is none yet, such as a decorated class; `undefined` when it cannot. */
export type Convert = (value: unknown) => AnyPlugin | undefined;

/** How long a module may take to load before it counts as failed. */
const LOAD_TIMEOUT_MS = 30_000;

/**
 * Imports the module of a plugin, or takes it from `preloaded`. The plugin is the default export, else the only export
 * that is one. Its name, version and sections must equal those of its package.json.
 *
 * @param timeoutMs - how long the import may take, in milliseconds
 * @throws PluginLoadError `EC_PLUGIN_LOAD` when the import fails or takes too long, `EC_PLUGIN_INVALID` when it exports
 *   no plugin or several, `EC_PLUGIN_MISMATCH` when it is not what package.json says; the `problem` of a refused package
 * @example
 * ```ts
 * const plugins = await Promise.all(admit(found, wanted).active.map((one) => loadPlugin(one)));
 * ```
 */
export async function loadPlugin(
  found: Found,
  preloaded?: Preloaded,
  convert?: Convert,
  timeoutMs: number = LOAD_TIMEOUT_MS,
): Promise<AnyPlugin> {
  if (preloaded?.has(found.name)) return takePreloaded(found, preloaded, convert);
  return checked(found, await importEntry(found, timeoutMs), convert);
}

/**
 * The same without a promise, for modules that are already imported.
 *
 * @throws PluginLoadError `EC_NOT_READY` when the module is not among `preloaded`; otherwise as {@link loadPlugin}
 */
export function takePreloaded(found: Found, preloaded: Preloaded, convert?: Convert): AnyPlugin {
  if (found.problem) throw found.problem;
  if (!preloaded.has(found.name)) {
    throw new PluginLoadError(`plugin \`${found.name}\` is not loaded yet`, { code: 'EC_NOT_READY' });
  }
  return checked(found, preloaded.get(found.name), convert);
}

async function importEntry(found: Found, timeoutMs: number): Promise<unknown> {
  if (found.problem) throw found.problem;
  if (!found.entry) throw invalid(found, 'has no module to import');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not loaded within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([import(/* @vite-ignore */ found.entry.href), late]);
  } catch (cause) {
    throw failed(found, cause);
  } finally {
    clearTimeout(timer);
  }
}

function checked(found: Found, module: unknown, convert: Convert | undefined): AnyPlugin {
  let plugin: AnyPlugin;
  let differences: readonly string[];
  try {
    plugin = pluginIn(found, module, convert);
    differences = differencesOf(found, plugin);
  } catch (cause) {
    if (cause instanceof PluginLoadError) throw cause;
    throw failed(found, cause);
  }
  if (differences.length === 0) return plugin;
  throw new PluginLoadError(`plugin \`${found.name}\` is not what its package.json says: ${differences.join(', ')}`, {
    code: 'EC_PLUGIN_MISMATCH',
  });
}

function pluginIn(found: Found, module: unknown, convert: Convert | undefined): AnyPlugin {
  if (typeof module !== 'object' || module === null) throw invalid(found, 'is not a module');
  const { default: inner } = module as { readonly default?: unknown };
  // CommonJS compiled from ES modules arrives one level down.
  const isWrapped = typeof inner === 'object' && inner !== null && '__esModule' in inner;
  for (const exports of isWrapped ? [module, inner] : [module]) {
    const main = (exports as { readonly default?: unknown }).default;
    const plugin = asPlugin(main, convert) ?? onlyPlugin(found, Object.values(exports), convert);
    if (plugin) return usable(found, plugin);
  }
  throw invalid(found, 'exports no plugin');
}

function asPlugin(value: unknown, convert: Convert | undefined): AnyPlugin | undefined {
  return isPlugin(value) ? value : convert?.(value);
}

function onlyPlugin(found: Found, values: readonly unknown[], convert: Convert | undefined): AnyPlugin | undefined {
  const plain = new Set(values.filter(isPlugin));
  const plugins = plain.size > 0 ? [...plain] : [...new Set(values)].flatMap((value) => convert?.(value) ?? []);
  if (plugins.length > 1) throw invalid(found, 'exports several plugins and none of them as default');
  return plugins[0];
}

function usable(found: Found, plugin: AnyPlugin): AnyPlugin {
  const { name, version, sections, setup } = plugin;
  const named = typeof name === 'string' && typeof version === 'string';
  if (!named || typeof sections !== 'object' || sections === null || typeof setup !== 'function') {
    throw invalid(found, 'exports a plugin that is incomplete');
  }
  // INVARIANT: a promise that gives this plugin gives this plugin, and not what its `then` would put in its place.
  if ('then' in plugin) throw invalid(found, 'exports a plugin that is a promise');
  return plugin;
}

function differencesOf(found: Found, plugin: AnyPlugin): readonly string[] {
  const differences: string[] = [];
  const compare = (what: string, actual: string, said: string): void => {
    if (actual !== said) differences.push(`${what} is \`${printable(actual)}\` instead of \`${printable(said)}\``);
  };
  compare('its name', plugin.name, found.name);
  compare('its version', plugin.version, found.version);
  const sections = Object.keys(plugin.sections);
  for (const name of sections.filter((one) => !found.sections.includes(one))) {
    differences.push(`it owns the section \`${printable(name)}\` without saying so`);
  }
  for (const name of found.sections.filter((one) => !sections.includes(one))) {
    differences.push(`it does not own the section \`${name}\``);
  }
  return differences;
}

/** What was thrown may hold a secret of the plugin's, so only its kind is named; the rest is in `cause`. */
function failed(found: Found, cause: unknown): PluginLoadError {
  const kind = cause instanceof Error ? printable(String(cause.name), 40) : `a thrown ${typeof cause}`;
  return new PluginLoadError(`plugin \`${found.name}\` failed while it was loaded (${kind})`, {
    code: 'EC_PLUGIN_LOAD',
    cause,
  });
}

function invalid(found: Found, what: string): PluginLoadError {
  return new PluginLoadError(`plugin \`${found.name}\` ${what}`, { code: 'EC_PLUGIN_INVALID' });
}
