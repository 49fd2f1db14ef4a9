/** @module Nesting of enforced calls, and the switches of development mode. */
import { scopes } from 'enforcecore/sdk';
import type { Scope } from 'enforcecore/sdk';
import { EnforcementDepthError } from './errors.ts';

/** How deeply enforced calls may be nested unless the policy says otherwise. */
export const MAX_ENFORCEMENT_DEPTH = 10;

/**
 * Enters a scope by hand, for the rest of the current asynchronous context. Calls through an enforcer do this on their
 * own; leave with {@link exitEnforcement}.
 *
 * @throws EnforcementDepthError `EC_DEPTH_EXCEEDED` when the depth would be more than 10
 * @example
 * ```ts
 * enterEnforcement('search_web');
 * try {
 *   getEnforcementChain(); // ['search_web']
 * } finally {
 *   exitEnforcement();
 * }
 * ```
 */
export function enterEnforcement(toolName: string): void {
  const parent = scopes.getStore();
  const depth = (parent?.depth ?? 0) + 1;
  if (depth > MAX_ENFORCEMENT_DEPTH) {
    throw new EnforcementDepthError(`calls are nested more than ${MAX_ENFORCEMENT_DEPTH} deep`, {
      code: 'EC_DEPTH_EXCEEDED',
    });
  }
  scopes.enterWith({ depth, tool: toolName, parent });
}

/**
 * Leaves the current scope. Does nothing outside any.
 *
 * @example
 * ```ts
 * enterEnforcement('search_web');
 * exitEnforcement();
 * getEnforcementDepth(); // 0
 * ```
 */
export function exitEnforcement(): void {
  const scope = scopes.getStore();
  if (scope) scopes.enterWith(scope.parent);
}

/**
 * How many enforced calls are around the current one; 0 outside any.
 *
 * @example
 * ```ts
 * const outer = enforce({ toolName: 'outer' }, () => getEnforcementDepth());
 * outer(); // 1
 * ```
 */
export function getEnforcementDepth(): number {
  return scopes.getStore()?.depth ?? 0;
}

/**
 * The names of the tools around the current code, outermost first. A copy.
 *
 * @example
 * ```ts
 * const inner = enforce({ toolName: 'inner' }, () => getEnforcementChain());
 * const outer = enforce({ toolName: 'outer' }, () => inner());
 * outer(); // ['outer', 'inner']
 * ```
 */
export function getEnforcementChain(): string[] {
  const chain: string[] = [];
  for (let scope: Scope | undefined = scopes.getStore(); scope; scope = scope.parent) chain.push(scope.tool);
  return chain.reverse();
}

/**
 * Whether `ENFORCECORE_DEV_MODE` is `1`, `true` or `yes`, in any case.
 *
 * @example
 * ```ts
 * if (!isDevMode()) console.log('no shortcuts here');
 * ```
 */
export function isDevMode(): boolean {
  return /^(?:1|true|yes)$/i.test(process.env['ENFORCECORE_DEV_MODE']?.trim() ?? '');
}

/**
 * Warns that failing open is configured, unless in development mode.
 *
 * @example
 * ```ts
 * process.env['ENFORCECORE_DEV_MODE'] = '1';
 * warnFailOpen(); // undefined: no warning in development mode
 * delete process.env['ENFORCECORE_DEV_MODE'];
 * ```
 */
export function warnFailOpen(): void {
  if (isDevMode()) return;
  process.emitWarning('`fail_open` is set outside development mode: calls pass when enforcement fails', {
    type: 'EnforceCoreWarning',
    code: 'EC_FAIL_OPEN',
  });
}
