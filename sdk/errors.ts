/** @module The spec's error hierarchy, and which violation is thrown as which error. */
import {
  brandError,
  EnforceCoreError,
  EnforcementViolation,
  registerCodes,
  registerViolation,
} from '../kernel/errors.ts';
import type { ErrorOptions, ViolationFacts } from '../kernel/errors.ts';

export { PluginLoadError } from '../plugins/errors.ts';
export { PolicyError, PolicyLoadError, PolicyValidationError } from '../policies/problems.ts';

/** The tool is denied by name (`EC_TOOL_DENIED`), or not among those allowed (`EC_TOOL_NOT_ALLOWED`). */
export class ToolDeniedError extends EnforcementViolation {
  static {
    brandError(this);
  }
}

/** A host the call would reach is not allowed: `EC_DOMAIN_DENIED`. */
export class DomainDeniedError extends EnforcementViolation {
  static {
    brandError(this);
  }
}

/** Arguments or result hold something the policy's content rules forbid: `EC_CONTENT_VIOLATION`. */
export class ContentViolationError extends EnforcementViolation {
  static {
    brandError(this);
  }
}

/** Too many calls within the window: `EC_RATE_LIMIT`. */
export class RateLimitError extends EnforcementViolation {
  static {
    brandError(this);
  }
}

/** The call would exceed a budget: `EC_COST_LIMIT`. */
export class CostLimitError extends EnforcementViolation {
  static {
    brandError(this);
  }
}

/** A time limit (`EC_TIME_LIMIT`) or a memory limit (`EC_MEMORY_LIMIT`) was exceeded. */
export class ResourceLimitError extends EnforcementViolation {
  static {
    brandError(this);
  }
}

/** No policy could be had from the policy server. Not thrown by this version. */
export class PolicyServerError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

/** A compliance report cannot be made. Not thrown by this version. */
export class ComplianceError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

/** The sandboxed tool ran out of time. Not thrown by this version. */
export class SandboxTimeoutError extends ResourceLimitError {
  static {
    brandError(this);
  }
}

/** The sandboxed tool ran out of memory. Not thrown by this version. */
export class SandboxMemoryError extends ResourceLimitError {
  static {
    brandError(this);
  }
}

/** The sandboxed tool did what the sandbox forbids, or cannot be sandboxed. Not thrown by this version. */
export class SandboxViolationError extends EnforcementViolation {
  static {
    brandError(this);
  }
}

/** A stream was stopped by policy. Not thrown by this version. */
export class StreamingViolation extends EnforceCoreError {
  static {
    brandError(this);
  }
  readonly reason: string;
  readonly streamId: string;
  /** How the stream went until then: a `StreamEnforcementResult`. */
  readonly result: unknown;

  constructor(reason: string, options: ErrorOptions & { readonly streamId: string; readonly result?: unknown }) {
    super(`the stream was stopped: ${reason}`, options);
    this.reason = reason;
    this.streamId = options.streamId;
    this.result = options.result;
  }
}

type ViolationClass = new (facts: ViolationFacts) => EnforcementViolation;

const THROWN_AS: Readonly<Record<string, readonly [code: string, cls: ViolationClass]>> = {
  tool_denied: ['EC_TOOL_DENIED', ToolDeniedError],
  tool_not_allowed: ['EC_TOOL_NOT_ALLOWED', ToolDeniedError],
  domain_denied: ['EC_DOMAIN_DENIED', DomainDeniedError],
  content_violation: ['EC_CONTENT_VIOLATION', ContentViolationError],
  rate_limit: ['EC_RATE_LIMIT', RateLimitError],
  cost_limit: ['EC_COST_LIMIT', CostLimitError],
  time_limit: ['EC_TIME_LIMIT', ResourceLimitError],
  memory_limit: ['EC_MEMORY_LIMIT', ResourceLimitError],
};
for (const [type, [code, Class]] of Object.entries(THROWN_AS))
  registerViolation(type, code, (facts) => new Class(facts));

registerCodes({
  EC_TOOL_DENIED: {
    summary: 'the policy denies this tool',
    hint: 'take it off `denied_tools` or the deny rule named, if it should run',
  },
  EC_TOOL_NOT_ALLOWED: {
    summary: 'the policy does not allow this tool',
    hint: 'add it to `allowed_tools` or write an allow rule',
  },
  EC_DOMAIN_DENIED: {
    summary: 'the policy does not allow this host',
    hint: 'allow the host by a rule, if the call should reach it',
  },
  EC_CONTENT_VIOLATION: { summary: 'content that the policy forbids', hint: 'see the rule named' },
  EC_RATE_LIMIT: { summary: 'too many calls', hint: 'wait for the window to pass, or raise the limit' },
  EC_COST_LIMIT: { summary: 'a budget would be exceeded', hint: 'raise the budget, or reset it' },
  EC_TIME_LIMIT: { summary: 'the tool took too long', hint: 'raise the limit, or make the tool heed its signal' },
  EC_MEMORY_LIMIT: { summary: 'the tool used too much memory', hint: 'raise the limit' },
});
