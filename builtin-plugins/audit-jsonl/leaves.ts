/** @module The tree over the lines of a trail on disk. */
import { AuditError, MemoryTree, quickLeafHash } from 'enforcecore/sdk';
import { readLines } from './lines.ts';

/**
 * The tree over the lines of a trail that are complete.
 *
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`
 */
export async function readTree(path: string): Promise<MemoryTree> {
  const tree = new MemoryTree();
  for await (const { bytes, ended } of readLines(path)) {
    if (!ended) break;
    if (bytes === undefined)
      throw new AuditError(`line ${tree.size + 1} is too long to be an entry`, { code: 'EC_AUDIT_READ' });
    tree.append(quickLeafHash(bytes));
  }
  return tree;
}
