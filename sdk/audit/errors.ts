/** @module What goes wrong with a trail. */
import { brandError, EnforceCoreError, registerCodes, registerViolation } from '../../kernel/errors.ts';

/** An entry could not be written or a trail not be read: `EC_AUDIT_*`. For a call: it was refused, or its result withheld. */
export class AuditError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

registerViolation('audit_failure', 'EC_AUDIT_WRITE', (facts) => new AuditError(facts.reason, facts));
registerCodes({
  EC_AUDIT_WRITE: {
    summary: 'an entry of the trail could not be written',
    hint: 'see `cause`; nothing runs that cannot be recorded. After a disk error, create the enforcer anew',
  },
  EC_AUDIT_PAYLOAD: {
    summary: 'a payload could not be kept or read',
    hint: 'see the message; payloads need a trail in a file, a subject, and a JSON form of at most 1 MiB',
  },
  EC_AUDIT_CLOSED: { summary: 'the trail is closed', hint: 'create a new auditor or enforcer' },
});
