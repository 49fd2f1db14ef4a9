/** @module Lines exactly as `sealEntry` writes them, recognised without being parsed. What is not recognised is left to the full reader. */
import { hash } from 'node:crypto';
import { CANONICAL_NUMBER, CANONICAL_TEXT as TEXT, canonicalEnd } from './canonical-end.ts';

// What follows is canonical JSON alone: each text has one spelling, so a line that matches needs not be written again.
// No part can match in two ways, and none reaches over a line's end, so the time is linear whatever stands there.
const NUMBER = `(?:${CANONICAL_NUMBER}|null)`;
const OR_NULL = `(?:null|${TEXT})`;
const TEXTS = String.raw`\[(?:${TEXT}(?:,${TEXT})*)?\]`;
const ERROR = String.raw`\{"message":${TEXT},"name":${TEXT}\}`;
const HASH = '[0-9a-f]{64}';

const has = (key: string, value: string): string => `"${key}":${value},`;
const may = (key: string, value: string): string => `(?:,"${key}":${value})?`;

/** Up to where a context would stand. */
const START = String.raw`\{(?:${has('args_hash', TEXT)})?"call_duration_ms":${NUMBER},"call_id":${TEXT}`;
const HEAD = `${may('cost_usd', NUMBER)},${has('decision', TEXT)}`;
const TAIL = [
  `${has('entry_hash', `"(${HASH})"`)}"entry_id":${TEXT}${may('entry_type', TEXT)}${may('error_class', TEXT)},`,
  `${has('input_redactions', NUMBER)}${has('output_redactions', NUMBER)}"overhead_ms":${NUMBER}`,
  `${may('payload_hash', TEXT)}${may('policy_hash', TEXT)},${has('policy_name', TEXT)}${has('policy_version', TEXT)}`,
  `"previous_hash":"((?:${HASH})?)"${may('redacted_categories', TEXTS)}${may('rules', TEXTS)},`,
  String.raw`"schema_version":2,"seq":(0|[1-9]\d{0,14})${may('session_id', TEXT)}${may('subject_ref', TEXT)},${has('tenant_id', OR_NULL)}`,
  `"timestamp":${TEXT}${may('tokens_used', NUMBER)}${may('tool_error', ERROR)},${has('tool_name', TEXT)}`,
  `${has('violation_reason', OR_NULL)}"violation_type":${OR_NULL}${may('would_be', '(?:true|false)')}`,
].join('');
const END = String.raw`\}\n`;

const LINE = new RegExp(`(${START}${HEAD})${TAIL}${END}`, 'y');
const BEFORE_CONTEXT = new RegExp(`${START},"context":`, 'y');
const AFTER_CONTEXT = new RegExp(`(${HEAD})${TAIL}${END}`, 'y');
/** `"entry_hash":"` and what follows up to the next key: what is not part of what was hashed. */
const OWN_HASH = '"entry_hash":"'.length + 64 + '",'.length;

/** One line of a text of lines. The same object is used for all: a line takes about a microsecond. */
export class FastLine {
  /** Behind the newline. */
  end = 0;
  entryHash = '';
  previousHash = '';
  seq = 0;
  #text = '';
  #start = 0;
  #cut = 0;

  /** Whether the line that begins at `at` is recognised. Its key order, its spelling and its keys are right then. */
  match(text: string, at: number): boolean {
    return this.#take(LINE, text, at, at) || this.#withContext(text, at);
  }

  /** Whether `entryHash` is the hash of all the rest. */
  hashFits(): boolean {
    const rest = this.#text.slice(this.#start, this.#cut) + this.#text.slice(this.#cut + OWN_HASH, this.end - 1);
    return hash('sha256', rest, 'hex') === this.entryHash;
  }

  #withContext(text: string, at: number): boolean {
    BEFORE_CONTEXT.lastIndex = at;
    if (!BEFORE_CONTEXT.test(text)) return false;
    const end = canonicalEnd(text, BEFORE_CONTEXT.lastIndex);
    return end >= 0 && this.#take(AFTER_CONTEXT, text, end, at);
  }

  #take(pattern: RegExp, text: string, from: number, start: number): boolean {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (!found) return false;
    const [, head, entryHash, previousHash, seq] = found as unknown as [string, string, string, string, string];
    this.end = pattern.lastIndex;
    this.entryHash = entryHash;
    this.previousHash = previousHash;
    this.seq = Number(seq);
    this.#text = text;
    this.#start = start;
    this.#cut = from + head.length;
    return true;
  }
}
