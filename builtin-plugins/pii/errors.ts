/** @module What goes wrong when a redactor is made. */
import { brandError, EnforceCoreError, registerCodes } from 'enforcecore/sdk';

/** Redaction cannot be done as asked: `EC_PII_CATEGORY_UNKNOWN`, `EC_PII_STRATEGY_UNKNOWN`. */
export class RedactionError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

registerCodes({
  EC_PII_CATEGORY_UNKNOWN: {
    summary: 'there is no such category of personal data',
    hint: 'use email, phone, ssn, credit_card, ip_address or passport',
  },
  EC_PII_STRATEGY_UNKNOWN: {
    summary: 'there is no such redaction strategy',
    hint: 'use placeholder, mask, hash or remove',
  },
});
