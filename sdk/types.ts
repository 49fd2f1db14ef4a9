/** @module The spec's enumerations: constant objects with a union type of the same name. */

/** How a call ended. `redacted`: it ran, and something was redacted. */
export const Decision = Object.freeze({ ALLOWED: 'allowed', BLOCKED: 'blocked', REDACTED: 'redacted' } as const);
export type Decision = (typeof Decision)[keyof typeof Decision];

/** What a policy does about a violation. */
export const ViolationAction = Object.freeze({ BLOCK: 'block', LOG: 'log', REDACT: 'redact' } as const);
export type ViolationAction = (typeof ViolationAction)[keyof typeof ViolationAction];

/** Why a call was refused, as it stands in the trail under `violation_type`. Plugins may add their own. */
export const ViolationType = Object.freeze({
  TOOL_DENIED: 'tool_denied',
  TOOL_NOT_ALLOWED: 'tool_not_allowed',
  RESOURCE_DENIED: 'resource_denied',
  RESOURCE_NOT_ALLOWED: 'resource_not_allowed',
  DOMAIN_DENIED: 'domain_denied',
  CONTENT_VIOLATION: 'content_violation',
  RATE_LIMIT: 'rate_limit',
  COST_LIMIT: 'cost_limit',
  TIME_LIMIT: 'time_limit',
  MEMORY_LIMIT: 'memory_limit',
  INPUT_TOO_LARGE: 'input_too_large',
  OUTPUT_TOO_LARGE: 'output_too_large',
  INVALID_TOOL_NAME: 'invalid_tool_name',
  DEPTH_EXCEEDED: 'depth_exceeded',
  POLICY_DENIED: 'policy_denied',
  APPROVAL_REQUIRED: 'approval_required',
  HOOK_ABORT: 'hook_abort',
  REDACTION_FAILURE: 'redaction_failure',
  AUDIT_FAILURE: 'audit_failure',
  ENFORCEMENT_FAILURE: 'enforcement_failure',
  ABORTED: 'aborted',
} as const);
export type ViolationType = (typeof ViolationType)[keyof typeof ViolationType];

/** How sensitive data is, from openly shareable to least distributed. */
export const SensitivityLabel = Object.freeze({
  PUBLIC: 'public',
  INTERNAL: 'internal',
  CONFIDENTIAL: 'confidential',
  RESTRICTED: 'restricted',
} as const);
export type SensitivityLabel = (typeof SensitivityLabel)[keyof typeof SensitivityLabel];
