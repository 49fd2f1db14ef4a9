/** @module The redactor: finds personal data in a text and replaces it. */
import { coverSpans, NER, normalizeHomoglyphs, provideAlone } from 'enforcecore/sdk';
import type { CallOfValue, Cover, Span, StreamBounds, TextRedactor } from 'enforcecore/sdk';
import { DEFAULT_CATEGORIES, isCategory, RANKS } from './categories.ts';
import type { PiiCategory } from './categories.ts';
import { Detector } from './detector.ts';
import { RedactionError } from './errors.ts';
import type { Kind } from './finder.ts';
import { namesAmong, namesOf } from './names.ts';
import { LiveScan } from './pattern-scan.ts';
import { sourceOf } from './patterns.ts';
import type { CustomPattern, PatternRegistry, PatternSource } from './patterns.ts';
import { holdHash, isWithinHash, RedactionStrategy, replacementFor, standInFor } from './strategy.ts';
import type { HashKey } from './strategy.ts';
import { Vault } from './vault.ts';

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
  /** email, phone, ssn, credit_card and ip_address by default; the others on request. `[]`: nothing. */
  readonly categories?: readonly string[] | undefined;
  readonly strategy?: RedactionStrategy | undefined;
  /** With `strategy: 'hash'`: makes an HMAC instead of a plain hash, which can be guessed for short numbers. */
  readonly hashKey?: HashKey | undefined;
  /** Patterns of one's own. Those of `PatternRegistry.register` when absent, whenever they are registered. */
  readonly patterns?: PatternRegistry | readonly CustomPattern[] | undefined;
  /** `ner`: names of people and places are looked for, as with `person_name` and `location` under `categories`. */
  readonly detector?: 'regex' | 'ner' | undefined;
  /** Addresses that are spelt out are found, too: `john at example dot com`. */
  readonly spoken?: boolean | undefined;
  /** With `strategy: 'pseudonym'`: where originals are kept; one of its own when absent. */
  readonly vault?: Vault | undefined;
}

const NO_SPANS: readonly Span[] = Object.freeze([]);

/**
 * Finds and replaces personal data.
 *
 * @throws RedactionError `EC_PII_CATEGORY_UNKNOWN`, `EC_PII_STRATEGY_UNKNOWN`, and for `patterns` as `PatternRegistry`
 * @example
 * ```ts
 * new Redactor().redact('Call 555-123-4567 or john@example.com').text; // 'Call <PHONE> or <EMAIL>'
 * ```
 */
export class Redactor implements TextRedactor {
  readonly name = 'pii';
  readonly strategy: RedactionStrategy;
  readonly categories: readonly string[];
  /** How text that is still arriving is redacted. */
  readonly stream: StreamBounds;
  readonly #detector: Detector;
  readonly #custom: LiveScan;
  readonly #vault: Vault | undefined;
  readonly #names: TextRedactor | undefined;
  /** Whether nothing in the text that was looked at last stands for other characters. */
  #isPlain = true;

  constructor(options: RedactorOptions = {}, patterns: PatternSource = sourceOf(options.patterns)) {
    const categories = new Set((options.categories ?? DEFAULT_CATEGORIES).map(knownCategory));
    this.categories = Object.freeze([...categories]);
    this.strategy = knownStrategy(options.strategy ?? RedactionStrategy.PLACEHOLDER);
    const kinds = new Map(
      [...categories].map((category) => [category, kindOf(category, this.strategy, options.hashKey)]),
    );
    const detector = (this.#detector = new Detector(
      kinds,
      (category) => standInFor(category as PiiCategory, this.strategy),
      { spokenAt: options.spoken ?? false },
    ));
    this.#vault = this.strategy === 'pseudonym' ? (options.vault ?? new Vault()) : undefined;
    const simple = this.strategy === 'pseudonym' ? RedactionStrategy.PLACEHOLDER : this.strategy;
    this.#names = ownNames(options, simple);
    const names = this.#names?.stream;
    const custom = (this.#custom = new LiveScan(patterns, simple, options.hashKey));
    const hold = (text: string, from: number): number =>
      Math.max(
        from,
        Math.min(detector.hold(text, from), custom.now.hold(text, from), names?.hold(text, from) ?? text.length),
      );
    const holdHashes = (text: string, from: number): number =>
      Math.max(from, Math.min(hold(text, from), holdHash(text)));
    this.stream = {
      get before() {
        return Math.max(detector.before, custom.now.before, names?.before ?? 0);
      },
      hold: this.strategy === 'hash' ? holdHashes : hold,
    };
  }

  /** What is found in a text, in order and without overlap. */
  detect(text: string): DetectedEntity[] {
    const covers = this.#covers(text);
    const isPlain = this.#isPlain;
    return covers.map((cover) => entityOf(cover, text, isPlain));
  }

