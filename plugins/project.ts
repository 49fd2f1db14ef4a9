/** @module Where a project's direct dependencies are: hoisted, pnpm, workspaces, Yarn Plug'n'Play. */
import fs from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { contains, realPath } from './entry.ts';
import { printable, refusal } from './errors.ts';
import type { PluginLoadError } from './errors.ts';
import { errorCode, isRecord, readPackageFile } from './package-file.ts';
import type { Json } from './package-file.ts';

/** A direct dependency whose package.json was read, or why it could not be. */
export type Dependency =
  | {
      readonly name: string;
      readonly spec: string;
      readonly dir: string;
      readonly json: Json;
      readonly problem?: undefined;
    }
  | { readonly name: string; readonly dir: string; readonly problem: PluginLoadError };

/**
 * The direct dependencies of the nearest package.json at or above `dir`. A folder that belongs to no project has none.
 * Only package.json files are read. What the dependencies depend on is not looked at.
 */
export function directDependencies(dir: string): readonly Dependency[] {
  let start: string;
  try {
    start = realPath(dir);
  } catch (error) {
    return [
      {
        name: dir,
        dir,
        problem: refusal(
          `the project folder \`${printable(dir, 300)}\` cannot be read (${errorCode(error)})`,
          'EC_PLUGIN_MISSING',
        ),
      },
    ];
  }
  for (let at = start; ; at = dirname(at)) {
    const file = readPackageFile(at);
    if (file.state === 'refused') return [{ name: at, dir: at, problem: file.problem }];
    if (file.state === 'read') return dependenciesOf(file.json, at);
    if (dirname(at) === at) return [];
  }
}

/** A dependency's own name under an alias: `npm:name@range`, `workspace:name@range`. */
export function aliasedName(spec: string): string | undefined {
  return /^(?:npm|workspace):((?:@[^/@]+\/)?[^/@]+)(?:@|$)/.exec(spec)?.[1];
}

/** In the order in which npm lets one field win over another. */
const FIELDS = ['optionalDependencies', 'dependencies', 'devDependencies'];

function dependenciesOf(json: Json, root: string): readonly Dependency[] {
  const specs = new Map<string, string>();
  const found: Dependency[] = [];
  for (const field of FIELDS) {
    const value = json[field] ?? {};
    if (!isRecord(value)) {
      found.push({
        name: root,
        dir: root,
        problem: refusal(`\`${field}\` in the project's package.json is not an object`),
      });
      continue;
    }
    for (const [name, spec] of Object.entries(value)) {
      if (!specs.has(name)) specs.set(name, typeof spec === 'string' ? spec : '');
    }
  }
  const locate = locator(root);
  for (const [name, spec] of specs) found.push(locate(name, spec));
  return found;
}

type Locate = (name: string, spec: string) => Dependency;

function locator(root: string): Locate {
  const find = inArchives(root) ?? inFolders(root);
  return (name, spec) => {
    // INVARIANT: a name that could climb out of node_modules never becomes a path.
    if (!isFolderName(name)) {
      return { name, dir: root, problem: refusal(`the dependency \`${printable(name)}\` is not a package name`) };
    }
    return find(name, spec);
  };
}

/** One folder, or a scope and a folder: no `..`, no hidden folder, no separator or drive. */
function isFolderName(name: string): boolean {
  const parts = name.split('/');
  const scoped = name.startsWith('@');
  return (
    parts.length === (scoped ? 2 : 1) &&
    parts.every((part) => part !== '' && !/^@?\.|[\\:\0]/.test(part) && part !== 'node_modules')
  );
}

function inFolders(root: string): Locate {
  // The lookup is the same for every name, so it is asked for once. Node adds folders of the user's home and of
  // NODE_PATH, which `import` does not search either: what is not above the project is nobody's dependency.
  const searched = createRequire(join(root, 'package.json')).resolve.paths('enforcecore') ?? [];
  const places = searched.filter((place) => basename(place) === 'node_modules' && contains(dirname(place), root));
  return (name, spec) => {
    for (const place of places) {
      const dir = join(place, name);
      const file = readPackageFile(dir);
      if (file.state === 'read') return { name, spec, dir, json: file.json };
      if (file.state === 'refused') return { name, dir, problem: file.problem };
      if (isFolder(dir))
        return { name, dir, problem: refusal(`the dependency \`${printable(name)}\` has no package.json`) };
    }
    return notInstalled(name, root);
  };
}

function isFolder(dir: string): boolean {
  try {
    return fs.statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    // Something is there that cannot be looked at; Node would not look further up either.
    return true;
  }
}

function notInstalled(name: string, root: string): Dependency {
  return {
    name,
    dir: root,
    problem: refusal(`the dependency \`${printable(name)}\` is not installed`, 'EC_PLUGIN_MISSING'),
  };
}

/** As much of Yarn's API as is used here: https://yarnpkg.com/advanced/pnpapi */
interface PnpApi {
  resolveToUnqualified(request: string, issuer: string, options: { considerBuiltins: boolean }): string | null;
}

/** Yarn's own runtime answers, when the process runs under it. The project's .pnp.cjs is never loaded from here. */
function inArchives(root: string): Locate | undefined {
  if (process.versions['pnp'] === undefined) return undefined;
  const { findPnpApi } = nodeModule as { findPnpApi?: (path: string) => PnpApi | null };
  const api = findPnpApi?.(root + sep);
  if (!api) return undefined;
  return (name, spec) => {
    let answer: string | null;
    try {
      answer = api.resolveToUnqualified(name, root + sep, { considerBuiltins: false });
    } catch {
      // Yarn throws for what is declared and not installed; its message lists folders of the machine.
      return notInstalled(name, root);
    }
    if (answer === null) return notInstalled(name, root);
    const dir = resolve(answer);
    const file = readPackageFile(dir);
    if (file.state === 'read') return { name, spec, dir, json: file.json };
    return file.state === 'refused' ? { name, dir, problem: file.problem } : notInstalled(name, root);
  };
}
