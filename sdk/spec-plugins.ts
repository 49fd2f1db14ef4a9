/** @module The spec's plugin classes, adapted to the same points that every plugin contributes to. */
import { allow, deny, GUARDS } from '../kernel/decision.ts';
import { isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import { EnforceCoreError } from '../kernel/errors.ts';
import { definePlugin, isPlugin } from '../kernel/plugin.ts';
import type { AnyPlugin } from '../kernel/plugin.ts';
import { AUDIT_BACKENDS } from './audit.ts';
import { pluginOfClass } from './define.ts';
import { REDACTORS } from './points.ts';

/** What a guard in the spec's form answers. Anything but `allowed: true` denies. */
export interface GuardResult {
  readonly allowed: boolean;
  readonly reason?: string;
}

/** What a redactor in the spec's form answers: the new text, and how many things were replaced. */
export interface RedactResult {
  readonly text: string;
  readonly count: number;
}

const KIND = Symbol.for('enforcecore.spec-plugin');
type Kind = 'guard' | 'redactor' | 'audit_backend';

/**
 * A guard in the spec's form. `kwargs` is the call's one object argument, when it takes named arguments.
 *
 * @example
 * ```ts
 * class Quiet extends GuardPlugin {
 *   readonly name = 'quiet';
 *   readonly version = '1.0.0';
 *   check(toolName: string) {
 *     return { allowed: toolName !== 'shout', reason: 'too loud' };
 *   }
 * }
 * const enforcer = new Enforcer({ name: 'demo' }, { plugins: [new Quiet()] });
 * enforcer.enforceSync(() => 'HEY', [], { toolName: 'shout' }); // throws EC_VIOLATION
 * ```
 */
export abstract class GuardPlugin {
  readonly [KIND]: Kind = 'guard';
  abstract get name(): string;
  abstract get version(): string;
  abstract check(
    toolName: string,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
  ): Awaitable<GuardResult>;
}

/**
 * A redactor in the spec's form: rewrites a whole text. Runs after all redactors that give spans.
 *
 * @example
 * ```ts
 * class Names extends RedactorPlugin {
 *   readonly name = 'names';
 *   readonly version = '1.0.0';
 *   readonly categories = ['name'];
 *   redact(text: string) {
 *     return { text: text.replaceAll('Jane', '<NAME>'), count: text.split('Jane').length - 1 };
 *   }
 * }
 * const enforcer = new Enforcer({ name: 'demo' }, { plugins: [new Names()] });
 * enforcer.enforceSync((text: string) => text, ['Jane'], { toolName: 'say' }); // '<NAME>'
 * ```
 */
export abstract class RedactorPlugin {
  readonly [KIND]: Kind = 'redactor';
  abstract get name(): string;
  abstract get version(): string;
  abstract get categories(): readonly string[];
  abstract redact(text: string): Awaitable<RedactResult>;
}

/**
 * An audit backend in the spec's form. An entry has the keys it has on disk.
 *
 * @example
 * ```ts
 * class Console extends AuditBackendPlugin {
 *   readonly name = 'console';
 *   readonly version = '1.0.0';
 *   record(entry: Readonly<Record<string, unknown>>) {
 *     console.log(entry['tool_name'], entry['decision']);
 *   }
 * }
 * const enforcer = new Enforcer({ name: 'demo' }, { plugins: [new Console()] });
 * ```
 */
export abstract class AuditBackendPlugin {
  readonly [KIND]: Kind = 'audit_backend';
  abstract get name(): string;
  abstract get version(): string;
  abstract record(entry: Readonly<Record<string, unknown>>): Awaitable<void>;
  flush(): Awaitable<void> {
    return undefined;
  }
}

export type SpecPlugin = GuardPlugin | RedactorPlugin | AuditBackendPlugin;

/** Whether a value is an instance of one of the spec's plugin classes, from this copy of the package or another. */
function isSpecPlugin(value: unknown): value is SpecPlugin {
  return typeof value === 'object' && value !== null && typeof (value as { [KIND]?: unknown })[KIND] === 'string';
}

/** The plugin that a value amounts to: a plugin, a decorated class, or an instance or subclass of the spec's classes. */
export function toPlugin(value: unknown): AnyPlugin | undefined {
  if (isPlugin(value)) return value;
  const decorated = pluginOfClass(value);
  if (decorated) return decorated;
  const instance = specInstance(value);
  return instance && adapt(instance);
}

/** An instance of a class of the spec's; the class itself is given when a package exports it. */
function specInstance(value: unknown): SpecPlugin | undefined {
  if (isSpecPlugin(value)) return value;
  if (
    typeof value !== 'function' ||
    !(
      value.prototype instanceof GuardPlugin ||
      value.prototype instanceof RedactorPlugin ||
      value.prototype instanceof AuditBackendPlugin
    )
  )
    return undefined;
  return new (value as new () => SpecPlugin)();
}

function adapt(spec: SpecPlugin): AnyPlugin {
  return definePlugin({
    name: spec.name,
    version: spec.version,
    setup(host) {
      switch (spec[KIND]) {
        case 'guard':
          return host.contribute(GUARDS, {
            name: spec.name,
            check: (call) => guarded(spec as GuardPlugin, call.tool, call.args),
          });
        case 'redactor': {
          const { name, categories, redact } = spec as RedactorPlugin;
          return host.contribute(REDACTORS, { name, categories, redact: redact.bind(spec) });
        }
        case 'audit_backend': {
          const backend = spec as AuditBackendPlugin;
          return host.contribute(AUDIT_BACKENDS, {
            name: backend.name,
            write: (entry) => backend.record(entry as unknown as Record<string, unknown>),
            flush: () => backend.flush(),
          });
        }
        default:
          throw new EnforceCoreError(`\`${String(spec.name)}\` is no plugin of a known kind`, {
            code: 'EC_PLUGIN_INVALID',
          });
      }
    },
  });
}

function guarded(guard: GuardPlugin, tool: string, args: readonly unknown[]) {
  const result = guard.check(tool, args, namedArguments(args));
  return isThenable(result) ? Promise.resolve(result).then(verdict) : verdict(result);
}

function verdict(result: GuardResult) {
  // Anything but a clear yes is a no.
  return result?.allowed === true ? allow() : deny(result?.reason || 'refused by a guard');
}

/** The one object argument of a call that takes named arguments, and otherwise an empty object. */
function namedArguments(args: readonly unknown[]): Readonly<Record<string, unknown>> {
  const [only] = args;
  if (args.length !== 1 || typeof only !== 'object' || only === null || Array.isArray(only)) return {};
  const prototype = Object.getPrototypeOf(only) as unknown;
  return prototype === Object.prototype || prototype === null ? (only as Record<string, unknown>) : {};
}
