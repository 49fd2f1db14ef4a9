/** @module Proofs over a trail: from the hashes beside it, or from all its lines where those cannot be relied on. */
import { AuditError, consistencyProof, inclusionProof, registerCodes, rootOf } from 'enforcecore/sdk';
import type { HashReader } from 'enforcecore/sdk';
import { AskedWrongly } from './answering.ts';
import { Doubt } from './kept-hashes.ts';
import { indexOfEntry, readTree } from './leaves.ts';
import { placeOf, unreadable } from './place.ts';
import { QuickTree } from './quick-tree.ts';
import { rootsOver } from './signed-roots.ts';

registerCodes({
  EC_AUDIT_PROOF: {
    summary: 'there is no proof of what was signed: the trail is another by now',
    hint: 'find out with `enforcecore verify` and the checkpoint what happened; a copy that verifies gives the proof',
  },
});

/** A proof as it is printed: hashes in base64. */
export interface TrailProof {
  readonly tree_size: number;
  readonly root_hash: string;
  readonly hashes: readonly string[];
}

/**
 * That an entry is in the trail (RFC 6962, PATH).
 *
 * @param entry - its number from 1 on, or its id
 * @param size - entries of the checkpoint that it is proved for; all by default
 * @throws AskedWrongly; AuditError `EC_AUDIT_PROOF`, and as `readTree`
 */
export function proveEntry(
  path: string,
  entry: string,
  size: string | undefined,
): Promise<TrailProof & { readonly leaf_index: number }> {
  return overTree(path, async (tree) => {
    const leaves = sizeOf(tree, size);
    const id = UUID.test(entry) ? entry.toLowerCase() : undefined;
    const index =
      id === undefined
        ? within(entry, 1, leaves, ', or the `entry_id` of an entry') - 1
        : found(await tree.indexOf(id, leaves), leaves);
    await tree.confirm(index);
    return { leaf_index: index, ...(await proofOf(tree, leaves, inclusionProof(index, leaves, tree.read))) };
  });
}

/** That a trail only grew (RFC 6962, PROOF). @throws as {@link proveEntry} */
export function proveGrowth(
  path: string,
  old: string,
  size: string | undefined,
): Promise<TrailProof & { readonly old_size: number }> {
  return overTree(path, async (tree) => {
    const leaves = sizeOf(tree, size);
    const from = within(old, 1, leaves);
    await signedRoot(tree, from);
    return { old_size: from, ...(await proofOf(tree, leaves, consistencyProof(from, leaves, tree.read))) };
  });
}

/** What a proof is made of. */
interface ProofTree {
  readonly size: number;
  readonly read: HashReader;
  indexOf(id: string, within: number): Promise<number | undefined>;
  confirm(index: number): Promise<void>;
  /** The checkpoints of a size say otherwise. */
  differs(size: number): Error;
  readonly trail: string;
}

async function overTree<T>(path: string, body: (tree: ProofTree) => Promise<T>): Promise<T> {
  const { path: trail } = placeOf(path);
  try {
    return (await quickly(path, trail, body)) ?? (await body(await slowly(path, trail)));
  } catch (cause) {
    throw cause instanceof AskedWrongly ? cause : unreadable(path, cause);
  }
}

async function quickly<T>(path: string, trail: string, body: (tree: ProofTree) => Promise<T>): Promise<T | undefined> {
  let tree: QuickTree | undefined;
  try {
    tree = QuickTree.open(path);
    const { size, read } = tree;
    const indexOf = tree.indexOf.bind(tree);
    const confirm = tree.confirm.bind(tree);
    return await body({ trail, size, read, indexOf, confirm, differs: () => new Doubt('a checkpoint says otherwise') });
  } catch (error) {
    if (error instanceof Doubt) return undefined; // the trail itself has the last word
    throw error;
  } finally {
    tree?.close();
  }
}

async function slowly(path: string, trail: string): Promise<ProofTree> {
  const { size, read } = await readTree(path);
  return {
    ...{ trail, size, read },
    indexOf: (id, limit) => indexOfEntry(path, id, limit),
    confirm: () => Promise.resolve(),
    differs: (signed) =>
      new AuditError(`the first ${signed} entries are not those that a checkpoint beside the trail was signed over`, {
        code: 'EC_AUDIT_PROOF',
      }),
  };
}

async function proofOf(tree: ProofTree, size: number, hashes: readonly Buffer[]): Promise<TrailProof> {
  const root = await signedRoot(tree, size);
  return {
    tree_size: size,
    root_hash: root.toString('base64'),
    hashes: hashes.map((hash) => hash.toString('base64')),
  };
}

/** The root, which is that of the checkpoint of this size where there is one. */
async function signedRoot(tree: ProofTree, size: number): Promise<Buffer> {
  const root = rootOf(size, tree.read);
  const signed = await rootsOver(tree.trail, size);
  if (signed.length > 0 && !signed.some((one) => one.equals(root))) throw tree.differs(size);
  return root;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function sizeOf(tree: ProofTree, size: string | undefined): number {
  return size === undefined ? tree.size : within(size, 1, tree.size);
}

function found(index: number | undefined, leaves: number): number {
  if (index === undefined) throw new AskedWrongly('no entry of the trail has this id');
  if (index < leaves) return index;
  throw new AskedWrongly(`the entry is number ${index + 1}: give a larger size`);
}

function within(text: string, least: number, most: number, orElse = ''): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  throw new AskedWrongly(most < least ? 'the trail has no entries' : `give a number from ${least} to ${most}${orElse}`);
}
