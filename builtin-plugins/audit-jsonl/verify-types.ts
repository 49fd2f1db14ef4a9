/** @module What `verifyTrail` may be told, and what it finds. */
import type { SignedNote, Witness } from './checkpoints.ts';
import type { TrailProblem } from './problems.ts';

/** What `verifyTrail` found. */
export interface VerificationResult {
  /** Every line is an unchanged entry in its place, and there is at least one. */
  readonly isValid: boolean;
  /** Lines that were read, entries or not. */
  readonly totalEntries: number;
  readonly chainIntact: boolean;
  /** Hash of the first and of the last entry; empty when there is none. */
  readonly rootHash: string;
  readonly headHash: string;
  /** How much is wrong. `errors` has the first thousand. */
  readonly errorCount: number;
  readonly errors: readonly TrailProblem[];
  /** There are no lines: nothing to verify, which proves nothing. */
  readonly empty: boolean;
  /** The last line has no newline: it was cut, or is still being written. */
  readonly truncatedTail: boolean;
  /** Where the log has closed segments: the entries of each, and which were removed on purpose. */
  readonly segments?: readonly TrailSegment[];
}

/** A part of a log, by the numbers of its entries, from 0. */
export interface TrailSegment {
  readonly first: number;
  readonly last: number;
  readonly removed: boolean;
}

/** What `verifyTrail` may be told. */
export interface VerifyOptions {
  /** Checks only that the entries follow each other, not what is in them. */
  readonly skipEntryHash?: boolean | undefined;
  /** Signed checkpoints that were kept apart from the trail: their texts. The trail must begin with what they speak of. */
  readonly checkpoint?: SignedNote | readonly SignedNote[] | undefined;
  /** Files of checkpoints that others kept. All that the key signed must be of this trail. */
  readonly witness?: Witness | readonly Witness[] | undefined;
  /** How many threads verify; by default as many as the length of the trail is worth, and this machine has. */
  readonly threads?: number | undefined;
  /** Whether segments may be symbolic links. */
  readonly followSymlinks?: boolean | undefined;
}
