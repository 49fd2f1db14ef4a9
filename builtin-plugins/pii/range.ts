/** @module A piece of a text. */

/** Where something is in a text, in UTF-16 code units; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}
