/** @module Writing all of a text, also when the system takes only a part of it at a time. */
import { writeSync } from 'node:fs';

/** Appends ASCII text. What comes back from the system counts, not what was asked for. */
export function writeAll(fd: number, text: string): void {
  let done = writeSync(fd, text, null, 'latin1');
  if (done === text.length) return;
  const bytes = Buffer.from(text, 'latin1');
  while (done < bytes.length) {
    const more = writeSync(fd, bytes, done, bytes.length - done);
    if (more === 0) throw new Error('the disk takes no more bytes');
    done += more;
  }
}
