/** @module JSON-RPC messages: raw text beside what it parses to. */
import { isUtf8 } from 'node:buffer';
import type { Oversized } from './framing.ts';
import { members, reservedNames, textOf } from './json-text.ts';
import type { Member } from './json-text.ts';

export type JsonObject = Record<string, unknown>;

/** One message: the text that is passed on, its value, which is only ever read, and where its members stand. */
export class Message {
  readonly text: string;
  readonly value: JsonObject;
  #parts: readonly Member[] | undefined;

  constructor(text: string, value: JsonObject) {
    this.text = text;
    this.value = value;
  }

  get parts(): readonly Member[] {
    return (this.#parts ??= members(this.text));
  }

  /** Of two members of one name the last, as `JSON.parse` has it. */
  part(key: string): Member | undefined {
    return this.parts.findLast((one) => one.key === key);
  }

  /** The id as it was spelled, so that the answer has the same one, however large the number. */
  get idText(): string {
    const id = this.part('id');
    return id ? textOf(this.text, id) : NULL_ID;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.value, key);
  }
}

/** Codes of JSON-RPC 2.0, MCP and its SDKs. */
export const CODES = {
  parse: -32700,
  invalidRequest: -32600,
  invalidParams: -32602,
  internal: -32603,
  /** `ConnectionClosed` of the MCP SDKs. */
  closed: -32000,
  /** `HeaderMismatch` of protocol version 2026-07-28. */
  headerMismatch: -32020,
} as const;

/** The names at the top of a JSON-RPC message. */
export const ENVELOPE = reservedNames('jsonrpc', 'id', 'method', 'params', 'result', 'error');

export const NULL_ID = 'null';

/** An error that a peer gets as a JSON-RPC error. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.data = data;
  }
}

/**
 * Bytes as text that every reader of lines and of JSON understands in the same way, or nothing when they are not
 * UTF-8. A carriage return counts as white space in JSON and ends a line elsewhere (Python's text streams), where one
 * message would become several: it is replaced by a space.
 */
export function decode(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  return text.includes('\r') ? text.replaceAll('\r', ' ').trimEnd() : text;
}

export function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined; // not JSON: the caller says so to whoever sent it
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function own(object: unknown, key: string): unknown {
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Ids of all types, apart from each other: `1` and `"1"` are two ids. */
export function idKey(id: unknown): string {
  return typeof id === 'string' ? `s${id}` : typeof id === 'number' ? `n${id}` : `j${JSON.stringify(id)}`;
}

export function errorReply(id: string, { code, message, data }: RpcError): string {
  const error = data === undefined ? { code, message } : { code, message, data };
  return `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`;
}

export function resultReply(id: string, result: unknown): string {
  return `{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`;
}

/** Whether two parsed JSON values are the same, key order apart. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson((a as JsonObject)[key], (b as JsonObject)[key]));
}

/** What can be told of a message that is too long to be read: SDKs write the id first or last. */
export function identify({ head, tail }: Oversized): { readonly id: string | undefined; readonly maybeCall: boolean } {
  const start = head.toString('utf8');
  const first = membersOfExcerpt(start).filter(({ end }) => end < start.length);
  const atStart = first.find(({ key }) => key === 'id');
  const raw = atStart ? textOf(start, atStart) : LAST_ID.exec(tail.toString('utf8'))?.[1];
  const method = first.find(({ key }) => key === 'method');
  return {
    id: raw !== undefined && parse(raw) ? raw : undefined,
    maybeCall: !method || parse(textOf(start, method))?.value === 'tools/call',
  };
}

const LAST_ID = /[{,]\s*"id"\s*:\s*("(?:[^"\\]|\\.){0,256}"|-?\d{1,40})\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/;

function membersOfExcerpt(text: string): readonly Member[] {
  if (!text.trimStart().startsWith('{')) return [];
  try {
    return members(text);
  } catch {
    return []; // cut in the middle of an escape
  }
}
