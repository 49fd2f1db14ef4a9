/** @module Where a log lies, and which of its files are read. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AuditError, registerCodes } from 'enforcecore/sdk';

registerCodes({
  EC_AUDIT_NOT_FOUND: { summary: 'there is no such trail', hint: 'check the path; a missing trail proves nothing' },
  EC_AUDIT_READ: {
    summary: 'a trail could not be read',
    hint: 'see `cause`; the path must be a file that you may read',
  },
  EC_AUDIT_SYMLINK: {
    summary: 'a segment of a trail is a symbolic link',
    hint: 'put the file itself beside the trail, or allow links: `--follow-symlinks`',
  },
});

/** How the files of a log are found. */
export interface LogOptions {
  /** Whether segments may be symbolic links. A trail may always be one: its path is given by whoever asks. */
  readonly followSymlinks?: boolean | undefined;
}

/** Where a log lies. */
export interface Place {
  readonly path: string;
  readonly folder: string;
  /** What the names of its files begin with; nothing when there can be no segments. */
  readonly stem: string | undefined;
}

/** @throws AuditError `EC_AUDIT_READ` */
export function placeOf(path: string): Place {
  let real: string;
  try {
    real = realpathSync(path);
  } catch (cause) {
    // Between two segments there may be no file for a moment.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(path, cause);
    real = path;
  }
  const name = basename(real);
  return { path: real, folder: dirname(real), stem: name.endsWith('.jsonl') ? name.slice(0, -6) : undefined };
}

/** @throws AuditError `EC_AUDIT_SYMLINK`, and `EC_AUDIT_READ` for what is no file: opening a FIFO would hang */
export function refuseLink(path: string, { followSymlinks }: LogOptions): void {
  const about = followSymlinks === true ? statSync(path) : lstatSync(path);
  if (about.isFile()) return;
  if (!about.isSymbolicLink())
    throw new AuditError(`a file of the log is no plain file: \`${path}\``, { code: 'EC_AUDIT_READ' });
  throw new AuditError(`a file of the log is a symbolic link: \`${path}\``, { code: 'EC_AUDIT_SYMLINK' });
}

/** What is said of a trail that cannot be read. */
export function unreadable(path: string, cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AuditError(`there is no trail at \`${path}\``, { code: 'EC_AUDIT_NOT_FOUND', cause });
  }
  return new AuditError(`the trail cannot be read (${code}): \`${path}\``, { code: 'EC_AUDIT_READ', cause });
}