  redact(text: string): RedactionResult {
    const entities: DetectedEntity[] = [];
    const events: RedactionEvent[] = [];
    let clean = '';
    let at = 0;
    const covers = this.#covers(text);
    const isPlain = this.#isPlain;
    for (const cover of covers) {
      const { start, end, winner } = cover;
      const entity = entityOf(cover, text, isPlain);
      const replacement =
        typeof winner.replacement === 'string' ? winner.replacement : winner.replacement(textOf(winner, text));
      entities.push(entity);
      events.push({ entityType: entity.category, start, end, replacement });
      clean += text.slice(at, start) + replacement;
      at = end;
    }
    const count = entities.length;
    const result = count === 0 ? text : clean + text.slice(at);
    return { text: result, count, wasRedacted: count > 0, originalText: text, entities, events };
  }

  /** The redacted text alone. */
  redactString(text: string): string {
    return this.redact(text).text;
  }

  /** With `strategy: 'pseudonym'`: a text with the originals in place of their pseudonyms. */
  restore(text: string): string {
    let restored = '';
    let at = 0;
    for (const { start, end, replacement } of this.#vault?.spans(text, 0, undefined) ?? []) {
      restored += text.slice(at, start) + (replacement as string);
      at = end;
    }
    return restored + text.slice(at);
  }

  /**
   * What is found at or after a place, as spans that say what stands in their place. They may overlap. Pseudonyms belong
   * to the session of the call.
   */
  find(text: string, from = 0, call?: CallOfValue): readonly Span[] {
    const found = this.#detector.find(text, from);
    const { isPlain } = this.#detector;
    const custom = this.#custom.now.find(text, from);
    // The model in the package needs no time.
    const names = (this.#names?.find(text, from) ?? NO_SPANS) as readonly Span[];
    // Not before: a validator may look at another text.
    this.#isPlain = isPlain;
    if (found.length === 0 && custom.length === 0 && names.length === 0) return NO_SPANS;
    const hashes = this.strategy === 'hash' && text.includes('[SHA256:');
    if (!hashes && !this.#vault && custom.length === 0 && names.length === 0) return found;
    const spans: Span[] = [];
    for (const span of custom) if (!hashes || !isWithinHash(text, span.start, span.end)) spans.push(span);
    for (const name of names) spans.push(name);
    for (const span of found) if (!hashes || !isWithinHash(text, span.start, span.end)) spans.push(span);
    const vault = this.#vault;
    return vault ? spans.map((span) => pseudonymous(span, vault, call)) : spans;
  }

  #covers(text: string): readonly Cover[] {
    const spans = this.find(text);
    return spans.length === 0 ? NO_COVERS : coverSpans(spans);
  }
}

const NO_COVERS: readonly Cover[] = Object.freeze([]);

function kindOf(category: PiiCategory, strategy: RedactionStrategy, key: HashKey | undefined): Kind {
  const made = replacementFor(category, strategy, key);
  // A hash is that of what was found, however it was spelt.
  const replacement = typeof made === 'string' ? made : (raw: string): string => made(normalizeHomoglyphs(raw));
  return { category, replacement, rank: RANKS[category] };
}

/** The plugin looks for names by the recognizer that the policy chose; a redactor by itself, by the one in the package. */
function ownNames(options: RedactorOptions, strategy: RedactionStrategy): TextRedactor | undefined {
  const categories = namesAmong(options.categories ?? [], options.detector);
  if (categories.size === 0) return undefined;
  return namesOf(provideAlone(NER), { categories, strategy, hashKey: options.hashKey });
}

function pseudonymous(span: Span, vault: Vault, call: CallOfValue | undefined): Span {
  return { ...span, replacement: (original) => vault.pseudonym(span.category, original, call) };
}

function entityOf({ start, end, winner }: Cover, text: string, isPlain: boolean): DetectedEntity {
  const found = text.slice(start, end);
  return { category: winner.category, start, end, text: isPlain ? found : normalizeHomoglyphs(found) };
}

function textOf({ start, end }: Span, text: string): string {
  return text.slice(start, end);
}

function knownCategory(name: string): PiiCategory {
  if (isCategory(name)) return name;
  throw new RedactionError(`there is no category \`${String(name)}\``, { code: 'EC_PII_CATEGORY_UNKNOWN' });
}

function knownStrategy(name: string): RedactionStrategy {
  const known = Object.values(RedactionStrategy).find((one) => one === name);
  if (known) return known;
  throw new RedactionError(`there is no strategy \`${String(name)}\``, { code: 'EC_PII_STRATEGY_UNKNOWN' });
}
