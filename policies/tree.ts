/** @module The parsed document as a tree whose nodes know where they were written. */
import type { Position } from './problems.ts';

export type Scalar = string | number | boolean | null;
export type Path = readonly (string | number)[];

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  readonly at: Position;
}
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly TreeNode[];
  readonly at: Position;
}
export interface Entry {
  /** Where the key stands. */
  readonly key: Position;
  readonly value: TreeNode;
  /** How the author wrote the way to this entry, where the tree's own path differs: `rules.resources`. */
  readonly as?: string | undefined;
}
export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly at: Position;
}
export type TreeNode = ScalarNode | ListNode | MapNode;

/** Plain JavaScript data, made anew at every call, so that who receives it cannot change the document. */
export function toData(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toData);
  return mapData(node);
}

/** The same for a map. `__proto__` never occurs: it is refused when a document is read. */
export function mapData(node: MapNode): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) data[key] = toData(entry.value);
  return data;
}

/** Where the value at a path stands, or the nearest thing around it that exists. */
export function locateValue(node: TreeNode, path: Path): Position {
  return walk(node, path, false);
}

/** Where the last key of a path stands, or the nearest thing around it that exists. */
export function locateKey(node: TreeNode, path: Path): Position {
  return walk(node, path, true);
}

/** A path as people write it, such as `rules.allowed_tools[1]`. */
export function formatPath(node: TreeNode, path: Path): string {
  let text = '';
  let at: TreeNode | undefined = node;
  for (const step of path) {
    const next: Pick<Entry, 'value' | 'as'> | undefined = at && child(at, step);
    if (next?.as !== undefined) text = next.as;
    else if (typeof step === 'number') text += `[${step}]`;
    else text += `${text === '' ? '' : '.'}${step}`;
    at = next?.value;
  }
  return text;
}

function walk(node: TreeNode, path: Path, key: boolean): Position {
  let at = node;
  let position = node.at;
  for (const [i, step] of path.entries()) {
    const next = child(at, step);
    if (!next) break;
    at = next.value;
    position = key && i === path.length - 1 && next.key ? next.key : at.at;
  }
  return position;
}

function child(
  node: TreeNode,
  step: string | number,
): { value: TreeNode; key?: Position; as?: string | undefined } | undefined {
  if (node.kind === 'map') return node.entries.get(String(step));
  const item = node.kind === 'list' && typeof step === 'number' ? node.items[step] : undefined;
  return item && { value: item };
}
