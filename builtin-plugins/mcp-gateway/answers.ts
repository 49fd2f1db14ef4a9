/** @module Answers of the server: tools that vanish, texts that are redacted, and what is written anew. */
import { deepRedact } from 'enforcecore/sdk';
import type { CommandEnforcer } from 'enforcecore/sdk';
import { errorReply, isObject, own, resultReply, RpcError, sameJson } from './jsonrpc.ts';
import type { JsonObject, Message } from './jsonrpc.ts';
import { elements, hasDuplicateKey, members, splice, textOf } from './json-text.ts';

type Part = 'result' | 'error' | 'params';

/**
 * The message with a part that was checked in place of the server's. Its bytes stay where they say just that: what
 * stands beside the part, or twice in it, has not been checked and is left out.
 */
export function withPart(message: Message, name: Part, checked: unknown): string {
  const { text, value } = message;
  if (checked === undefined) throw new TypeError('nothing is left of the message');
  const range = message.part(name);
  const beside = name === 'params' ? 'method' : 'id';
  const expected = ['jsonrpc', beside, name];
  const exact = value['jsonrpc'] === '2.0' && message.parts.every(({ key }) => expected.includes(key));
  if (range && exact && !hasDuplicateKey(text)) {
    return sameJson(checked, value[name]) ? text : splice(text, range, JSON.stringify(checked));
  }
  if (name === 'params') return JSON.stringify({ jsonrpc: '2.0', method: value['method'], params: checked });
  if (name === 'result') return resultReply(message.idText, checked);
  const { code, message: says, data } = checked as RpcError;
  return errorReply(message.idText, new RpcError(code, says, data));
}

/**
 * The result, or the parameters of a notification, as the return path lets them through: redacted, and judged by the
 * rules about results. Rejects when they are refused.
 */
export async function reviewed(
  message: Message,
  name: 'result' | 'params',
  tool: string,
  { enforcer, session }: { enforcer: CommandEnforcer; session: string | undefined },
): Promise<string> {
  const before = message.value[name];
  const state = stateOf(before);
  const shown = state === undefined ? before : withoutState(before as JsonObject);
  const about = { toolName: tool, ...(session === undefined ? {} : { session }) };
  const after = await enforcer.review(shown, about);
  return withPart(message, name, state !== undefined && isObject(after) ? { ...after, requestState: state } : after);
}

/**
 * The state that a server seals for itself between two round trips. Whoever changes it breaks the trip. What is no
 * text is no such state.
 */
export function stateOf(result: unknown): string | undefined {
  const state = own(result, 'resultType') === 'input_required' ? own(result, 'requestState') : undefined;
  return typeof state === 'string' ? state : undefined;
}

export function withoutState(result: JsonObject): JsonObject {
  const { requestState: _, ...rest } = result;
  return rest;
}

/** The answer without its denied tools. Everything else keeps its bytes: cursors, descriptions, schemas. */
export async function withoutDeniedTools(message: Message, enforcer: CommandEnforcer): Promise<string> {
  const { text, value } = message;
  const tools = own(value['result'], 'tools');
  if (!Array.isArray(tools)) return text;
  const kept = await Promise.all(tools.map((tool) => permitted(own(tool, 'name'), enforcer)));
  // Where a key is there twice, the client may read another list or other names than those that were judged.
  if (hasDuplicateKey(text)) {
    const left = tools.filter((_, index) => kept[index]);
    return resultReply(message.idText, { ...(value['result'] as JsonObject), tools: left });
  }
  if (kept.every(Boolean)) return text;
  const result = message.part('result');
  const range = result && members(text, result.start).find(({ key }) => key === 'tools');
  if (!range) throw new TypeError('the text of the answer is not what it parses to');
  const texts = elements(text, range.start).map((one) => textOf(text, one));
  return splice(text, range, `[${texts.filter((_, index) => kept[index]).join(',')}]`);
}

/** The whole error with every text redacted as the trail would show it. */
export function redactedError(message: Message, enforcer: CommandEnforcer): string {
  const before = message.value['error'];
  const after = deepRedact(before, (text) => enforcer.redactText(text));
  if (typeof own(after, 'code') !== 'number' || typeof own(after, 'message') !== 'string') {
    throw new TypeError('the error is malformed');
  }
  return withPart(message, 'error', after);
}

async function permitted(name: unknown, enforcer: CommandEnforcer): Promise<boolean> {
  if (typeof name !== 'string') return false; // nobody could call it through here
  try {
    return await enforcer.permits(name);
  } catch {
    return false; // a check that fails denies
  }
}
