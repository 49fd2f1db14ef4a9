/** @module A part of a trail, verified without knowing what stands before it. */
import { readBlocks } from './blocks.ts';
import type { Block, Range } from './blocks.ts';
import { ChainCheck } from './chain-check.ts';
import type { ChainState, RangeReport } from './chain-check.ts';
import { FastLine } from './fast-line.ts';
import { MarkedTree } from './subtrees.ts';

/** How ranges are verified. */
export interface RangeOptions {
  readonly linkageOnly: boolean;
  /** Of the checkpoints, in ascending order. */
  readonly sizes: readonly number[];
}

const NOTHING: RangeReport = {
  from: { position: 0, expected: '' },
  count: 0,
  first: '',
  head: '',
  marks: [],
  parts: [],
};

/** @returns nothing when anything is wrong or out of the ordinary: the lines are to be read one after the other then */
export async function checkRange(range: Range, options: RangeOptions): Promise<RangeReport | undefined> {
  let check: ChainCheck | undefined;
  let tree: MarkedTree | undefined;
  let from: ChainState | undefined;
  for await (const block of readBlocks(range)) {
    from ??= startOf(block);
    if (!from) return undefined;
    tree ??= new MarkedTree(options.sizes, from.position);
    check ??= new ChainCheck(options.linkageOnly, tree, from);
    check.block(block);
    if (check.bad > 0) return undefined;
  }
  if (!check || !tree || !from) return NOTHING;
  const { total: count, root: first, head } = check;
  return { from, count, first, head, marks: tree.marks, parts: tree.parts };
}

function startOf(block: Block): ChainState | undefined {
  const line = new FastLine();
  if (!('lines' in block) || !line.match(block.lines, 0)) return undefined;
  return { position: line.seq, expected: line.previousHash };
}
