/** @module UTF-16 units with the places in the original that each of them came from. */

const LEAST = 256;
/** From here on the engine's own copying is faster than a loop. */
const LONG = 48;
/** Up to here an array costs less than the making of a typed one. */
const SHORT = 512;
const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A growing row of units. Columns apart, so that a pass over a million of them allocates nothing. */
export class Units {
  codes: Uint16Array<ArrayBuffer> = new Uint16Array(LEAST);
  starts: Uint32Array<ArrayBuffer> = new Uint32Array(LEAST);
  ends: Uint32Array<ArrayBuffer> = new Uint32Array(LEAST);
  length = 0;
  /** Where reading ahead must end: what is further away might not have arrived yet. */
  limit = 0;
  #bytes: Buffer = Buffer.from(this.codes.buffer);

  /** Reads a text: each unit stands for itself. */
  load(text: string): void {
    const { length } = text;
    this.length = 0;
    this.#reserve(length);
    const { codes, starts, ends } = this;
    for (let i = 0; i < length; i++) {
      codes[i] = text.charCodeAt(i);
      starts[i] = i;
      ends[i] = i + 1;
    }
    this.length = length;
  }

  /** Limits reading ahead to what ends within so many units of the original from the start of a place. */
  limitTo(at: number, reach: number): void {
    const end = (this.starts[at] as number) + reach;
    let limit = Math.min(this.length, at + reach);
    while (limit > at && (this.ends[limit - 1] as number) > end) limit--;
    this.limit = limit;
  }

  push(code: number, start: number, end: number): void {
    const at = this.length;
    this.#reserve(at + 1);
    this.codes[at] = code;
    this.starts[at] = start;
    this.ends[at] = end;
    this.length = at + 1;
  }

  /** Every unit of `text` stands for the same place. */
  pushText(text: string, start: number, end: number): void {
    for (let i = 0; i < text.length; i++) this.push(text.charCodeAt(i), start, end);
  }

  /** Adds the units of another row, from `first` to before `next`, as they are. */
  copy(from: Units, first: number, next: number): void {
    const count = next - first;
    if (count <= 0) return;
    const to = this.length;
    this.#reserve(to + count);
    this.length = to + count;
    const { codes, starts, ends } = this;
    if (count > LONG) {
      codes.set(from.codes.subarray(first, next), to);
      starts.set(from.starts.subarray(first, next), to);
      ends.set(from.ends.subarray(first, next), to);
      return;
    }
    for (let i = 0; i < count; i++) {
      codes[to + i] = from.codes[first + i] as number;
      starts[to + i] = from.starts[first + i] as number;
      ends[to + i] = from.ends[first + i] as number;
    }
  }

  /** A long row is not kept. */
  shrink(most: number): void {
    this.length = 0;
    if (this.codes.length > most) this.#replace(LEAST);
  }

  toString(): string {
    const { codes, length } = this;
    let all = 0;
    for (let i = 0; i < length; i++) all |= codes[i] as number;
    // One byte a character where that is enough: everything that reads the text is faster then.
    if (all < 0x100) return narrowText(codes, length);
    if (IS_LITTLE_ENDIAN) return this.#bytes.toString('utf16le', 0, length * 2);
    return Array.from(codes.subarray(0, length), (code) => String.fromCharCode(code)).join('');
  }

  /** Copies of the columns of places, to be kept. */
  places(): { starts: ArrayLike<number>; ends: ArrayLike<number> } {
    const { starts, ends, length } = this;
    if (length > SHORT) return { starts: starts.slice(0, length), ends: ends.slice(0, length) };
    return { starts: shortCopy(starts, length), ends: shortCopy(ends, length) };
  }

  #reserve(wanted: number): void {
    if (wanted > this.codes.length) this.#replace(Math.max(wanted, this.codes.length * 2));
  }

  #replace(capacity: number): void {
    const { codes, starts, ends, length } = this;
    this.codes = new Uint16Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
    this.#bytes = Buffer.from(this.codes.buffer);
    this.codes.set(codes.subarray(0, length));
    this.starts.set(starts.subarray(0, length));
    this.ends.set(ends.subarray(0, length));
  }
}

function shortCopy(column: Uint32Array, length: number): number[] {
  const copy = new Array<number>(length);
  for (let i = 0; i < length; i++) copy[i] = column[i] as number;
  return copy;
}

const narrow = Buffer.alloc(1024);

function narrowText(codes: Uint16Array, length: number): string {
  const bytes = length <= narrow.length ? narrow : Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) bytes[i] = codes[i] as number;
  return bytes.toString('latin1', 0, length);
}
