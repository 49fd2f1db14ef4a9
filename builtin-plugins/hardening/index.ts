/** @module Checks tool names, nesting depth, and the size of what goes in and out. */
import { z } from 'zod';
import { andThen, definePlugin, measureBytes, schemaLater } from 'enforcecore/sdk';
import type { Middleware, Outcome, PluginHost, ToolCall, Violation } from 'enforcecore/sdk';
import { callNameProblem, MAX_INPUT_SIZE_BYTES, MIN_INPUT_LIMIT_BYTES } from './checks.ts';
import { MAX_ENFORCEMENT_DEPTH } from './scope.ts';
export { checkInputSize, MAX_INPUT_SIZE_BYTES, MAX_TOOL_NAME_LENGTH, validateToolName } from './checks.ts';
export { EnforcementDepthError, HardeningError, InputTooLargeError, InvalidToolNameError } from './errors.ts';
export {
  enterEnforcement,
  exitEnforcement,
  getEnforcementChain,
  getEnforcementDepth,
  isDevMode,
  MAX_ENFORCEMENT_DEPTH,
  warnFailOpen,
} from './scope.ts';

const digits = () => z.string().regex(/^\d{1,15}$/, 'must be a whole number of bytes');

export const hardening = definePlugin({
  name: 'hardening',
  version: '0.1.0',
  description: 'Checks tool names, nesting depth, and the size of what goes in and out',
  policy: {
    sections: {
      /** Bytes of UTF-8 after redaction. `null`: no limit. */
      max_output_size_bytes: schemaLater(() =>
        z
          .union([z.int().nonnegative(), digits().transform(Number)])
          .nullable()
          .default(null),
      ),
      hardening: schemaLater(() =>
        z
          .strictObject({
            /** Bytes of all text and binary data in the arguments. */
            max_input_bytes: z.int().min(MIN_INPUT_LIMIT_BYTES).default(MAX_INPUT_SIZE_BYTES),
            /** How deeply enforced calls may be nested. */
            max_depth: z.int().min(1).max(1000).default(MAX_ENFORCEMENT_DEPTH),
          })
          .prefault({}),
      ),
    },
    main: 'hardening',
  },
  setup(host, _deps, { max_output_size_bytes: maxOutput, hardening: { max_input_bytes, max_depth } }) {
    host.use(admit(host, max_input_bytes, max_depth));
    if (maxOutput !== null) host.use(limitOutput(host, maxOutput));
  },
});

export default hardening;

function admit(host: PluginHost, maxInput: number, maxDepth: number): Middleware {
  const names = new NameChecks();
  const problemOf = (call: ToolCall): Violation | undefined => {
    const invalid = names.problem(call.tool);
    // A name that cannot be enforced and endless recursion are never let through, not even to watch what happens.
    if (invalid !== undefined) return { type: 'invalid_tool_name', reason: invalid, failure: true };
    if (call.depth > maxDepth)
      return { type: 'depth_exceeded', reason: `calls are nested more than ${maxDepth} deep`, failure: true };
    if (measureBytes(call.args, maxInput) > maxInput)
      return { type: 'input_too_large', reason: `the input is larger than ${maxInput} bytes` };
    return undefined;
  };
  return {
    name: 'hardening',
    phase: 'admit',
    sync: true,
    handle(call, next) {
      const problem = problemOf(call);
      return (problem && host.refuse(call, problem)) ?? next(call);
    },
  };
}

/** Judges a name once, and forgets everything when too many names were seen: they may be made up without end. */
class NameChecks {
  readonly #known = new Map<string, string | undefined>();

  problem(name: string): string | undefined {
    const known = this.#known.get(name);
    if (known !== undefined || this.#known.has(name)) return known;
    const problem = callNameProblem(name);
    if (this.#known.size >= MOST_NAMES) this.#known.clear();
    // A name of any length must not be kept: only those that can be valid are.
    if (name.length <= LONGEST_KEPT) this.#known.set(name, problem);
    return problem;
  }
}

const MOST_NAMES = 10_000;
const LONGEST_KEPT = 600;

/** Stands outside the redactors, so what it measures is already redacted. */
function limitOutput(host: PluginHost, maxBytes: number): Middleware {
  // The items of a stream pass one by one: what came before counts. A call that is forgotten takes its count with it.
  const streamed = new WeakMap<object, number>();
  const check = (call: ToolCall, outcome: Outcome): Outcome => {
    if (outcome.status !== 'returned') return outcome;
    const before = outcome.streaming ? (streamed.get(outcome.record) ?? 0) : 0;
    const bytes = before + measureBytes(outcome.value, maxBytes - before);
    if (outcome.streaming) streamed.set(outcome.record, bytes);
    if (bytes <= maxBytes) return outcome;
    const reason = `the result is larger than ${maxBytes} bytes`;
    return host.refuse(call, { type: 'output_too_large', code: 'EC_OUTPUT_TOO_LARGE', reason }) ?? outcome;
  };
  return {
    name: 'hardening-output',
    phase: 'transform',
    sync: true,
    handle: (call, next) => andThen(next(call), (outcome) => check(call, outcome)),
  };
}
