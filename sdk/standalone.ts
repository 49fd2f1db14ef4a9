/** @module A plugin by itself, for whoever looks at plugins rather than running them. */
import type { Container } from '../kernel/container.ts';
import { Observers } from '../kernel/events.ts';
import { Lifecycle } from '../kernel/lifecycle.ts';
import type { Activation } from '../kernel/lifecycle.ts';
import { definePlugin } from '../kernel/plugin.ts';
import type { AnyPlugin } from '../kernel/plugin.ts';
import type { PolicyFacts } from '../kernel/record.ts';
import type { Token } from '../kernel/tokens.ts';
import { AUDIT_SETTINGS } from './audit.ts';
import { EnforceCoreError } from '../kernel/errors.ts';
import { catalogOf } from './catalog.ts';
import type { Catalog } from './catalog.ts';
import { RULES } from './points.ts';

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

/** Sets a plugin up without a policy and without starting it, to see what it contributes. @throws EnforceCoreError */
export async function setUpAlone(plugin: AnyPlugin, catalog: Catalog): Promise<Container> {
  const plugins = await withProviders(plugin, catalog);
  const activations: Activation[] = plugins.map((one) => ({ plugin: one, config: defaultsOf(one) }));
  return new Lifecycle([CONTEXT, ...activations], FACTS, new Observers()).container;
}

const provided = new Map<symbol, unknown>();

/**
 * What a built-in room provides, for a class that works without an enforcer. Synchronous: the rooms are imported already.
 *
 * @throws EnforceCoreError `EC_TOKEN_MISSING` when no room provides it
 * @example
 * ```ts
 * provideAlone(DETECTION).categories.includes('email'); // true
 * ```
 */
export function provideAlone<T>(wanted: Token<T>): T {
  if (!provided.has(wanted.key)) provided.set(wanted.key, findProvided(wanted));
  return provided.get(wanted.key) as T;
}

function findProvided<T>(wanted: Token<T>): T {
  const catalog = catalogOf();
  for (const found of catalog.rooms) {
    const plugin = found.problem ? undefined : catalog.ready(found);
    if (!plugin?.provides.some((one) => one.key === wanted.key)) continue;
    const activation = { plugin, config: defaultsOf(plugin) };
    const value = new Lifecycle([CONTEXT, activation], FACTS, new Observers()).container.find(wanted);
    if (value !== undefined) return value;
  }
  throw new EnforceCoreError(`no built-in plugin provides \`${wanted.id}\``, { code: 'EC_TOKEN_MISSING' });
}

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
export function defaultsOf(plugin: AnyPlugin): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const [section, schema] of Object.entries(plugin.sections)) {
    const result = schema['~standard'].validate(undefined);
    if (!(result instanceof Promise) && !result.issues) config[section] = result.value;
  }
  return config;
}
