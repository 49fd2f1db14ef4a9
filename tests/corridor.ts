/** @module A small corridor for tests of the kernel: plugins made on the spot, no policy language. */
import { Corridor } from '../kernel/enforcer.ts';
import type { CorridorOptions, Request } from '../kernel/enforcer.ts';
import { allow, GUARDS } from '../kernel/decision.ts';
import type { Guard } from '../kernel/decision.ts';
import type { Middleware } from '../kernel/chain.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { CallRecord } from '../kernel/record.ts';
import { SANITIZER } from '../kernel/sanitizer.ts';
import type { Sanitizer } from '../kernel/sanitizer.ts';
import { definePlugin } from '../kernel/plugin.ts';
import type { AnyPlugin, PluginHost } from '../kernel/plugin.ts';
import type { PolicyFacts } from '../kernel/record.ts';

export const POLICY: PolicyFacts = { name: 'test', version: '1.0', mode: undefined, onViolation: 'block' };

let count = 0;
/** A plugin with a name of its own. */
export function plugin(setup: (host: PluginHost) => void, name = `plugin-${++count}`): AnyPlugin {
  return definePlugin({ name, version: '1.0.0', setup });
}
export const using = (middleware: Middleware, name?: string): AnyPlugin => plugin((host) => host.use(middleware), name);
export const guarding = (...guards: readonly Guard[]): AnyPlugin =>
  plugin((host) => host.contribute(GUARDS, ...guards));
export const ALLOWING: AnyPlugin = definePlugin({
  name: 'allowing',
  version: '1.0.0',
  setup: (host) => host.contribute(GUARDS, { sync: true, check: () => allow() }),
});

/** A started corridor that allows everything besides what the given plugins do. */
export function corridor(plugins: readonly AnyPlugin[], options: Partial<CorridorOptions> = {}): Corridor {
  const made = new Corridor({
    policy: POLICY,
    ...options,
    plugins: [ALLOWING, ...plugins].map((one) => ({ plugin: one, config: {} })),
  });
  void made.start();
  return made;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Fn = (...args: any[]) => unknown;

/** One call: the value, or what was thrown. */
export function call(made: Corridor, fn: Fn, args: readonly unknown[] = [], more: Partial<Request> = {}): unknown {
  const outcome = made.send({ tool: 'tool', args, fn, sync: true, ...more });
  if (outcome instanceof Promise) throw new Error('a synchronous call gave a promise');
  if (outcome.status === 'returned') return outcome.value;
  throw outcome.error;
}

export async function callAsync(
  made: Corridor,
  fn: Fn,
  args: readonly unknown[] = [],
  more: Partial<Request> = {},
): Promise<unknown> {
  const outcome = await made.send({ tool: 'tool', args, fn, sync: false, ...more });
  if (outcome.status === 'returned') return outcome.value;
  throw outcome.error;
}

/** Replaces `secret` in strings, also one level down. */
export const sanitizer: Sanitizer = {
  clean(value, _to, found) {
    if (typeof value === 'string')
      return value.includes('secret') ? (found({ category: 'word' }), value.replaceAll('secret', '<WORD>')) : value;
    return Array.isArray(value) ? value.map((item) => sanitizer.clean(item, _to, found)) : value;
  },
};
/** A plugin that redacts, with this sanitizer unless given another way. */
export const redacting = (clean: Sanitizer['clean'] = sanitizer.clean) =>
  definePlugin({
    name: 'redacting',
    version: '1.0.0',
    provides: [SANITIZER],
    setup: (host) => host.provide(SANITIZER, { clean }),
  });
/** Notes the record of every call when it has ended. */
export const recordingSync = (seen: CallRecord[]) =>
  using({
    phase: 'observe',
    sync: true,
    handle: (one, next) => (next(one) as Outcome).afterwards((record) => void seen.push(record)),
  });
