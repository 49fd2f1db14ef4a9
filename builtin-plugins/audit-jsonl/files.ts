/** @module Small files that a command is given: keys and checkpoints. */
import { readFileSync } from 'node:fs';
import { AuditError } from 'enforcecore/sdk';

/** @throws AuditError `EC_AUDIT_READ` */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new AuditError(`the file cannot be read (${code}): \`${path}\``, { code: 'EC_AUDIT_READ', cause });
  }
}
