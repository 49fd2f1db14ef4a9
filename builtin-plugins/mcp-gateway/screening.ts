/** @module What is wrong with a client's message, so that it must not reach the server. */
import { foldName } from 'enforcecore/sdk';
import { CODES, ENVELOPE, isObject, own, RpcError } from './jsonrpc.ts';
import type { Message } from './jsonrpc.ts';
import { hasCaseCollision, hasDuplicateKey, isAmbiguous, members, reservedNames, untilNul } from './json-text.ts';

/** The one method that goes through the corridor. */
export const ENFORCED = 'tools/call';

/** The name under which calls are recorded that have no usable name of their own. */
export const INVALID_CALL = 'invalid_tool_call';

/**
 * Finds messages that two parsers could read as two different things, and calls that are not well formed. The server's
 * parser may be in any language, so what is ambiguous is refused, never passed on.
 */
export function faultOf(message: Message): RpcError | undefined {
  const { value } = message;
  if (isAmbiguous(message.parts, ENVELOPE)) return ambiguous('the message');
  if (message.has('method') && typeof value['method'] !== 'string') {
    return new RpcError(CODES.invalidRequest, '`method` must be a string');
  }
  if (value['method'] === ENFORCED) return faultOfCall(message);
  if (refersAmbiguously(message)) return ambiguous('`params`');
  return looksEnforced(value['method']) ? new RpcError(CODES.invalidRequest, LOOKALIKE) : undefined;
}

function faultOfCall(message: Message): RpcError | undefined {
  const { value, text } = message;
  // An id of another type may be none to the server, which would then run the call and answer nobody.
  if (!message.has('id') || (typeof value['id'] !== 'string' && typeof value['id'] !== 'number')) {
    return new RpcError(CODES.invalidRequest, 'a `tools/call` needs an `id` that is a string or a number');
  }
  const params = message.part('params');
  if (!params || !isObject(value['params'])) return new RpcError(CODES.invalidParams, '`params` must be an object');
  if (isAmbiguous(members(text, params.start), PARAMS)) return ambiguous('`params`');
  const { name, arguments: args } = value['params'];
  if (typeof name !== 'string' || name === '') {
    return new RpcError(CODES.invalidParams, '`params.name` must be a string that is not empty');
  }
  if (own(value['params'], 'arguments') !== undefined && args !== null && !isObject(args)) {
    return new RpcError(CODES.invalidParams, '`params.arguments` must be an object');
  }
  if (hasDuplicateKey(text)) return ambiguous('an object in the call');
  if (isObject(args) && hasCaseCollision(Object.keys(args))) return ambiguous('`params.arguments`');
  return undefined;
}

const LOOKALIKE = '`method` looks like one that is enforced and is not';

/**
 * Whether a lenient server may take it for a method that is enforced, or whose answers are: `Tools/Call`, `tools/call/`,
 * `Tasks/result`. No method of the protocol is like that.
 */
function looksEnforced(method: unknown): boolean {
  if (typeof method !== 'string' || method === 'tools/list' || method.startsWith('tasks/')) return false;
  const letters = foldName(untilNul(method)).replace(/[^a-z]/g, '');
  return letters === 'toolscall' || letters === 'toolslist' || TASKS.has(letters);
}

/** Whether it speaks of a call or a task whose id may be another one for the server than for us. */
function refersAmbiguously(message: Message): boolean {
  const { method, params } = message.value;
  if (typeof method !== 'string' || !isObject(params)) return false;
  if (!method.startsWith('tasks/') && method !== 'notifications/cancelled') return false;
  const range = message.part('params');
  return range !== undefined && isAmbiguous(members(message.text, range.start), REFERENCES);
}

const REFERENCES = reservedNames('requestId', 'taskId');
const TASKS: ReadonlySet<string> = new Set(['tasksresult', 'tasksget', 'taskslist', 'taskscancel', 'tasksupdate']);

const PARAMS = reservedNames('name', 'arguments', '_meta', 'task');

function ambiguous(where: string): RpcError {
  return new RpcError(CODES.invalidRequest, `${where} has one key twice, or twice but for its case`);
}
