/** @module Reads the entries of a trail, the last ones without reading the rest. */
import { AuditEntry, AuditError } from 'enforcecore/sdk';
import { unreadable } from './place.ts';
import { openLog, openPart, unzipped } from './segments.ts';
import type { FilePart } from './segments.ts';
import { linesFromEnd } from './tail.ts';

/** How much {@link loadTrail} loads. */
export interface LoadOptions {
  /** Only the most recent entries, this many at most. */
  readonly maxEntries?: number | undefined;
  /** Whether closed segments may be symbolic links. */
  readonly followSymlinks?: boolean | undefined;
}

/**
 * Loads entries, oldest first, also those of closed segments. It does not verify them: see `verifyTrail`.
 *
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, and `EC_AUDIT_READ` also for a line that is no entry, which it names;
 * `EC_AUDIT_SYMLINK`, `EC_AUDIT_RETENTION`
 * @example
 * ```ts
 * const auditor = new Auditor({ outputPath: 'trail.jsonl' });
 * auditor.record({ toolName: 'search', policyName: 'demo' });
 * await auditor.close();
 * loadTrail('trail.jsonl', { maxEntries: 100 }).map(({ toolName }) => toolName); // ['search']
 * ```
 */
export function loadTrail(path: string, options: LoadOptions = {}): AuditEntry[] {
  const most = options.maxEntries ?? Infinity;
  if (options.maxEntries !== undefined && !(Number.isInteger(most) && most >= 0))
    throw new RangeError('`maxEntries` must be a whole number, 0 or more');
  const lines = lastLines(path, most, options);
  const whole = lines.length < most;
  return lines.map((line, i) => entryOf(line, path, whole ? `line ${i + 1}` : `line ${lines.length - i} from the end`));
}

function lastLines(path: string, most: number, options: LoadOptions): readonly Buffer[] {
  const log = openLog(path, options);
  try {
    const lines: Buffer[] = [];
    for (const part of log.parts.toReversed()) {
      if (part.kind !== 'file') continue;
      if (lines.length >= most) break;
      for (const line of fromEnd(part, options)) if (lines.push(line) === most) break;
    }
    return lines.reverse();
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    log.close();
  }
}

function* fromEnd(part: FilePart, options: LoadOptions): Generator<Buffer> {
  const { fd, gzip, close } = openPart(part, options);
  try {
    if (!gzip) {
      for (const { line } of linesFromEnd(fd)) yield line;
      return;
    }
    const text = unzipped(fd);
    for (let end = text.length; end > 0;) {
      const stop = text[end - 1] === NEWLINE ? end - 1 : end;
      const start = stop === 0 ? 0 : text.lastIndexOf(NEWLINE, stop - 1) + 1;
      yield text.subarray(start, stop);
      end = start;
    }
  } finally {
    close();
  }
}
const NEWLINE = 0x0a;

function entryOf(line: Buffer, path: string, where: string): AuditEntry {
  let cause: unknown;
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return AuditEntry.fromDict(value as Record<string, unknown>);
  } catch (error) {
    cause = error;
  }
  throw new AuditError(`${where} of \`${path}\` is no entry`, { code: 'EC_AUDIT_READ', cause });
}
