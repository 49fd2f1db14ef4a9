/** @module Closing the file of a trail as a segment. */
import { renameSync } from 'node:fs';
import { basename } from 'node:path';
import { protect, unprotect } from './attributes.ts';
import { segmentPath } from './segments.ts';

/**
 * Gives the file its name as a segment. False, with a warning, when it can only grow and has to keep its name: then it
 * goes on growing. Throws what the system says of anything else.
 */
export function closeSegment(trail: string, first: number, last: number, appendOnly: boolean): boolean {
  try {
    if (appendOnly) unprotect(trail);
    renameSync(trail, segmentPath(trail, first, last));
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') throw cause;
    process.emitWarning(`the trail cannot be rotated, and goes on growing: \`${trail}\``, {
      type: 'EnforceCoreWarning',
      code: 'EC_AUDIT_APPEND_ONLY',
    });
    return false;
  }
}

/** Protects both files again. For a moment they had no attribute: what this gives is for the trail to say. */
export function protectSegment(trail: string, first: number, last: number): object {
  const segment = segmentPath(trail, first, last);
  const immutable = protect(segment, '+i');
  return { first, last, segment: basename(segment), immutable, append_only: protect(trail, '+a') };
}
