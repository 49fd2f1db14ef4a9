/** @module A policy: read, laid over its bases, and judged by the plugins whose sections it has. */
import type { PolicyFacts } from '../kernel/record.ts';
import { compilePolicy } from '../policies/compile-policy.ts';
import type { CompiledPolicy } from '../policies/compile-policy.ts';
import { fromObject } from '../policies/document.ts';
import { jsonSchemaOf } from '../policies/json-schema.ts';
import { loadPolicyFile, resolveExtends, stack } from '../policies/load.ts';
import type { ResolvedDocument } from '../policies/load.ts';
import { toCamel, toSnake } from '../policies/naming.ts';
import { PolicyError } from '../policies/problems.ts';
import type { Problem } from '../policies/problems.ts';
import type { SectionOwner, ShapedPolicy } from '../policies/shape.ts';
import { catalogOf } from './catalog.ts';
import { resolved } from './configure.ts';
import type { ResolvedPolicy } from './configure.ts';
import { installedSections, knownOwners, ownersInCode } from './owners.ts';
import type { PolicyInput, PolicyOptions, PolicyRules } from './policy-types.ts';
import { documentSchema } from './schema.ts';
import { foldName } from './text.ts';

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
    return resolved(compilePolicy(this.#document, owners, options), owners);
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

/**
 * Reads a policy file. The same as `Policy.fromFile`.
 *
 * @throws PolicyLoadError, PolicyValidationError
 * @example
 * ```ts
 * loadPolicy('policy.yaml').name; // 'demo'
 * loadPolicy('nowhere.yaml'); // throws EC_POLICY_FILE
 * ```
 */
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
