/** @module Which plugins there are: the built-in ones and the project's direct dependencies, found in the same way. */
import { fileURLToPath } from 'node:url';
import type { AnyPlugin } from '../kernel/plugin.ts';
import { discover } from '../plugins/discover.ts';
import type { Found } from '../plugins/discover.ts';
import { loadPlugin, takePreloaded } from '../plugins/load.ts';
import type { SectionOwner } from '../policies/shape.ts';
import { toPlugin } from './spec-plugins.ts';

interface BuiltIns {
  readonly root: string;
  /** Modules of the built-in rooms, already imported, by plugin name: what makes synchronous use possible. */
  readonly modules: ReadonlyMap<string, unknown>;
}

let builtIns: BuiltIns | undefined;
const catalogs = new Map<string, Catalog>();

/** Tells where the built-in rooms lie. Called by the package's front door. */
export function registerBuiltIns(root: URL, modules: Readonly<Record<string, unknown>>): void {
  builtIns = { root: fileURLToPath(root), modules: new Map(Object.entries(modules)) };
  catalogs.clear();
}

/** The plugins that can be had from one project folder. */
export class Catalog {
  readonly #dir: string;
  readonly #loaded = new Map<string, AnyPlugin>();
  #rooms: readonly Found[] | undefined;
  #all: readonly Found[] | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The built-in rooms. */
  get rooms(): readonly Found[] {
    return (this.#rooms ??= builtIns ? discover([{ kind: 'folder', dir: builtIns.root, trusted: true }]) : []);
  }

  /** The built-in rooms and what the project depends on. Reads package.json files only. */
  get all(): readonly Found[] {
    return (this.#all ??= discover([
      ...(builtIns ? [{ kind: 'folder' as const, dir: builtIns.root, trusted: true }] : []),
      { kind: 'project', dir: this.#dir, trusted: false },
    ]));
  }

  /** What has to be searched to resolve these names: the project is read only when a name is not a room's. */
  covering(names: readonly string[]): readonly Found[] {
    const known = new Set(this.rooms.map(({ name }) => name));
    return names.every((name) => known.has(name)) ? this.rooms : this.all;
  }

  /** The plugin, if no promise is needed to have it. */
  ready(found: Found): AnyPlugin | undefined {
    const loaded = this.#loaded.get(key(found));
    if (loaded || !found.trusted || !builtIns?.modules.has(found.name)) return loaded;
    const plugin = takePreloaded(found, builtIns.modules, toPlugin);
    this.#loaded.set(key(found), plugin);
    return plugin;
  }

  async load(found: Found): Promise<AnyPlugin> {
    const ready = this.ready(found);
    if (ready) return ready;
    const plugin = await loadPlugin(found, builtIns?.modules, toPlugin);
    this.#loaded.set(key(found), plugin);
    return plugin;
  }

  /** Who owns which section, as far as is known without a promise. */
  owners(): readonly SectionOwner[] {
    return [...this.rooms, ...(this.#all ?? [])].flatMap((found) => {
      const plugin = found.problem ? undefined : this.ready(found);
      return plugin ? ownersOfPlugin(plugin) : [];
    });
  }
}

/** The catalog of the project in a folder; the working directory when absent. */
export function catalogOf(dir: string = process.cwd()): Catalog {
  let catalog = catalogs.get(dir);
  if (!catalog) catalogs.set(dir, (catalog = new Catalog(dir)));
  return catalog;
}

export function ownersOfPlugin(plugin: AnyPlugin): SectionOwner[] {
  return Object.entries(plugin.sections).map(([section, schema]) => ({ section, plugin: plugin.name, schema }));
}

function key(found: Found): string {
  return `${found.name}\n${found.dir}`;
}
