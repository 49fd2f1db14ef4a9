/** @module Whether lines are unchanged entries that follow each other. */
import { hash } from 'node:crypto';
import { AUDIT_KEYS, AUDIT_SCHEMA, LONGEST_LINE, quickLeafHash } from 'enforcecore/sdk';
import { parseLine, without } from './canonical.ts';
import { FastLine } from './fast-line.ts';
import type { Block } from './blocks.ts';
import * as problems from './problems.ts';
import type { Problem, TrailProblem } from './problems.ts';
import type { Mark, MarkedTree, Subtree } from './subtrees.ts';

const MOST_ERRORS = 1000;
const HEX = /^"[0-9a-f]{64}"$/;
const PRESENT = String(AUDIT_SCHEMA);

/** Where a chain stands. */
export interface ChainState {
  /** How many lines stand before the next one. */
  readonly position: number;
  /** `entry_hash` of the line before; `undefined` when nothing is known of it, and any will do. */
  readonly expected: string | undefined;
}

/** What a part says when nothing is wrong with it, if what stands before it is what its first line says. */
export interface RangeReport {
  readonly from: ChainState;
  readonly count: number;
  /** Hash of the first and of the last entry. */
  readonly first: string;
  readonly head: string;
  /** The tree over its leaves, as far as checkpoints reach. */
  readonly marks: readonly Mark[];
  readonly parts: readonly Subtree[];
}

/** Follows a chain from line to line, and keeps what is wrong with it. */
export class ChainCheck {
  /** Lines that were looked at. */
  total = 0;
  /** The hash of the first entry. */
  root = '';
  /** Problems, of which the first thousand are kept. */
  bad = 0;
  truncated = false;
  readonly errors: TrailProblem[] = [];
  readonly #linkageOnly: boolean;
  readonly #tree: MarkedTree;
  readonly #fast = new FastLine();
  #position: number;
  #expected: string | undefined;
  /** What the next line is to say of how many stand before it. */
  #next: number;
  /** Whether a line of the present form came: none of the first form may follow. */
  #present = false;

  constructor(linkageOnly: boolean, tree: MarkedTree, from: ChainState = { position: 0, expected: '' }) {
    this.#linkageOnly = linkageOnly;
    this.#tree = tree;
    this.#position = from.position;
    this.#next = from.position;
    this.#expected = from.expected;
  }

  get position(): number {
    return this.#position;
  }
  /** `entry_hash` of the line before; `undefined` when it is not known. */
  get expected(): string | undefined {
    return this.#expected;
  }
  get head(): string {
    return this.#expected ?? '';
  }

  /** Goes on at another place: what stands before it was removed, or is missing. */
  moveTo(position: number, expected: string | undefined): void {
    this.#position = position;
    this.#next = position;
    this.#expected = expected;
  }

  report(line: number, problem: Problem): void {
    this.bad++;
    if (this.errors.length < MOST_ERRORS) this.errors.push({ line, ...problem });
  }

  block(block: Block): void {
    if ('lines' in block) return this.#lines(block.lines);
    if (!block.ended) this.truncated = true;
    this.#slowly(block.odd === undefined ? undefined : Buffer.from(block.odd, 'latin1'), block.ended);
  }

  /** Takes in what was verified elsewhere. `false` when it does not go on from here: its lines are to be read again. */
  join({ from, count, head, first, marks, parts }: RangeReport): boolean {
    if (count === 0) return true;
    const follows = this.#expected === undefined || this.#expected === from.expected;
    if (!follows || from.position !== this.#next || from.position !== this.#position) return false;
    if (this.#tree.wanting) this.#tree.join(marks, parts);
    this.total += count;
    this.root ||= first;
    this.#position += count;
    this.#next = this.#position;
    this.#expected = head;
    this.#present = true;
    return true;
  }

  #lines(text: string): void {
    for (let at = 0; at < text.length;) {
      if (this.#quickly(text, at)) {
        at = this.#fast.end;
        continue;
      }
      const end = text.indexOf('\n', at);
      this.#slowly(Buffer.from(text.slice(at, end), 'latin1'), true);
      at = end + 1;
    }
  }

  /** INVARIANT: takes only what the full reader takes, and leaves the same state behind. */
  #quickly(text: string, at: number): boolean {
    const line = this.#fast;
    if (!line.match(text, at) || line.seq !== this.#next || line.end - 1 - at >= LONGEST_LINE) return false;
    if (this.#expected !== undefined && line.previousHash !== this.#expected) return false;
    if (!this.#linkageOnly && !line.hashFits()) return false;
    this.total++;
    this.#position++;
    this.#next++;
    this.#expected = line.entryHash;
    this.#present = true;
    this.root ||= line.entryHash;
    if (this.#tree.wanting) this.#tree.add(quickLeafHash(text.slice(at, line.end - 1)));
    return true;
  }

  #slowly(bytes: Buffer | undefined, ended: boolean): void {
    this.total++;
    this.#position++;
    this.#next++;
    const found = bytes === undefined ? problems.TOO_LONG : this.#entry(bytes);
    const problem = found ?? (ended ? undefined : problems.CUT_SHORT);
    if (problem) this.report(this.#position, problem);
    // A line too long to be looked at is no entry, and reported as such; an empty leaf keeps its place.
    if (ended && this.#tree.wanting) this.#tree.add(quickLeafHash(bytes ?? ''));
  }

  #entry(bytes: Buffer): Problem | undefined {
    const text = bytes.toString('utf8');
    let entry: ReturnType<typeof parseLine>;
    try {
      entry = parseLine(text);
    } catch (error) {
      return { code: 'not_an_entry', message: `the line is no JSON object: ${(error as Error).message}` };
    }
    const own = entry.members.get('entry_hash') ?? '';
    const previous = entry.members.get('previous_hash') ?? '';
    if (!HEX.test(own) || !(previous === '""' || HEX.test(previous))) return problems.NO_HASHES;
    const linked = this.#expected === undefined || previous.slice(1, -1) === this.#expected;
    this.#expected = own.slice(1, -1);
    this.root ||= this.#expected;
    if (!this.#linkageOnly) {
      if (hash('sha256', without(entry.members, 'entry_hash'), 'hex') !== this.#expected) return problems.HASH_MISMATCH;
      // INVARIANT: an entry has one form, so a byte that changes nothing of what the line says is found too.
      if (entry.text !== text || bytes.length !== text.length) return problems.NOT_CANONICAL;
    }
    const misplaced = this.#form(entry.members, bytes.length);
    return linked ? misplaced : problems.CHAIN_BROKEN;
  }

  /** Whether the line has the keys of its form, and says rightly how many stand before it. */
  #form(members: ReadonlyMap<string, string>, length: number): Problem | undefined {
    const version = members.get('schema_version');
    if (version === undefined) return this.#present ? problems.OLDER_FORM : undefined;
    if (version !== PRESENT) return problems.UNKNOWN_SCHEMA;
    this.#present = true;
    if (length >= LONGEST_LINE) return problems.TOO_LONG;
    for (const key of members.keys()) if (!AUDIT_KEYS.has(key)) return problems.UNKNOWN_FIELD;
    const own = Number(members.get('seq'));
    if (own === this.#next - 1) return undefined;
    // Where lines are missing, the entries after them are not to blame.
    if (Number.isSafeInteger(own)) this.#next = own + 1;
    return problems.WRONG_SEQ;
  }
}
