/** @module The redactor: finds personal data in a text and replaces it. */
import { normalizeHomoglyphs } from 'enforcecore/sdk';
import type { Span } from 'enforcecore/sdk';
import { CATEGORIES, DEFAULT_CATEGORIES, isCategory } from './categories.ts';
import type { PiiCategory } from './categories.ts';
import { detect } from './detect.ts';
import type { Detection } from './detect.ts';
import { RedactionError } from './errors.ts';
import { RedactionStrategy, replacementFor, withinHash } from './strategy.ts';
import type { HashKey, Replacement } from './strategy.ts';

/** Something found in a text. Offsets are UTF-16 code units of the original, `end` exclusive. */
export interface DetectedEntity {
  readonly category: string;
  readonly start: number;
  readonly end: number;
  /** What was found, with look-alike letters replaced by those they look like. */
  readonly text: string;
}

/** One replacement. Does not hold what was replaced. */
export interface RedactionEvent {
  readonly entityType: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A redacted text, and what was found in it. */
export interface RedactionResult {
  readonly text: string;
  readonly count: number;
  readonly wasRedacted: boolean;
  readonly originalText: string;
  readonly entities: readonly DetectedEntity[];
  readonly events: readonly RedactionEvent[];
}

/** What a redactor may be told. */
export interface RedactorOptions {
  /** email, phone, ssn, credit_card and ip_address by default; `passport` on request. `[]`: nothing. */
  readonly categories?: readonly string[] | undefined;
  readonly strategy?: RedactionStrategy | undefined;
  /** With `strategy: 'hash'`: makes an HMAC instead of a plain hash, which can be guessed for short numbers. */
  readonly hashKey?: HashKey | undefined;
}

const NO_SPANS: readonly Span[] = Object.freeze([]);

/**
 * Finds and replaces personal data.
 *
 * @throws RedactionError `EC_PII_CATEGORY_UNKNOWN`, `EC_PII_STRATEGY_UNKNOWN`
 * @example
 * ```ts
 * new Redactor().redact('Call 555-123-4567 or john@example.com').text; // 'Call <PHONE> or <EMAIL>'
 * ```
 */
export class Redactor {
  readonly strategy: RedactionStrategy;
  readonly categories: readonly string[];
  readonly #categories: ReadonlySet<PiiCategory>;
  readonly #replacements: ReadonlyMap<PiiCategory, Replacement>;

  constructor(options: RedactorOptions = {}) {
    this.#categories = new Set((options.categories ?? DEFAULT_CATEGORIES).map(knownCategory));
    this.categories = Object.freeze([...this.#categories]);
    this.strategy = knownStrategy(options.strategy ?? RedactionStrategy.PLACEHOLDER);
    this.#replacements = new Map(
      CATEGORIES.map((category) => [category, replacementFor(category, this.strategy, options.hashKey)]),
    );
  }

  /** What is found in a text, in order and without overlap. */
  detect(text: string): DetectedEntity[] {
    return this.#find(text).map(({ category, start, end }) => ({
      category,
      start,
      end,
      text: normalizeHomoglyphs(text.slice(start, end)),
    }));
  }

  redact(text: string): RedactionResult {
    const entities = this.detect(text);
    const events: RedactionEvent[] = [];
    const parts: string[] = [];
    let at = 0;
    for (const { category, start, end, text: found } of entities) {
      const made = this.#replacements.get(category as PiiCategory) as Replacement;
      const replacement = typeof made === 'string' ? made : made(found);
      parts.push(text.slice(at, start), replacement);
      events.push({ entityType: category, start, end, replacement });
      at = end;
    }
    parts.push(text.slice(at));
    const count = entities.length;
    return { text: parts.join(''), count, wasRedacted: count > 0, originalText: text, entities, events };
  }

  /** The redacted text alone. */
  redactString(text: string): string {
    return this.#find(text).length === 0 ? text : this.redact(text).text;
  }

  /** What is found as spans that say what stands in their place. */
  spans(text: string): readonly Span[] {
    const found = this.#find(text);
    if (found.length === 0) return NO_SPANS;
    return found.map(({ category, start, end }) => {
      const made = this.#replacements.get(category) as Replacement;
      const replacement = typeof made === 'string' ? made : (raw: string) => made(normalizeHomoglyphs(raw));
      return { start, end, category, replacement };
    });
  }

  #find(text: string): readonly Detection[] {
    if (this.#categories.size === 0) return NO_DETECTIONS;
    const found = detect(text, this.#categories);
    if (found.length === 0 || this.strategy !== 'hash') return found;
    const hashed = withinHash(text);
    return found.filter(({ start, end }) => !hashed(start, end));
  }
}

const NO_DETECTIONS: readonly Detection[] = Object.freeze([]);

function knownCategory(name: string): PiiCategory {
  if (isCategory(name)) return name;
  throw new RedactionError(`there is no category \`${String(name)}\``, { code: 'EC_PII_CATEGORY_UNKNOWN' });
}

function knownStrategy(name: string): RedactionStrategy {
  const known = Object.values(RedactionStrategy).find((one) => one === name);
  if (known) return known;
  throw new RedactionError(`there is no strategy \`${String(name)}\``, { code: 'EC_PII_STRATEGY_UNKNOWN' });
}
