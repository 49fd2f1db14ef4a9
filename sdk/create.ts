/** @module createEnforcer: the asynchronous way in, which also loads plugins that other people wrote. */
import { EnforceCoreError, registerCodes } from '../kernel/errors.ts';
import { Enforcer } from './enforcer.ts';
import type { EnforcerOptions } from './options.ts';
import type { Policy } from './policy.ts';
import type { PolicyInput } from './policy-types.ts';
import { Settings } from './settings.ts';
import type { SettingValues } from './settings.ts';

/** What {@link createEnforcer} may be told. */
export interface CreateOptions extends EnforcerOptions {
  /** A policy, a path to one, or its content; `default_policy` of the settings when absent. */
  readonly policy?: Policy | PolicyInput | string | undefined;
  /** Another name for `settings`, and wins over it. */
  readonly config?: Partial<SettingValues> | undefined;
}

registerCodes({
  EC_POLICY_MISSING: {
    summary: 'no policy was given and no default is set',
    hint: 'pass `policy`, or set `default_policy` in the config file or ENFORCECORE_DEFAULT_POLICY',
  },
});

/**
 * Makes an enforcer, loads the plugins it names, and starts it.
 *
 * @throws PolicyError, EnforceCoreError `EC_PLUGIN_*`, `EC_POLICY_MISSING`, `EC_OPTION_UNKNOWN`
 * @example
 * ```ts
 * const enforcer = await createEnforcer({ policy: { name: 'demo', rules: { allowed_tools: ['add'] } } });
 * await enforcer.enforceAsync((a: number, b: number) => a + b, [1, 2], { toolName: 'add' }); // 3
 * await enforcer.stop();
 * ```
 */
export async function createEnforcer(options: CreateOptions = {}): Promise<Enforcer> {
  const { policy: given, config, ...rest } = options;
  const settings = new Settings({ ...rest.settings, ...config });
  const policy = given ?? settings.defaultPolicy;
  if (policy === undefined) throw new EnforceCoreError('no policy was given', { code: 'EC_POLICY_MISSING' });
  const enforcer = new Enforcer(policy, { ...rest, settings });
  await enforcer.start();
  return enforcer;
}
