/** @module What the model is told when a call is refused: what and why, and nothing of the policy's inside. */
import type { JsonObject } from './jsonrpc.ts';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['tool_denied', 'The policy does not allow this tool.'],
  ['tool_not_allowed', 'The policy does not allow this tool.'],
  ['content_violation', 'Its arguments or its result hold content that the policy does not allow.'],
  ['domain_denied', 'It reaches for a network address that the policy does not allow.'],
  ['network_denied', 'It reaches for a network address that the policy does not allow.'],
  ['resource_denied', 'It reaches for a file or another resource that the policy does not allow.'],
  ['resource_not_allowed', 'It reaches for a file or another resource that the policy does not allow.'],
  ['filesystem_denied', 'It reaches for a file that the policy does not allow.'],
  ['api_denied', 'It reaches for an interface that the policy does not allow.'],
  ['sensitivity_violation', 'It handles data that is too sensitive for this tool.'],
  ['rate_limit', 'It was called too often: wait before you try again.'],
  ['cost_limit', 'The budget for such calls is used up.'],
  ['time_limit', 'It took longer than the policy allows and was ended.'],
  ['memory_limit', 'It needed more memory than the policy allows and was ended.'],
  ['input_too_large', 'Its arguments are larger than the policy allows.'],
  ['output_too_large', 'Its result is larger than the policy allows.'],
  ['approval_denied', 'It needs an approval that was not given.'],
  ['aborted', 'It was cancelled.'],
]);

const FAILED = 'A check of this call could not be completed, so nothing of it is passed on.';
const REFUSED = 'The policy does not allow this call with these arguments.';

/**
 * The text for the model. Built from the kind of the violation alone: reasons and rule names of a policy may hold its
 * patterns and paths.
 *
 * @param tool - the tool's name, already redacted
 */
export function denialText(tool: string, error: unknown): string {
  return `The call of the tool \`${shortened(tool)}\` was refused. ${reasonOf(error)}`;
}

/** The text in place of a result that arrived later than its call, in the same way. Without a tool, of any answer. */
export function withheldText(tool: string | undefined, error: unknown): string {
  const what = tool === undefined ? 'An answer of the server' : `The result of the tool \`${shortened(tool)}\``;
  return `${what} was withheld. ${reasonOf(error)}`;
}

/** The result in place of the server's. Protocol versions from 2026-07-28 on want to know that it is complete. */
export function denialResult(text: string, modern: boolean): JsonObject {
  const result: JsonObject = { content: [{ type: 'text', text }], isError: true };
  return modern ? { resultType: 'complete', ...result } : result;
}

const MOST_NAME = 128;

function shortened(tool: string): string {
  return tool.length > MOST_NAME ? `${tool.slice(0, MOST_NAME)}\u2026` : tool;
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return FAILED;
  const { violationType } = error as { readonly violationType?: unknown };
  if (typeof violationType !== 'string') return FAILED;
  if (violationType === 'enforcement_failure' || violationType === 'redaction_failure') return FAILED;
  return REASONS.get(violationType) ?? REFUSED;
}
