/** @module The encrypted payloads beside a trail, one JSON object a line. */
import {
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { quoteAscii } from 'enforcecore/sdk';
import { syncFolder } from './durable.ts';
import { openPlain } from './plain-file.ts';

/** What is kept of a payload. */
export interface StoredPayload {
  readonly entryId: string;
  readonly subjectRef: string;
  /** Base64; nothing but zero bits once it was dropped. */
  readonly data: string;
}

export function payloadsPath(trail: string): string {
  return `${trail}.payloads`;
}

/** Appends payloads. The caller has the lock of the trail. */
export class PayloadFile {
  readonly #path: string;
  #fd: number | undefined;
  #unsynced = false;
  #asked: Promise<void> | undefined;

  constructor(trail: string) {
    this.#path = payloadsPath(trail);
  }

  /** When this returns, the system has all of it. */
  put({ entryId, subjectRef, data }: StoredPayload): void {
    const fd = this.#open();
    const line = `{"entry_id":${quoteAscii(entryId)},"subject_ref":"${subjectRef}","data":"${data}"}\n`;
    const bytes = Buffer.from(endsWithin(fd) ? `\n${line}` : line, 'latin1');
    this.#unsynced = true;
    for (let done = 0; done < bytes.length;) {
      const more = writeSync(fd, bytes, done, bytes.length - done);
      if (more === 0) throw new Error('the disk takes no more bytes');
      done += more;
    }
  }

  syncNow(): void {
    if (!this.#unsynced || this.#fd === undefined) return;
    fdatasyncSync(this.#fd);
    this.#unsynced = false;
  }

  /** Resolves when the disk has every payload there is now; at once when it has them already. */
  sync(): Promise<void> | undefined {
    const fd = this.#fd;
    if (!this.#unsynced || fd === undefined) return undefined;
    this.#unsynced = false;
    return (this.#asked = new Promise((done, failed) => fdatasync(fd, (error) => (error ? failed(error) : done()))));
  }

  /** Closes the file, after the disk has answered what it was asked. */
  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd === undefined) return;
    const close = (): void => closeSync(fd);
    if (this.#asked === undefined) close();
    else void this.#asked.then(close, close);
  }

  #open(): number {
    const there = statSync(this.#path, { throwIfNoEntry: false });
    if (this.#fd !== undefined) {
      const here = fstatSync(this.#fd);
      if (there?.ino === here.ino && there.dev === here.dev) return this.#fd;
      this.syncNow();
      this.close(); // it was moved away
    }
    const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
    this.#fd = openPlain(this.#path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    if (!there) syncFolder(dirname(this.#path));
    return this.#fd;
  }
}

/** Whether a process was killed within a line. */
function endsWithin(fd: number): boolean {
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1, NEWLINE);
  if (size > 0) readSync(fd, last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

/**
 * Overwrites payloads in their place, so that whoever appends meanwhile is not disturbed. Those of the entries given, or
 * of a subject. Doing it again changes nothing.
 *
 * @returns how many there were, those that were overwritten before included
 */
export async function dropPayloads(trail: string, which: ReadonlySet<string> | string): Promise<number> {
  if (typeof which !== 'string' && which.size === 0) return 0;
  if (!existsSync(payloadsPath(trail))) return 0;
  const fd = openPlain(payloadsPath(trail), constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    let count = 0;
    for await (const { payload, dataAt } of placedPayloads(trail)) {
      if (typeof which === 'string' ? payload.subjectRef !== which : !which.has(payload.entryId)) continue;
      count++;
      const zeros = Buffer.alloc(payload.data.length, ZERO);
      for (let done = 0; done < zeros.length;) done += writeSync(fd, zeros, done, zeros.length - done, dataAt + done);
    }
    if (count > 0) fdatasyncSync(fd);
    return count;
  } finally {
    closeSync(fd);
  }
}

/** Whether the payload itself is gone. */
export function isDropped({ data }: StoredPayload): boolean {
  return /^A*$/.test(data);
}

/** What is kept for an entry: more than one, if it was refused once and made again. */
export async function findPayloads(trail: string, entryId: string): Promise<readonly StoredPayload[]> {
  const found: StoredPayload[] = [];
  if (!existsSync(payloadsPath(trail))) return found;
  for await (const { payload } of placedPayloads(trail)) if (payload.entryId === entryId) found.push(payload);
  return found;
}

/** Every payload, and where in the file its data begins. */
async function* placedPayloads(
  trail: string,
): AsyncGenerator<{ readonly payload: StoredPayload; readonly dataAt: number }> {
  let rest = Buffer.alloc(0);
  let at = 0;
  for await (const chunk of createReadStream('', {
    fd: openPlain(payloadsPath(trail)),
    highWaterMark: CHUNK,
  }) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const line = LINE.exec(bytes.toString('latin1', start, end));
      if (line) {
        const [, entryId, subjectRef, data] = line as unknown as [string, string, string, string];
        const payload = { entryId: JSON.parse(entryId) as string, subjectRef, data };
        yield { payload, dataAt: at + end - data.length - '"}'.length };
      }
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
    at += start;
  }
}

const LINE =
  /^\{"entry_id":("(?:[^"\\]|\\["\\/bfnrtu])*"),"subject_ref":"([0-9a-f]{64})","data":"([A-Za-z0-9+/=]*)"\}$/;
const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;
/** Base64 of zero bits. */
const ZERO = 'A';
