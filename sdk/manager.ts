/** @module The spec's plugin manager, on top of the same discovery and admission that every enforcer uses. */
import { GUARDS } from '../kernel/decision.ts';
import { EnforceCoreError } from '../kernel/errors.ts';
import type { Container } from '../kernel/container.ts';
import type { Point } from '../kernel/tokens.ts';
import type { Found } from '../plugins/discover.ts';
import { AUDIT_BACKENDS } from './audit.ts';
import type { AuditSink } from './audit.ts';
import type { Guard } from '../kernel/decision.ts';
import { Catalog } from './catalog.ts';
import { PluginLoadError } from './errors.ts';
import { REDACTORS } from './points.ts';
import type { TextRedactor, TextRewriter } from './points.ts';
import { setUpAlone } from './standalone.ts';

/** What is known of a plugin without running it. */
export interface PluginInfo {
  readonly name: string;
  readonly version: string;
  /** `guard`, `redactor`, `audit_backend` or another kind that the package names. */
  readonly kind: string;
  /** The package's folder. */
  readonly package: string;
  readonly description: string;
}

/**
 * Finds and loads plugins, for programs that look at them. What an enforcer runs is named by its policy, not by this.
 *
 * @example
 * ```ts
 * const manager = new PluginManager();
 * manager.discover().some(({ kind }) => kind === 'guard'); // true: the built-in ones
 * (await manager.loadAll()) > 0; // true
 * manager.guards.length > 0; // true
 * ```
 */
export class PluginManager {
  readonly #catalog: Catalog;
  readonly #loaded = new Map<string, Container>();

  /** @param projectDir - whose direct dependencies are searched; the working directory when absent */
  constructor(projectDir: string = process.cwd()) {
    this.#catalog = new Catalog(projectDir);
  }

  /** What there is, built-in and installed. Reads package.json files and runs no code. */
  discover(): readonly PluginInfo[] {
    return this.#catalog.all.filter(({ problem }) => !problem).map(info);
  }

  /** Loads all that was found, because the caller says so. Gives how many. @throws PluginLoadError */
  async loadAll({ ignoreErrors = false }: { readonly ignoreErrors?: boolean } = {}): Promise<number> {
    let count = 0;
    for (const found of this.#catalog.all) {
      try {
        await this.#load(found);
        count++;
      } catch (error) {
        if (!ignoreErrors) throw error;
      }
    }
    return count;
  }

  /** Loads one by name. @throws PluginLoadError when it is not found or cannot be loaded */
  async load(name: string): Promise<void> {
    const found = this.#catalog.all.find((one) => one.name === name);
    if (!found) throw new PluginLoadError(`no plugin called \`${name}\` is installed`, { code: 'EC_PLUGIN_NOT_FOUND' });
    await this.#load(found);
  }

  /** What the loaded plugins contributed. */
  get guards(): readonly Guard[] {
    return this.#all(GUARDS);
  }
  get redactors(): readonly (TextRedactor | TextRewriter)[] {
    return this.#all(REDACTORS);
  }
  get auditBackends(): readonly AuditSink[] {
    return this.#all(AUDIT_BACKENDS);
  }

  #all<T>(point: Point<T>): readonly T[] {
    return [...this.#loaded.values()].flatMap((one) => one.all(point));
  }

  async #load(found: Found): Promise<void> {
    if (this.#loaded.has(found.name)) return;
    try {
      if (found.problem) throw found.problem;
      const plugin = await this.#catalog.load(found);
      this.#loaded.set(found.name, await setUpAlone(plugin, this.#catalog));
    } catch (cause) {
      const { code, message } =
        cause instanceof EnforceCoreError ? cause : { code: 'EC_PLUGIN_LOAD', message: String(cause) };
      throw new PluginLoadError(`plugin \`${found.name}\` cannot be loaded: ${message}`, { code, cause });
    }
  }
}

function info({ name, version, kinds, dir, description }: Found): PluginInfo {
  return Object.freeze({ name, version, kind: kinds[0] ?? 'plugin', package: dir, description });
}
