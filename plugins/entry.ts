/** @module Which module of a package is imported, found without running anything. */
import fs from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printable } from './errors.ts';
import { errorCode, isRecord } from './package-file.ts';
import type { Json } from './package-file.ts';

export type Entry = { readonly entry: URL; readonly issue?: undefined } | { readonly issue: string };

/**
 * The module that `import 'package'` would take: `exports["."]` by the conditions `node`, `import` and `default` in the
 * order written, else `main`, else index.js or index.ts. It must lie in the package's folder, links followed.
 * Whether it exists is found out by loading it: a bundled plugin's module may be elsewhere.
 *
 * @param dir - the real path of the package's folder
 * @see https://nodejs.org/api/packages.html#package-entry-points
 */
export function entryOf(json: Json, dir: string): Entry {
  const choice = json['exports'] === undefined || json['exports'] === null ? mainOf(json) : exportOf(json['exports']);
  if (typeof choice === 'string') return { issue: choice };
  const files: string[] = [];
  for (const target of choice) {
    const file = resolve(dir, target);
    if (target.includes('\0') || !contains(dir, file) || hasForeignSegment(dir, file)) {
      return { issue: `its entry \`${printable(target)}\` leaves the package` };
    }
    files.push(file);
  }
  const file = files.find(isFile) ?? (files[0] as string);
  if (isPlainFile(dir, file)) return { entry: pathToFileURL(file) };
  const shown = printable(file.slice(dir.length + 1));
  try {
    const real = realPath(file);
    if (!contains(dir, real)) return { issue: `its entry \`${shown}\` links out of the package` };
    return { entry: pathToFileURL(real) };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { entry: pathToFileURL(file) };
    return { issue: `its entry \`${shown}\` cannot be read (${code})` };
  }
}

/** Whether `path` is `dir` or lies below it. Both are absolute and normal; links are the caller's business. */
export function contains(dir: string, path: string): boolean {
  return path === dir || path.startsWith(dir.endsWith(sep) ? dir : dir + sep);
}

/** A plugin's code is its own: what it keeps in a nested node_modules is another package's. */
function hasForeignSegment(dir: string, file: string): boolean {
  return file.includes('node_modules', dir.length) && file.slice(dir.length).split(sep).includes('node_modules');
}

/** Follows all links. @throws a system error. The quick way is not one that Yarn's Plug'n'Play is known to patch. */
export function realPath(path: string): string {
  return process.versions['pnp'] === undefined ? fs.realpathSync.native(path) : fs.realpathSync(path);
}

/** A file right in the folder, and no link: nothing to follow. Nearly every entry is one, and this saves the long way. */
function isPlainFile(dir: string, file: string): boolean {
  try {
    return dirname(file) === dir && fs.lstatSync(file).isFile();
  } catch {
    // The long way says what is wrong.
    return false;
  }
}

function isFile(file: string): boolean {
  try {
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // A loop or a closed folder: the caller's realpath says which.
    return false;
  }
}

/** The files `main` may mean, best first, or what is wrong with it. */
function mainOf({ main = '' }: Json): readonly [string, ...string[]] | string {
  if (typeof main !== 'string') return '`main` is not a string';
  if (main === '') return ['index.js', 'index.ts'];
  return [main, `${main}.js`, join(main, 'index.js')];
}

function exportOf(exports: unknown): readonly [string] | string {
  let target = exports;
  if (isRecord(exports)) {
    const keys = Object.keys(exports);
    const paths = keys.filter((key) => key.startsWith('.')).length;
    if (paths > 0 && paths < keys.length) return '`exports` mixes paths and conditions';
    if (paths > 0) target = Object.hasOwn(exports, '.') ? exports['.'] : undefined;
  }
  const file = byCondition(target, 0);
  if (file === undefined) return '`exports` offers nothing to import at `.`';
  if (!file.startsWith('./') || file.split(/[\\/]/).includes('..')) {
    return `its entry \`${printable(file)}\` leaves the package`;
  }
  return [file];
}

const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'default']);
const DEEPEST_CONDITION = 16;

function byCondition(target: unknown, depth: number): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null || depth > DEEPEST_CONDITION) return undefined;
  const choices = Array.isArray(target)
    ? (target as readonly unknown[])
    : Object.entries(target).flatMap(([condition, value]) => (CONDITIONS.has(condition) ? [value as unknown] : []));
  for (const choice of choices) {
    const file = byCondition(choice, depth + 1);
    if (file !== undefined) return file;
  }
  return undefined;
}
