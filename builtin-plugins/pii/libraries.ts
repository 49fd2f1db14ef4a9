/** @module Libraries that are only needed to check a pattern: loaded when the first one is, and at once. */
import { createRequire } from 'node:module';
import { loadLater } from 'enforcecore/sdk';
import type * as regexpp from '@eslint-community/regexpp';
import type * as re2js from 're2js';
import type * as recheck from 'recheck';

interface Libraries {
  readonly recheck: typeof recheck;
  readonly re2js: typeof re2js;
  readonly regexpp: typeof regexpp;
}

/** The file beside this one in what is published, and the module in a checkout. See tsdown.config.ts. */
const MODULES = {
  // The form without a worker, a binary or a Java archive.
  recheck: 'recheck/lib/browser.js',
  re2js: 're2js',
  regexpp: '@eslint-community/regexpp',
} as const;

const load = createRequire(import.meta.url);
const loaded: { -readonly [N in keyof Libraries]?: Libraries[N] } = {};

/** One of the libraries. */
export function library<N extends keyof Libraries>(name: N): Libraries[N] {
  return (loaded[name] ??= loadLater<Libraries[N]>(import.meta.url, `./${name}.cjs`, MODULES[name]));
}

/** A module that need not be installed; `undefined` when it is not. */
export function loadIfThere(name: string): unknown {
  try {
    return load(name);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
