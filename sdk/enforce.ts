/** @module enforce(): a tool in one line, as a wrapper, a method decorator or a scope. */
import { scopes } from '../kernel/call.ts';
import { EnforceCoreError, registerCodes } from '../kernel/errors.ts';
import { Enforcer } from './enforcer.ts';
import { checkOptions } from './known-options.ts';
import type { OptionNames } from './known-options.ts';
import type { AnyFunction, CallOptions, Enforced, EnforcerOptions } from './options.ts';
import { Policy } from './policy.ts';
import type { PolicyInput } from './policy-types.ts';
import { EnforceScope } from './scope.ts';
import { Settings } from './settings.ts';

/** What {@link enforce} may be told: of the policy, of the enforcer, and of each call. */
export interface EnforceOptions extends EnforcerOptions, Omit<CallOptions, 'self'> {
  /** A policy, a path to one, or its content. What is given inline below stands on top of it. */
  readonly policy?: Policy | PolicyInput | string | undefined;
  readonly allowedTools?: readonly string[] | undefined;
  readonly deniedTools?: readonly string[] | undefined;
  /** `true` for the default categories, or the section as the policy has it. */
  readonly piiRedaction?: boolean | Readonly<Record<string, unknown>> | undefined;
  /** An enforcer to use instead of one of its own. It has its policy and plugins already. */
  readonly enforcer?: Enforcer | undefined;
}

/** Works on methods, as a TC39 decorator and under `experimentalDecorators`, and on plain functions. */
export interface EnforceDecorator {
  <F extends AnyFunction>(method: F, context: ClassMethodDecoratorContext): F;
  (target: object, key: string | symbol, descriptor: PropertyDescriptor): PropertyDescriptor;
  <F extends AnyFunction>(fn: F): Enforced<F>;
}

registerCodes({
  EC_OPTION_CONFLICT: {
    summary: 'an enforcer was given together with options that it would not heed',
    hint: 'an enforcer has a policy and plugins of its own: give them to it, or leave `enforcer` out',
  },
});

const OF_THE_ENFORCER = [
  'policy',
  'allowedTools',
  'deniedTools',
  'piiRedaction',
  'plugins',
  'defaults',
  'hooks',
  'settings',
  'projectDir',
] as const;
const OPTIONS: OptionNames<EnforceOptions> = {
  ...(Object.fromEntries(OF_THE_ENFORCER.map((name) => [name, true])) as OptionNames<
    Pick<EnforceOptions, (typeof OF_THE_ENFORCER)[number]>
  >),
  enforcer: true,
  toolName: true,
  tenant: true,
  session: true,
  labels: true,
  about: true,
  signal: true,
  textStream: true,
  onResult: true,
};

const waiting = new Set<Enforcer>();

/**
 * Wraps a function with policy enforcement, or makes a method decorator when no function is given.
 *
 * @throws PolicyError when the policy cannot be loaded or is invalid; the wrapped function throws EnforcementViolation
 * @throws EnforceCoreError `EC_OPTION_UNKNOWN`; `EC_OPTION_CONFLICT` for a policy or plugins beside an `enforcer`
 * @example
 * ```ts
 * const readNote = enforce({ allowedTools: ['readNote'], piiRedaction: true }, function readNote(name: string) {
 *   return `${name}: call jane@example.com`;
 * });
 * readNote('today'); // 'today: call <EMAIL>'
 * ```
 */
export function enforce<F extends AnyFunction>(options: EnforceOptions, fn: F): Enforced<F>;
export function enforce(options: EnforceOptions): EnforceDecorator;
export function enforce(options: EnforceOptions, fn?: AnyFunction): unknown {
  const enforcer = enforcerFor(options);
  if (fn !== undefined) return enforcer.wrap(fn, options);
  return (what: unknown, context?: unknown, descriptor?: PropertyDescriptor): unknown => {
    if (descriptor !== undefined) {
      const toolName = options.toolName ?? String(context);
      return { ...descriptor, value: enforcer.wrap(descriptor.value as AnyFunction, { ...options, toolName }) };
    }
    if (typeof what !== 'function')
      throw new TypeError('enforce() decorates methods and wraps functions, nothing else');
    const name = (context as ClassMethodDecoratorContext | undefined)?.name;
    return enforcer.wrap(what as AnyFunction, {
      ...options,
      toolName: options.toolName ?? (name === undefined ? undefined : String(name)),
    });
  };
}

/**
 * Enforces a block of code that cannot be wrapped. The callback form is the one to prefer: it also knows when the block
 * fails. With `await using`, the tool's name is judged on entry and the result is checked on exit.
 *
 * @example
 * ```ts
 * const clean = await enforce.scope({ allowedTools: ['fetch'], toolName: 'fetch' }, async (scope) => {
 *   const [url] = await scope.checkPre('https://example.com');
 *   return `<p>${url}</p>`;
 * });
 * ```
 */
function scope(options: EnforceOptions & { readonly toolName: string }): Promise<EnforceScope>;
function scope<R>(
  options: EnforceOptions & { readonly toolName: string },
  body: (scope: EnforceScope) => Promise<R> | R,
): Promise<R>;
async function scope<R>(
  options: EnforceOptions & { readonly toolName: string },
  body?: (scope: EnforceScope) => Promise<R> | R,
): Promise<EnforceScope | R> {
  const entered = await EnforceScope.enter(enforcerFor(options), options);
  return body ? entered.run(body) : entered;
}
enforce.scope = scope;

/** Waits until every enforcer made by `enforce` has loaded and started its plugins. */
enforce.ready = async (): Promise<void> => {
  for (const enforcer of [...waiting]) {
    await enforcer.start();
    waiting.delete(enforcer);
  }
};

/** Inside an enforced tool: the signal that is aborted when the caller gives up or the call is over. */
enforce.signal = (): AbortSignal | undefined => scopes.getStore()?.observed?.signal;

function enforcerFor(options: EnforceOptions): Enforcer {
  checkOptions(options, OPTIONS, '`enforce`');
  if (options.enforcer) {
    const ignored = OF_THE_ENFORCER.find((name) => options[name] !== undefined);
    if (ignored === undefined) return options.enforcer;
    throw new EnforceCoreError(`\`${ignored}\` was given beside an \`enforcer\``, { code: 'EC_OPTION_CONFLICT' });
  }
  const { plugins, defaults, hooks, settings, projectDir } = options;
  const enforcer = new Enforcer(policyFor(options), { plugins, defaults, hooks, settings, projectDir });
  if (!enforcer.ready) waiting.add(enforcer);
  return enforcer;
}

function policyFor(options: EnforceOptions): Policy | PolicyInput | string {
  const inline: Record<string, unknown> = {};
  if (options.allowedTools) inline['allowed_tools'] = [...options.allowedTools];
  if (options.deniedTools) inline['denied_tools'] = [...options.deniedTools];
  if (options.piiRedaction !== undefined) {
    inline['pii_redaction'] =
      typeof options.piiRedaction === 'boolean' ? { enabled: options.piiRedaction } : options.piiRedaction;
  }
  const given =
    options.policy ?? (Object.keys(inline).length === 0 ? new Settings(options.settings).defaultPolicy : undefined);
  if (given === undefined) return { name: 'inline', rules: inline };
  if (Object.keys(inline).length === 0) return given;
  return Policy.merge(typeof given === 'string' ? Policy.fromFile(given, options) : given, { rules: inline }, options);
}
