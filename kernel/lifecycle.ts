/** @module Order plugins by what they need, set them up, start them, and stop them in reverse. */
import { isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import type { BoundMiddleware } from './chain.ts';
import { Container } from './container.ts';
import { EnforceCoreError } from './errors.ts';
import type { Observers } from './events.ts';
import { isPlugin } from './plugin.ts';
import type { AnyPlugin, PluginHost, Running } from './plugin.ts';
import type { PolicyFacts } from './record.ts';
import { Run } from './run.ts';
import { Call, ObservedCall } from './call.ts';
import type { ToolCall } from './call.ts';
import type { OptionalToken, Point, Token } from './tokens.ts';

/** A plugin that is to run, with its validated configuration. */
export interface Activation {
  readonly plugin: AnyPlugin;
  readonly config: unknown;
}

interface Active {
  readonly plugin: AnyPlugin;
  readonly running: Running;
}

/** The plugins of one enforcer, in the order of their dependencies. */
export class Lifecycle {
  readonly container = new Container();
  readonly middleware: BoundMiddleware[] = [];
  readonly #active: Active[] = [];
  readonly #started: Active[] = [];
  #open = true;

  /** Sets up every plugin. @throws EnforceCoreError `EC_PLUGIN_*`, `EC_TOKEN_*` */
  constructor(activations: readonly Activation[], policy: PolicyFacts, observers: Observers) {
    for (const { plugin, config } of inOrder(activations)) {
      const host = this.#host(plugin, policy, observers);
      const deps: Record<string, unknown> = {};
      for (const [name, wanted] of Object.entries(plugin.needs)) deps[name] = this.#resolve(plugin, wanted);
      const running = blamed(plugin, 'setup', () => plugin.setup(host, deps as never, config as never));
      for (const given of plugin.provides) {
        if (!this.container.has(given)) {
          throw new EnforceCoreError(`plugin \`${plugin.name}\` says that it provides \`${given.id}\` and did not`, {
            code: 'EC_TOKEN_MISSING',
          });
        }
      }
      this.#active.push({ plugin, running: running ?? {} });
    }
    this.container.seal();
    this.#open = false;
  }

  /** Starts in order. Synchronous unless a plugin answers with a promise. */
  start(from = 0): Awaitable<void> {
    for (let i = from; i < this.#active.length; i++) {
      const active = this.#active[i] as Active;
      const done = blamed(active.plugin, 'start', () => active.running.start?.());
      this.#started.push(active);
      if (isThenable(done)) {
        return Promise.resolve(done).then(
          () => this.start(i + 1),
          (error: unknown) =>
            blamed(active.plugin, 'start', () => {
              throw error;
            }),
        );
      }
    }
    return undefined;
  }

  /** Stops in reverse. Every plugin is stopped even when one fails; the first failure is thrown afterwards. */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (const { running } of this.#started.splice(0).reverse()) {
      try {
        await running.stop?.();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  #resolve(plugin: AnyPlugin, wanted: Token<unknown> | OptionalToken<unknown>): unknown {
    if (this.container.has(wanted)) return this.container.find(wanted);
    if ('optional' in wanted) return undefined;
    throw new EnforceCoreError(`plugin \`${plugin.name}\` needs \`${wanted.id}\`, which no active plugin provides`, {
      code: 'EC_TOKEN_MISSING',
    });
  }

  #host(plugin: AnyPlugin, policy: PolicyFacts, observers: Observers): PluginHost {
    const { container } = this;
    const given = (name: Token<unknown>): void => {
      if (plugin.provides.some((one) => one.key === name.key)) return;
      throw new EnforceCoreError(`plugin \`${plugin.name}\` provides \`${name.id}\` without listing it`, {
        code: 'EC_PLUGIN_SETUP',
        hint: 'list the token under `provides`',
      });
    };
    return Object.freeze<PluginHost>({
      policy,
      provide: (name, value) => (given(name), container.provide(name, value)),
      provideLazily: (name, make) => (given(name), container.provideLazily(name, make)),
      contribute: <T>(name: Point<T>, ...values: readonly T[]) =>
        values.forEach((value) => container.contribute(name, bound(plugin, value))),
      read: (name) => {
        if (this.#open)
          throw new EnforceCoreError(`\`${name.id}\` was read in setup`, {
            code: 'EC_NOT_READY',
            hint: 'read points in `start`, when every plugin has contributed',
          });
        return container.all(name);
      },
      use: (middleware) => {
        if (!this.#open)
          throw new EnforceCoreError('middleware was added after start', { code: 'EC_CONTAINER_SEALED' });
        this.middleware.push({ plugin: plugin.name, middleware });
      },
      on: (event, listener) => observers.on(event, listener),
      refuse: (call, violation) => runOf(call).refuse({ ...violation, plugin: plugin.name }),
      record: (call) => runOf(call),
      annotate: (call, name, value) => runOf(call).annotate(name, value),
    });
  }
}

const OWNERS = new WeakMap<object, string>();

/** Remembers which plugin a contribution came from, so that a failure can name it. */
function bound<T>(plugin: AnyPlugin, value: T): T {
  if (typeof value === 'object' && value !== null) OWNERS.set(value, plugin.name);
  return value;
}

export function ownerOf(contribution: object): string {
  return OWNERS.get(contribution) ?? 'unknown';
}

function runOf(call: ToolCall): Run {
  const run = Call.runOf(call) ?? ObservedCall.runOf(call);
  if (run instanceof Run) return run;
  throw new EnforceCoreError('this is not a call of the corridor', { code: 'EC_CALL_FOREIGN' });
}

function blamed<T>(plugin: AnyPlugin, doing: string, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    if (cause instanceof EnforceCoreError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EnforceCoreError(`plugin \`${plugin.name}\` failed in ${doing}: ${message}`, {
      code: 'EC_PLUGIN_SETUP',
      cause,
    });
  }
}

/** Providers before those who need them, otherwise as given. Reports a circle with its path. */
function inOrder(activations: readonly Activation[]): readonly Activation[] {
  const byName = new Map<string, Activation>();
  const providers = new Map<symbol, Activation>();
  for (const one of activations) {
    if (!isPlugin(one.plugin))
      throw new EnforceCoreError('something given as a plugin is none', { code: 'EC_PLUGIN_INVALID' });
    if (byName.has(one.plugin.name)) {
      throw new EnforceCoreError(`two plugins are called \`${one.plugin.name}\``, { code: 'EC_PLUGIN_DUPLICATE' });
    }
    byName.set(one.plugin.name, one);
    for (const given of one.plugin.provides) {
      if (providers.has(given.key))
        throw new EnforceCoreError(
          `\`${given.id}\` is provided by \`${providers.get(given.key)?.plugin.name}\` and \`${one.plugin.name}\``,
          { code: 'EC_TOKEN_DUPLICATE' },
        );
      providers.set(given.key, one);
    }
  }
  const ordered: Activation[] = [];
  const done = new Set<Activation>();
  const visit = (one: Activation, path: readonly Activation[]): void => {
    if (done.has(one)) return;
    if (path.includes(one)) {
      const circle = [...path.slice(path.indexOf(one)), one].map(({ plugin }) => plugin.name).join(' → ');
      throw new EnforceCoreError(`plugins need each other in a circle: ${circle}`, { code: 'EC_PLUGIN_CYCLE' });
    }
    for (const wanted of Object.values(one.plugin.needs)) {
      const provider = providers.get(wanted.key);
      if (provider) visit(provider, [...path, one]);
    }
    done.add(one);
    ordered.push(one);
  };
  for (const one of activations) visit(one, []);
  return ordered;
}
