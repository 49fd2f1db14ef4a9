/** @module A policy judged by the plugins that run, and what each of them is configured with. */
import { EnforceCoreError, registerCodes } from '../kernel/errors.ts';
import type { AnyPlugin } from '../kernel/plugin.ts';
import type { PolicyFacts } from '../kernel/record.ts';
import type { CompiledPolicy } from '../policies/compile-policy.ts';
import { suggestion } from '../policies/nearest.ts';
import { PolicyValidationError } from '../policies/problems.ts';
import type { CompiledRules } from '../policies/rules.ts';
import type { SectionOwner, ShapedPolicy } from '../policies/shape.ts';
import { validateSections } from '../policies/validate.ts';

type Values = Readonly<Record<string, unknown>>;

registerCodes({
  EC_PLUGIN_OPTIONS: {
    summary: 'a plugin was given options for a section that it does not have',
    hint: "options of `with` stand under the names of the plugin's sections",
  },
});

/** A policy as the plugins that run have judged it. */
export interface ResolvedPolicy {
  readonly facts: PolicyFacts;
  readonly rules: CompiledRules;
  /** A plugin's sections: what the policy says over the options that the plugin was given in code, validated. */
  configure(plugin: AnyPlugin): Record<string, unknown>;
}

export function resolved(policy: CompiledPolicy, owners: readonly SectionOwner[]): ResolvedPolicy {
  return {
    facts: policy.facts,
    rules: policy.compiled,
    configure(plugin) {
      const mine = owners.filter((owner) => owner.plugin === plugin.name);
      const config: Record<string, unknown> = {};
      for (const { section } of mine) config[section] = policy.values[section];
      const options = bySection(plugin);
      const given = mine.filter(({ section }) => options[section] !== undefined);
      return given.length === 0 ? config : { ...config, ...withOptions(policy, given, options) };
    },
  };
}

/** The options given in code, by section. A name that is no section would be a setting that nobody obeys. */
function bySection({ name, main, options, sections }: AnyPlugin): Values {
  const names = Object.keys(options);
  if (names.length === 0) return {};
  if (main !== undefined) return { [main]: options };
  const stranger = names.find((one) => !Object.hasOwn(sections, one));
  if (stranger === undefined) return options;
  throw new EnforceCoreError(`plugin \`${name}\` has no section \`${stranger}\``, {
    code: 'EC_PLUGIN_OPTIONS',
    hint: suggestion(stranger, Object.keys(sections)),
  });
}

/** The sections that options were given for, judged again with the policy over the options. */
function withOptions(policy: ShapedPolicy, given: readonly SectionOwner[], options: Values): Values {
  const merged: Record<string, ShapedPolicy['sections'][string]> = { ...policy.sections };
  for (const { section } of given)
    merged[section] = { value: overlay(options[section], policy.sections[section]?.value), path: [section] };
  const { values, problems } = validateSections({ ...policy, sections: merged }, given);
  if (problems.length > 0) throw new PolicyValidationError(problems);
  return values;
}

/** The policy over the options, key by key. */
function overlay(options: unknown, written: unknown): unknown {
  if (written === undefined) return options;
  const both = [options, written].every(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  return both ? { ...(options as object), ...(written as object) } : written;
}
