/** @module The trail: what an entry is, how it is hashed, and who writes it. */
import { hash, randomUUID } from 'node:crypto';
import { isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import { brandError, EnforceCoreError, registerCodes, registerViolation } from '../kernel/errors.ts';
import { point, token } from '../kernel/tokens.ts';
import { canonicalJson, quoteAscii, quoteName } from './audit-json.ts';
import { auditTimestamp } from './audit-time.ts';

export { byCodePoint, canonicalJson, quoteAscii } from './audit-json.ts';
export { auditTimestamp } from './audit-time.ts';

/** One entry as it stands on disk, before it is part of a chain. Durations are in milliseconds. */
export interface AuditFields {
  /** UUID v4. */
  readonly entry_id: string;
  readonly call_id: string;
  /** ISO 8601, UTC, with microseconds: `2026-03-01T00:00:01.000000+00:00`. */
  readonly timestamp: string;
  readonly tool_name: string;
  readonly policy_name: string;
  readonly policy_version: string;
  readonly tenant_id: string | null;
  /** `allowed`, `blocked` or `redacted`. */
  readonly decision: string;
  /** The enum value, such as `tool_denied`. The name of the error class stands in `error_class`. */
  readonly violation_type: string | null;
  readonly violation_reason: string | null;
  readonly overhead_ms: number;
  readonly call_duration_ms: number;
  readonly input_redactions: number;
  readonly output_redactions: number;
  /** `intent`: written before the tool started. `outcome`: how the call ended. */
  readonly entry_type?: string | undefined;
  readonly session_id?: string | undefined;
  readonly policy_hash?: string | undefined;
  /** SHA-256 of the entry's id followed by the JSON of the redacted arguments, hex. */
  readonly args_hash?: string | undefined;
  readonly error_class?: string | undefined;
  readonly rules?: readonly string[] | undefined;
  /** The violation was recorded only, and the call ran. */
  readonly would_be?: boolean | undefined;
  readonly redacted_categories?: readonly string[] | undefined;
  readonly tool_error?: { readonly message: string; readonly name: string } | undefined;
  readonly cost_usd?: number | undefined;
  readonly tokens_used?: number | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/** An entry's place in a chain. */
export interface ChainLink {
  /** `entry_hash` of the entry before; empty for the first. */
  readonly previous_hash: string;
  readonly entry_hash: string;
}

/** An entry that has its place in a chain. */
export type ChainedFields = AuditFields & ChainLink;

/**
 * Where entries go. An entry counts as written when every sink has taken it: each is asked, those that keep a chain
 * first, and the first failure is thrown once all have been asked.
 */
export interface AuditSink {
  readonly name: string;
  /** Keeps a chain of its own and gives the entry's place in it back, which the other sinks then receive. */
  readonly chains?: boolean | undefined;
  /** A promise that `write` never answers with one. Arguments then need not be copied for it. */
  readonly sync?: boolean | undefined;
  /** Throws, or rejects, when the entry is not safe. */
  write(entry: AuditFields | ChainedFields): Awaitable<ChainLink | void>;
  /** Throws when it is known beforehand that a write would fail. */
  ready?(): void;
  flush?(): Awaitable<void>;
  close?(): Awaitable<void>;
}

/** The sinks of the trail. */
export const AUDIT_BACKENDS = point<AuditSink>('enforcecore/audit-backends');

/** The id of the outcome entry of a call, once it is written: `outcome.record.get(AUDIT_ENTRY_ID)`. */
export const AUDIT_ENTRY_ID = token<string>('enforcecore/audit-entry-id');

/** Switch and folder from the settings (`ENFORCECORE_AUDIT_ENABLED`, `ENFORCECORE_AUDIT_PATH`). The policy wins. */
export const AUDIT_SETTINGS = token<{ readonly enabled: boolean; readonly directory: string }>(
  'enforcecore/audit-settings',
);

/** The same after the policy has had its say: whether there is a trail, and the path of its file. */
export const AUDIT_PLACE = token<{ readonly enabled: boolean; readonly path: string }>('enforcecore/audit-place');

/** An entry could not be written or a trail not be read: `EC_AUDIT_*`. For a call: it was refused, or its result withheld. */
export class AuditError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

registerViolation('audit_failure', 'EC_AUDIT_WRITE', (facts) => new AuditError(facts.reason, facts));
registerCodes({
  EC_AUDIT_WRITE: {
    summary: 'an entry of the trail could not be written',
    hint: 'see `cause`; nothing runs that cannot be recorded. After a disk error, create the enforcer anew',
  },
  EC_AUDIT_CLOSED: { summary: 'the trail is closed', hint: 'create a new auditor or enforcer' },
});

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
const number = (value: number): string => (Number.isFinite(value) ? String(value) : 'null');
const json = (key: string, value: unknown): string => (value === undefined ? '' : `,"${key}":${canonicalJson(value)}`);
const orNull = (value: string | null): string => (value === null ? 'null' : quoteAscii(value));

/**
 * Gives an entry its place after `previousHash`. `line` is its canonical JSON, without the newline.
 *
 * @example
 * ```ts
 * const entry = AuditEntry.create({ toolName: 'search', policyName: 'demo' }).toDict();
 * const { line, entryHash } = sealEntry(entry, '');
 * hashEntry(JSON.parse(line) as object) === entryHash; // true
 * ```
 */
export function sealEntry(e: AuditFields, previousHash: string): { readonly line: string; readonly entryHash: string } {
  // INVARIANT: the keys stand in sorted order, so that the text that is hashed is the line without its own hash.
  const first = e.args_hash === undefined ? '{' : `{"args_hash":${quoteAscii(e.args_hash)},`;
  const head = `${first}"call_duration_ms":${number(e.call_duration_ms)},"call_id":${quoteAscii(e.call_id)}${json('context', e.context)}${json('cost_usd', e.cost_usd)},"decision":${quoteName(e.decision)},`;
  const tail = `"entry_id":${quoteAscii(e.entry_id)}${text('entry_type', e.entry_type)}${text('error_class', e.error_class)},"input_redactions":${number(e.input_redactions)},"output_redactions":${number(e.output_redactions)},"overhead_ms":${number(e.overhead_ms)}${text('policy_hash', e.policy_hash)},"policy_name":${quoteName(e.policy_name)},"policy_version":${quoteName(e.policy_version)},"previous_hash":"${previousHash}"${names('redacted_categories', e.redacted_categories)}${names('rules', e.rules)}${text('session_id', e.session_id)},"tenant_id":${e.tenant_id === null ? 'null' : quoteName(e.tenant_id)},"timestamp":${quoteAscii(e.timestamp)}${json('tokens_used', e.tokens_used)}${json('tool_error', e.tool_error)},"tool_name":${quoteName(e.tool_name)},"violation_reason":${orNull(e.violation_reason)},"violation_type":${e.violation_type === null ? 'null' : quoteName(e.violation_type)}${e.would_be === undefined ? '' : `,"would_be":${String(e.would_be)}`}}`;
  const entryHash = sha256(head + tail);
  return { line: `${head}"entry_hash":"${entryHash}",${tail}`, entryHash };
}

/**
 * Asks every sink, those that keep a chain first. Without one, the entries are chained in memory. The first failure is
 * thrown once all have been asked.
 *
 * @example
 * ```ts
 * const lines: string[] = [];
 * const write = toAllSinks([{ name: 'memory', write: ({ tool_name }) => void lines.push(tool_name) }]);
 * await write(AuditEntry.create({ toolName: 'search', policyName: 'demo' }).toDict());
 * lines; // ['search']
 * ```
 */
export function toAllSinks(sinks: readonly AuditSink[]): (entry: AuditFields) => Awaitable<ChainLink | void> {
  const ordered = [...sinks.filter((sink) => sink.chains), ...sinks.filter((sink) => !sink.chains)];
  const [only] = ordered;
  if (ordered.length === 1 && only?.chains) return (entry) => only.write(entry);
  const keeps = only?.chains === true;
  let previous = '';
  return (fields) => {
    let entry: AuditFields | ChainedFields = fields;
    const own = keeps ? '' : sealEntry(fields, previous).entryHash;
    if (!keeps) [entry, previous] = [{ ...fields, previous_hash: previous, entry_hash: own }, own];
    const failures: unknown[] = [];
    const failed = (error: unknown): void => void failures.push(error);
    const step = (at: number): Awaitable<ChainLink | void> => {
      for (let i = at; i < ordered.length; i++) {
        const taken = (link: ChainLink | void): void => {
          if (!('entry_hash' in entry) && typeof link?.entry_hash === 'string') entry = { ...entry, ...link };
        };
        try {
          const answer = (ordered[i] as AuditSink).write(entry);
          if (!isThenable(answer)) taken(answer);
          else
            return Promise.resolve(answer)
              .then(taken, failed)
              .then(() => step(i + 1));
        } catch (error) {
          failed(error);
        }
      }
      if (failures.length > 0) throw failures[0];
      return 'entry_hash' in entry ? entry : undefined;
    };
    return step(0);
  };
}

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type Camelled<T> = { readonly [K in keyof T as K extends string ? Camel<K> : never]: T[K] };

/** What an entry is made from: the spec's few fields are enough. */
export type AuditEntryInit = Partial<Camelled<ChainedFields>> & {
  readonly toolName: string;
  readonly policyName: string;
  /** The audit store's name for `overheadMs`. */
  readonly enforcementOverheadMs?: number;
  readonly merkleHash?: string | null;
  readonly parentHash?: string | null;
  readonly chainIndex?: number | null;
};

/** One entry of a trail or a store. Properties are camelCase, {@link AuditEntry.toDict} gives the spelling on disk. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- all fields are set in the constructor
export interface AuditEntry extends Camelled<ChainedFields> {
  readonly merkleHash: string | null;
  readonly parentHash: string | null;
  readonly chainIndex: number | null;
}
export class AuditEntry {
  private constructor(fields: object) {
    Object.assign(this, { merkleHash: null, parentHash: null, chainIndex: null }, fields);
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
    const { enforcementOverheadMs, ...rest } = init;
    const overheadMs = init.overheadMs ?? enforcementOverheadMs ?? 0;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return new AuditEntry({ ...defaults(), ...given, overheadMs });
  }

  /** Reads the spelling on disk, or an audit store's. Fields that are unknown stay. */
  static fromDict(dict: Readonly<Record<string, unknown>>): AuditEntry {
    const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const { enforcement_overhead_ms: overhead_ms, ...rest } = dict;
    const given = Object.entries(overhead_ms === undefined ? rest : { ...rest, overhead_ms });
    // A hostile file must not replace a method.
    const fields = given.map(([key, value]) => [camel(key), value] as const).filter(([key]) => !METHODS.has(key));
    return new AuditEntry({ ...defaults(), entryId: '', callId: '', timestamp: '', ...Object.fromEntries(fields) });
  }

  /** The audit store's name for `overheadMs`. */
  get enforcementOverheadMs(): number {
    return this.overheadMs;
  }

  /** The entry in the spelling on disk. */
  toDict(): ChainedFields {
    const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const stored = ([key, value]: [string, unknown]): boolean => value !== null || !STORE_ONLY.has(key);
    const entries = Object.entries(this).filter(stored);
    return Object.fromEntries(entries.map(([key, value]) => [snake(key), value])) as unknown as ChainedFields;
  }

  toJSON(): ChainedFields {
    return this.toDict();
  }
}

const METHODS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(AuditEntry.prototype));
const STORE_ONLY: ReadonlySet<string> = new Set(['merkleHash', 'parentHash', 'chainIndex']);

function defaults(): Camelled<ChainedFields> {
  return {
    entryId: randomUUID(),
    callId: randomUUID(),
    timestamp: auditTimestamp(),
    toolName: '',
    policyName: '',
    policyVersion: '',
    tenantId: null,
    decision: 'allowed',
    violationType: null,
    violationReason: null,
    overheadMs: 0,
    callDurationMs: 0,
    inputRedactions: 0,
    outputRedactions: 0,
    previousHash: '',
    entryHash: '',
  };
}
