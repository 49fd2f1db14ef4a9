/** @module The lines of a file in blocks, in constant memory: many short lines at once, and a long one by itself. */
import { createReadStream, read } from 'node:fs';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';

/** An open file, or a part of it. */
export interface Range {
  readonly fd: number;
  /** How long the file was when it was opened: what is appended meanwhile is not looked at. */
  readonly size: number;
  readonly gzip: boolean;
  /** The lines that begin from here on, in bytes … */
  readonly from: number;
  /** … and before here. */
  readonly to: number;
}

/** Text has one character a byte, so that what is no UTF-8 is kept too. */
export type Block =
  | { /** Whole lines, each with its newline. */ readonly lines: string }
  | {
      /** A line without its newline; `undefined` when it is too long. */ readonly odd: string | undefined;
      readonly ended: boolean;
    };

const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const CHUNK = 1024 * 1024;
/**
 * As much becomes one text. INVARIANT: below 128 KiB. What is longer is no young object to V8, and from 1 MB on lies outside
 * its heap: scores of megabytes of such texts wait to be collected.
 */
const PIECE = 64 * 1024;
const NEWLINE = 0x0a;
const readAt = promisify(read);

/** Reads lines in order. Rejects with what the system or zlib says. */
export async function* readBlocks(range: Range): AsyncGenerator<Block> {
  const splitter = new Splitter();
  for await (const text of range.gzip ? unzipped(range) : plain(range)) yield* splitter.push(text);
  yield* splitter.end();
}

/** What was read into last: a trail is read in many ranges, and a buffer for each would wait to be collected. */
let spare: Buffer | undefined;

async function* plain(range: Range): AsyncGenerator<string> {
  const buffer = spare ?? Buffer.allocUnsafeSlow(CHUNK);
  spare = undefined;
  try {
    yield* plainInto(buffer, range);
  } finally {
    spare = buffer;
  }
}

async function* plainInto(buffer: Buffer, { fd, size, from, to }: Range): AsyncGenerator<string> {
  // The line that begins before the range belongs to the one before: whether it ends here is said by the byte before.
  let skipping = from > 0;
  for (let at = skipping ? from - 1 : 0; at < size;) {
    const { bytesRead } = await readAt(fd, buffer, 0, Math.min(buffer.length, size - at), at);
    if (bytesRead === 0) return; // it became shorter meanwhile
    const chunk = buffer.subarray(0, bytesRead);
    let start = 0;
    if (skipping) {
      start = chunk.indexOf(NEWLINE) + 1;
      skipping = start === 0;
      if (at + (skipping ? bytesRead : start) >= to) return;
    }
    const last = at + bytesRead < to ? -1 : chunk.indexOf(NEWLINE, Math.max(start, to - 1 - at));
    if (!skipping) yield* piecesOf(last < 0 ? chunk.subarray(start) : chunk.subarray(start, last + 1));
    if (last >= 0) return;
    at += bytesRead;
  }
}

async function* unzipped({ fd, size }: Range): AsyncGenerator<string> {
  if (size === 0) return;
  const source = createReadStream('', { fd, autoClose: false, start: 0, end: size - 1, highWaterMark: CHUNK });
  // A failure comes to whoever reads, so that there is nothing left to do for the callback.
  const text = pipeline(source, createGunzip({ chunkSize: CHUNK }), () => undefined);
  for await (const chunk of text as AsyncIterable<Buffer>) yield* piecesOf(chunk);
}

/** Cut where lines end, so that few need to be put together again. */
function* piecesOf(chunk: Buffer): Generator<string> {
  for (let start = 0; start < chunk.length;) {
    const most = start + PIECE;
    const end = most >= chunk.length ? -1 : chunk.lastIndexOf(NEWLINE, most - 1) + 1;
    const to = end > start ? end : Math.min(most, chunk.length);
    yield chunk.toString('latin1', start, to);
    start = to;
  }
}

class Splitter {
  #parts: string[] = [];
  #length = 0;

  *push(text: string): Generator<Block> {
    let start = 0;
    if (this.#length > 0) {
      const end = text.indexOf('\n');
      if (end < 0) return this.#add(text);
      this.#add(text.slice(0, end));
      start = end + 1;
      const odd = this.#take();
      yield odd === undefined ? { odd, ended: true } : { lines: `${odd}\n` };
    }
    const last = text.lastIndexOf('\n') + 1;
    if (last > start) yield { lines: text.slice(start, last) };
    if (last < text.length) this.#add(text.slice(Math.max(last, start)));
  }

  *end(): Generator<Block> {
    if (this.#length > 0) yield { odd: this.#take(), ended: false };
  }

  #add(part: string): void {
    this.#length += part.length;
    if (this.#length > LONGEST_LINE_BYTES) this.#parts = [];
    else if (part !== '') this.#parts.push(part);
  }

  #take(): string | undefined {
    const line = this.#length > LONGEST_LINE_BYTES ? undefined : this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    return line;
  }
}
