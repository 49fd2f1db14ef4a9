/** @module A policy: read, laid over its bases, and judged by the plugins whose sections it has. */
import type { AnyPlugin, StandardSchema } from '../kernel/plugin.ts';
import type { PolicyFacts } from '../kernel/record.ts';
import { fromObject } from '../policies/document.ts';
import { jsonSchemaOf } from '../policies/json-schema.ts';
import { loadPolicyFile, outline, resolveExtends, stack } from '../policies/load.ts';
import type { ResolvedDocument } from '../policies/load.ts';
import { toCamel, toSnake } from '../policies/naming.ts';
import { PolicyError, PolicyValidationError } from '../policies/problems.ts';
import type { Problem } from '../policies/problems.ts';
import { compilePolicy } from '../policies/compile-policy.ts';
import type { CompiledPolicy } from '../policies/compile-policy.ts';
import type { CompiledRules } from '../policies/rules.ts';
import type { SectionOwner, ShapedPolicy } from '../policies/shape.ts';
import { validateSections } from '../policies/validate.ts';
import { catalogOf, ownersOfPlugin } from './catalog.ts';
import { documentSchema } from './schema.ts';
import { settings } from './settings.ts';
import { toPlugin } from './spec-plugins.ts';
import { foldName } from './text.ts';

/** Redaction of personal data, as a policy has it. */
export interface PIIRedactionConfig {
  readonly enabled: boolean;
  readonly categories: readonly string[];
  readonly strategy: 'placeholder' | 'mask' | 'hash' | 'remove';
}

/** Limits on one call, as a policy has them. */
export interface ResourceLimits {
  readonly maxCallDurationSeconds: number | null;
  readonly maxMemoryMb: number | null;
  readonly maxCostUsd: number | null;
}

/** Hosts that may be reached, as a policy has them. */
export interface NetworkPolicy {
  readonly enabled: boolean;
  readonly allowedDomains: readonly string[];
  readonly deniedDomains: readonly string[];
  readonly denyAllOther: boolean;
}

/** The sections of a policy, with their defaults. Which there are depends on the plugins that are active. */
export interface PolicyRules {
  /** `null`: all tools but the denied. `[]`: none. */
  readonly allowedTools: readonly string[] | null;
  readonly deniedTools: readonly string[];
  readonly piiRedaction: PIIRedactionConfig;
  readonly maxOutputSizeBytes: number | null;
  readonly redactOutput: boolean;
  readonly [section: string]: unknown;
}

/** A policy as an object, in the spelling of the file (`allowed_tools`) or of the code (`allowedTools`). */
export type PolicyInput = Readonly<Record<string, unknown>>;

export interface PolicyOptions {
  /** Plugins given in code whose sections the policy may have. */
  readonly plugins?: readonly unknown[] | undefined;
  /** The folder that `extends` of an object is relative to. */
  readonly baseDir?: string | undefined;
  /** Where the project's dependencies are looked up; the working directory when absent. */
  readonly projectDir?: string | undefined;
}

