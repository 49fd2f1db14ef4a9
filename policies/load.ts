/** @module Reads policy files and the bases they extend, without leaving the policy's own folder. */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { LARGEST, parseBytes } from './document.ts';
import type { LocatedDocument, Source } from './document.ts';
import { PolicyLoadError, quote } from './problems.ts';
import type { Position, Problem } from './problems.ts';
import type { Path } from './tree.ts';

/** How many bases may stand on one another. */
const LONGEST_CHAIN = 16;

/** A document and the bases under it. */
export interface ResolvedDocument {
  /** The policy first, then its base, then the base of that. They are laid over one another by `shape`. */
  readonly layers: readonly [LocatedDocument, ...LocatedDocument[]];
  /** Real paths of all files that were read: what a cache has to watch. */
  readonly files: readonly string[];
}

/**
 * Reads one policy file. Its `extends` is not followed: see {@link resolveExtends}.
 *
 * @throws PolicyLoadError `EC_POLICY_FILE`, `EC_POLICY_SIZE`, `EC_POLICY_ENCODING`, and those of `parseDocument`
 * @example
 * ```ts
 * const policy = resolveExtends(loadDocument('policies/strict.yaml'));
 * ```
 */
export function loadDocument(path: string): LocatedDocument {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new PolicyLoadError([{ code: 'EC_POLICY_FILE', message: 'the path of a policy must be a non-empty text' }]);
  }
  const bytes = readFile(path, { file: path });
  return parseBytes(bytes, { file: path, folder: dirname(resolve(path)) });
}

/** Reads the policy and all its bases. The same as `resolveExtends(loadDocument(path))`. */
export function loadPolicyFile(path: string): ResolvedDocument {
  return resolveExtends(loadDocument(path));
}

/**
 * Follows `extends` from a document to its base, and on. `extends` names one file, relative to the file that says it,
 * inside the folder of the outermost policy (symbolic links resolved).
 *
 * @param options.base the folder for a document that was given as an object or came from a server; without it such a
 * document cannot extend anything
 * @throws PolicyLoadError `EC_POLICY_EXTENDS` for a path that leaves the folder, a circle, a missing file, a list; and
 * whatever is wrong with the base itself
 */
export function resolveExtends(document: LocatedDocument, options: { base?: string } = {}): ResolvedDocument {
  const folder = options.base === undefined ? document.source.folder : resolve(options.base);
  const layers: [LocatedDocument, ...LocatedDocument[]] = [document];
  const own =
    document.source.folder === undefined || document.source.file === undefined
      ? undefined
      : realPath(document.source.file);
  const files = own === undefined ? [] : [own];
  const names = [document.source.file ?? 'the policy'];
  let at: LocatedDocument = document;
  let from = folder;
  for (let target = wanted(at); target !== undefined; target = wanted(at)) {
    const next = follow(at, target, { from, root: folder, files, names });
    at = next.document;
    from = next.document.source.folder;
    layers.push(at);
    files.push(next.real);
    names.push(at.source.file ?? '');
  }
  return { layers, files };
}

/** Lays one resolved policy over another, as if the first extended the second. */
export function stack(child: ResolvedDocument, base: ResolvedDocument): ResolvedDocument {
  return { layers: [...child.layers, ...base.layers], files: [...new Set([...child.files, ...base.files])] };
}

/**
 * What has to be known of a policy before it can be shaped: which plugins it names and which sections it has, as
 * written in any of its layers. Nothing is checked here.
 */
export function outline(resolved: ResolvedDocument): { readonly plugins: string[]; readonly keys: string[] } {
  const plugins = new Set<string>();
  const keys = new Set<string>();
  for (const { tree } of resolved.layers) {
    const named = tree.entries.get('plugins')?.value;
    for (const item of named?.kind === 'list' ? named.items : [])
      if (item.kind === 'scalar' && typeof item.value === 'string') plugins.add(item.value);
    const rules = tree.entries.get('rules')?.value;
    for (const key of tree.entries.keys()) keys.add(key);
    for (const key of rules?.kind === 'map' ? rules.entries.keys() : []) keys.add(key);
  }
  return { plugins: [...plugins], keys: [...keys] };
}

/** The name that a file gives to a policy without one. */
export function stem(file: string): string {
  return basename(file, extname(file));
}

