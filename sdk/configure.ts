/** @module A policy judged by the plugins that run, and what each of them is configured with. */
import type { AnyPlugin } from '../kernel/plugin.ts';
import type { PolicyFacts } from '../kernel/record.ts';
import type { CompiledPolicy } from '../policies/compile-policy.ts';
import { PolicyValidationError } from '../policies/problems.ts';
import type { CompiledRules } from '../policies/rules.ts';
import type { SectionOwner, ShapedPolicy } from '../policies/shape.ts';
import { validateSections } from '../policies/validate.ts';

type Values = Readonly<Record<string, unknown>>;

/** A policy as the plugins that run have judged it. */
export interface ResolvedPolicy {
  readonly facts: PolicyFacts;
  readonly rules: CompiledRules;
  /** A plugin's sections: what the policy says over what `options` say, by section, validated. */
  configure(plugin: AnyPlugin, options: Values): Record<string, unknown>;
}

export function resolved(policy: CompiledPolicy, owners: readonly SectionOwner[]): ResolvedPolicy {
  return {
    facts: policy.facts,
    rules: policy.compiled,
    configure(plugin, options) {
      const mine = owners.filter((owner) => owner.plugin === plugin.name);
      const config: Record<string, unknown> = {};
      for (const { section } of mine) config[section] = policy.values[section];
      const given = mine.filter(({ section }) => Object.hasOwn(options, section) && !isEmpty(options[section]));
      return given.length === 0 ? config : { ...config, ...withOptions(policy, given, options) };
    },
  };
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

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
