/** @module Checks that a trail is whole: every entry unchanged, in its place, and none missing but at the end. */
import { hash } from 'node:crypto';
import { AUDIT_KEYS, AUDIT_SCHEMA, Frontier, LONGEST_LINE, openCheckpoint, quickLeafHash } from 'enforcecore/sdk';
import type { Checkpoint } from 'enforcecore/sdk';
import { parseLine, without } from './canonical.ts';
import { readLines } from './lines.ts';

/** What is wrong with a line. */
export interface TrailProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly code:
    | 'too_long'
    | 'not_an_entry'
    | 'not_canonical'
    | 'hash_mismatch'
    | 'chain_broken'
    | 'wrong_seq'
    | 'unknown_schema'
    | 'unknown_field'
    | 'cut_short'
    | 'behind_checkpoint'
    | 'not_in_checkpoint';
  readonly message: string;
}

/** What {@link verifyTrail} found. */
export interface VerificationResult {
  /** Every line is an unchanged entry in its place, and there is at least one. */
  readonly isValid: boolean;
  /** Lines of the file, entries or not. */
  readonly totalEntries: number;
  readonly chainIntact: boolean;
  /** Hash of the first and of the last entry; empty when there is none. */
  readonly rootHash: string;
  readonly headHash: string;
  /** Lines with something wrong. `errors` has the first thousand of them. */
  readonly errorCount: number;
  readonly errors: readonly TrailProblem[];
  /** The file has no lines: nothing to verify, which proves nothing. */
  readonly empty: boolean;
  /** The last line has no newline: it was cut, or is still being written. */
  readonly truncatedTail: boolean;
}

/** What {@link verifyTrail} may be told. */
export interface VerifyOptions {
  /** Checks only that the entries follow each other, not what is in them. */
  readonly skipEntryHash?: boolean | undefined;
  /** A signed checkpoint that was kept apart from the trail: its text. The trail must begin with what it speaks of. */
  readonly checkpoint?: { readonly note: string; readonly publicKey: string } | undefined;
}

const MOST_ERRORS = 1000;
const HEX = /^"[0-9a-f]{64}"$/;

/**
 * Verifies a trail, reading it as a stream. Finds any byte changed, moved, inserted or dropped.
 * Two things leave no trace in a file alone: entries cut off its end, and a chain rebuilt as a whole. With a checkpoint
 * those are found too, as far as the checkpoint reaches.
 *
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`; of a checkpoint `EC_AUDIT_CHECKPOINT`, `EC_AUDIT_KEY`
 * @example
 * ```ts
 * const auditor = new Auditor({ outputPath: 'trail.jsonl' });
 * auditor.record({ toolName: 'search', policyName: 'demo' });
 * await auditor.close();
 * (await verifyTrail('trail.jsonl')).isValid; // true
 * ```
 */
export async function verifyTrail(path: string, options: VerifyOptions = {}): Promise<VerificationResult> {
  const { checkpoint: given } = options;
  const checkpoint = given && new CheckpointCheck(openCheckpoint(given.note, given.publicKey));
  const check = new ChainCheck(options.skipEntryHash === true);
  let truncatedTail = false;
  for await (const line of readLines(path)) {
    if (!line.ended) truncatedTail = true;
    check.line(line.bytes, line.ended);
    if (line.ended) checkpoint?.line(line.bytes);
  }
  const problem = checkpoint?.problem();
  if (problem) check.report(problem);
  return { ...check.result(), truncatedTail };
}

class ChainCheck {
  readonly #linkageOnly: boolean;
  #count = 0;
  /** How many lines stand before the next one. */
  #next = 0;
  #expected = '';
  #root = '';
  #bad = 0;
  /** Whether a line of the present form came: none of the first form may follow. */
  #present = false;
  readonly #errors: TrailProblem[] = [];

  constructor(linkageOnly: boolean) {
    this.#linkageOnly = linkageOnly;
  }

