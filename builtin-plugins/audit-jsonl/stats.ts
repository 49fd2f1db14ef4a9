/** @module What a trail says in numbers. A call is counted by the entry of how it ended. */
import { momentOf, typeOf } from './filter.ts';
import type { Row } from './filter.ts';

/** Of names that a trail mentions, so many are counted one by one. */
const MOST_NAMES = 1000;
const OTHERS = '(others)';
/** Of calls that have begun, so many are remembered until they end. */
const MOST_OPEN = 200_000;
const OPEN_SHOWN = 10;

/** Milliseconds, to three digits. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export class TrailStats {
  entries = 0;
  calls = 0;
  readonly byDecision = new Tally();
  readonly byTool = new Tally();
  readonly byViolation = new Tally();
  /** Calls in which something of a category was redacted. */
  readonly byCategory = new Tally();
  /** Entries that are no calls: what the log says of itself. */
  readonly byType = new Tally();
  intents = 0;
  wouldBe = 0;
  inputRedactions = 0;
  outputRedactions = 0;
  costUsd = 0;
  tokens = 0;
  readonly overhead = new Distribution();
  readonly duration = new Distribution();
  /** Milliseconds since 1970 of the first and the last entry by time. */
  from: number | undefined;
  to: number | undefined;
  /** Whether more calls were open at once than are remembered: `open` is the least then. */
  openAreMore = false;
  readonly #open = new Map<string, string>();

  add(row: Row): void {
    this.entries++;
    const at = momentOf(row);
    if (at !== undefined) {
      this.from = Math.min(this.from ?? at, at);
      this.to = Math.max(this.to ?? at, at);
    }
    const type = textOf(typeOf(row));
    if (type === 'intent') this.#intent(row);
    else if (type === 'outcome') this.#outcome(row);
    else this.byType.add(type);
  }

  /** Calls that began and, as far as the trail says, never ended: how many, and the last of them with their tools. */
  get open(): { readonly count: number; readonly calls: readonly (readonly [callId: string, tool: string])[] } {
    return { count: this.#open.size, calls: [...this.#open].slice(-OPEN_SHOWN) };
  }

  #intent(row: Row): void {
    this.intents++;
    if (this.#open.size >= MOST_OPEN) this.openAreMore = true;
    else this.#open.set(textOf(row['call_id']), textOf(row['tool_name']));
  }

  #outcome(row: Row): void {
    this.calls++;
    this.#open.delete(textOf(row['call_id']));
    this.byDecision.add(textOf(row['decision']));
    this.byTool.add(textOf(row['tool_name']));
    if (typeof row['violation_type'] === 'string') this.byViolation.add(textOf(row['violation_type']));
    if (row['would_be'] === true) this.wouldBe++;
    const categories = Array.isArray(row['redacted_categories']) ? (row['redacted_categories'] as unknown[]) : [];
    for (const category of categories) this.byCategory.add(textOf(category));
    this.inputRedactions += numberOf(row['input_redactions']);
    this.outputRedactions += numberOf(row['output_redactions']);
    this.costUsd += numberOf(row['cost_usd']);
    this.tokens += numberOf(row['tokens_used']);
    this.overhead.add(row['overhead_ms']);
    this.duration.add(row['call_duration_ms']);
  }
}

/** Counts names, of which there may be any number. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    const known = this.#counts.has(name) || this.#counts.size < MOST_NAMES;
    const key = known ? name : OTHERS;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** The most frequent first. */
  get entries(): readonly (readonly [name: string, count: number])[] {
    return [...this.#counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  }
}

/** Values by their first three digits, so that any number of them takes as little memory. */
export class Distribution {
  readonly #counts = new Map<number, number>();
  #total = 0;
  #max = 0;

  add(value: unknown): void {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    const digits = Number(value.toPrecision(3));
    this.#counts.set(digits, (this.#counts.get(digits) ?? 0) + 1);
    this.#total++;
    this.#max = Math.max(this.#max, value);
  }

  /** By nearest rank; nothing when there are no values. */
  get spread(): Spread | undefined {
    if (this.#total === 0) return undefined;
    const sorted = [...this.#counts].sort(([a], [b]) => a - b);
    const at = (part: number): number => {
      let before = 0;
      for (const [value, count] of sorted) {
        before += count;
        if (before >= part * this.#total) return value;
      }
      return this.#max;
    };
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: this.#max };
  }
}

/** So many names are kept that each is to be short. */
const LONGEST_NAME = 2000;
const LONG = '(a long name)';

function textOf(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.length > LONGEST_NAME ? LONG : value;
}
const numberOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
