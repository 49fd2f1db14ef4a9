/** @module Lays a policy over its base, key by key, before anything is validated. */
import { canonicalJson } from './canonical.ts';
import { toData } from './tree.ts';
import type { Entry, ListNode, MapNode, TreeNode } from './tree.ts';

/**
 * Lays `child` over `base`.
 *
 * - What the child writes wins; what it leaves out, or leaves blank, stays as the base has it.
 * - Maps merge key by key. Lists of values replace.
 * - Denials only grow: `denied_tools` and every list whose key starts with `denied_` are united, and so are `plugins`,
 *   since a base's guard must not go because a child adds another. First seen first; denied tools and domains come out
 *   in lower case and sorted, whichever side they are from.
 * - Lists of named objects (`rules`, `block_patterns`) merge by `name`: the child's first, then those of the base
 *   whose names it does not use.
 *
 * Merging is associative where both sides have the same form.
 */
export function mergeMaps(child: MapNode, base: MapNode): MapNode {
  const entries = new Map<string, Entry>(child.entries);
  for (const [key, below] of base.entries) {
    const above = child.entries.get(key);
    entries.set(key, above ? mergeEntries(key, above, below) : below);
  }
  for (const key of CASELESS) {
    const entry = entries.get(key);
    if (entry?.value.kind === 'list')
      entries.set(key, { ...entry, value: { ...entry.value, items: inOneSpelling(entry.value.items) } });
  }
  return { kind: 'map', entries, at: child.at };
}

function mergeEntries(key: string, above: Entry, below: Entry): Entry {
  const value = mergeNodes(key, above.value, below.value);
  return value === below.value ? below : { ...above, value };
}

function mergeNodes(key: string, child: TreeNode, base: TreeNode): TreeNode {
  if (isBlank(child)) return base;
  if (isBlank(base)) return child;
  if (child.kind === 'map' && base.kind === 'map') return mergeMaps(child, base);
  if (child.kind === 'list' && base.kind === 'list') {
    if (isUnited(key)) return unite(child, base);
    if (key === 'rules' || (isNamed(child) && isNamed(base))) return mergeNamed(child, base);
    return child;
  }
  // INVARIANT: a base whose denials are malformed is not repaired by a child that writes its own: validation refuses it.
  if (isUnited(key) || key === 'rules') return child.kind === 'list' ? base : child;
  return child;
}

function isBlank(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function isUnited(key: string): boolean {
  return key.startsWith('denied_') || key === 'plugins';
}

function unite(child: ListNode, base: ListNode): ListNode {
  const seen = new Map<string, TreeNode>();
  for (const item of [...child.items, ...base.items]) {
    const value = canonicalJson(toData(item));
    if (!seen.has(value)) seen.set(value, item);
  }
  const items = [...seen.values()];
  return { kind: 'list', items, at: child.at };
}

/** Denials whose case never counts. Paths and names of variables keep theirs: in lower case they would deny nothing. */
const CASELESS: ReadonlySet<string> = new Set(['denied_tools', 'denied_domains']);

/** Says each once: in lower case, sorted. */
function inOneSpelling(items: readonly TreeNode[]): readonly TreeNode[] {
  const names = new Map<string, TreeNode>();
  for (const item of items) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return items;
    const value = item.value.toLowerCase();
    if (!names.has(value)) names.set(value, { ...item, value });
  }
  return [...names.keys()].sort().map((name) => names.get(name) as TreeNode);
}

function isNamed(list: ListNode): boolean {
  return list.items.every((item) => nameOf(item) !== undefined);
}

function mergeNamed(child: ListNode, base: ListNode): ListNode {
  const names = new Set(child.items.map(nameOf));
  const rest = base.items.filter((item) => {
    const name = nameOf(item);
    return name === undefined || !names.has(name);
  });
  return { kind: 'list', items: [...child.items, ...rest], at: child.at };
}

function nameOf(node: TreeNode): string | undefined {
  const name = node.kind === 'map' ? node.entries.get('name')?.value : undefined;
  return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
}
