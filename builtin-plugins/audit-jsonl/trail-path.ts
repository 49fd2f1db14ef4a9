/** @module What a trail is called, whatever it is called by. */
import { realpathSync, statSync } from 'node:fs';
import { AuditError } from 'enforcecore/sdk';
import { unreadable } from './place.ts';

/**
 * The path by which everybody knows a trail.
 *
 * @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ`
 */
export function realTrail(path: string): string {
  try {
    if (!statSync(path).isFile())
      throw new AuditError(`the trail is not a plain file: \`${path}\``, { code: 'EC_AUDIT_READ' });
    return realpathSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
