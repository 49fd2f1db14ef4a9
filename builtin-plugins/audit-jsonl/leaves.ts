/** @module The leaves of a trail on disk. */
import { AuditError } from 'enforcecore/sdk';
import { readLines } from './lines.ts';
import { leafHash } from './tree.ts';

/**
 * The leaf hashes of the lines of a trail that are complete.
 *
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`
 */
export async function readLeaves(path: string): Promise<Buffer[]> {
  const leaves: Buffer[] = [];
  for await (const { bytes, ended } of readLines(path)) {
    if (!ended) break;
    if (bytes === undefined)
      throw new AuditError(`line ${leaves.length + 1} is too long to be an entry`, { code: 'EC_AUDIT_READ' });
    leaves.push(leafHash(bytes));
  }
  return leaves;
}
