/** @module Finds plugins by reading package.json files. Runs no code of theirs. */
import fs from 'node:fs';
import { join, resolve } from 'node:path';
import { contains, realPath } from './entry.ts';
import { PluginLoadError, printable, refusal } from './errors.ts';
import { hasKeyword, isPackageName, parseManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { errorCode, readPackageFile } from './package-file.ts';
import type { Json } from './package-file.ts';
import { aliasedName, directDependencies } from './project.ts';

/** A place to look for plugins. */
export interface Root {
  /** `folder`: every sub-folder with a package.json. `project`: the direct dependencies of the project around `dir`. */
  readonly kind: 'folder' | 'project';
  readonly dir: string;
  /** Whether its plugins may be on by themselves, or because the policy has their section. */
  readonly trusted: boolean;
}

/** A package that says it is a plugin. With a `problem` it is refused, and only `name`, `dir` and `trusted` count. */
export interface Found extends Omit<Manifest, 'entry'> {
  /** The real path of the package's folder. */
  readonly dir: string;
  /** The module to import; absent when refused. */
  readonly entry: URL | undefined;
  /** Whether it asks to be on without being named. Always `false` outside trusted roots. */
  readonly default: boolean;
  readonly trusted: boolean;
  /** Why it is refused: `EC_PLUGIN_MANIFEST`, `EC_PLUGIN_MISSING` or `EC_PLUGIN_DUPLICATE`. */
  readonly problem?: PluginLoadError;
}

/**
 * Finds plugins. Reads package.json files only, is synchronous and never throws: what cannot be accepted is listed with
 * its `problem`. Found is not active; {@link admit} decides that. Roots in the order given, names in code-unit order.
 *
 * @example
 * ```ts
 * const found = discover([{ kind: 'project', dir: process.cwd(), trusted: false }]);
 * ```
 */
export function discover(roots: readonly Root[]): readonly Found[] {
  const found = roots.flatMap((root) => inRoot({ ...root, dir: resolve(root.dir), trusted: root.trusted === true }));
  return refuseTaken(found);
}

function inRoot(root: Root): readonly Found[] {
  try {
    const found = root.kind === 'folder' ? inFolder(root) : inProject(root);
    return found.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (cause) {
    const message = `the plugins of \`${printable(root.dir, 300)}\` cannot be listed`;
    return [refused(root.dir, root, root.dir, new PluginLoadError(message, { code: 'EC_PLUGIN_MANIFEST', cause }))];
  }
}

function inFolder(root: Root): readonly Found[] {
  let entries: readonly fs.Dirent[];
  let real: string;
  try {
    real = realPath(root.dir);
    entries = fs.readdirSync(real, { withFileTypes: true });
  } catch (error) {
    const message = `the plugin folder \`${printable(root.dir, 300)}\` cannot be read (${errorCode(error)})`;
    return [refused(root.dir, root, root.dir, refusal(message, 'EC_PLUGIN_MISSING'))];
  }
  const found: Found[] = [];
  for (const entry of entries) {
    const { name } = entry;
    if (name.startsWith('.') || name === 'node_modules' || entry.isFile()) continue;
    const dir = join(real, name);
    const file = readPackageFile(dir);
    if (file.state === 'read') {
      const own = ownName(file.json, name);
      found.push(entry.isDirectory() ? describe(own, root, dir, file.json) : accept(own, root, dir, file.json, real));
    }
    if (file.state === 'refused') found.push(refused(name, root, dir, file.problem));
  }
  return found;
}

/** In a folder a package goes by its own name, even when it is refused, so that nobody else can take that name. */
function ownName({ name }: Json, folder: string): string {
  return isPackageName(name) ? name : folder;
}

function inProject(root: Root): readonly Found[] {
  const found: Found[] = [];
  for (const dependency of directDependencies(root.dir)) {
    const { name, dir, problem } = dependency;
    if (problem) {
      found.push(refused(name, root, dir, problem));
    } else if (hasKeyword(dependency.json)) {
      const one = accept(name, root, dir, dependency.json);
      const isNamed = one.name === name || one.name === aliasedName(dependency.spec);
      found.push(one.problem || isNamed ? one : refused(name, root, dir, misnamed(name, one.name)));
    }
  }
  return found;
}

function misnamed(dependency: string, name: string): PluginLoadError {
  return refusal(`the dependency \`${printable(dependency)}\` is a package that calls itself \`${name}\``);
}

/** @param name - what it is called when its own name cannot be taken; @param within - what a trusted folder's links may not leave */
function accept(name: string, root: Root, dir: string, json: Json, within?: string): Found {
  let real: string;
  try {
    real = realPath(dir);
  } catch (error) {
    return refused(name, root, dir, refusal(`package \`${printable(name)}\` cannot be read (${errorCode(error)})`));
  }
  // INVARIANT: the folder is trusted, not what a link in it points to.
  if (root.trusted && within !== undefined && !contains(within, real)) {
    return refused(name, root, dir, refusal(`package \`${printable(name)}\` is a link out of its trusted folder`));
  }
  return describe(name, root, real, json);
}

/** @param real - the real path of the package's folder */
function describe(name: string, root: Root, real: string, json: Json): Found {
  const { manifest, problem } = parseManifest(json, real);
  if (problem) return refused(name, root, real, problem);
  return Object.freeze({ ...manifest, dir: real, trusted: root.trusted, default: root.trusted && manifest.default });
}

function refused(name: string, { trusted }: Pick<Root, 'trusted'>, dir: string, problem: PluginLoadError): Found {
  const nothing = { version: '', description: '', entry: undefined, kinds: [], sections: [], commands: {}, needs: [] };
  return Object.freeze({ ...nothing, name: printable(name, 300), dir, trusted, default: false, problem });
}

/** A name belongs to the first who has it, and to trusted roots before all others, even when theirs is refused. */
function refuseTaken(found: readonly Found[]): readonly Found[] {
  const holders = new Map<string, Found>();
  for (const one of [
    ...found.filter((each) => each.trusted),
    ...found.filter((each) => !each.trusted && !each.problem),
  ]) {
    if (!holders.has(one.name)) holders.set(one.name, one);
  }
  const seen = new Set<string>();
  return found.flatMap((one) => {
    // The same package or the same refusal again, by way of another root.
    const id = JSON.stringify([one.name, one.dir, one.trusted, one.problem?.message]);
    const isRepeated = seen.has(id);
    seen.add(id);
    const holder = holders.get(one.name);
    if (isRepeated || (holder && holder !== one && holder.dir === one.dir)) return [];
    if (!holder || holder === one || one.problem) return [one];
    const whose = holder.trusted ? 'belongs to a plugin of a trusted folder' : 'is already taken by another package';
    const problem = refusal(`the name \`${one.name}\` ${whose}`, 'EC_PLUGIN_DUPLICATE');
    return [refused(one.name, one, one.dir, problem)];
  });
}
