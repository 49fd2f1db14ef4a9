/** @module Opening the file of a trail. */
import { constants, fstatSync, lstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuditError, registerCodes } from 'enforcecore/sdk';
import { syncFolder } from './durable.ts';

registerCodes({
  EC_AUDIT_OPEN: {
    summary: 'the trail cannot be opened for writing',
    hint: 'the path must be a plain file, or free, in a folder that this user may write to',
  },
});

/**
 * Opens the file of a trail, and makes it when there is none.
 *
 * @param flags - more of `open(2)`
 *
 * @throws AuditError `EC_AUDIT_OPEN`
 */
export function openTrail(path: string, flags = 0): number {
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    if (before && !before.isFile()) throw new Error('it is not a plain file'); // opening a FIFO would hang
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const fd = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | flags, 0o600);
    if (!before) syncFolder(folder);
    return fd;
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new AuditError(`the trail cannot be opened (${why}): \`${path}\``, { code: 'EC_AUDIT_OPEN', cause });
  }
}

/** The size of an open file; undefined when it does not lie at `path` any more, but another, a link or none. */
export function sizeAt(path: string, fd: number): number | undefined {
  const here = fstatSync(fd);
  const there = lstatSync(path, { throwIfNoEntry: false });
  return there?.ino === here.ino && there.dev === here.dev ? here.size : undefined;
}

/** What is said of a trail that cannot be written. */
export function unwritable(path: string, cause: unknown): AuditError {
  const { code } = cause as NodeJS.ErrnoException;
  const why = typeof code === 'string' ? code : cause instanceof Error ? cause.message : 'unknown';
  return new AuditError(`the trail cannot be written (${why}): \`${path}\``, { code: 'EC_AUDIT_WRITE', cause });
}
