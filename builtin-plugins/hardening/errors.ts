/** @module The errors of hardening, and which violation is thrown as which. */
import { brandError, EnforceCoreError, registerCodes, registerViolation } from 'enforcecore/sdk';
import type { ViolationFacts } from 'enforcecore/sdk';

type Options = ConstructorParameters<typeof EnforceCoreError>[1];

/** A call is not of a form that can be enforced: `EC_INPUT_LIMIT_INVALID`, or the code of a subclass. */
export class HardeningError extends EnforceCoreError {
  static {
    brandError(this);
  }
  /** Set when the error ended a call; `undefined` from the functions. */
  readonly toolName: string | undefined;
  readonly policyName: string | undefined;
  readonly reason: string;
  readonly violationType: string | undefined;
  readonly callId: string | undefined;

  constructor(message: string, options: Options & { readonly facts?: ViolationFacts }) {
    super(message, options);
    const { facts } = options;
    this.toolName = facts?.tool;
    this.policyName = facts?.policy;
    this.reason = facts?.reason ?? message;
    this.violationType = facts?.type;
    this.callId = facts?.callId;
  }
}

/**
 * A tool name is empty, too long, has characters that names do not have, or passes for another name:
 * `EC_TOOL_NAME_INVALID`.
 */
export class InvalidToolNameError extends HardeningError {
  static {
    brandError(this);
  }
}

/** The arguments of a call hold more bytes than is accepted: `EC_INPUT_TOO_LARGE`. */
export class InputTooLargeError extends HardeningError {
  static {
    brandError(this);
  }
}

/** Calls are nested more deeply than is accepted: `EC_DEPTH_EXCEEDED`. */
export class EnforcementDepthError extends HardeningError {
  static {
    brandError(this);
  }
}

const THROWN_AS: Readonly<Record<string, readonly [code: string, cls: typeof HardeningError]>> = {
  invalid_tool_name: ['EC_TOOL_NAME_INVALID', InvalidToolNameError],
  input_too_large: ['EC_INPUT_TOO_LARGE', InputTooLargeError],
  depth_exceeded: ['EC_DEPTH_EXCEEDED', EnforcementDepthError],
};
for (const [type, [code, Class]] of Object.entries(THROWN_AS)) {
  registerViolation(type, code, (facts) => {
    const message = `tool \`${facts.tool}\` refused by policy \`${facts.policy}\`: ${facts.reason}`;
    return new Class(message, { code: facts.code, cause: facts.cause, facts });
  });
}

registerCodes({
  EC_TOOL_NAME_INVALID: {
    summary: 'a tool name is not acceptable',
    hint: 'use 1 to 256 letters, digits or `_ . - : < >`, and no letters that pass for ASCII ones',
  },
  EC_INPUT_TOO_LARGE: {
    summary: 'the arguments are too large',
    hint: 'pass less, or raise `hardening.max_input_bytes`',
  },
  EC_INPUT_LIMIT_INVALID: {
    summary: 'a limit on the input size is not acceptable',
    hint: 'give a whole number of bytes of at least 64',
  },
  EC_DEPTH_EXCEEDED: {
    summary: 'enforced calls are nested too deeply',
    hint: 'look for a tool that calls itself through others; `hardening.max_depth` sets the limit',
  },
  EC_OUTPUT_TOO_LARGE: {
    summary: 'the result is larger than the policy allows',
    hint: 'return less, or raise `max_output_size_bytes`',
  },
});
