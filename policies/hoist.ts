/** @module Lifts the sections of one document out of `rules` and gives them their own names, so that layers compare. */
import { MOST_PROBLEMS, quote } from './problems.ts';
import type { Problem } from './problems.ts';
import type { Entry, MapNode } from './tree.ts';

export interface Hoisting {
  /** Other names of sections, to the sections' own names. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Keys that stand at the top level only. */
  readonly kernelKeys: readonly string[];
  /** Gathers what is wrong. */
  readonly problems: Problem[];
}

/** The document with all sections at the top level, and `rules` only where it is a list (or wrong). */
export function hoist(tree: MapNode, { aliases, kernelKeys, problems }: Hoisting): MapNode {
  const entries = new Map<string, Entry>();
  const add = (key: string, entry: Entry, prefix: string): void => {
    const section = aliases.get(key) ?? key;
    const as = `${prefix}${key}`;
    const first = entries.get(section);
    if (!first) {
      entries.set(section, as === section ? entry : { ...entry, as });
      return;
    }
    if (problems.length >= MOST_PROBLEMS) return;
    const message = `the section ${quote(section)} is written twice, as ${quote(first.as ?? section)} and as ${quote(as)}`;
    problems.push({ code: 'EC_POLICY_SECTION_TWICE', message, ...entry.key, path: as });
  };
  const rules = tree.entries.get('rules');
  for (const [key, entry] of tree.entries) {
    if (key === 'rules' && rules?.value.kind === 'map') continue;
    if (kernelKeys.includes(key)) entries.set(key, entry);
    else add(key, entry, '');
  }
  for (const [key, entry] of rules?.value.kind === 'map' ? rules.value.entries : []) {
    if (!kernelKeys.includes(key)) add(key, entry, 'rules.');
    else problems.push(misplaced(key, entry));
  }
  return { kind: 'map', entries, at: tree.at };
}

function misplaced(key: string, entry: Entry): Problem {
  return {
    code: 'EC_POLICY_UNKNOWN_KEY',
    message: `the key \`${key}\` does not belong inside \`rules\``,
    hint: `move \`${key}\` to the top level`,
    ...entry.key,
    path: `rules.${key}`,
  };
}
