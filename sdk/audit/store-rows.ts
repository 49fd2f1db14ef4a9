/** @module An entry as a row: its line, and the columns that are asked for. */
import { hash } from 'node:crypto';
import { AuditEntry } from './entry.ts';
import { AuditError } from './errors.ts';
import type { ChainedFields } from './fields.ts';
import { canonicalJson, objectOf } from './json.ts';
import { sealEntry } from './seal.ts';
import type { RecordOptions } from './store.ts';

/** What is asked for, in the spelling of the columns. Texts are {@link columnText}, lists and objects canonical JSON. */
export interface StoreColumns {
  readonly entry_id: string;
  readonly call_id: string;
  /** As it stands in the line. */
  readonly timestamp: string;
  /** The same in milliseconds since 1970, for questions. */
  readonly timestamp_ms: number;
  readonly policy_name: string;
  readonly policy_version: string;
  readonly tool_name: string;
  readonly decision: string;
  readonly entry_type: string | null;
  readonly tenant_id: string | null;
  readonly session_id: string | null;
  readonly call_duration_ms: number | null;
  readonly enforcement_overhead_ms: number | null;
  readonly input_redactions: number | null;
  readonly output_redactions: number | null;
  readonly redacted_categories: string | null;
  readonly cost_usd: number | null;
  readonly tokens_used: number | null;
  readonly violation_type: string | null;
  readonly violation_reason: string | null;
  readonly context: string | null;
}

/** One row of a store. */
export interface StoreRow extends StoreColumns {
  readonly chain_index: number;
  /** `entry_hash` of the line. */
  readonly merkle_hash: string;
  /** `previous_hash` of the line. */
  readonly parent_hash: string;
  /** Its place in the chain of a trail is another than in that of this store: 1, otherwise 0. */
  readonly external: number;
  /** SHA-256 of the line, where the hash of the entry itself cannot be made again from it. */
  readonly line_hash: string | null;
  /** The exact line. Rows of an earlier store have none. */
  readonly line: string | null;
}

/** The columns that say what is in the line. */
export const STORE_COLUMNS: readonly (keyof StoreColumns)[] = [
  ...(['entry_id', 'call_id', 'timestamp', 'timestamp_ms', 'policy_name', 'policy_version', 'tool_name'] as const),
  ...(['decision', 'entry_type', 'tenant_id', 'session_id', 'call_duration_ms', 'enforcement_overhead_ms'] as const),
  ...(['input_redactions', 'output_redactions', 'redacted_categories', 'cost_usd', 'tokens_used'] as const),
  ...(['violation_type', 'violation_reason', 'context'] as const),
];

/** Where the chain of a store ends. */
export interface StoreTail {
  readonly chainIndex: number;
  readonly merkleHash: string;
}

const HASH = /^[0-9a-f]{64}$/;
const UNFIT = /[\0\p{Surrogate}]/gu;

/**
 * A text as databases can hold it: NUL and lone surrogates become U+FFFD. The line has them as they were.
 *
 * @example
 * ```ts
 * columnText('a\0b'); // 'a\ufffdb'
 * ```
 */
export function columnText(text: string): string {
  return text.replace(UNFIT, '\ufffd');
}

/**
 * The row of a new entry.
 *
 * @param tail - the row before it; absent for the first
 * @throws AuditError `EC_AUDIT_WRITE` when its time is none
 * @example
 * ```ts
 * const entry = AuditEntry.create({ toolName: 'search', policyName: 'demo' });
 * const first = storeRow(entry, undefined);
 * const next = storeRow(AuditEntry.create(entry), { chainIndex: 0, merkleHash: first.merkle_hash });
 * next.parent_hash === first.merkle_hash; // true
 * ```
 */
export function storeRow(entry: AuditEntry, tail: StoreTail | undefined, options: RecordOptions = {}): StoreRow {
  const chainIndex = tail === undefined ? 0 : tail.chainIndex + 1;
  const externalHash = options.externalHash ?? entry.entryHash;
  const fields = entry.toDict();
  if (externalHash !== '') {
    const previous = options.externalPrevHash ?? entry.previousHash;
    if (!HASH.test(externalHash) || !(previous === '' || HASH.test(previous)))
      throw new AuditError('the place of the entry in its trail is no pair of hashes', {
        code: 'EC_AUDIT_WRITE',
        hint: 'a hash is 64 hexadecimal digits in lower case; before the first entry there is an empty text',
      });
    return placed({ ...fields, previous_hash: previous, entry_hash: externalHash }, chainIndex, tail);
  }
  const { line, entryHash } = sealEntry(fields, tail?.merkleHash ?? '', chainIndex);
  return row(line, chainIndex, { merkle_hash: entryHash, external: 0, line_hash: null });
}

