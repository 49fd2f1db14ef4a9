/** @module Guards, redactors and audit backends as classes: plain functions first, the same as decorators after. */
import type { Awaitable } from '../kernel/awaitable.ts';
import { GUARDS } from '../kernel/decision.ts';
import type { Guard as GuardLike, Verdict } from '../kernel/decision.ts';
import type { ToolCall } from '../kernel/call.ts';
import { definePlugin } from '../kernel/plugin.ts';
import type { Plugin } from '../kernel/plugin.ts';
import type { Point, Token } from '../kernel/tokens.ts';
import { AUDIT_BACKENDS } from './audit.ts';
import type { AuditSink } from './audit.ts';
import { REDACTORS } from './points.ts';
import type { TextRedactor, TextRewriter } from './points.ts';

type Kind = 'guard' | 'redactor' | 'audit_backend';
type Inject = readonly Token<never>[] | readonly Token<unknown>[];
type Values<I extends Inject> = { -readonly [K in keyof I]: I[K]['T'] };
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Class<T> = new (...args: any[]) => T;

/** What may be said of a class that becomes a plugin. */
export interface ClassOptions<I extends Inject> {
  readonly name: string;
  /** Equal to the version in package.json when the class is a package's default export; `0.0.0` when absent. */
  readonly version?: string;
  readonly description?: string;
  /** What the constructor takes, one token a parameter, also for parameters that have a default. */
  readonly inject?: I;
}

/** The class itself when its constructor takes exactly what is injected, and otherwise a type no class fits. */
type Injectable<C extends Class<unknown>, I extends Inject> =
  Values<I> extends ConstructorParameters<C>
    ? Required<ConstructorParameters<C>>['length'] extends I['length']
      ? C
      : { readonly 'inject must name a token for every constructor parameter': never }
    : { readonly 'inject does not fit the constructor': never };

/** A class as above; a function has no constructor, so nothing can be injected. */
type Fitting<C, I extends Inject> =
  C extends Class<unknown>
    ? Injectable<C, I>
    : I extends readonly []
      ? C
      : { readonly 'inject needs a class with a constructor': never };

type GuardClass = Class<{ check(call: ToolCall): Awaitable<Verdict> }>;
type RedactorClass = Class<Pick<TextRedactor, 'find'> | Omit<TextRewriter, 'name'>>;
type AuditBackendClass = Class<Pick<AuditSink, 'write'>>;

const MARK = Symbol.for('enforcecore.class-plugin');
const POINTS: Readonly<Record<Kind, Point<never>>> = {
  guard: GUARDS,
  redactor: REDACTORS,
  audit_backend: AUDIT_BACKENDS,
} as never;

/**
 * Makes a guard plugin from a function or a class.
 *
 * @example
 * ```ts
 * const isOpen = (): boolean => false;
 * const officeHours = defineGuard({ name: 'office-hours' }, () => (isOpen() ? abstain() : deny('closed')));
 * const enforcer = new Enforcer({ name: 'demo' }, { plugins: [officeHours] });
 * enforcer.enforceSync(() => 'done', [], { toolName: 'work' }); // throws EC_VIOLATION
 * ```
 */
export function defineGuard<C extends GuardClass | GuardLike['check'], const I extends Inject = readonly []>(
  options: ClassOptions<I>,
  what: C & Fitting<C, I>,
): Plugin<unknown> {
  if (isClass(what)) return classPlugin('guard', options, what);
  return valuePlugin('guard', options, { name: options.name, check: what as GuardLike['check'] });
}

/**
 * Makes a redactor plugin from a function that gives spans, a class with `find`, or one with `redact` and `categories`.
 *
 * @example
 * ```ts
 * const employees = defineRedactor({ name: 'employees' }, (text) => {
 *   const start = text.indexOf('EMP-1');
 *   return start < 0 ? [] : [{ start, end: start + 5, category: 'employee', replacement: '<EMPLOYEE>' }];
 * });
 * const enforcer = new Enforcer({ name: 'demo' }, { plugins: [employees] });
 * enforcer.enforceSync((text: string) => text, ['for EMP-1'], { toolName: 'say' }); // 'for <EMPLOYEE>'
 * ```
 */
export function defineRedactor<C extends RedactorClass | TextRedactor['find'], const I extends Inject = readonly []>(
  options: ClassOptions<I>,
  what: C & Fitting<C, I>,
): Plugin<unknown> {
  if (isClass(what)) return classPlugin('redactor', options, what);
  return valuePlugin('redactor', options, { name: options.name, find: what as TextRedactor['find'] });
}

/**
 * Makes an audit backend plugin from a function or from a class with `write`.
 *
 * @example
 * ```ts
 * const print = defineAuditBackend({ name: 'print' }, (entry) => console.log(entry.tool_name, entry.decision));
 * print.name; // 'print'
 * ```
 */
export function defineAuditBackend<
  C extends AuditBackendClass | AuditSink['write'],
  const I extends Inject = readonly [],
