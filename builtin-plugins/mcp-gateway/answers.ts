/** @module Answers of the server that are not of a `tools/call`: tools that vanish, texts that are redacted. */
import { deepRedact } from 'enforcecore/sdk';
import type { CommandEnforcer } from 'enforcecore/sdk';
import { own } from './jsonrpc.ts';
import type { Message } from './jsonrpc.ts';
import { elements, members, splice, textOf } from './json-text.ts';

/** The answer without its denied tools. Everything else keeps its bytes: cursors, descriptions, schemas. */
export async function withoutDeniedTools(message: Message, enforcer: CommandEnforcer): Promise<string> {
  const tools = own(message.value['result'], 'tools');
  if (!Array.isArray(tools)) return message.text;
  const kept = await Promise.all(tools.map((tool) => permitted(own(tool, 'name'), enforcer)));
  if (kept.every(Boolean)) return message.text;
  const result = message.part('result');
  const range = result && members(message.text, result.start).findLast(({ key }) => key === 'tools');
  if (!range) throw new TypeError('the text of the answer is not what it parses to');
  const texts = elements(message.text, range.start).map((one) => textOf(message.text, one));
  return splice(message.text, range, `[${texts.filter((_, index) => kept[index]).join(',')}]`);
}

/** The whole answer with every text redacted as the trail would show it. */
export function redacted(message: Message, name: 'result' | 'error' | 'params', enforcer: CommandEnforcer): string {
  const range = message.part(name);
  if (!range) return message.text;
  const before = message.value[name];
  const after = deepRedact(before, (text) => enforcer.redactText(text));
  return after === before ? message.text : splice(message.text, range, JSON.stringify(after));
}

async function permitted(name: unknown, enforcer: CommandEnforcer): Promise<boolean> {
  if (typeof name !== 'string') return false; // nobody could call it through here
  try {
    return await enforcer.permits(name);
  } catch {
    return false; // a check that fails denies
  }
}
