/** @module Cuts a stream of bytes into lines, within a limit and without looking at any byte twice. */

/** A line that was too long: what is left of it to tell whose it was. */
export interface Oversized {
  readonly bytes: number;
  /** The first bytes of the line, at most {@link EXCERPT_BYTES}. */
  readonly head: Buffer;
  /** The last bytes of the line, at most {@link EXCERPT_BYTES}. */
  readonly tail: Buffer;
}

export interface LineHandler {
  line(bytes: Buffer): void;
  oversized(line: Oversized): void;
}

export const EXCERPT_BYTES = 64 * 1024;

/** Splits at line feeds. Memory is bounded by the limit; a longer line is skipped to its end and reported. */
export class LineSplitter {
  readonly #limit: number;
  readonly #handler: LineHandler;
  #parts: Buffer[] = [];
  #length = 0;
  #head: Buffer | undefined;
  #tail: Buffer = EMPTY;

  /** @param limitBytes - longest line that is kept, without its line feed */
  constructor(limitBytes: number, handler: LineHandler) {
    this.#limit = limitBytes;
    this.#handler = handler;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, from)) {
      this.#add(chunk.subarray(from, at));
      this.#emit();
      from = at + 1;
    }
    if (from < chunk.length) this.#add(chunk.subarray(from));
  }

  /** The end of the stream. Gives the number of bytes of a line that never ended. */
  end(): number {
    const rest = this.#length;
    this.#reset();
    return rest;
  }

  #add(part: Buffer): void {
    this.#length += part.length;
    if (this.#head) {
      this.#tail = lastOf(this.#tail, part);
    } else if (this.#length > this.#limit) {
      const seen = [...this.#parts, part];
      this.#head = firstOf(seen);
      this.#tail = seen.reduce(lastOf, EMPTY);
      this.#parts = [];
    } else {
      this.#parts.push(part);
    }
  }

  #emit(): void {
    const [first = EMPTY] = this.#parts;
    const line = this.#parts.length > 1 ? Buffer.concat(this.#parts, this.#length) : first;
    const oversized = this.#head && { bytes: this.#length, head: this.#head, tail: this.#tail };
    this.#reset();
    if (oversized) this.#handler.oversized(oversized);
    else if (line.length > 0) this.#handler.line(line);
  }

  #reset(): void {
    this.#parts = [];
    this.#length = 0;
    this.#head = undefined;
    this.#tail = EMPTY;
  }
}

const LF = 10;
const EMPTY = Buffer.alloc(0);

function firstOf(parts: readonly Buffer[]): Buffer {
  let left = EXCERPT_BYTES;
  const taken: Buffer[] = [];
  for (const part of parts) {
    if (left <= 0) break;
    taken.push(part.subarray(0, left));
    left -= part.length;
  }
  return Buffer.concat(taken);
}

function lastOf(tail: Buffer, part: Buffer): Buffer {
  if (part.length >= EXCERPT_BYTES) return Buffer.from(part.subarray(part.length - EXCERPT_BYTES));
  return Buffer.concat([tail, part]).subarray(-EXCERPT_BYTES);
}
