/** @module Whether the rows of a store follow each other and are those that were recorded. */
import { GENESIS_PARENT } from './store-hash.ts';
import { rowProblem } from './store-check.ts';
import { leafOfRow, lineFields } from './store-rows.ts';
import type { StoreRow } from './store-rows.ts';
import { Frontier, leafHash, storedCount } from './tree.ts';

/** The first thing that is wrong with a chain. */
export interface ChainProblem {
  readonly chainIndex: number;
  readonly message: string;
}

/** How far the rows go that are checked, and how. */
export interface ChainRange {
  /** The first row that is handed in. */
  readonly from: number;
  /** The rows that are judged: the others are handed in for what follows what. */
  readonly start: number;
  readonly end: number;
  readonly linkageOnly: boolean;
}

/** Takes the rows of a range one by one, in order. */
export class ChainCheck {
  readonly #range: ChainRange;
  readonly #links = new ExternalLinks();
  /** Where all rows from the first on are judged: the nodes over them are made again too. */
  readonly #tree: Frontier | undefined;
  #next: number;
  #before: StoreRow | undefined;

  constructor(range: ChainRange) {
    this.#range = range;
    this.#next = range.from;
    this.#tree = range.start === 0 ? new Frontier() : undefined;
  }

  /**
   * @param kept - the stored hashes that belong to the row, its leaf first; absent when the store keeps no tree
   */
  row(row: StoreRow, kept?: readonly Buffer[]): ChainProblem | undefined {
    const message = this.#problem(row, kept);
    this.#before = row;
    this.#next++;
    return message === undefined || !this.#judged(row.chain_index)
      ? undefined
      : { chainIndex: row.chain_index, message };
  }

  end(): ChainProblem | undefined {
    if (this.#next <= this.#range.end) return { chainIndex: this.#next, message: 'a row is missing' };
    const loose = this.#links.loose().filter((index) => this.#judged(index));
    // One may follow what the store was never given: a trail that began before the store did.
    const chainIndex = loose[1];
    return chainIndex === undefined ? undefined : { chainIndex, message: FOLLOWS_NOTHING };
  }

  #judged(index: number): boolean {
    return index >= this.#range.start && index <= this.#range.end;
  }

  #problem(row: StoreRow, kept: readonly Buffer[] | undefined): string | undefined {
    if (row.chain_index !== this.#next) {
      this.#next = row.chain_index;
      return 'a row is missing before it';
    }
    const unlinked = this.#linkProblem(row);
    if (unlinked !== undefined || this.#range.linkageOnly) return unlinked;
    return rowProblem(row) ?? this.#treeProblem(row, kept);
  }

  #linkProblem(row: StoreRow): string | undefined {
    const before = this.#before;
    const earlier = row.line === null;
    if (earlier && before && before.line !== null) return 'a row of an earlier form after one of the present';
    const unknown = before === undefined && this.#range.from > 0;
    const follows = row.parent_hash === (before?.merkle_hash ?? (earlier ? GENESIS_PARENT : ''));
    if (row.external === 1 && !earlier) {
      if (!unknown && follows && isOwnPlace(row)) return 'the column `external` is not what the entry says';
      return this.#links.take(row) ? undefined : 'two rows follow the same entry of a trail';
    }
    this.#links.know(row.merkle_hash);
    return unknown || follows ? undefined : 'the row does not follow the one before';
  }

  #treeProblem(row: StoreRow, kept: readonly Buffer[] | undefined): string | undefined {
    if (kept === undefined) return undefined;
    const leaf = leafHash(leafOfRow(row));
    if (!this.#tree) return kept[0]?.equals(leaf) ? undefined : NOT_IN_TREE;
    const made: string[] = [];
    this.#tree.append(leaf, (hash) => void made.push(hash));
    const same = made.length === kept.length && made.every((hash, i) => kept[i]?.toString('latin1') === hash);
    return same ? undefined : NOT_IN_TREE;
  }
}

function isOwnPlace({ line, line_hash, chain_index }: StoreRow): boolean {
  return line_hash === null && lineFields({ line })?.seq === chain_index;
}

const FOLLOWS_NOTHING = 'the row follows an entry of a trail that the store does not have';
const NOT_IN_TREE = 'the row is not what the Merkle tree was made of';

/**
 * Which of the stored hashes came to be with a row.
 *
 * @example
 * ```ts
 * storedWith(1); // [1, 3]: its leaf and the node over both
 * ```
 */
export function storedWith(chainIndex: number): readonly [from: number, to: number] {
  return [storedCount(chainIndex), storedCount(chainIndex + 1)];
}

const MOST_ENDS = 1000;

/**
 * Rows that have their places in the chain of a trail. Several processes that write to one trail may hand their entries
 * to the store in another order: what is asked is that each finds the one it follows.
 */
class ExternalLinks {
  readonly #ends = new Set<string>();
  readonly #awaited = new Map<string, number>();

  /** Gives false when another row is waiting for the same one. */
  take({ merkle_hash: own, parent_hash: parent, chain_index: index }: StoreRow): boolean {
    const first = parent === '' || parent === GENESIS_PARENT;
    if (!first && !this.#ends.delete(parent)) {
      if (this.#awaited.has(parent)) return false;
      this.#awaited.set(parent, index);
    }
    this.know(own);
    return true;
  }

  /** Takes in a row in the chain of the store, which those of a trail may follow. */
  know(own: string): void {
    if (this.#awaited.delete(own)) return;
    this.#ends.add(own);
    if (this.#ends.size <= MOST_ENDS) return;
    const [oldest] = this.#ends;
    this.#ends.delete(oldest as string);
  }

  /** The rows that have not found the one they follow. */
  loose(): number[] {
    return [...this.#awaited.values()].sort((a, b) => a - b);
  }
}
