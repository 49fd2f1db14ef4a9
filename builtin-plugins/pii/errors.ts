/** @module What goes wrong when a redactor is made. */
import { brandError, EnforceCoreError, registerCodes } from 'enforcecore/sdk';

/**
 * Redaction cannot be done as asked: `EC_PII_CATEGORY_UNKNOWN`, `EC_PII_STRATEGY_UNKNOWN`, `EC_PII_VALIDATOR_FAILED`. Or a
 * pattern is refused: `EC_PII_PATTERN_NAME`, `EC_PII_PATTERN_BUILT_IN`, `EC_PII_PATTERN_DUPLICATE`,
 * `EC_PII_PATTERN_SYNTAX`, `EC_PII_PATTERN_EMPTY`, `EC_PII_PATTERN_LONG`, `EC_PII_PATTERN_UNSAFE`, `EC_PII_PATTERN_INVALID`.
 */
export class RedactionError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

registerCodes({
  EC_PII_CATEGORY_UNKNOWN: {
    summary: 'there is no such category of personal data',
    hint: 'the README of the room lists them',
  },
  EC_PII_NER_MISSING: {
    summary: 'names are to be redacted, and no recognizer of names is active',
    hint: 'name the plugin `ner`, or set `ner_fallback_to_regex: true`',
  },
  EC_PII_STRATEGY_UNKNOWN: {
    summary: 'there is no such redaction strategy',
    hint: 'use placeholder, mask, hash or remove',
  },
  EC_PII_PATTERN_NAME: {
    summary: 'a pattern has no category, or one that cannot be shown',
    hint: 'give it a name such as employee_id',
  },
  EC_PII_PATTERN_BUILT_IN: {
    summary: 'a pattern has the category of something built in',
    hint: 'give it another name; what is built in is chosen by `categories`',
  },
  EC_PII_PATTERN_DUPLICATE: {
    summary: 'two patterns of one list have the same category',
    hint: 'join them with `|`, or give one of them another name',
  },
  EC_PII_PATTERN_SYNTAX: {
    summary: 'a pattern is not a regular expression',
    hint: 'write it in the syntax of JavaScript, with no flags but i, m, s and u',
  },
  EC_PII_PATTERN_EMPTY: {
    summary: 'a pattern can match where there is nothing',
    hint: 'make something in it required: `+` for `*`, say',
  },
  EC_PII_PATTERN_LONG: {
    summary: 'a pattern needs to see too much of a text',
    hint: 'a match has at most 1,024 characters, and lookaround at most 256: bound what repeats in it, as in {0,50}',
  },
  EC_PII_PATTERN_UNSAFE: {
    summary: 'a pattern could take too long, and cannot be run in another way',
    hint: 'leave out lookaround and backreferences, or bound what repeats, as in {1,50}',
  },
  EC_PII_PATTERN_INVALID: {
    summary: 'a pattern, or what comes with it, is of the wrong type',
    hint: 'give a RegExp or a text, with a text for placeholder and mask and a function for validator',
  },
  EC_PII_VALIDATOR_FAILED: {
    summary: 'the validator of a pattern threw or gave no boolean, so the value was withheld',
    hint: 'make it return true or false for every text',
  },
});
