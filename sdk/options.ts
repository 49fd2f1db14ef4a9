/** @module What can be said when making an enforcer, wrapping a tool or sending a call. */
import type { AnyPlugin } from '../kernel/plugin.ts';
import type { HookRegistry } from './hooks.ts';
import type { EnforcementResult } from './result.ts';
import type { SettingValues } from './settings.ts';

/**
 * Any function. Taken from a method, whose parameters compare both ways: so every function fits, and a parameter that
 * was not annotated is `unknown`, where it would silently be `any` if this had `any[]`.
 */
export type AnyFunction = {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  tool(this: unknown, ...args: unknown[]): any;
}['tool'];

/** What a plugin may be given as: a value, a decorated class, an instance of the spec's classes, or a package's name. */
export type PluginInput = AnyPlugin | object | string;

/** What may be said when an enforcer is made. */
export interface EnforcerOptions {
  readonly plugins?: readonly PluginInput[] | undefined;
  /** The rooms that are on without being asked for, by name. Replaces the built-in list. */
  readonly defaults?: readonly string[] | undefined;
  /** Hooks to use instead of the global ones. */
  readonly hooks?: HookRegistry | undefined;
  /** Settings that win over environment and config file. */
  readonly settings?: Partial<SettingValues> | undefined;
  /** Where the project's dependencies are looked up; the working directory when absent. */
  readonly projectDir?: string | undefined;
}

/** What may be said of one call. */
export interface CallOptions {
  /** The tool's name for the policy; the function's own when absent. Never taken from the arguments. */
  readonly toolName?: string | undefined;
  /** `this` for the tool. */
  readonly self?: unknown;
  readonly tenant?: string | undefined;
  readonly session?: string | undefined;
  readonly labels?: Iterable<string> | undefined;
  /** Facts about the tool, by room, such as `{ resources: { path: 'filesystem:read' } }`. */
  readonly about?: Readonly<Record<string, unknown>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * The strings of a stream that the tool returns are pieces of one text, such as the tokens of a model: redacted across
   * their borders, and cut anew. Otherwise each is an item by itself.
   */
  readonly textStream?: boolean | undefined;
  /** Told of every call's result, however it ended. */
  readonly onResult?: ((result: EnforcementResult) => void) | undefined;
}

/** A wrapped tool: the function's own type, and the result of its last call. */
export type Enforced<F extends AnyFunction> = F & { readonly last: EnforcementResult | undefined };
