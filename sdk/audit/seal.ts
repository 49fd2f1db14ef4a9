/** @module An entry's line and its hash. */
import { hash } from 'node:crypto';
import { AuditEntry, made } from './entry.ts';
import { AUDIT_SCHEMA } from './fields.ts';
import type { AuditFields } from './fields.ts';
import { canonicalJson, quoteAscii, quoteName } from './json.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/**
 * SHA-256 over the canonical JSON of all fields but `entry_hash`. Lines that spell numbers otherwise need `verifyTrail`.
 *
 * @example
 * ```ts
 * const entry = AuditEntry.create({ toolName: 'search', policyName: 'demo' });
 * hashEntry(entry).length; // 64
 * ```
 */
export function hashEntry(entry: object): string {
  const fields = entry instanceof AuditEntry ? entry.toDict() : entry;
  const { entry_hash: _, ...rest } = fields as Record<string, unknown>;
  return sha256(canonicalJson(rest));
}

const names = (key: string, values: readonly string[] | undefined): string =>
  values === undefined ? '' : `,"${key}":[${values.map(quoteName).join(',')}]`;

const text = (key: string, value: string | undefined): string =>
  value === undefined ? '' : `,"${key}":${quoteName(value)}`;
const quoteUnless = (value: string, plain: string): string => (value === plain ? `"${value}"` : quoteAscii(value));
const number = (value: number): string => (Number.isFinite(value) ? String(value) : 'null');
const json = (key: string, value: unknown): string => (value === undefined ? '' : `,"${key}":${canonicalJson(value)}`);
const orNull = (value: string | null): string => (value === null ? 'null' : quoteAscii(value));

/** An entry in its place. */
export interface SealedEntry {
  /** Its canonical JSON, ASCII, without the newline. */
  readonly line: string;
  readonly entryHash: string;
  /** What stands in the line otherwise than it was given, because it was too long. */
  readonly shortened?: Partial<AuditFields>;
}

/** A line and its newline are shorter than this, in bytes. */
export const LONGEST_LINE = 64 * 1024;

/**
 * Gives an entry its place: after the entry with the hash `previousHash`, with `seq` entries before it. What would make
 * the line too long goes in by its hash.
 *
 * @example
 * ```ts
 * const entry = AuditEntry.create({ toolName: 'search', policyName: 'demo' }).toDict();
 * const { line, entryHash } = sealEntry(entry, '', 0);
 * hashEntry(JSON.parse(line) as object) === entryHash; // true
 * ```
 */
export function sealEntry(fields: AuditFields, previousHash: string, seq: number): SealedEntry {
  const { leaf, entryHash, shortened } = sealLeaf(fields, previousHash, seq);
  return shortened === undefined ? { line: leaf.slice(1), entryHash } : { line: leaf.slice(1), entryHash, shortened };
}

/**
 * The same, with the line as the tree hashes it: after a zero byte. For writers, who need both, without a copy.
 *
 * @example
 * ```ts
 * const fields = AuditEntry.create({ toolName: 'search', policyName: 'demo' }).toDict();
 * sealLeaf(fields, '', 0).leaf === `\0${sealEntry(fields, '', 0).line}`; // true
 * ```
 */
export function sealLeaf(
  fields: AuditFields,
  previousHash: string,
  seq: number,
): { readonly leaf: string; readonly entryHash: string; readonly shortened?: Partial<AuditFields> } {
  const sealed = seal(fields, previousHash, seq);
  // The zero byte counts as the newline.
  if (sealed.leaf.length < LONGEST_LINE) return sealed;
  const shortened = shorten(fields);
  return { ...seal({ ...fields, ...shortened }, previousHash, seq), shortened };
}

function seal(e: AuditFields, previousHash: string, seq: number): { leaf: string; entryHash: string } {
  // INVARIANT: the keys stand in sorted order, so that the text that is hashed is the line without its own hash.
  const first = e.args_hash === undefined ? '{' : `{"args_hash":${quoteAscii(e.args_hash)},`;
  const head = `${first}"call_duration_ms":${number(e.call_duration_ms)},"call_id":${quoteUnless(e.call_id, made.callId)}${json('context', e.context)}${json('cost_usd', e.cost_usd)},"decision":${quoteName(e.decision)},`;
  const tail = `"entry_id":${quoteUnless(e.entry_id, made.entryId)}${text('entry_type', e.entry_type)}${text('error_class', e.error_class)},"input_redactions":${number(e.input_redactions)},"output_redactions":${number(e.output_redactions)},"overhead_ms":${number(e.overhead_ms)}${text('payload_hash', e.payload_hash)}${text('policy_hash', e.policy_hash)},"policy_name":${quoteName(e.policy_name)},"policy_version":${quoteName(e.policy_version)},"previous_hash":"${previousHash}"${names('redacted_categories', e.redacted_categories)}${names('rules', e.rules)},"schema_version":${AUDIT_SCHEMA},"seq":${seq}${text('session_id', e.session_id)}${text('subject_ref', e.subject_ref)},"tenant_id":${e.tenant_id === null ? 'null' : quoteName(e.tenant_id)},"timestamp":${quoteUnless(e.timestamp, made.timestamp)}${json('tokens_used', e.tokens_used)}${json('tool_error', e.tool_error)},"tool_name":${quoteName(e.tool_name)},"violation_reason":${orNull(e.violation_reason)},"violation_type":${e.violation_type === null ? 'null' : quoteName(e.violation_type)}${e.would_be === undefined ? '' : `,"would_be":${String(e.would_be)}`}}`;
  const entryHash = sha256(head + tail);
  return { leaf: `\0${head}"entry_hash":"${entryHash}",${tail}`, entryHash };
}

/** So many that all fields of an entry at once stay within a line. */
const LONGEST_VALUE = 1500;

function shorten(fields: AuditFields): Partial<AuditFields> {
  const long = Object.entries(fields).flatMap(([key, value]): [string, unknown][] => {
    const json = value === undefined ? '' : canonicalJson(value);
    if (json.length <= LONGEST_VALUE) return [];
    // A text goes in by the hash of its own bytes, anything else by that of its canonical JSON.
    const digest = sha256(typeof value === 'string' ? value : json);
    const said = `sha256:${digest} (${typeof value === 'string' ? value.length : json.length} characters)`;
    if (Array.isArray(value)) return [[key, [said]]];
    if (key === 'tool_error') return [[key, { message: said, name: '' }]];
    return [[key, typeof value === 'string' ? said : { sha256: digest, characters: json.length }]];
  });
  return Object.fromEntries(long) as Partial<AuditFields>;
}
