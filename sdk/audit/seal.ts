/** @module An entry's line and its hash. */
import { hash } from 'node:crypto';
import { AuditEntry, made } from './entry.ts';
import { AUDIT_SCHEMA } from './fields.ts';
import type { AuditFields } from './fields.ts';
import { canonicalJson, DEEPEST, escapeAscii, isDeep, quoteAscii, recurring } from './json.ts';

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
 * the line too long, or is nested too deeply, goes in by its hash.
 *
 * @example
 * ```ts
 * const entry = AuditEntry.create({ toolName: 'search', policyName: 'demo' }).toDict();
 * const { line, entryHash } = sealEntry(entry, '', 0);
 * hashEntry(JSON.parse(line) as object) === entryHash; // true
 * ```
 */
export function sealEntry(fields: AuditFields, previousHash: string, seq: number): SealedEntry {
  const { body, split, shortened } = lineBody(fields, previousHash, seq);
  const entryHash = sha256(body);
  const line = body.slice(0, split) + ownHash(entryHash) + body.slice(split);
  return shortened === undefined ? { line, entryHash } : { line, entryHash, shortened };
}

/** An entry in its place, before its hash is taken. */
export interface LineBody {
  /** The canonical JSON without `entry_hash`, ASCII: what that is the hash of. */
  readonly body: string;
  /** Where {@link ownHash} belongs in it. */
  readonly split: number;
  /** As in {@link SealedEntry}. */
  readonly shortened?: Partial<AuditFields>;
}

/** The `entry_hash` of a line, as it stands between the two parts of its body. */
export const ownHash = (entryHash: string): string => `"entry_hash":"${entryHash}",`;

/** So long is it. */
export const OWN_HASH_BYTES = ownHash('').length + 64;

/**
 * The same for those who write lines into bytes, take the hashes of these, and need no text of them.
 *
 * @example
 * ```ts
 * const fields = AuditEntry.create({ toolName: 'search', policyName: 'demo' }).toDict();
 * const { body, split } = lineBody(fields, '', 0);
 * const { line, entryHash } = sealEntry(fields, '', 0);
 * body.slice(0, split) + ownHash(entryHash) + body.slice(split) === line; // true
 * ```
 */
export function lineBody(fields: AuditFields, previousHash: string, seq: number): LineBody {
  const whole = bodyOf(fields, previousHash, seq);
  const isShort = whole.body.length + OWN_HASH_BYTES + 1 < LONGEST_LINE;
  if (isShort && (fields.context === undefined || !isDeep(whole.body, DEEPEST))) return whole;
  const shortened = shorten(fields);
  return { ...bodyOf({ ...fields, ...shortened }, previousHash, seq), shortened };
}

function bodyOf(e: AuditFields, previousHash: string, seq: number): LineBody {
  // INVARIANT: the keys stand in sorted order, so that the text that is hashed is the line without its own hash.
  const first = e.args_hash === undefined ? '{' : `{"args_hash":${quoteAscii(e.args_hash)},`;
  const head = `${first}"call_duration_ms":${number(e.call_duration_ms)},"call_id":"${escapeUnless(e.call_id, made.callId)}"${json('context', e.context)}${json('cost_usd', e.cost_usd)}${decision(e.decision)}`;
  const body = `${head}${escapeUnless(e.entry_id, made.entryId)}"${unless(e.entry_type, entryType)}${unless(e.error_class, errorClass)}${redactions(e)}${number(e.overhead_ms)}${unless(e.payload_hash, payloadHash)}${policy(e)}${previousHash}"${names('redacted_categories', e.redacted_categories)}${names('rules', e.rules)},"schema_version":${AUDIT_SCHEMA},"seq":${seq}${unless(e.session_id, sessionId)}${unless(e.subject_ref, subjectRef)}${e.tenant_id === null ? NO_TENANT : tenant(e.tenant_id)}${escapeUnless(e.timestamp, made.timestamp)}"${json('tokens_used', e.tokens_used)}${json('tool_error', e.tool_error)}${isPlain(e) ? plainTool(e.tool_name) : violation(e)}`;
  return { body, split: head.length - ENTRY_ID.length };
}

