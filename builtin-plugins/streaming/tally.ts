/** @module Counts of a stream: its pieces, and which of them held something that was replaced. */

/** A piece of the source by its place in the whole text. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Finds come in the order of the text, and only in pieces that came before them. */
export class Tally {
  total = 0;
  redacted = 0;
  /** Pieces that a find may still be in. */
  #open: Piece[] = [];
  #length = 0;

  piece(length: number): void {
    this.total++;
    this.#open.push({ start: this.#length, end: (this.#length += length) });
  }

  found(start: number, end: number): void {
    const open: Piece[] = [];
    for (const piece of this.#open) {
      if (piece.start < end && piece.end > start) this.redacted++;
      else if (piece.end > start) open.push(piece);
    }
    this.#open = open;
  }
}
