/** @module Resolves what a file pattern is relative to. */
import { homedir } from 'node:os';
import { posix } from 'node:path';

/**
 * Makes a relative file pattern absolute: `read:./data/*.csv` in `/srv` is `read:/srv/data/*.csv`. `~/` becomes the home
 * folder. Everything else, `*:/etc/*` for instance, stays as it is.
 *
 * The guard does not need it: it offers each target in its absolute and its relative spelling.
 *
 * @param base - an absolute folder with forward slashes
 * @example
 * ```ts
 * resolvePattern('read:./data/*.csv', '/srv'); // 'read:/srv/data/*.csv'
 * ```
 */
export function resolvePattern(pattern: string, base: string, home: string = homedir()): string {
  const [, access = '', path = ''] = /^((?:[a-z*,|]+:)?)([^]*)$/i.exec(pattern) ?? [];
  if (path === '~' || path.startsWith('~/')) return access + slashes(home) + path.slice(1);
  if (path === '.' || /^\.{1,2}\//.test(path)) return access + posix.join(slashes(base), path);
  return pattern;
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
