/** @module The tree is RFC 6962's. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyProof, Frontier, inclusionProof, leafHash, MemoryTree, rootOf, storedCount } from './tree.ts';
import { storedIndex } from './tree.ts';

/** The test vectors of Certificate Transparency: eight leaves, and the root over the first n. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const node = (left: Buffer, right: Buffer): Buffer =>
  Buffer.from(hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'hex'), 'hex');

function treeOf(size: number): MemoryTree {
  const tree = new MemoryTree();
  for (let i = 0; i < size; i++) tree.append(leafHash(`line ${i}`));
  return tree;
}

describe('the tree', () => {
  it('has the roots of the published vectors, kept whole or as a frontier', () => {
    const tree = new MemoryTree();
    const frontier = new Frontier();
    for (const [i, leaf] of LEAVES.entries()) {
      const hashed = leafHash(Buffer.from(leaf, 'hex'));
      tree.append(hashed);
      frontier.append(hashed);
      expect(rootOf(i + 1, tree.read).toString('hex')).toBe(ROOTS[i]);
      expect(frontier.root().toString('hex')).toBe(ROOTS[i]);
      expect(
        Frontier.of(i + 1, tree.read)
          .root()
          .toString('hex'),
      ).toBe(ROOTS[i]);
    }
    expect(new Frontier().root().toString('hex')).toBe(hash('sha256', ''));
  });

  it('proves every leaf of every size', () => {
    const tree = treeOf(70);
    for (let size = 1; size <= 70; size++) {
      for (let index = 0; index < size; index++) {
        let root = leafHash(`line ${index}`);
        // RFC 9162, 2.1.3.2
        let [own, last] = [index, size - 1];
        for (const sibling of inclusionProof(index, size, tree.read)) {
          const right = own % 2 === 1 || own === last;
          root = right ? node(sibling, root) : node(root, sibling);
          if (right) while (own % 2 === 0 && own !== 0) [own, last] = [own >> 1, last >> 1];
          [own, last] = [own >> 1, last >> 1];
        }
        expect(last).toBe(0);
        expect(root.equals(rootOf(size, tree.read))).toBe(true);
      }
    }
  });

  it('proves nothing by more hashes than there are levels', () => {
    const tree = treeOf(70);
    for (let old = 1; old < 70; old++)
      expect(consistencyProof(old, 70, tree.read).length).toBeLessThanOrEqual(Math.ceil(Math.log2(70)) + 1);
    expect(consistencyProof(70, 70, tree.read)).toEqual([]);
  });

  it('numbers stored hashes without gaps, in the order in which they come to be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (size) => {
        const frontier = new Frontier();
        const seen: string[] = [];
        for (let i = 0; i < size; i++) frontier.append(leafHash(`line ${i}`), (completed) => seen.push(completed));
        expect(seen).toHaveLength(storedCount(size));
        const tree = treeOf(size);
        for (let level = 0; 2 ** level <= size; level++)
          for (let index = 0; (index + 1) * 2 ** level <= size; index++)
            expect(seen[storedIndex(level, index)]).toBe(tree.read(level, index).toString('latin1'));
      }),
      { numRuns: 30, seed: 4 },
    );
  });

  it('counts beyond 32 bits', () => {
    expect(storedIndex(0, 2 ** 40)).toBe(2 ** 41 - 1);
    expect(storedIndex(40, 0)).toBe(2 ** 41 - 2);
  });
});
