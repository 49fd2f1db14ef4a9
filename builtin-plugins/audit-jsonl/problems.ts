/** @module What can be wrong with a trail. */

/** What is wrong with a line. */
export interface TrailProblem {
  /** Counted from 1, over all segments. */
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
    | 'missing_segment'
    | 'wrong_segment'
    | 'behind_checkpoint'
    | 'not_in_checkpoint'
    | 'split_view';
  readonly message: string;
}

export type Problem = Omit<TrailProblem, 'line'>;

export const TOO_LONG: Problem = { code: 'too_long', message: 'the line is too long to be an entry' };
export const CUT_SHORT: Problem = { code: 'cut_short', message: 'the last line has no newline' };
export const HASH_MISMATCH: Problem = {
  code: 'hash_mismatch',
  message: 'the entry is not what its hash was made from',
};
export const NOT_CANONICAL: Problem = { code: 'not_canonical', message: 'the line is not written as entries are' };
export const NO_HASHES: Problem = {
  code: 'not_an_entry',
  message: 'the line has no `entry_hash` or `previous_hash` that is a SHA-256',
};
export const CHAIN_BROKEN: Problem = {
  code: 'chain_broken',
  message: 'the entry does not follow the one before: something was removed, inserted or moved',
};
export const WRONG_SEQ: Problem = {
  code: 'wrong_seq',
  message: 'the entry does not say rightly how many stand before it',
};
export const UNKNOWN_SCHEMA: Problem = {
  code: 'unknown_schema',
  message: 'the entry is of a form that is not known here',
};
export const OLDER_FORM: Problem = {
  code: 'unknown_schema',
  message: 'an entry of the first form after one of the present',
};
export const UNKNOWN_FIELD: Problem = {
  code: 'unknown_field',
  message: 'the entry has a field that its form does not know',
};
