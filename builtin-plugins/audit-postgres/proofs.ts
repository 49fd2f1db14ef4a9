/** @module Proofs from the stored hashes, for outsiders and for entries as they are read. */
import { AuditError, consistencyProof, inclusionProof, quickLeafHash, rootOf } from 'enforcecore/sdk';
import type { HashReader } from 'enforcecore/sdk';
import type { Query } from './database.ts';
import { readHead, withHashes } from './hashes.ts';
import { partialRoot } from './partial-root.ts';
import type { StoredRow } from './stored.ts';

/** A proof for outsiders, RFC 6962. Hashes are base64. */
export interface TreeProof {
  readonly treeSize: number;
  readonly rootHash: string;
  readonly hashes: readonly string[];
}

/** That a leaf is in the tree. @throws AuditError `EC_AUDIT_READ` */
export function proveLeaf(query: Query, schema: string, leaf: number, treeSize?: number): Promise<TreeProof> {
  return prove(query, schema, treeSize, (size, read) => {
    if (!(Number.isInteger(leaf) && leaf >= 0 && leaf < size)) throw outside('entry', size);
    return inclusionProof(leaf, size, read);
  });
}

/** That an older tree is the beginning of this one. @throws AuditError `EC_AUDIT_READ` */
export function proveGrowth(query: Query, schema: string, oldSize: number, treeSize?: number): Promise<TreeProof> {
  return prove(query, schema, treeSize, (size, read) => {
    if (!(Number.isInteger(oldSize) && oldSize > 0 && oldSize <= size)) throw outside('older tree', size);
    return consistencyProof(oldSize, size, read);
  });
}

async function prove(
  query: Query,
  schema: string,
  treeSize: number | undefined,
  path: (size: number, read: HashReader) => Buffer[],
): Promise<TreeProof> {
  const head = await readHead(query, schema);
  const size = treeSize ?? head?.size ?? 0;
  if (!(Number.isInteger(size) && size > 0 && size <= (head?.size ?? 0))) throw outside('tree', head?.size ?? 0);
  return withHashes(query, schema, (read) => ({
    treeSize: size,
    rootHash: rootOf(size, read).toString('base64'),
    hashes: path(size, read).map((bytes) => bytes.toString('base64')),
  }));
}

/** Those of the rows whose lines lead to the root of the tree, and those that are not in it yet. */
export async function rowsInTree(query: Query, schema: string, rows: readonly StoredRow[]): Promise<StoredRow[]> {
  const head = await readHead(query, schema);
  const inTree = async (some: readonly StoredRow[]): Promise<boolean> => {
    const leaves = new Map(some.map(({ leaf, line }) => [leaf as number, quickLeafHash(line)]));
    return (await partialRoot(query, schema, head?.size ?? 0, leaves)).equals(head?.root ?? NONE);
  };
  const kept = rows.filter(({ leaf }) => leaf === undefined);
  // All at once; where something is wrong, halves show what.
  const search = async (some: readonly StoredRow[]): Promise<void> => {
    if (some.length === 0) return;
    const half = some.length >> 1;
    if (await inTree(some)) kept.push(...some);
    else if (half > 0) for (const part of [some.slice(0, half), some.slice(half)]) await search(part);
  };
  await search(rows.filter(({ leaf }) => leaf !== undefined && leaf < (head?.size ?? 0)));
  return kept;
}
const NONE = Buffer.alloc(0);

function outside(what: string, size: number): AuditError {
  return new AuditError(`there is no such ${what}: the tree has ${size} entries`, {
    code: 'EC_AUDIT_READ',
    hint: 'count entries from 0, and trees by how many entries they have',
  });
}