const ENTRY_ID = '"entry_id":"';
// The text of a line takes the longer to make and to flatten the more pieces it is made of: they are as large as can be.
const decision = recurring(',"decision":', `,${ENTRY_ID}`);
const entryType = recurring(',"entry_type":');
const errorClass = recurring(',"error_class":');
const payloadHash = recurring(',"payload_hash":');
const policyHash = recurring(',"policy_hash":');
const sessionId = recurring(',"session_id":');
const subjectRef = recurring(',"subject_ref":');
const NO_TENANT = ',"tenant_id":null,"timestamp":"';
const tenant = recurring(',"tenant_id":', ',"timestamp":"');
const plainTool = recurring(',"tool_name":', ',"violation_reason":null,"violation_type":null}');
const quoted = recurring();

const unless = (value: string | undefined, member: (value: string) => string): string =>
  value === undefined ? '' : member(value);
const names = (key: string, values: readonly string[] | undefined): string =>
  values === undefined ? '' : `,"${key}":[${values.map(quoted).join(',')}]`;
const escapeUnless = (value: string, plain: string): string => (value === plain ? value : escapeAscii(value));
const number = (value: number): string => (Number.isFinite(value) ? String(value) : 'null');
const json = (key: string, value: unknown): string => (value === undefined ? '' : `,"${key}":${canonicalJson(value)}`);

const redactions = ({ input_redactions, output_redactions }: AuditFields): string =>
  input_redactions === 0 && output_redactions === 0
    ? ',"input_redactions":0,"output_redactions":0,"overhead_ms":'
    : `,"input_redactions":${number(input_redactions)},"output_redactions":${number(output_redactions)},"overhead_ms":`;

/** The same policy decides call after call. */
let lastPolicy: (Pick<AuditFields, 'policy_hash' | 'policy_name' | 'policy_version'> & { text: string }) | undefined;
function policy({ policy_hash, policy_name, policy_version }: AuditFields): string {
  if (
    lastPolicy?.policy_name !== policy_name ||
    lastPolicy.policy_version !== policy_version ||
    lastPolicy.policy_hash !== policy_hash
  ) {
    const parts = [unless(policy_hash, policyHash), ',"policy_name":', quoted(policy_name), ',"policy_version":'];
    const text = [...parts, quoted(policy_version), ',"previous_hash":"'].join('');
    lastPolicy = { policy_hash, policy_name, policy_version, text };
  }
  return lastPolicy.text;
}

const isPlain = ({ violation_reason, violation_type, would_be }: AuditFields): boolean =>
  violation_reason === null && violation_type === null && would_be === undefined;

function violation({ tool_name, violation_reason: reason, violation_type: type, would_be }: AuditFields): string {
  const why = reason === null ? 'null' : quoteAscii(reason);
  const wouldBe = would_be === undefined ? '' : `,"would_be":${would_be ? 'true' : 'false'}`;
  return `,"tool_name":${quoted(tool_name)},"violation_reason":${why},"violation_type":${type === null ? 'null' : quoted(type)}${wouldBe}}`;
}

/** So many that all fields of an entry at once stay within a line. */
const LONGEST_VALUE = 1500;

function shorten(fields: AuditFields): Partial<AuditFields> {
  const long = Object.entries(fields).flatMap(([key, value]): [string, unknown][] => {
    const json = value === undefined ? '' : canonicalJson(value);
    if (json.length <= LONGEST_VALUE && !isDeep(json, DEEPEST - 1)) return [];
    // A text goes in by the hash of its own bytes, anything else by that of its canonical JSON.
    const digest = sha256(typeof value === 'string' ? value : json);
    const said = `sha256:${digest} (${typeof value === 'string' ? value.length : json.length} characters)`;
    if (Array.isArray(value)) return [[key, [said]]];
    if (key === 'tool_error') return [[key, { message: said, name: '' }]];
    return [[key, typeof value === 'string' ? said : { sha256: digest, characters: json.length }]];
  });
  return Object.fromEntries(long) as Partial<AuditFields>;
}