interface Trail {
  readonly from: string | undefined;
  readonly root: string | undefined;
  readonly files: readonly string[];
  readonly names: readonly string[];
}

function follow(document: LocatedDocument, target: string, trail: Trail): { document: LocatedDocument; real: string } {
  const { from, root } = trail;
  const refuse = (message: string, hint?: string): never => fail(document, message, hint);
  if (from === undefined || root === undefined) {
    return refuse(
      `\`extends\` is ${quote(target)}, and there is no folder that it is relative to`,
      'load the policy from a file, or give a base folder',
    );
  }
  const misread = notRelative(target);
  if (misread) return refuse(`\`extends\` is ${quote(target)}: ${misread}`);
  const home = realPath(root);
  const real = realPath(join(from, target));
  // What lies outside is refused before it is said whether it exists.
  if (
    !isInside(resolve(root), join(from, target)) ||
    (home !== undefined && real !== undefined && !isInside(home, real))
  ) {
    return refuse(`\`extends\` is ${quote(target)}, which leaves the folder of the policy`);
  }
  if (home === undefined || real === undefined)
    return refuse(`\`extends\` is ${quote(target)}, and there is no such file`);
  const file = document.source.folder === undefined ? target : join(dirname(document.source.file ?? ''), target);
  if (trail.files.includes(real)) {
    const start = trail.files.indexOf(real) + trail.names.length - trail.files.length;
    return refuse(`\`extends\` is circular: ${[...trail.names.slice(start), file].map(quote).join(' -> ')}`);
  }
  if (trail.names.length > LONGEST_CHAIN) return refuse(`more than ${LONGEST_CHAIN} policies extend one another`);
  const source: Source = { file, folder: dirname(join(from, target)) };
  return { document: parseBytes(readFile(real, { file }, position(document)), source), real };
}

function wanted(document: LocatedDocument): string | undefined {
  const node = document.tree.entries.get('extends')?.value;
  if (!node || (node.kind === 'scalar' && node.value === null)) return undefined;
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value.trim() === '') {
    return fail(
      document,
      '`extends` must be the path of one file',
      'a policy has one base; chain bases to combine more',
    );
  }
  return node.value;
}

function notRelative(target: string): string | undefined {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f]/.test(target)) return 'it has control characters';
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return 'a URL or a drive is not followed';
  if (target.includes('\\')) return 'write the path with `/`';
  if (isAbsolute(target) || target.startsWith('~')) return 'an absolute path is not followed';
  return undefined;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // Whoever asked says what is missing, at the place where it was named.
    return undefined;
  }
}

const EXTENDS: Path = ['extends'];

function position(document: LocatedDocument): Position {
  return document.locate(EXTENDS);
}

function fail(document: LocatedDocument, message: string, hint?: string): never {
  const problem: Problem = { code: 'EC_POLICY_EXTENDS', message, hint, ...position(document), path: 'extends' };
  throw new PolicyLoadError([problem]);
}

function readFile(path: string, shown: { file: string }, at: Position = {}): Buffer {
  const refuse = (message: string, code = 'EC_POLICY_FILE', cause?: unknown): never => {
    throw new PolicyLoadError([{ code, message, ...(at.line === undefined ? shown : at) }], { cause });
  };
  let handle: number;
  try {
    // Without O_NONBLOCK a named pipe would hold the process until somebody writes to it.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    return refuse(
      missing
        ? `there is no policy file ${quote(shown.file)}`
        : `the policy file ${quote(shown.file)} cannot be opened`,
      undefined,
      cause,
    );
  }
  try {
    const facts = fstatSync(handle);
    if (!facts.isFile())
      return refuse(`${quote(shown.file)} is ${facts.isDirectory() ? 'a folder' : 'not a regular file'}`);
    if (facts.size > LARGEST) return refuse(`the policy file is larger than ${LARGEST} bytes`, 'EC_POLICY_SIZE');
    const buffer = Buffer.alloc(LARGEST + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(handle, buffer, length, buffer.length - length, null);
    }
    return buffer.subarray(0, length);
  } catch (cause) {
    if (cause instanceof PolicyLoadError) throw cause;
    return refuse(`the policy file ${quote(shown.file)} cannot be read`, undefined, cause);
  } finally {
    closeSync(handle);
  }
}
