/** @module Reads the recorded behaviour vectors and the list of those that are deliberately not held. */
import { existsSync, readFileSync } from 'node:fs';

export interface Vector {
  readonly id: string;
  readonly area: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly input: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly expect: any;
  readonly suspect?: boolean;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly believed?: any;
  readonly why: string;
}

const root = new URL('../../../shared/vectors/', import.meta.url);
const list = readFileSync(new URL('deviations.md', import.meta.url), 'utf8');

/** Whether the vectors are there: they are kept beside the repository, not in it. */
export const present: boolean = existsSync(root);

/** Reads one file of vectors, without those that are listed as deviations. */
export function vectors(file: string): Vector[] {
  if (!present) return [];
  const all = JSON.parse(readFileSync(new URL(`${file}.json`, root), 'utf8')) as Vector[];
  return all.filter(({ id }) => !deviates(id));
}

/** Patterns in the first column of the tables in deviations.md: an id, or an id with `*` at its end. */
const patterns = [...list.matchAll(/^\| `([^`]+)`\s*\|\s*\S/gm)].map(([, id]) => id as string);

export function deviates(id: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id));
}

export const deviations: readonly string[] = patterns;