  line(bytes: Buffer | undefined, ended: boolean): void {
    this.#count++;
    this.#next++;
    const found = bytes === undefined ? TOO_LONG : this.#entry(bytes);
    const problem = found ?? (ended ? undefined : CUT_SHORT);
    if (!problem) return;
    this.report({ line: this.#count, ...problem });
  }

  report(problem: TrailProblem): void {
    this.#bad++;
    if (this.#errors.length < MOST_ERRORS) this.#errors.push(problem);
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
    if (!HEX.test(own) || !(previous === '""' || HEX.test(previous))) {
      return { code: 'not_an_entry', message: 'the line has no `entry_hash` or `previous_hash` that is a SHA-256' };
    }
    const linked = previous.slice(1, -1) === this.#expected;
    this.#expected = own.slice(1, -1);
    this.#root ||= this.#expected;
    if (!this.#linkageOnly) {
      if (hash('sha256', without(entry.members, 'entry_hash'), 'hex') !== this.#expected) return HASH_MISMATCH;
      // INVARIANT: an entry has one form, so a byte that changes nothing of what the line says is found too.
      if (entry.text !== text || bytes.length !== text.length) return NOT_CANONICAL;
    }
    const misplaced = this.#form(entry.members, bytes.length);
    return linked ? misplaced : CHAIN_BROKEN;
  }

  /** Whether the line has the keys of its form, and says rightly how many stand before it. */
  #form(members: ReadonlyMap<string, string>, length: number): Problem | undefined {
    const version = members.get('schema_version');
    if (version === undefined) return this.#present ? OLDER_FORM : undefined;
    if (version !== PRESENT) return UNKNOWN_SCHEMA;
    this.#present = true;
    if (length >= LONGEST_LINE) return TOO_LONG;
    for (const key of members.keys()) if (!AUDIT_KEYS.has(key)) return UNKNOWN_FIELD;
    const own = Number(members.get('seq'));
    if (own === this.#next - 1) return undefined;
    // Where lines are missing, the entries after them are not to blame.
    if (Number.isSafeInteger(own)) this.#next = own + 1;
    return WRONG_SEQ;
  }

  result(): Omit<VerificationResult, 'truncatedTail'> {
    const whole = this.#bad === 0;
    return {
      isValid: whole && this.#count > 0,
      totalEntries: this.#count,
      chainIntact: whole,
      rootHash: this.#root,
      headHash: this.#expected,
      errorCount: this.#bad,
      errors: this.#errors,
      empty: this.#count === 0,
    };
  }
}

/** Whether the first lines are those that a checkpoint was made of. */
class CheckpointCheck {
  readonly #signed: Checkpoint;
  readonly #tree = new Frontier();
  constructor(signed: Checkpoint) {
    this.#signed = signed;
  }

  line(bytes: Buffer | undefined): void {
    // A line too long to be looked at is no entry, and reported as such; an empty leaf keeps its place.
    if (this.#tree.size < this.#signed.size) this.#tree.append(quickLeafHash(bytes ?? ''));
  }

  problem(): TrailProblem | undefined {
    const { size, root } = this.#signed;
    if (this.#tree.size < size) {
      const message = `the checkpoint was signed over ${size} entries, and the trail has ${this.#tree.size}`;
      return { line: this.#tree.size + 1, code: 'behind_checkpoint', message };
    }
    if (this.#tree.root().equals(root)) return undefined;
    const message = `the first ${size} entries are not those that the checkpoint was signed over`;
    return { line: size, code: 'not_in_checkpoint', message };
  }
}

const PRESENT = String(AUDIT_SCHEMA);

type Problem = Omit<TrailProblem, 'line'>;
const TOO_LONG: Problem = { code: 'too_long', message: 'the line is too long to be an entry' };
const CUT_SHORT: Problem = { code: 'cut_short', message: 'the last line has no newline' };
const HASH_MISMATCH: Problem = { code: 'hash_mismatch', message: 'the entry is not what its hash was made from' };
const NOT_CANONICAL: Problem = { code: 'not_canonical', message: 'the line is not written as entries are' };
const CHAIN_BROKEN: Problem = {
  code: 'chain_broken',
  message: 'the entry does not follow the one before: something was removed, inserted or moved',
};
const WRONG_SEQ: Problem = { code: 'wrong_seq', message: 'the entry does not say rightly how many stand before it' };
const UNKNOWN_SCHEMA: Problem = { code: 'unknown_schema', message: 'the entry is of a form that is not known here' };
const OLDER_FORM: Problem = { code: 'unknown_schema', message: 'an entry of the first form after one of the present' };
const UNKNOWN_FIELD: Problem = { code: 'unknown_field', message: 'the entry has a field that its form does not know' };
