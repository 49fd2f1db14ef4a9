/** @module What a plugin is, and the narrow host it is set up with. */
import type { Awaitable } from './awaitable.ts';
import type { ToolCall } from './call.ts';
import type { Middleware } from './chain.ts';
import type { Outcome } from './outcome.ts';
import { EnforceCoreError } from './errors.ts';
import type { Violation } from './errors.ts';
import type { EventName, Listener } from './events.ts';
import type { CallRecord, PolicyFacts } from './record.ts';
import type { OptionalToken, Point, Token } from './tokens.ts';

/** The validator interface of https://standardschema.dev (version 1), as far as it is used here. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
    /** JSON Schema of the section, when the library can give one (zod 4 can). */
    readonly jsonSchema?: { readonly input: (options: { target: 'draft-2020-12' }) => Record<string, unknown> };
  };
}
export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export type Deps = Readonly<Record<string, Token<never> | OptionalToken<never> | Token<unknown>>>;
export type Resolved<D extends Deps> = { readonly [K in keyof D]: D[K]['T'] };
export type Sections = Readonly<Record<string, StandardSchema>>;

/** What a plugin's setup receives: each section it owns under the section's own name, validated, with its defaults. */
export type SectionConfig<S extends Sections> = {
  readonly [K in keyof S]: S[K] extends StandardSchema<infer O> ? O : never;
};

/** What a plugin does when the enforcer starts and stops. */
export interface Running {
  start?(): Awaitable<void>;
  stop?(): Awaitable<void>;
}

/** All that a plugin can do to the corridor. */
export interface PluginHost {
  readonly policy: PolicyFacts;
  /** Gives one value under a token listed in the plugin's `provides`. */
  provide<T>(name: Token<T>, value: T): void;
  /** The same for a value that is made on first use. */
  provideLazily<T>(name: Token<T>, make: () => T): void;
  /** Adds to a point, such as the guards. */
  contribute<T>(name: Point<T>, ...values: readonly T[]): void;
  /** Reads a point. Throws before `start`, when plugins may still be adding to it. */
  read<T>(name: Point<T>): readonly T[];
  use(middleware: Middleware): void;
  /** Listens to a lifecycle event; the answer cannot change a verdict. Returns its own unsubscribe. */
  on<E extends EventName>(event: E, listener: Listener<E>): () => void;
  /**
   * Reports a violation from a middleware. Gives the outcome to return or, where the policy only records
   * (`mode: monitor`, `on_violation: log`), nothing: then the call goes on.
   */
  refuse(call: ToolCall, violation: Violation): Outcome | undefined;
  /** What is known of the call so far. */
  record(call: ToolCall): CallRecord;
  /** Notes a fact about the call, readable from `outcome.record.get(token)`. */
  annotate<T>(call: ToolCall, name: Token<T>, value: T): void;
}

export interface PluginDefinition<C, D extends Deps, S extends Sections> {
  /** Equal to the name in the plugin's package.json. */
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  /** The parts of the policy document that this plugin owns. `main` is the one that options given by `with` go to. */
  readonly policy?: { readonly sections: S; readonly main?: keyof S & string };
  readonly needs?: D;
  /** Known before setup, so that order and cycles are too. */
  readonly provides?: readonly Token<unknown>[];
  setup(host: PluginHost, deps: Resolved<D>, config: C): void | Running;
}

const MARK = Symbol.for('enforcecore.plugin');

/** A plugin, as a value. */
export interface Plugin<C = never> {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly sections: Sections;
  readonly main: string | undefined;
  readonly needs: Deps;
  readonly provides: readonly Token<unknown>[];
  /** Options given in code. The policy wins over them, key by key. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly setup: (host: PluginHost, deps: never, config: never) => void | Running;
  /** The same plugin with options: those of its main section, or else by section name. */
  with(options: PluginOptions<C>): Plugin<C>;
}
/** A plugin whose configuration is of any type. */
export type AnyPlugin = Plugin<never> | Plugin<any>; // eslint-disable-line @typescript-eslint/no-explicit-any
type PluginOptions<C> = C extends object
  ? { readonly [K in keyof C]?: unknown } | Readonly<Record<string, unknown>>
  : Readonly<Record<string, unknown>>;

/**
 * Makes a plugin.
 *
 * @throws EnforceCoreError `EC_PLUGIN_INVALID` when the definition lacks a name, a version or a setup function
 * @example
 * ```ts
 * const officeHours = definePlugin({
 *   name: 'enforcecore-office-hours',
 *   version: '1.0.0',
 *   setup: (host) => host.contribute(GUARDS, { name: 'office-hours', check: () => deny('closed') }),
 * });
 * const enforcer = new Enforcer({ name: 'demo' }, { plugins: [officeHours] });
 * enforcer.enforceSync(() => 'done', [], { toolName: 'work' }); // throws EC_VIOLATION
 * ```
 */
export function definePlugin<
  const D extends Deps = Record<never, never>,
  S extends Sections = Record<never, never>,
  C = SectionConfig<S>,
>(definition: PluginDefinition<C, D, S>): Plugin<C> {
  const { name, version } = definition;
  if (
    typeof name !== 'string' ||
    name === '' ||
    typeof version !== 'string' ||
    typeof definition.setup !== 'function'
  ) {
    throw new EnforceCoreError('a plugin needs a `name`, a `version` and a `setup` function', {
      code: 'EC_PLUGIN_INVALID',
    });
  }
  const make = (options: Readonly<Record<string, unknown>>): Plugin<C> =>
    Object.freeze({
      [MARK]: 1,
      name,
      version,
      description: definition.description ?? '',
      sections: definition.policy?.sections ?? {},
      main: definition.policy?.main,
      needs: definition.needs ?? {},
      provides: definition.provides ?? [],
      options,
      setup: definition.setup.bind(definition) as Plugin['setup'],
      with: (more: object) => make({ ...options, ...more }),
    }) as unknown as Plugin<C>;
  return make({});
}

/**
 * Whether a value is a plugin, from this copy of the package or another.
 *
 * @example
 * ```ts
 * isPlugin(defineGuard({ name: 'never' }, () => deny('never'))); // true
 * isPlugin({ name: 'never' }); // false
 * ```
 */
export function isPlugin(value: unknown): value is AnyPlugin {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[MARK] === 1;
}