/** The row of an entry that has its place in a trail. */
function placed(fields: ChainedFields, chainIndex: number, tail: StoreTail | undefined): StoreRow {
  const {
    merkle_hash: _m,
    parent_hash: _p,
    chain_index: _c,
    ...own
  } = fields as ChainedFields & Record<string, unknown>;
  const sealed = own.seq === undefined ? undefined : sealEntry(own, own.previous_hash, own.seq);
  const whole = sealed?.entryHash === own.entry_hash ? sealed.line : undefined;
  const line = whole ?? canonicalJson(own);
  const lineHash = whole === undefined ? hash('sha256', line, 'hex') : null;
  // A store that follows a trail from its beginning has the same chain: there is one way to say it.
  const same = lineHash === null && own.seq === chainIndex && own.previous_hash === (tail?.merkleHash ?? '');
  return row(line, chainIndex, { merkle_hash: own.entry_hash, external: same ? 0 : 1, line_hash: lineHash });
}

function row(
  line: string,
  chainIndex: number,
  more: { readonly merkle_hash: string; readonly external: number; readonly line_hash: string | null },
): StoreRow {
  const fields = JSON.parse(line) as ChainedFields;
  const columns = columnsOf(fields);
  if (!Number.isFinite(columns.timestamp_ms))
    throw new AuditError('the time of the entry is none', {
      code: 'EC_AUDIT_WRITE',
      hint: 'write it as ISO 8601, such as `2026-03-01T00:00:01.000000+00:00`',
    });
  return { ...columns, chain_index: chainIndex, parent_hash: fields.previous_hash, ...more, line };
}

/**
 * The row of a line of a trail; `undefined` when it is no entry. Lines of the spec's first form do not verify by it.
 *
 * @example
 * ```ts
 * rowOfLine('no entry', 0); // undefined
 * ```
 */
export function rowOfLine(line: string, chainIndex: number): StoreRow | undefined {
  const fields = lineFields({ line });
  if (!fields || !TEXTS.every((name) => typeof fields[name] === 'string')) return undefined;
  const { entry_hash: merkle_hash, previous_hash: parent_hash } = fields;
  const place = { chain_index: chainIndex, merkle_hash, parent_hash, external: 0, line_hash: null, line };
  return { ...columnsOf(fields), ...place };
}

const TEXTS = [
  ...(['entry_id', 'call_id', 'timestamp', 'policy_name', 'policy_version', 'tool_name', 'decision'] as const),
  ...(['entry_hash', 'previous_hash'] as const),
] as const;

export function columnsOf(e: ChainedFields): StoreColumns {
  const text = (value: string | null | undefined): string | null =>
    typeof value === 'string' ? columnText(value) : null;
  const json = (value: unknown): string | null => (value === undefined ? null : canonicalJson(value));
  return {
    entry_id: columnText(e.entry_id),
    call_id: columnText(e.call_id),
    timestamp: columnText(e.timestamp),
    timestamp_ms: Date.parse(e.timestamp),
    policy_name: columnText(e.policy_name),
    policy_version: columnText(e.policy_version),
    tool_name: columnText(e.tool_name),
    decision: columnText(e.decision),
    entry_type: text(e.entry_type),
    tenant_id: text(e.tenant_id),
    session_id: text(e.session_id),
    call_duration_ms: e.call_duration_ms ?? null,
    enforcement_overhead_ms: e.overhead_ms ?? null,
    input_redactions: e.input_redactions ?? null,
    output_redactions: e.output_redactions ?? null,
    redacted_categories: json(e.redacted_categories),
    cost_usd: e.cost_usd ?? null,
    tokens_used: e.tokens_used ?? null,
    violation_type: text(e.violation_type),
    violation_reason: text(e.violation_reason),
    context: json(e.context),
  };
}

/**
 * What the Merkle tree is made of: the line, or all that an earlier store's row says.
 *
 * @example
 * ```ts
 * const row = storeRow(AuditEntry.create({ toolName: 'search', policyName: 'demo' }), undefined);
 * leafOfRow(row) === row.line; // true
 * ```
 */
export function leafOfRow(row: StoreRow): string {
  return row.line ?? canonicalJson(entryOfRow(row));
}

/**
 * The entry of a row. Of a line that is none: what the columns say.
 *
 * @example
 * ```ts
 * const entry = AuditEntry.create({ toolName: 'search', policyName: 'demo' });
 * entryOfRow(storeRow(entry, undefined)).chainIndex; // 0
 * ```
 */
export function entryOfRow(row: StoreRow): AuditEntry {
  const { merkle_hash, parent_hash, chain_index } = row;
  return AuditEntry.fromDict({ ...(lineFields(row) ?? dictOf(row)), merkle_hash, parent_hash, chain_index });
}

/** What a line says, when it is a JSON object. */
export function lineFields({ line }: Pick<StoreRow, 'line'>): ChainedFields | undefined {
  return line === null ? undefined : (objectOf(line) as ChainedFields | undefined);
}

function dictOf({ line: _l, line_hash: _h, external: _e, timestamp_ms: _t, ...row }: StoreRow): object {
  const value = (json: string | null): unknown => {
    try {
      return json === null ? undefined : JSON.parse(json);
    } catch {
      return json;
    }
  };
  const absent = ['entry_type', 'session_id', 'cost_usd', 'tokens_used'] as const;
  const unset = Object.fromEntries(absent.filter((key) => row[key] === null).map((key) => [key, undefined]));
  return { ...row, ...unset, redacted_categories: value(row.redacted_categories), context: value(row.context) };
}
