/** @module The lines of a file, one at a time, in constant memory. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AuditError, registerCodes } from 'enforcecore/sdk';

registerCodes({
  EC_AUDIT_NOT_FOUND: { summary: 'there is no such trail', hint: 'check the path; a missing trail proves nothing' },
  EC_AUDIT_READ: {
    summary: 'a trail could not be read',
    hint: 'see `cause`; the path must be a file that you may read',
  },
});

const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

export interface Line {
  /** Without the newline. `undefined` when it is too long to be looked at. */
  readonly bytes: Buffer | undefined;
  /** Whether a newline follows. */
  readonly ended: boolean;
}

/** @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ` */
export async function* readLines(path: string): AsyncGenerator<Line> {
  await mustBeFile(path);
  let parts: Buffer[] = [];
  let length = 0;
  const line = (ended: boolean): Line => {
    const bytes = length > LONGEST_LINE_BYTES ? undefined : parts.length === 1 ? parts[0] : Buffer.concat(parts);
    parts = [];
    length = 0;
    return { bytes, ended };
  };
  const add = (part: Buffer): void => {
    length += part.length;
    if (length > LONGEST_LINE_BYTES) parts = [];
    else parts.push(part);
  };
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        add(chunk.subarray(start, end));
        yield line(true);
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (length > 0) yield line(false);
}

/** @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ` */
async function mustBeFile(path: string): Promise<void> {
  let isFile: boolean;
  try {
    isFile = (await stat(path)).isFile();
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (!isFile) throw new AuditError(`the trail is not a plain file: \`${path}\``, { code: 'EC_AUDIT_READ' });
}

export function unreadable(path: string, cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AuditError(`there is no trail at \`${path}\``, { code: 'EC_AUDIT_NOT_FOUND', cause });
  }
  return new AuditError(`the trail cannot be read (${code}): \`${path}\``, { code: 'EC_AUDIT_READ', cause });
}
