/** @module Where a path leads when links are followed, whether or not all of it exists. */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, parse, sep } from 'node:path';

/**
 * Follows links as the system does: one by one, `..` after the link before it. What does not exist stays as written,
 * but a link to something that does not exist yet is followed: writing through it makes that file.
 * `undefined`: it cannot be looked at, or the links go round in a circle.
 */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (error) {
    return isMissing(error) ? walk(path) : undefined;
  }
}

const MOST_LINKS = 40;

function walk(path: string): string | undefined {
  const { root } = parse(path);
  const rest = path.slice(root.length).split(SEPARATORS).reverse();
  let at = root;
  let links = 0;
  let missing = false;
  for (let segment = rest.pop(); segment !== undefined; segment = rest.pop()) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      at = dirname(at);
      missing = false;
      continue;
    }
    const next = at.endsWith(sep) ? at + segment : at + sep + segment;
    const target: string | Failure = missing ? NOT_A_LINK : linkAt(next);
    if (target === UNREADABLE || (typeof target === 'string' && ++links > MOST_LINKS)) return undefined;
    if (typeof target !== 'string') {
      missing ||= target === MISSING;
      at = next;
      continue;
    }
    const { root: start } = parse(target);
    if (start !== '') at = start;
    rest.push(...target.slice(start.length).split(SEPARATORS).reverse());
  }
  return at;
}

const SEPARATORS = sep === '\\' ? /[\\/]+/ : /\/+/;
const NOT_A_LINK = Symbol('not a link');
const MISSING = Symbol('missing');
const UNREADABLE = Symbol('unreadable');
type Failure = typeof NOT_A_LINK | typeof MISSING | typeof UNREADABLE;

function linkAt(path: string): string | Failure {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : NOT_A_LINK;
  } catch (error) {
    return isMissing(error) ? MISSING : UNREADABLE;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
}
