/** @module Single lines of a plain file, found without reading the lines before them one by one. */
import { LONGEST_LINE } from 'enforcecore/sdk';
import { placeOf, readAt } from './tail.ts';

const NEWLINE = 0x0a;
/** Less than this is searched line by line. */
const FEW_BYTES = 2 * LONGEST_LINE;
const WINDOW = 1024 * 1024;

/** The line of an entry that says that so many stand before it; undefined when the lines are not in that order. */
export function lineWithSeq(fd: number, size: number, seq: number): Buffer | undefined {
  // INVARIANT: the line begins at `low` or behind it, and before `high`.
  let [low, high] = [0, size];
  while (high - low > FEW_BYTES) {
    const middle = low + Math.floor((high - low) / 2);
    const text = readAt(fd, middle, 2 * LONGEST_LINE);
    const start = text.indexOf(NEWLINE) + 1;
    const end = text.indexOf(NEWLINE, start);
    const found = start === 0 || end < 0 ? undefined : placeOf(text.subarray(start, end))?.seq;
    if (found === undefined) return undefined;
    if (found <= seq) low = middle + start;
    else high = middle + 1;
  }
  const text = readAt(fd, low, high - low + LONGEST_LINE);
  for (let start = 0, end = text.indexOf(NEWLINE); end >= 0; start = end + 1, end = text.indexOf(NEWLINE, start)) {
    const line = text.subarray(start, end);
    if (placeOf(line)?.seq === seq) return line;
  }
  return undefined;
}

/**
 * The lines in which a text stands, the last ones first. In constant memory.
 *
 * @returns undefined for one that is longer than lines of ours are, or has no end
 */
export function* linesWith(fd: number, size: number, wanted: string): Generator<Buffer | undefined> {
  const needle = Buffer.from(wanted);
  for (let to = size; to > 0;) {
    const from = Math.max(0, to - WINDOW);
    // What begins in this window may end in the next.
    const text = readAt(fd, from, to - from + needle.length - 1);
    let before = to;
    for (let at = text.lastIndexOf(needle); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(needle, at - 1)) {
      if (from + at >= before) continue;
      const { line, start } = lineAround(fd, from + at);
      yield line;
      before = start;
    }
    to = Math.min(from, before);
  }
}

function lineAround(fd: number, at: number): { readonly line: Buffer | undefined; readonly start: number } {
  const from = Math.max(0, at - LONGEST_LINE);
  const text = readAt(fd, from, at - from + LONGEST_LINE);
  const start = at === from ? 0 : text.lastIndexOf(NEWLINE, at - from - 1) + 1;
  const end = text.indexOf(NEWLINE, at - from);
  const whole = end >= 0 && (start > 0 || from === 0);
  return { line: whole ? text.subarray(start, end) : undefined, start: from + start };
}
