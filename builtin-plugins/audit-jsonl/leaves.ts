/** @module The tree over the entries of a trail on disk. */
import { AuditError, MemoryTree, quickLeafHash } from 'enforcecore/sdk';
import { decoded, readLog } from './log-lines.ts';
import type { LogOptions } from './place.ts';
import { eachLeaf } from './retention.ts';
import type { RemovedPart } from './retention.ts';
import type { MissingPart } from './segments.ts';

/**
 * The tree over the lines of a log that are complete.
 *
 * @param seen - is given every line and its index
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`, `EC_AUDIT_SYMLINK`, `EC_AUDIT_RETENTION`
 */
export async function readTree(
  path: string,
  options: LogOptions = {},
  seen?: (text: string, index: number) => void,
): Promise<MemoryTree> {
  const tree = new MemoryTree();
  for await (const line of readLog(path, options)) {
    if ('gone' in line) {
      await addRemoved(tree, line.gone, options);
      continue;
    }
    if (!line.ended) break;
    if (line.text === undefined)
      throw new AuditError(`line ${tree.size + 1} is too long to be an entry`, { code: 'EC_AUDIT_READ' });
    seen?.(line.text, tree.size);
    tree.append(quickLeafHash(Buffer.from(line.text, 'latin1')));
  }
  return tree;
}

async function addRemoved(tree: MemoryTree, gone: MissingPart | RemovedPart, options: LogOptions): Promise<void> {
  const add = (leaf: string): void => tree.append(leaf);
  if (gone.kind === 'removed' && gone.first === tree.size && (await eachLeaf(gone, options, add))) return;
  const which = `entries ${gone.first + 1} to ${gone.last + 1}`;
  const what = gone.kind === 'missing' ? 'are missing' : 'were removed, and their hashes were not kept';
  throw new AuditError(`${which} ${what}: there is no proof over them`, { code: 'EC_AUDIT_READ' });
}

/** Where an entry stands, by its id; for {@link readTree}. */
export class EntryFinder {
  index: number | undefined;
  readonly #id: string;
  constructor(id: string) {
    this.#id = id.toLowerCase();
  }

  readonly seen = (text: string, index: number): void => {
    if (this.index !== undefined || !text.includes(this.#id)) return;
    try {
      const { entry_id } = JSON.parse(decoded(text)) as { readonly entry_id?: unknown };
      if (entry_id === this.#id) this.index = index;
    } catch {
      // No entry, and so not the one that is looked for: `verify` reports it.
    }
  };
}
