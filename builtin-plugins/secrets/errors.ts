/** @module What goes wrong when a scanner is made, and what a blocked call is thrown as. */
import { brandError, EnforceCoreError, EnforcementViolation, registerCodes, registerViolation } from 'enforcecore/sdk';

/** Detection cannot be done as asked. The spec has one class of this name; it is recognised by its name. */
export class RedactionError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

/** The arguments of a call hold a secret, and the policy blocks it. Recognised by its name, as above. */
export class ContentViolationError extends EnforcementViolation {
  static {
    brandError(this);
  }
}

export const SECRET_DETECTED = 'secret_detected';

registerCodes({
  EC_SECRETS_CATEGORY_UNKNOWN: {
    summary: 'there is no such category of secrets',
    hint: 'the README of the secrets room lists the categories; leave `categories` out for all of them',
  },
  EC_SECRETS_STRATEGY_UNKNOWN: {
    summary: 'there is no such way to replace secrets',
    hint: 'use placeholder, mask, hash or remove',
  },
  EC_SECRET_DETECTED: {
    summary: 'an argument holds a secret',
    hint: 'pass a reference to the secret instead, or set `secrets.action: redact`',
  },
});
registerViolation(SECRET_DETECTED, 'EC_SECRET_DETECTED', (facts) => new ContentViolationError(facts));
