/** @module The tree over the entries of a trail on disk. */
import { AuditError, MemoryTree, quickLeafHash } from 'enforcecore/sdk';
import { readLog } from './log-lines.ts';
import { eachLeaf } from './retained.ts';
import type { RemovedPart } from './retained.ts';
import type { MissingPart } from './segments.ts';

/** A tree that leaves are added to. */
interface Growing {
  readonly size: number;
  append(leaf: string): void;
}

/** The tree over the lines of a log, with all its hashes in memory. @throws as {@link addLeaves} */
export function readTree(path: string): Promise<MemoryTree> {
  return addLeaves(path, new MemoryTree());
}

/**
 * Adds the lines of a log that are complete to an empty tree, in constant memory.
 *
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`, `EC_AUDIT_SYMLINK`, `EC_AUDIT_RETENTION`
 */
export async function addLeaves<T extends Growing>(path: string, tree: T): Promise<T> {
  for await (const line of readLog(path)) {
    if ('gone' in line) {
      await addRemoved(tree, line.gone);
      continue;
    }
    if (!line.ended) break;
    if (line.text === undefined)
      throw new AuditError(`line ${tree.size + 1} is too long to be an entry`, { code: 'EC_AUDIT_READ' });
    tree.append(quickLeafHash(Buffer.from(line.text, 'latin1')));
  }
  return tree;
}

async function addRemoved(tree: Growing, gone: MissingPart | RemovedPart): Promise<void> {
  const add = (leaf: string): void => tree.append(leaf);
  if (gone.kind === 'removed' && gone.first === tree.size && (await eachLeaf(gone, {}, add))) return;
  const which = `entries ${gone.first + 1} to ${gone.last + 1}`;
  const what = gone.kind === 'missing' ? 'are missing' : 'were removed, and their hashes were not kept';
  throw new AuditError(`${which} ${what}: there is no proof over them`, { code: 'EC_AUDIT_READ' });
}

/**
 * Where the last entry with an id stands among the first `within`; where there is none, but one behind them, where that
 * stands.
 */
export async function indexOfEntry(path: string, id: string, within: number): Promise<number | undefined> {
  let [index, before, behind]: [number, number | undefined, number | undefined] = [0, undefined, undefined];
  for await (const line of readLog(path)) {
    if ('gone' in line) {
      index = line.gone.last + 1;
      continue;
    }
    if (!line.ended) break;
    if (line.text !== undefined && hasId(Buffer.from(line.text, 'latin1'), id)) {
      if (index < within) before = index;
      else behind ??= index;
    }
    index++;
  }
  return before ?? behind;
}

/** Whether a line is the entry with this id. */
export function hasId(line: Buffer, id: string): boolean {
  if (!line.includes(id)) return false;
  try {
    return (JSON.parse(line.toString('utf8')) as { readonly entry_id?: unknown } | null)?.entry_id === id;
  } catch {
    return false; // no entry, and so not the one that is looked for: `verify` reports it
  }
}
