/** @module Places in a text that was read in pieces, as lines and columns. */

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** Keeps only the line breaks that may still be asked about. */
export class Lines {
  #breaks: number[] = [];
  #length = 0;
  /** The line that `#start` begins. */
  #line = 1;
  #start = 0;

  add(text: string): void {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#breaks.push(this.#length + at);
    this.#length += text.length;
  }

  /** The place of an offset. Offsets are asked for in ascending order. */
  locate(offset: number): Place {
    let passed = 0;
    while (passed < this.#breaks.length && (this.#breaks[passed] as number) < offset) passed++;
    if (passed > 0) {
      this.#line += passed;
      this.#start = (this.#breaks[passed - 1] as number) + 1;
      this.#breaks = this.#breaks.slice(passed);
    }
    return { line: this.#line, column: offset - this.#start + 1 };
  }
}
