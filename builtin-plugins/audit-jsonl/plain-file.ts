/** @module Files of a trail, opened so that nothing in their place can keep whoever opens them waiting, as a FIFO would. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { AuditError } from 'enforcecore/sdk';

/**
 * Opens a plain file. Throws what the system says.
 *
 * @throws AuditError `EC_AUDIT_READ` for anything else
 */
export function openPlain(path: string, flags: number = constants.O_RDONLY, mode?: number): number {
  const fd = openSync(path, flags | constants.O_NONBLOCK, mode);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new AuditError(`what lies in the place of a file of the trail is no plain file: \`${path}\``, {
    code: 'EC_AUDIT_READ',
  });
}

/** All that stands in one. @throws as {@link openPlain} */
export function readPlain(path: string): Buffer {
  const fd = openPlain(path);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}
