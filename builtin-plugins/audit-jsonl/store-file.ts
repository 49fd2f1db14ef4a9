/** @module What a JSONL store knows of one file of its trail: where each line is, and what is asked for. */
import { fstatSync, statSync } from 'node:fs';
import { AuditError } from 'enforcecore/sdk';
import type { StoreRow } from 'enforcecore/sdk';
import { openPart, unzipped } from './segments.ts';
import type { FilePart } from './segments.ts';
import { readAt } from './tail.ts';

const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** A line by its place in the file. What is asked for stays in memory; the rest is read when it is wanted. */
interface Known {
  readonly start: number;
  readonly length: number;
  /** Absent when the line is no entry. */
  readonly asked: StoreRow | undefined;
}

/** Text that can be read anywhere. */
interface Text {
  readonly size: number;
  bytes(start: number, length: number): Buffer;
}

const KEPT_MS = 5000;

/** What was decompressed last: pages of one file are asked for one after the other. */
export class LastUnzipped {
  #file = '';
  #content: Buffer | undefined;
  #timer: NodeJS.Timeout | undefined;

  of(fd: number, read: (content: Buffer) => void): Buffer {
    const { dev, ino, size, mtimeMs } = fstatSync(fd);
    const file = [dev, ino, size, mtimeMs].join(':');
    if (file !== this.#file || this.#content === undefined) {
      this.clear();
      this.#content = unzipped(fd);
      this.#file = file;
      read(this.#content);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), KEPT_MS).unref();
    return this.#content;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#content = undefined;
  }
}

/** The lines of a file, which is written or closed, plain or compressed: they are at the same places in all. */
export class StoreFile {
  /** The index of its first line. */
  readonly first: number;
  readonly lines: Known[] = [];
  readonly inode: number | undefined;
  /** How much was read of it, all in all. */
  bytesRead = 0;
  #part: FilePart;
  #end = 0;
  /** Whether all of it is known, and nothing more comes. */
  #complete = false;
  readonly #unzipped: LastUnzipped;

  constructor(part: FilePart, first: number, last: LastUnzipped) {
    this.#part = part;
    this.first = first;
    this.#unzipped = last;
    this.inode = part.fd === undefined ? undefined : fstatSync(part.fd).ino;
  }

  /** The index behind its last line. */
  get next(): number {
    return this.first + this.lines.length;
  }

  /** Whether a part of the log is this file, perhaps by another name. */
  isOf(part: FilePart, first: number): boolean {
    const own = this.#part;
    if (first !== this.first) return false;
    if (own.fd === undefined) return part.fd === undefined && part.last === own.last;
    const now = part.fd === undefined ? statSync(part.path, { throwIfNoEntry: false }) : fstatSync(part.fd);
    return now?.ino === this.inode;
  }

  /** It is known by another name from now on: it was closed. */
  becomes(part: FilePart): void {
    this.#part = part;
  }

  /**
   * Takes in the lines that were added since.
   *
   * @throws AuditError `EC_AUDIT_TAMPERED` when the file became shorter, `EC_AUDIT_READ`; and what the system says
   */
  catchUp(take: (line: string, index: number) => StoreRow | undefined): void {
    if (this.#complete) return;
    this.#withText((text) => this.#scan(text, take));
    this.#complete = this.#part.fd === undefined;
  }

  /** Gives a way to read lines. Throws what the system says: `ENOENT` also when the file was removed. */
  reading<T>(body: (lineAt: (index: number) => string | undefined) => T): T {
    return this.#withText((text) =>
      body((index) => {
        const known = this.lines[index - this.first];
        return known && text.bytes(known.start, known.length).toString('utf8');
      }),
    );
  }

  #scan(text: Text, take: (line: string, index: number) => StoreRow | undefined): void {
    if (text.size < this.#end)
      throw new AuditError(`the trail became shorter while it was open: \`${this.#part.path}\``, {
        code: 'EC_AUDIT_TAMPERED',
      });
    let rest = Buffer.alloc(0);
    for (let at = this.#end; at < text.size; at += CHUNK) {
      const chunk = Buffer.concat([rest, text.bytes(at, Math.min(CHUNK, text.size - at))]);
      const from = at - rest.length;
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const asked = take(chunk.toString('utf8', start, end), this.next);
        this.lines.push({ start: from + start, length: end - start, asked });
        start = end + 1;
      }
      // What has no newline yet is still being written: it is looked at again.
      rest = chunk.subarray(start);
      if (rest.length > LONGEST_LINE_BYTES)
        throw new AuditError(`a line is too long to be an entry: \`${this.#part.path}\``, { code: 'EC_AUDIT_READ' });
      this.#end = from + start;
    }
  }

  #withText<T>(body: (text: Text) => T): T {
    const { fd, gzip, close } = openPart(this.#part);
    try {
      return body(gzip ? this.#inflated(fd) : this.#plain(fd));
    } finally {
      close();
    }
  }

  #plain(fd: number): Text {
    const bytes = (start: number, length: number): Buffer => {
      const read = readAt(fd, start, length);
      this.bytesRead += read.length;
      return read;
    };
    return { size: fstatSync(fd).size, bytes };
  }

  #inflated(fd: number): Text {
    const content = this.#unzipped.of(fd, ({ length }) => (this.bytesRead += length));
    return { size: content.length, bytes: (start, length) => content.subarray(start, start + length) };
  }
}
