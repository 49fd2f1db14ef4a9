/** @module Reads the entries of a trail, the last ones without reading the rest. */
import { closeSync, openSync, statSync } from 'node:fs';
import { AuditEntry, AuditError } from 'enforcecore/sdk';
import { unreadable } from './lines.ts';
import { linesFromEnd } from './tail.ts';

/** How much {@link loadTrail} loads. */
export interface LoadOptions {
  /** Only the most recent entries, this many at most. */
  readonly maxEntries?: number | undefined;
}

/**
 * Loads entries, oldest first. It does not verify them: see `verifyTrail`.
 *
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, and `EC_AUDIT_READ` also for a line that is no entry, which it names
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
  const lines = lastLines(path, most);
  const whole = lines.length < most;
  return lines.map((line, i) => entryOf(line, path, whole ? `line ${i + 1}` : `line ${lines.length - i} from the end`));
}

function lastLines(path: string, most: number): readonly Buffer[] {
  let fd: number | undefined;
  try {
    // Opening a FIFO would hang.
    if (!statSync(path).isFile())
      throw new AuditError(`the trail is not a plain file: \`${path}\``, { code: 'EC_AUDIT_READ' });
    fd = openSync(path, 'r');
    const lines: Buffer[] = [];
    if (most > 0) {
      for (const { line } of linesFromEnd(fd)) if (lines.push(line) === most) break;
    }
    return lines.reverse();
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

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
