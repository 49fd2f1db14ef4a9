/** @module Hooks: registries of functions that are told of, and before a call may abort, what goes through. */
import type { EventName, Listener, ListenerSource } from '../kernel/events.ts';

/**
 * A set of hooks. Enforcers read it live: what is added later is heard from then on.
 *
 * @example
 * ```ts
 * const hooks = new HookRegistry();
 * hooks.addViolation(({ toolName }) => console.log(toolName));
 * const enforcer = new Enforcer({ name: 'demo' }, { hooks });
 * hooks.totalCount; // 1
 * ```
 */
export class HookRegistry implements ListenerSource {
  static readonly #global = new HookRegistry();
  readonly #hooks: { readonly [E in EventName]: Listener<E>[] } = {
    pre_call: [],
    post_call: [],
    violation: [],
    redaction: [],
  };

  /** The registry that {@link onPreCall} and its siblings add to, and that every enforcer reads unless given another. */
  static globalRegistry(): HookRegistry {
    return HookRegistry.#global;
  }

  /** Before a call is judged. May set `abort` and `abortReason`; a hook that throws stops the call. Returns its own removal. */
  addPreCall(hook: Listener<'pre_call'>): () => void {
    return this.#add('pre_call', hook);
  }
  /** After a tool returned. */
  addPostCall(hook: Listener<'post_call'>): () => void {
    return this.#add('post_call', hook);
  }
  /** When a call is refused, or would be. */
  addViolation(hook: Listener<'violation'>): () => void {
    return this.#add('violation', hook);
  }
  /** For each thing that redaction finds. */
  addRedaction(hook: Listener<'redaction'>): () => void {
    return this.#add('redaction', hook);
  }

  /** How many hooks there are, of all events. */
  get totalCount(): number {
    return Object.values(this.#hooks).reduce((sum, hooks) => sum + hooks.length, 0);
  }

  /** Removes all hooks. */
  clear(): void {
    for (const event of Object.keys(this.#hooks) as EventName[]) this.#hooks[event].length = 0;
  }

  /** The hooks of one event, live. */
  listeners<E extends EventName>(event: E): readonly Listener<E>[] {
    return this.#hooks[event];
  }

  #add<E extends EventName>(event: E, hook: Listener<E>): () => void {
    if (typeof hook !== 'function') throw new TypeError(`a ${event} hook must be a function`);
    const hooks = this.#hooks[event];
    hooks.push(hook);
    return () => {
      const at = hooks.indexOf(hook);
      if (at >= 0) hooks.splice(at, 1);
    };
  }
}

/**
 * Adds a global pre_call hook. It sees redacted values and may abort: `context.abort = true`. Returns its own removal.
 *
 * @throws TypeError when `hook` is not a function
 * @example
 * ```ts
 * const remove = onPreCall((context) => {
 *   if (context.args.includes('prod')) context.abort = true;
 * });
 * enforce({ toolName: 'deploy' }, (where: string) => where)('prod'); // throws EC_HOOK_ABORT
 * remove();
 * ```
 */
export function onPreCall(hook: Listener<'pre_call'>): () => void {
  return HookRegistry.globalRegistry().addPreCall(hook);
}

/**
 * Adds a global post_call hook. Returns its own removal.
 *
 * @throws TypeError when `hook` is not a function
 * @example
 * ```ts
 * const remove = onPostCall(({ toolName, durationMs }) => console.log(toolName, durationMs));
 * enforce({ toolName: 'add' }, (a: number, b: number) => a + b)(1, 2); // 3
 * remove();
 * ```
 */
export function onPostCall(hook: Listener<'post_call'>): () => void {
  return HookRegistry.globalRegistry().addPostCall(hook);
}

/**
 * Adds a global violation hook. Returns its own removal.
 *
 * @throws TypeError when `hook` is not a function
 * @example
 * ```ts
 * const remove = onViolation(({ violationType, violationReason }) => console.log(violationType, violationReason));
 * enforce({ deniedTools: ['rm'], toolName: 'rm' }, () => 'gone')(); // throws EC_TOOL_DENIED
 * remove();
 * ```
 */
export function onViolation(hook: Listener<'violation'>): () => void {
  return HookRegistry.globalRegistry().addViolation(hook);
}

/**
 * Adds a global redaction hook. Returns its own removal.
 *
 * @throws TypeError when `hook` is not a function
 * @example
 * ```ts
 * const found: string[] = [];
 * const remove = onRedaction(({ direction, category }) => void found.push(`${direction} ${category}`));
 * enforce({ piiRedaction: true, toolName: 'send' }, (text: string) => text.length)('to jane@example.com');
 * remove();
 * found; // ['input email']
 * ```
 */
export function onRedaction(hook: Listener<'redaction'>): () => void {
  return HookRegistry.globalRegistry().addRedaction(hook);
}
