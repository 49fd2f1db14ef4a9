/** @module The lines of a whole log, segments and all. */
import { readBlocks } from './blocks.ts';
import { unreadable } from './place.ts';
import type { LogOptions } from './place.ts';
import { openLog, openPart } from './segments.ts';
import type { FilePart, MissingPart } from './segments.ts';
import type { RemovedPart } from './retained.ts';

/** A line, or entries that are not there. */
export type LogLine =
  | {
      /** Without its newline, one character a byte; `undefined` when it is too long. */ readonly text:
        string | undefined;
      readonly ended: boolean;
    }
  | { readonly gone: MissingPart | RemovedPart };

/** The lines of a log in order, in constant memory. @throws AuditError as `openLog` */
export async function* readLog(path: string, options: LogOptions = {}): AsyncGenerator<LogLine> {
  const log = openLog(path, options);
  try {
    for (const part of log.parts) {
      if (part.kind === 'file') yield* linesOf(part, options);
      else yield { gone: part };
    }
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    log.close();
  }
}

/** The lines of one file. Rejects with what the system says. */
export async function* linesOf(
  part: FilePart,
  options: LogOptions,
): AsyncGenerator<{ text: string | undefined; ended: boolean }> {
  const file = openPart(part, options);
  try {
    for await (const block of readBlocks({ ...file, from: 0, to: file.size })) {
      if (!('lines' in block)) {
        yield { text: block.odd, ended: block.ended };
        continue;
      }
      for (let at = 0, end = block.lines.indexOf('\n'); end >= 0; at = end + 1, end = block.lines.indexOf('\n', at))
        yield { text: block.lines.slice(at, end), ended: true };
    }
  } finally {
    file.close();
  }
}

/** What JSON of a line says, read as UTF-8. Lines of ours are ASCII, and need no buffer for it. */
export const decoded = (text: string): string =>
  BEYOND_ASCII.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text;
const BEYOND_ASCII = /[\u0080-\u00ff]/;