>(options: ClassOptions<I>, what: C & Fitting<C, I>): Plugin<unknown> {
  if (isClass(what)) return classPlugin('audit_backend', options, what);
  return valuePlugin('audit_backend', options, { name: options.name, write: what as AuditSink['write'] });
}

/**
 * Marks a class as a guard plugin. Works as a TC39 decorator and under `experimentalDecorators`.
 *
 * @example
 * ```ts
 * @Guard({ name: 'read-only' })
 * class ReadOnly {
 *   check({ tool }: ToolCall) {
 *     return tool.startsWith('read_') ? abstain() : deny('nothing is written here');
 *   }
 * }
 * const enforcer = new Enforcer({ name: 'demo' }, { plugins: [ReadOnly] });
 * enforcer.enforceSync(() => 'done', [], { toolName: 'write_file' }); // throws EC_VIOLATION
 * ```
 */
export function Guard<const I extends Inject = readonly []>(options: ClassOptions<I>) {
  return <C extends GuardClass>(cls: Injectable<C, I> & C, _context?: ClassDecoratorContext<C>): void =>
    mark('guard', options, cls);
}

/**
 * Marks a class as a redactor plugin. Works as {@link Guard} does.
 *
 * @example
 * ```ts
 * @Redactor({ name: 'employees' })
 * class Employees {
 *   find(text: string) {
 *     const start = text.indexOf('EMP-1');
 *     return start < 0 ? [] : [{ start, end: start + 5, category: 'employee', replacement: '<EMPLOYEE>' }];
 *   }
 * }
 * ```
 */
export function Redactor<const I extends Inject = readonly []>(options: ClassOptions<I>) {
  return <C extends RedactorClass>(cls: Injectable<C, I> & C, _context?: ClassDecoratorContext<C>): void =>
    mark('redactor', options, cls);
}

/**
 * Marks a class as an audit backend plugin. Works as {@link Guard} does.
 *
 * @example
 * ```ts
 * @AuditBackend({ name: 'console' })
 * class Console {
 *   write(entry: AuditFields) {
 *     console.log(entry.tool_name, entry.decision);
 *   }
 * }
 * ```
 */
export function AuditBackend<const I extends Inject = readonly []>(options: ClassOptions<I>) {
  return <C extends AuditBackendClass>(cls: Injectable<C, I> & C, _context?: ClassDecoratorContext<C>): void =>
    mark('audit_backend', options, cls);
}

/** The plugin that a decorated class amounts to, from this copy of the package or another. */
export function pluginOfClass(value: unknown): Plugin<unknown> | undefined {
  if (typeof value !== 'function' || !Object.hasOwn(value, MARK)) return undefined;
  const { kind, options } = (value as unknown as { [MARK]: { kind: Kind; options: ClassOptions<Inject> } })[MARK];
  return classPlugin(kind, options, value as Class<object>);
}

function mark(kind: Kind, options: ClassOptions<Inject>, cls: object): void {
  Object.defineProperty(cls, MARK, { value: Object.freeze({ kind, options }) });
}

function isClass(value: unknown): value is Class<object> {
  return (
    typeof value === 'function' &&
    typeof value.prototype === 'object' &&
    Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
  );
}

function classPlugin(kind: Kind, options: ClassOptions<Inject>, cls: Class<object>): Plugin<unknown> {
  const inject = options.inject ?? [];
  return definePlugin({
    ...named(options),
    needs: Object.fromEntries(inject.map((wanted, i) => [String(i), wanted])) as Record<string, Token<unknown>>,
    setup(host, deps) {
      const made = new cls(...inject.map((_, i) => (deps as Record<string, unknown>)[String(i)]));
      host.contribute(POINTS[kind], CONTRIBUTION[kind](made as never, options.name) as never);
    },
  }) as Plugin<unknown>;
}

/** What an instance contributes, under the plugin's name so that a failure can name it. */
const CONTRIBUTION: Readonly<Record<Kind, (made: never, name: string) => object>> = {
  guard: (made: GuardLike, name): GuardLike => ({
    name,
    precedence: made.precedence,
    sync: made.sync,
    check: (call) => made.check(call),
  }),
  redactor: (made: TextRedactor | TextRewriter, name): TextRedactor | TextRewriter =>
    'find' in made
      ? { name, to: made.to, find: (text) => made.find(text) }
      : { name, to: made.to, categories: made.categories, redact: (text) => made.redact(text) },
  audit_backend: (made: AuditSink, name): AuditSink => ({
    name,
    chains: made.chains,
    sync: made.sync,
    write: (entry) => made.write(entry),
    ready: () => made.ready?.(),
    flush: () => made.flush?.(),
    close: () => made.close?.(),
  }),
};

function valuePlugin(kind: Kind, options: ClassOptions<Inject>, value: object): Plugin<unknown> {
  return definePlugin({
    ...named(options),
    setup: (host) => host.contribute(POINTS[kind], value as never),
  }) as Plugin<unknown>;
}

function named(options: ClassOptions<Inject>) {
  return { name: options.name, version: options.version ?? '0.0.0', description: options.description ?? '' };
}
