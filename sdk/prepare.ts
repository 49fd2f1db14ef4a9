/** @module From a policy and options to the plugins that run: who is named, who is admitted, with which configuration. */
import type { Awaitable } from '../kernel/awaitable.ts';
import { Corridor } from '../kernel/enforcer.ts';
import { EnforceCoreError, registerCodes } from '../kernel/errors.ts';
import type { Activation } from '../kernel/lifecycle.ts';
import { definePlugin } from '../kernel/plugin.ts';
import type { AnyPlugin } from '../kernel/plugin.ts';
import { warn } from '../kernel/runtime.ts';
import { admit } from '../plugins/admit.ts';
import { AUDIT_SETTINGS } from './audit.ts';
import { catalogOf, ownersOfPlugin } from './catalog.ts';
import type { EnforcerOptions, PluginInput } from './options.ts';
import { HookRegistry } from './hooks.ts';
import { RULES } from './points.ts';
import type { ResolvedPolicy } from './configure.ts';
import type { Policy } from './policy.ts';
import { redactionPlugin } from './redaction.ts';
import type { SettingValues } from './settings.ts';
import { toPlugin } from './spec-plugins.ts';

/** An enforcer on its way: the plugins may have to be imported, then the corridor can be opened. */
export interface Preparation {
  plugins(): Awaitable<readonly AnyPlugin[]>;
  open(plugins: readonly AnyPlugin[]): Corridor;
}

registerCodes({
  EC_FAIL_OPEN: {
    summary: '`fail_open` let a call pass although enforcement failed',
    hint: 'never set it in production',
  },
});

export function prepare(policy: Policy, options: EnforcerOptions, settings: SettingValues): Preparation {
  if (settings.failOpen) warnFailOpen(settings.devMode);
  const given = (options.plugins ?? [])
    .filter((one): one is Exclude<PluginInput, string> => typeof one !== 'string')
    .map(asPlugin);
  const named = [
    ...(options.plugins ?? []).filter((one) => typeof one === 'string'),
    ...settings.plugins,
    ...policy.plugins,
  ];
  const catalog = catalogOf(options.projectDir);
  const ownedInCode = new Set(given.flatMap((plugin) => Object.keys(plugin.sections)));
  const replaced = new Set(given.map(({ name }) => name));
  const { active } = admit(catalog.covering(named), {
    named: named.filter((name) => !replaced.has(name)),
    sections: policy.sectionNames.filter((section) => !ownedInCode.has(section)),
    ...(options.defaults ? { defaults: options.defaults } : {}),
  });
  // A plugin given in code stands for the found one of its name.
  const found = active.filter(({ name }) => !replaced.has(name));
  return {
    plugins() {
      const ready = found.map((one) => catalog.ready(one));
      if (ready.every((plugin) => plugin !== undefined)) return [...(ready as AnyPlugin[]), ...given];
      return Promise.all(found.map((one) => catalog.load(one))).then((loaded) => [...loaded, ...given]);
    },
    open(plugins) {
      const resolved = policy.resolve(plugins.flatMap(ownersOfPlugin));
      const activations = plugins.map((plugin) => configured(plugin, resolved));
      return new Corridor({
        policy: resolved.facts,
        plugins: [...surroundings(resolved, settings), ...activations],
        hooks: [options.hooks ?? HookRegistry.globalRegistry()],
        failOpen: settings.failOpen,
      });
    },
  };
}

/** What stands in every enforcer besides the rooms: the compiled rules, the settings that rooms read, redaction. */
function surroundings(resolved: ResolvedPolicy, settings: SettingValues): Activation[] {
  const context = definePlugin({
    name: 'enforcecore-context',
    version: '1.0.0',
    provides: [RULES, AUDIT_SETTINGS],
    setup(host) {
      host.provide(RULES, resolved.rules);
      host.provide(AUDIT_SETTINGS, { enabled: settings.auditEnabled, directory: settings.auditPath });
    },
  });
  return [context, redactionPlugin({ enabled: settings.redactionEnabled })].map((plugin) => ({ plugin, config: {} }));
}

/** A plugin's configuration: its sections, validated. Options given in code stand where the policy says nothing. */
function configured(plugin: AnyPlugin, resolved: ResolvedPolicy): Activation {
  const hasSections = Object.keys(plugin.sections).length > 0;
  return { plugin, config: hasSections ? resolved.configure(plugin) : plugin.options };
}

function asPlugin(value: object): AnyPlugin {
  const plugin = toPlugin(value);
  if (plugin) return plugin;
  throw new EnforceCoreError('something given under `plugins` is no plugin', { code: 'EC_PLUGIN_INVALID' });
}

function warnFailOpen(devMode: boolean): void {
  if (!devMode) warn('fail_open is set: calls pass when enforcement itself fails', 'EC_FAIL_OPEN');
}
