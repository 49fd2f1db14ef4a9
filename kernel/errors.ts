/** @module The base error, the violation, and the registries of codes and violation types that rooms add to. */

/** What a code means and what to do about it. Rooms register their own with {@link registerCodes}. */
export interface CodeInfo {
  readonly summary: string;
  readonly hint: string;
}

export interface ErrorOptions {
  readonly code: string;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** What a middleware or a guard has to say against a call. */
export interface Violation {
  /** The `violation_type` of the trail, such as `tool_denied`. */
  readonly type: string;
  readonly reason: string;
  /** Stable error code; the one registered for the type when absent. */
  readonly code?: string | undefined;
  /** The id of the rule that decided. */
  readonly rule?: string | undefined;
  /** The plugin that refused; filled in by the kernel. */
  readonly plugin?: string | undefined;
  /** A failure of enforcement itself (a thrown guard, an unwritable record): `monitor` and `log` never let it pass. */
  readonly failure?: boolean | undefined;
  readonly cause?: unknown;
}

/** What the error for a violation is made from. */
export interface ViolationFacts extends Violation {
  readonly code: string;
  readonly tool: string;
  readonly policy: string;
  readonly callId: string;
}

type ErrorFactory = (facts: ViolationFacts) => EnforceCoreError;

const KIND = Symbol.for('enforcecore.error.kind');
const codes = new Map<string, CodeInfo>();
const violations = new Map<string, { readonly code: string; readonly create: ErrorFactory }>();

/**
 * Gives an error class a name that `instanceof` recognises across two copies of the package.
 *
 * @example
 * ```ts
 * class ShopError extends EnforceCoreError {
 *   static {
 *     brandError(this);
 *   }
 * }
 * new ShopError('closed', { code: 'EC_SHOP_CLOSED' }).name; // 'ShopError'
 * ```
 */
export function brandError(cls: { readonly name: string; readonly prototype: object }): void {
  Object.defineProperty(cls.prototype, KIND, { value: cls.name });
  Object.defineProperty(cls.prototype, 'name', { value: cls.name, configurable: true, writable: true });
}

/**
 * Base of every error this package throws: a stable `code`, a one-sentence message and a `hint` on what to do next.
 *
 * @example
 * ```ts
 * try {
 *   enforce({ deniedTools: ['rm'], toolName: 'rm' }, () => 'gone')();
 * } catch (error) {
 *   if (!(error instanceof EnforceCoreError)) throw error;
 *   error.code; // 'EC_TOOL_DENIED'
 *   error.hint; // 'take it off `denied_tools` or the deny rule named, if it should run'
 * }
 * ```
 */
export class EnforceCoreError extends Error {
  static {
    brandError(this);
  }
  readonly code: string;
  readonly hint: string;

  constructor(message: string, options: ErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint ?? codes.get(options.code)?.hint ?? '';
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    if (!Object.hasOwn(this.prototype, KIND)) return Function.prototype[Symbol.hasInstance].call(this, value);
    const kind = (this.prototype as { [KIND]?: string })[KIND];
    for (let at = Object.getPrototypeOf(value) as object | null; at; at = Object.getPrototypeOf(at) as object | null) {
      if (Object.hasOwn(at, KIND) && (at as { [KIND]?: string })[KIND] === kind) return true;
    }
    return false;
  }
}

/**
 * A call was refused by policy. `EC_VIOLATION`, or the code of the subclass or the plugin that refused, such as
 * `EC_HOOK_ABORT`. `violationType` is what the trail has.
 */
export class EnforcementViolation extends EnforceCoreError {
  static {
    brandError(this);
  }
  readonly toolName: string;
  readonly policyName: string;
  readonly reason: string;
  readonly violationType: string;
  readonly rule: string | undefined;
  readonly callId: string;

