/** @module An entry as applications hold it. */
import { AUDIT_KEYS } from './fields.ts';
import type { AuditFields, ChainedFields, ChainLink } from './fields.ts';
import { newId } from './ids.ts';
import { auditTimestamp } from './time.ts';

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type Camelled<T> = { readonly [K in keyof T as K extends string ? Camel<K> : never]: T[K] };
type Camels = Camelled<ChainedFields>;

/** Where a store put an entry. */
interface StorePlace {
  readonly merkleHash: string | null;
  readonly parentHash: string | null;
  readonly chainIndex: number | null;
}

/** What an entry is made from: the spec's few fields are enough. */
export type AuditEntryInit = Partial<Camels & StorePlace> & {
  readonly toolName: string;
  readonly policyName: string;
  /** The audit store's name for `overheadMs`. */
  readonly enforcementOverheadMs?: number;
};

/** One entry of a trail or a store. Properties are camelCase, {@link AuditEntry.toDict} gives the spelling on disk. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- all fields are set in the constructor
export interface AuditEntry extends Camels, StorePlace {}
export class AuditEntry {
  // One by one, in one order: an entry is made for every call, and anything cleverer takes ten times as long.
  private constructor(of: AuditFields, link: Partial<ChainLink>, place: Partial<StorePlace>, more?: object) {
    const self = this as { -readonly [K in keyof (Camels & StorePlace)]: (Camels & StorePlace)[K] };
    self.entryId = of.entry_id;
    self.callId = of.call_id;
    self.timestamp = of.timestamp;
    self.toolName = of.tool_name;
    self.policyName = of.policy_name;
    self.policyVersion = of.policy_version;
    self.tenantId = of.tenant_id;
    self.decision = of.decision;
    self.violationType = of.violation_type;
    self.violationReason = of.violation_reason;
    self.overheadMs = of.overhead_ms;
    self.callDurationMs = of.call_duration_ms;
    self.inputRedactions = of.input_redactions;
    self.outputRedactions = of.output_redactions;
    self.entryType = of.entry_type;
    self.sessionId = of.session_id;
    self.policyHash = of.policy_hash;
    self.argsHash = of.args_hash;
    self.payloadHash = of.payload_hash;
    self.subjectRef = of.subject_ref;
    self.errorClass = of.error_class;
    self.rules = of.rules;
    self.wouldBe = of.would_be;
    self.redactedCategories = of.redacted_categories;
    self.toolError = of.tool_error;
    self.costUsd = of.cost_usd;
    self.tokensUsed = of.tokens_used;
    self.context = of.context;
    self.schemaVersion = link.schema_version;
    self.seq = link.seq;
    self.previousHash = link.previous_hash ?? '';
    self.entryHash = link.entry_hash ?? '';
    self.merkleHash = place.merkleHash ?? null;
    self.parentHash = place.parentHash ?? null;
    self.chainIndex = place.chainIndex ?? null;
    if (more !== undefined) Object.assign(this, more);
    Object.freeze(this);
  }

  /**
   * Makes an entry with an id and the present time.
   *
   * @example
   * ```ts
   * AuditEntry.create({ toolName: 'search', policyName: 'demo' }).decision; // 'allowed'
   * ```
   */
  static create(init: AuditEntryInit): AuditEntry {
    return new AuditEntry(entryFields(init), linkOf(init), init);
  }

  /**
   * An entry from its fields and its place, as those who write it have them.
   *
   * @example
   * ```ts
   * AuditEntry.of(entryFields({ toolName: 'search', policyName: 'demo' })).toolName; // 'search'
   * ```
   */
  static of(fields: AuditFields, link: Partial<ChainLink> = {}): AuditEntry {
    return new AuditEntry(fields, link, {});
  }

  /** Reads the spelling on disk, or an audit store's. Fields that are unknown stay. */
  static fromDict(dict: Readonly<Record<string, unknown>>): AuditEntry {
    const { merkle_hash, parent_hash, chain_index, enforcement_overhead_ms, ...rest } = dict;
    const overhead = enforcement_overhead_ms === undefined ? {} : { overhead_ms: enforcement_overhead_ms };
    const fields = { ...EMPTY, ...rest, ...overhead } as unknown as ChainedFields;
    const place = { merkleHash: merkle_hash, parentHash: parent_hash, chainIndex: chain_index } as StorePlace;
    const unknown = Object.entries(rest).filter(([key]) => !AUDIT_KEYS.has(key));
    // A hostile file must not replace a field or a method.
    const more = unknown.map(([key, value]) => [camel(key), value] as const).filter(([key]) => !OWN.has(key));
    return new AuditEntry(fields, fields, place, more.length > 0 ? Object.fromEntries(more) : undefined);
  }

  /** The audit store's name for `overheadMs`. */
  get enforcementOverheadMs(): number {
    return this.overheadMs;
  }

  /** The entry in the spelling on disk. */
  toDict(): ChainedFields {
    const stored = ([key, value]: [string, unknown]): boolean =>
      value !== undefined && (value !== null || !STORE.has(key));
    const entries = Object.entries(this).filter(stored);
    return Object.fromEntries(entries.map(([key, value]) => [snake(key), value])) as unknown as ChainedFields;
  }

  toJSON(): ChainedFields {
    return this.toDict();
  }
}

const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const STORE: ReadonlySet<string> = new Set(['merkleHash', 'parentHash', 'chainIndex']);

/** What was made last here: it needs no look before it is put into JSON. */
export const made = { entryId: '', callId: '', timestamp: '' };

/**
 * The fields of an entry, as it is written. Absent ones get the spec's defaults, an id and the present time.
 *
 * @example
 * ```ts
 * entryFields({ toolName: 'search', policyName: 'demo' }).decision; // 'allowed'
 * ```
 */
export function entryFields(init: AuditEntryInit): AuditFields {
  return {
    entry_id: init.entryId ?? (made.entryId = newId()),
    call_id: init.callId ?? (made.callId = newId()),
    timestamp: init.timestamp ?? (made.timestamp = auditTimestamp()),
    tool_name: init.toolName,
    policy_name: init.policyName,
    policy_version: init.policyVersion ?? '',
    tenant_id: init.tenantId ?? null,
    decision: init.decision ?? 'allowed',
    violation_type: init.violationType ?? null,
    violation_reason: init.violationReason ?? null,
    overhead_ms: init.overheadMs ?? init.enforcementOverheadMs ?? 0,
    call_duration_ms: init.callDurationMs ?? 0,
    input_redactions: init.inputRedactions ?? 0,
    output_redactions: init.outputRedactions ?? 0,
    entry_type: init.entryType,
    session_id: init.sessionId,
    policy_hash: init.policyHash,
    args_hash: init.argsHash,
    payload_hash: init.payloadHash,
    subject_ref: init.subjectRef,
    error_class: init.errorClass,
    rules: init.rules,
    would_be: init.wouldBe,
    redacted_categories: init.redactedCategories,
    tool_error: init.toolError,
    cost_usd: init.costUsd,
    tokens_used: init.tokensUsed,
    context: init.context,
  };
}

function linkOf({ schemaVersion, seq, previousHash, entryHash }: AuditEntryInit): Partial<ChainLink> {
  return { schema_version: schemaVersion, seq, previous_hash: previousHash ?? '', entry_hash: entryHash ?? '' };
}

const EMPTY = entryFields({ entryId: '', callId: '', timestamp: '', toolName: '', policyName: '' });
const OWN: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(AuditEntry.prototype),
  ...[...AUDIT_KEYS].map(camel),
  ...STORE,
]);
