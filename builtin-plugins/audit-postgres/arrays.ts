/** @module Arrays as PostgreSQL takes them in binary: no quoting, and no parsing on the other side. */

const TEXT = 25;
const TIMESTAMPTZ = 1184;
/** Microseconds from 1970 to 2000, where PostgreSQL's time begins. */
const EPOCH = 946_684_800_000_000;

/** A `text[]`. */
export function textArray(values: readonly (string | null)[]): Buffer {
  let size = HEADER + 4 * values.length;
  for (const value of values) if (value !== null) size += Buffer.byteLength(value);
  const buffer = header(TEXT, values.length, size);
  let at = HEADER;
  for (const value of values) {
    if (value === null) at = buffer.writeInt32BE(-1, at);
    else {
      const length = buffer.write(value, at + 4);
      buffer.writeInt32BE(length, at);
      at += 4 + length;
    }
  }
  return buffer;
}

/** A `timestamptz[]`, of microseconds since 1970. */
export function timeArray(values: readonly (number | null)[]): Buffer {
  const buffer = header(TIMESTAMPTZ, values.length, HEADER + 12 * values.length);
  let at = HEADER;
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? -1 : 8, at);
    if (value !== null) at = buffer.writeBigInt64BE(BigInt(value - EPOCH), at);
  }
  return buffer.subarray(0, at);
}

const HEADER = 20;
function header(type: number, length: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(1, 4); // there may be nulls
  buffer.writeInt32BE(type, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16); // the first index
  return buffer;
}