  constructor(facts: ViolationFacts) {
    super(`tool \`${facts.tool}\` refused by policy \`${facts.policy}\`: ${facts.reason}`, facts);
    this.toolName = facts.tool;
    this.policyName = facts.policy;
    this.reason = facts.reason;
    this.violationType = facts.type;
    this.rule = facts.rule;
    this.callId = facts.callId;
  }
}

/**
 * Adds codes to the table behind `docs/errors.md`. A code has one meaning: registering it twice with another one throws.
 *
 * @throws TypeError when a code is registered with another meaning
 * @example
 * ```ts
 * registerCodes({ EC_SHOP_CLOSED: { summary: 'the shop is closed', hint: 'come back tomorrow' } });
 * new EnforceCoreError('closed', { code: 'EC_SHOP_CLOSED' }).hint; // 'come back tomorrow'
 * ```
 */
export function registerCodes(table: Readonly<Record<string, CodeInfo>>): void {
  for (const [code, info] of Object.entries(table)) {
    const known = codes.get(code);
    if (known && (known.summary !== info.summary || known.hint !== info.hint)) {
      throw new TypeError(`code ${code} is registered twice`);
    }
    codes.set(code, info);
  }
}

/** All registered codes, for the documentation and its test. */
export function registeredCodes(): ReadonlyMap<string, CodeInfo> {
  return codes;
}

/**
 * Says which error a violation type is thrown as.
 *
 * @example
 * ```ts
 * registerViolation('shop_closed', 'EC_SHOP_SHUT', (facts) => new EnforcementViolation(facts));
 * const closed = defineGuard({ name: 'shop' }, () => deny('too late', { code: 'shop_closed' }));
 * new Enforcer({ name: 'demo' }, { plugins: [closed] }).enforceSync(() => 1, [], { toolName: 'buy' }); // throws EC_SHOP_SHUT
 * ```
 */
export function registerViolation(type: string, code: string, create: ErrorFactory): void {
  violations.set(type, { code, create });
}

/** The error that is thrown for a violation. */
export function violationError(violation: Violation, where: { tool: string; policy: string; callId: string }) {
  const known = violations.get(violation.type);
  const code = violation.code ?? known?.code ?? (violation.failure ? 'EC_ENFORCEMENT_FAILED' : 'EC_VIOLATION');
  const facts: ViolationFacts = { ...violation, ...where, code };
  return known ? known.create(facts) : new EnforcementViolation(facts);
}

registerCodes({
  EC_VIOLATION: {
    summary: 'a call was refused by policy',
    hint: 'read the reason; `enforcecore validate` shows the policy that decided',
  },
  EC_ENFORCEMENT_FAILED: {
    summary: 'a part of the enforcement failed, so the call was refused',
    hint: 'see `cause` for what failed; nothing runs unless every check has answered',
  },
  EC_NOT_READY: {
    summary: 'a plugin still has to be loaded or started',
    hint: '`await enforcer.start()` (or `await enforce.ready()`) before the first synchronous call',
  },
  EC_STOPPED: { summary: 'the enforcer was stopped', hint: 'create a new enforcer' },
  EC_SYNC_PROMISE: {
    summary: 'a plugin or a hook answered with a promise in a synchronous call',
    hint: 'use `enforceAsync` or wrap an async function, or make the named plugin synchronous',
  },
  EC_SYNC_ASYNC_TOOL: {
    summary: 'an asynchronous tool was given to a synchronous call',
    hint: 'use `enforceAsync`',
  },
  EC_NEXT_TWICE: { summary: 'a middleware called `next` twice', hint: 'a middleware calls `next` at most once a call' },
  EC_OUTCOME_FOREIGN: {
    summary: 'a middleware did not return the outcome of this call',
    hint: 'return what `next(call)` or `host.refuse(call, violation)` gave',
  },
  EC_CALL_FOREIGN: {
    summary: 'a middleware passed on a call of another run',
    hint: 'pass on `call` or `call.with(...)`',
  },
  EC_GUARD_FAILED: { summary: 'a guard failed to answer', hint: 'see `cause`; a guard that fails denies' },
  EC_HOOK_FAILED: { summary: 'a hook threw', hint: 'see `cause`; a pre_call hook that throws stops the call' },
  EC_HOOK_ABORT: { summary: 'a pre_call hook aborted the call', hint: 'the reason was given by the hook' },
  EC_REDACTION_FAILED: {
    summary: 'redaction failed, so the value was withheld',
    hint: 'see `cause`; the call fails closed rather than pass on what was not inspected',
  },
  EC_ABORTED: { summary: 'the caller aborted the call', hint: 'the signal given with the call was aborted' },
  EC_TOKEN_DUPLICATE: { summary: 'a token is provided twice', hint: 'deactivate one of the plugins that provide it' },
  EC_TOKEN_MISSING: {
    summary: 'a plugin needs something that nobody provides',
    hint: 'activate the plugin that provides it, or take it with `optional(TOKEN)`',
  },
  EC_CONTAINER_SEALED: { summary: 'something was provided after start', hint: 'provide and contribute in `setup`' },
  EC_PLUGIN_DUPLICATE: { summary: 'two plugins have one name', hint: 'names are unique: rename or deactivate one' },
  EC_PLUGIN_CYCLE: { summary: 'plugins need each other in a circle', hint: 'break the circle shown in the message' },
  EC_PLUGIN_SETUP: { summary: 'a plugin failed in setup or start', hint: 'see `cause`; report it to the author' },
  EC_PLUGIN_INVALID: { summary: 'something is not a plugin', hint: 'make it with `definePlugin` or a decorator' },
});
