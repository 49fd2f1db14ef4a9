/** @module What folding gives. */

/** A folded text. Unit `i` of `text` came from the units `starts[i]` to before `ends[i]` of the original. */
export interface Folded {
  readonly text: string;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}
