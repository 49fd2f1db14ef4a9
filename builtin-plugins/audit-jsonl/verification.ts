/** @module One verification of a log, part by part. */
import { availableParallelism } from 'node:os';
import type { Checkpoint } from 'enforcecore/sdk';
import { readBlocks } from './blocks.ts';
import type { Range } from './blocks.ts';
import { ChainCheck } from './chain-check.ts';
import type { RangeReport } from './chain-check.ts';
import { againstCheckpoints } from './checkpoints.ts';
import type { RangeOptions } from './range-check.ts';
import { eachLeaf } from './retained.ts';
import type { RemovedPart } from './retained.ts';
import { openPart } from './segments.ts';
import type { FilePart, LogPart, MissingPart, OpenFile } from './segments.ts';
import { MarkedTree } from './subtrees.ts';
import type { VerificationResult, VerifyOptions } from './verify-types.ts';
import { RangeWorkers } from './workers.ts';

/** How long the part is that a thread verifies at once, in bytes. */
const RANGE = 8 * 1024 * 1024;
/** Below this a thread costs more than it saves. */
const WORTH_A_THREAD = 32 * 1024 * 1024;
const MOST_THREADS = 64;

interface Ahead {
  readonly part: FilePart;
  readonly range: Range;
  report: Promise<RangeReport | undefined> | undefined;
}

/** Follows a log. INVARIANT: with threads the result is the same as without. */
export class Verification {
  readonly #parts: readonly LogPart[];
  readonly #checkpoints: readonly Checkpoint[];
  readonly #options: VerifyOptions;
  readonly #tree: MarkedTree;
  readonly #check: ChainCheck;
  readonly #threads: number;
  readonly #workers: RangeWorkers | undefined;
  readonly #toOpen: FilePart[];
  readonly #open: OpenFile[] = [];
  readonly #ahead: Ahead[] = [];

  constructor(parts: readonly LogPart[], checkpoints: readonly Checkpoint[], options: VerifyOptions) {
    this.#parts = parts;
    this.#checkpoints = checkpoints;
    this.#options = options;
    this.#toOpen = parts.filter((part) => part.kind === 'file');
    const sizes = [...new Set(checkpoints.map(({ size }) => size))].sort((a, b) => a - b);
    const range: RangeOptions = { linkageOnly: options.skipEntryHash === true, sizes };
    this.#tree = new MarkedTree(sizes);
    this.#check = new ChainCheck(range.linkageOnly, this.#tree);
    this.#threads = threadsFor(parts, options.threads);
    this.#workers = this.#threads > 1 ? RangeWorkers.start(this.#threads, range) : undefined;
  }

  async part(part: LogPart): Promise<void> {
    if (part.kind === 'missing') this.#missing(part);
    else if (part.kind === 'removed') await this.#removed(part);
    else await this.#file(part);
  }

  result(): VerificationResult {
    const check = this.#check;
    const size = check.position - Number(check.truncated);
    for (const { line, ...problem } of againstCheckpoints(this.#checkpoints, size, this.#tree.roots()))
      check.report(line, problem);
    const whole = check.bad === 0;
    const segments = this.#parts.flatMap((part) =>
      part.kind === 'missing' || part.first === undefined || part.last === undefined
        ? []
        : [{ first: part.first, last: part.last, removed: part.kind === 'removed' }],
    );
    return {
      isValid: whole && check.total > 0,
      totalEntries: check.total,
      chainIntact: whole,
      rootHash: check.root,
      headHash: check.head,
      errorCount: check.bad,
      errors: check.errors,
      empty: check.total === 0,
      truncatedTail: check.truncated,
      ...(segments.length > 0 && { segments }),
    };
  }

  async stop(): Promise<void> {
    await this.#workers?.stop();
    for (const { close } of this.#open.splice(0)) close();
  }

  #missing({ first, last }: MissingPart): void {
    const message = `entries ${first + 1} to ${last + 1} are missing: no segment has them, and none says they were removed`;
    this.#check.report(first + 1, { code: 'missing_segment', message });
    this.#check.moveTo(last + 1, undefined);
    this.#tree.stop();
  }

  async #removed(part: RemovedPart): Promise<void> {
    const { expected } = this.#check;
    if (expected !== undefined && expected !== part.first_previous_hash)
      this.#wrong(part.first, 'what was removed follows another');
    // Behind what the tree was made of, entries would be told again that checkpoints speak of.
    if (this.#check.position !== part.first) {
      this.#wrong(part.first, 'what was removed overlaps what stands before it');
      this.#tree.stop();
    }
    const add = (leaf: string): void => {
      if (this.#tree.wanting) this.#tree.add(leaf);
    };
    if (this.#tree.wanting && !(await eachLeaf(part, this.#options, add))) this.#tree.stop();
    this.#check.moveTo(part.last + 1, part.last_entry_hash);
  }

  async #file(part: FilePart): Promise<void> {
    const { first, last } = part;
    if (first !== undefined && this.#check.position !== first) {
      this.#wrong(first, 'the segment overlaps the one before');
      this.#check.moveTo(first, this.#check.expected);
      this.#tree.stop();
    }
    const { bad } = this.#check;
    await this.#lines(part);
    if (first === undefined || last === undefined || this.#check.position === last + 1) return;
    if (this.#check.bad === bad) this.#wrong(first, 'the segment has not as many entries as its name says');
    this.#check.moveTo(last + 1, this.#check.expected);
    this.#tree.stop();
  }

  #wrong(first: number, message: string): void {
    this.#check.report(first + 1, { code: 'wrong_segment', message });
  }

  /** Threads say of a range that it is right, or nothing: then its lines are followed here, one after the other. */
  async #lines(part: FilePart): Promise<void> {
    for (this.#lookAhead(); this.#ahead[0]?.part === part; this.#lookAhead()) {
      const { range, report } = this.#ahead.shift() as Ahead;
      const said = await report;
      if (!said || !this.#check.join(said)) await this.#follow(range);
    }
    this.#open.shift()?.close();
  }

  /** Opens the files that come next, and gives their parts to the threads. */
  #lookAhead(): void {
    while (this.#ahead.length < this.#threads * 2) {
      const part = this.#toOpen.shift();
      if (!part) break;
      const file = openPart(part, this.#options);
      this.#open.push(file);
      this.#ahead.push(...rangesOf(file).map((range) => ({ part, range, report: undefined })));
    }
    if (!this.#workers) return;
    for (const one of this.#ahead.slice(0, this.#threads * 2)) one.report ??= this.#workers.check(one.range);
  }

  async #follow(range: Range): Promise<void> {
    for await (const block of readBlocks(range)) this.#check.block(block);
  }
}

function rangesOf({ fd, size, gzip }: OpenFile): Range[] {
  if (gzip || size <= RANGE) return [{ fd, size, gzip, from: 0, to: size }];
  const starts = Array.from({ length: Math.ceil(size / RANGE) }, (_, i) => i * RANGE);
  return starts.map((from) => ({ fd, size, gzip, from, to: Math.min(from + RANGE, size) }));
}

function threadsFor(parts: readonly LogPart[], wanted: number | undefined): number {
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST_THREADS))
    throw new RangeError(`\`threads\` must be a whole number from 1 to ${MOST_THREADS}`);
  const bytes = parts.reduce((sum, part) => sum + (part.kind === 'file' ? part.size : 0), 0);
  return wanted ?? Math.min(availableParallelism(), MOST_THREADS, Math.max(1, Math.floor(bytes / WORTH_A_THREAD)));
}