/** A policy as the plugins that run have judged it. */
export interface ResolvedPolicy {
  readonly facts: PolicyFacts;
  readonly rules: CompiledRules;
  /** A plugin's sections: what the policy says over what `options` say, by section, validated. */
  configure(plugin: AnyPlugin, options: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

const ANYTHING: StandardSchema = {
  '~standard': { version: 1, vendor: 'enforcecore', validate: (value) => ({ value }) },
};

/** One policy. Cannot be changed; `merge` makes a new one. */
export class Policy {
  readonly #document: ResolvedDocument;
  readonly #shaped: ShapedPolicy;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #owners: readonly SectionOwner[];

  /**
   * @param input - the policy as an object
   * @throws PolicyError with all problems found
   * @example
   * ```ts
   * const policy = new Policy({ name: 'demo', rules: { deniedTools: ['rm'] }, onViolation: 'block' });
   * policy.rules.deniedTools; // ['rm']
   * ```
   */
  constructor(input: PolicyInput, options?: PolicyOptions);
  /** @internal */
  constructor(input: PolicyInput | Loaded, options: PolicyOptions = {}) {
    this.#document = input instanceof Loaded ? input.document : parse(input, options);
    this.#owners = knownOwners(this.#document, options);
    const { values, ...shaped } = this.#compile(options);
    this.#shaped = shaped;
    this.#values = values;
  }

  /** Reads a policy and the bases it extends. @throws PolicyLoadError, PolicyValidationError */
  static fromFile(path: string, options?: PolicyOptions): Policy {
    return make(new Loaded(loadPolicyFile(path)), options);
  }

  /** The same as the constructor: a policy as an object, such as one parsed from JSON. */
  static fromDict(input: PolicyInput, options?: PolicyOptions): Policy {
    return new Policy(input, options);
  }

  /** What is wrong with a policy file; empty when nothing is. Never throws for what is in the file. */
  static validateFile(path: string, options?: PolicyOptions): readonly Problem[] {
    try {
      Policy.fromFile(path, options);
      return [];
    } catch (error) {
      if (error instanceof PolicyError) return (error as PolicyError).problems;
      throw error;
    }
  }

  /** A policy that stands on another, as if it extended it: its fields win, denials are united. */
  static merge(base: Policy | PolicyInput, override: Policy | PolicyInput, options: PolicyOptions = {}): Policy {
    const documentOf = (one: Policy | PolicyInput): ResolvedDocument =>
      one instanceof Policy ? one.#document : parse(one, options);
    return make(new Loaded(stack(documentOf(override), documentOf(base))), options);
  }

  get name(): string {
    return this.#shaped.facts.name;
  }
  get version(): string {
    return this.#shaped.facts.version;
  }
  get mode(): PolicyFacts['mode'] {
    return this.#shaped.facts.mode;
  }
  get onViolation(): PolicyFacts['onViolation'] {
    return this.#shaped.facts.onViolation;
  }
  /** SHA-256 of the resolved document, hex: what the trail names. */
  get hash(): string {
    return this.#shaped.facts.hash ?? '';
  }
  /** Names of the plugins that the policy activates. */
  get plugins(): readonly string[] {
    return this.#shaped.plugins;
  }
  /** The sections, with their defaults, in the spelling of the code. */
  get rules(): PolicyRules {
    const spelt = toCamel(this.#values, {
      type: 'object',
      properties: Object.fromEntries(this.#owners.map(({ section, schema }) => [section, jsonSchemaOf(schema) ?? {}])),
    });
    return spelt as PolicyRules;
  }
  /** The sections that were written, by their names in the file. */
  get sectionNames(): readonly string[] {
    return Object.keys(this.#shaped.sections);
  }

  /** The resolved policy in the spelling of the file, with all defaults. */
  toJSON(): Record<string, unknown> {
    const { name, version, mode, onViolation } = this.#shaped.facts;
    const head = {
      name,
      version,
      extends: null,
      ...(mode ? { mode } : {}),
      ...(this.plugins.length > 0 ? { plugins: this.plugins } : {}),
    };
    const sections = structuredClone(this.#values);
    const list = this.#shaped.rules?.map(({ value }) => value);
    return list
      ? { ...head, rules: list, ...sections, on_violation: onViolation }
      : { ...head, rules: sections, on_violation: onViolation };
  }

  /** @internal Has the policy judged by the plugins that run. @throws PolicyValidationError */
  resolve(owners: readonly SectionOwner[]): ResolvedPolicy {
    const options = { fold: foldName, knownElsewhere: this.#elsewhere(owners) };
    const { values, compiled: rules, ...shaped } = compilePolicy(this.#document, owners, options);
    const byPlugin = (plugin: AnyPlugin) => owners.filter((owner) => owner.plugin === plugin.name);
    return {
      facts: shaped.facts,
      rules,
      configure(plugin, options) {
        const mine = byPlugin(plugin);
        const config: Record<string, unknown> = {};
        for (const owner of mine) config[owner.section] = values[owner.section];
        const given = Object.keys(options).filter(
          (section) => Object.hasOwn(plugin.sections, section) && !isEmpty(options[section]),
        );
        if (given.length === 0) return config;
        const merged = { ...shaped, sections: { ...shaped.sections } };
        for (const section of given)
          merged.sections[section] = {
            value: overlay(options[section], shaped.sections[section]?.value),
            path: [section],
          };
        const again = validateSections(
          merged,
          mine.filter(({ section }) => given.includes(section)),
        );
        if (again.problems.length > 0) throw new PolicyValidationError(again.problems);
        return { ...config, ...again.values };
      },
    };
  }

  #compile(options: PolicyOptions): CompiledPolicy {
    try {
      return compilePolicy(this.#document, this.#owners, { fold: foldName });
    } catch (error) {
      const isStrange =
        error instanceof PolicyError && error.problems.some(({ code }) => code === 'EC_POLICY_UNKNOWN_KEY');
      if (!isStrange) throw error;
      // The project is only searched for the owner of a section when nobody known has it.
      return compilePolicy(this.#document, this.#owners, {
        fold: foldName,
        knownElsewhere: installedSections(options),
      });
    }
  }

  #elsewhere(owners: readonly SectionOwner[]): ReadonlyMap<string, string> {
    const active = new Set(owners.map(({ section }) => section));
    return new Map(
      this.#owners.filter(({ section }) => !active.has(section)).map(({ section, plugin }) => [section, plugin]),
    );
  }
}

/** Reads a policy file. The same as `Policy.fromFile`. @throws PolicyLoadError, PolicyValidationError */
export function loadPolicy(path: string): Policy {
  return Policy.fromFile(path);
}

/** A document that was read already. */
class Loaded {
  readonly document: ResolvedDocument;
  constructor(document: ResolvedDocument) {
    this.document = document;
  }
}

function make(loaded: Loaded, options: PolicyOptions | undefined): Policy {
  return new (Policy as unknown as new (input: Loaded, options?: PolicyOptions) => Policy)(loaded, options);
}

function parse(input: PolicyInput, { baseDir, ...options }: PolicyOptions): ResolvedDocument {
  const owners = [...catalogOf(options.projectDir).owners(), ...ownersInCode(options)];
  const spelt = toSnake(input, documentSchema(owners));
  return resolveExtends(fromObject(spelt), baseDir === undefined ? {} : { base: baseDir });
}

/**
 * Who owns which section, as far as that is known before plugins are loaded. A section of an installed package that is
 * named but not imported yet is taken as it is, and judged when the package is.
 */
function knownOwners(document: ResolvedDocument, options: PolicyOptions): readonly SectionOwner[] {
  const catalog = catalogOf(options.projectDir);
  const inCode = ownersInCode(options);
  const named = [
    ...outline(document).plugins,
    ...settings.plugins,
    ...(options.plugins ?? []).filter((one) => typeof one === 'string'),
  ];
  const owners = new Map<string, SectionOwner>();
  for (const found of catalog.covering(named)) {
    if (found.problem || found.trusted || !named.includes(found.name) || catalog.ready(found)) continue;
    for (const section of found.sections) owners.set(section, { section, plugin: found.name, schema: ANYTHING });
  }
  for (const owner of [...catalog.owners(), ...inCode]) owners.set(owner.section, owner);
  return [...owners.values()];
}

/** The sections of installed plugins, named or not: an error can then say whom to name. */
function installedSections({ projectDir }: PolicyOptions): ReadonlyMap<string, string> {
  const sound = catalogOf(projectDir).all.filter(({ problem }) => !problem);
  return new Map(sound.flatMap(({ name, sections }) => sections.map((section) => [section, name] as const)));
}

function ownersInCode({ plugins = [] }: PolicyOptions): readonly SectionOwner[] {
  return plugins.flatMap((one) => {
    const plugin = typeof one === 'string' ? undefined : toPlugin(one);
    return plugin ? ownersOfPlugin(plugin) : [];
  });
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
