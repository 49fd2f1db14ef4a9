/** @module Patterns of one's own, beside the categories that are built in. */
import { isCategory } from './categories.ts';
import { RedactionError } from './errors.ts';
import { expressionFor } from './expression.ts';
import type { Range } from './range.ts';

/** What may be said about a pattern. */
export interface PatternOptions {
  /** Stands in place of what is found; `<CATEGORY>` when absent. */
  readonly placeholder?: string | undefined;
  /** Stands in place of what is found when it is masked; eight stars when absent. */
  readonly mask?: string | undefined;
  /** Whether a match is one. When it throws, or gives anything but a boolean, redaction fails and the value is withheld. */
  readonly validator?: ((match: string) => boolean) | undefined;
}

/** A pattern of one's own. Has a `pattern` or, in the words of `PatternRegistry.register`, a `regex`. */
export interface CustomPattern extends PatternOptions {
  /** Its name. Not that of a category that is built in. */
  readonly category: string;
  /** The flags `i`, `m`, `s` and `u` count. A text may begin with them: `(?i)`. Matches have at most 1,024 characters. */
  readonly pattern?: RegExp | string | undefined;
  readonly regex?: RegExp | string | undefined;
}

/** An expression that is safe, with bounds to what it sees. */
export interface Finder {
  /** What it runs on. */
  readonly engine: 'v8' | 're2js' | 're2';
  /** How many characters before a match have a say in it. */
  readonly before: number;
  /** From the start of a match, how many characters have a say in it, at most. */
  readonly reach: number;
  next(text: string, from: number): Range | undefined;
}

/** A pattern that was checked. */
export interface CheckedPattern {
  readonly category: string;
  readonly expression: Finder;
  readonly placeholder: string;
  readonly mask: string;
  readonly validator: PatternOptions['validator'];
}

const LONGEST_NAME = 64;
const LONGEST_REPLACEMENT = 256;
const DEFAULT_MASK = '*'.repeat(8);

/** @throws RedactionError `EC_PII_PATTERN_*` */
export function checkPattern(given: CustomPattern): CheckedPattern {
  if (typeof given !== 'object' || given === null)
    throw new RedactionError('a pattern is an object', { code: 'EC_PII_PATTERN_INVALID' });
  const category = checkCategory(given.category);
  const pattern = given.pattern ?? given.regex;
  if (typeof pattern !== 'string' && !(pattern instanceof RegExp))
    throw new RedactionError(`the pattern of \`${category}\` is no RegExp or text`, { code: 'EC_PII_PATTERN_INVALID' });
  const { validator } = given;
  if (validator !== undefined && typeof validator !== 'function')
    throw new RedactionError(`the validator of \`${category}\` is no function`, { code: 'EC_PII_PATTERN_INVALID' });
  const placeholder = checkReplacement(given.placeholder, `<${category.toUpperCase()}>`, category);
  const mask = checkReplacement(given.mask, DEFAULT_MASK, category);
  return Object.freeze({ category, expression: expressionFor(pattern), placeholder, mask, validator });
}

function checkCategory(name: unknown): string {
  const category = typeof name === 'string' ? name.trim() : '';
  // eslint-disable-next-line no-control-regex -- names are written to terminals and logs
  if (category === '' || category.length > LONGEST_NAME || /[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(category))
    throw new RedactionError(`the category of a pattern is a text of 1 to ${LONGEST_NAME} visible characters`, {
      code: 'EC_PII_PATTERN_NAME',
    });
  if (isCategory(category.toLowerCase()))
    throw new RedactionError(`the category \`${category}\` is built in`, { code: 'EC_PII_PATTERN_BUILT_IN' });
  return category;
}

function checkReplacement(given: unknown, usual: string, category: string): string {
  if (given === undefined || given === null) return usual;
  if (typeof given === 'string' && given.length <= LONGEST_REPLACEMENT) return given;
  throw new RedactionError(
    `the placeholder and the mask of \`${category}\` are texts of at most ${LONGEST_REPLACEMENT} characters`,
    { code: 'EC_PII_PATTERN_INVALID' },
  );
}

/**
 * Patterns of one's own, by category. The static methods are for those that every redactor looks for, except where it
 * is given others; instances are apart from these.
 *
 * A pattern is checked when it is added: one that could take more than linear time runs on an engine that cannot, or is
 * refused.
 *
 * @throws RedactionError `EC_PII_PATTERN_NAME`, `EC_PII_PATTERN_BUILT_IN`, `EC_PII_PATTERN_SYNTAX`,
 * `EC_PII_PATTERN_EMPTY`, `EC_PII_PATTERN_LONG`, `EC_PII_PATTERN_UNSAFE`, `EC_PII_PATTERN_INVALID`
 * @example
 * ```ts
 * PatternRegistry.register('employee_id', /EMP-\d{6}/, { mask: 'EMP-******' });
 * new Redactor().redactString('ask EMP-123456'); // 'ask <EMPLOYEE_ID>'
 * PatternRegistry.unregister('employee_id'); // true
 *
 * const patterns = new PatternRegistry();
 * patterns.add('ticket', 'T-\\d+');
 * new Redactor({ patterns }).redactString('see T-42'); // 'see <TICKET>'
 * ```
 */
export class PatternRegistry {
  static readonly #global = new PatternRegistry();
  readonly #patterns = new Map<string, CheckedPattern>();
  #version = 0;

  /** Those that every redactor looks for. */
  static get global(): PatternRegistry {
    return PatternRegistry.#global;
  }

  /** Adds a pattern that every redactor looks for, also those that were made before. Replaces one of the same category. */
  static register(category: string, regex: RegExp | string, options?: PatternOptions): void {
    PatternRegistry.#global.add(category, regex, options);
  }

  /** Takes a pattern away; whether there was one. */
  static unregister(category: string): boolean {
    return PatternRegistry.#global.unregister(category);
  }

  /** The categories of what was registered, in that order. */
  static categories(): string[] {
    return PatternRegistry.#global.categories();
  }

  /** How many patterns are registered. */
  static count(): number {
    return PatternRegistry.#global.count();
  }

  /** Takes away all that was registered. */
  static clear(): void {
    PatternRegistry.#global.clear();
  }

  /** Counts the changes. */
  get version(): number {
    return this.#version;
  }

  /** Adds a pattern. Replaces one of the same category. */
  add(category: string, regex: RegExp | string, options: PatternOptions = {}): this {
    const checked = checkPattern({ ...options, category, pattern: regex });
    this.#patterns.set(checked.category, checked);
    this.#version++;
    return this;
  }

  /** Takes a pattern away; whether there was one. */
  unregister(category: string): boolean {
    const had = typeof category === 'string' && this.#patterns.delete(category.trim());
    if (had) this.#version++;
    return had;
  }

  /** Takes a pattern away; whether there was one. */
  remove(category: string): boolean {
    return this.unregister(category);
  }

  /** The categories, in the order in which they were added. */
  categories(): string[] {
    return [...this.#patterns.keys()];
  }

  count(): number {
    return this.#patterns.size;
  }

  clear(): void {
    this.#patterns.clear();
    this.#version++;
  }

  /** The patterns, checked. */
  checked(): readonly CheckedPattern[] {
    return [...this.#patterns.values()];
  }
}

/** Where a redactor gets its patterns from, now and later. */
export type PatternSource = Pick<PatternRegistry, 'version' | 'checked'>;

/** @throws RedactionError as {@link PatternRegistry}, and `EC_PII_PATTERN_DUPLICATE` */
export function sourceOf(patterns: PatternRegistry | readonly CustomPattern[] | undefined): PatternSource {
  if (patterns === undefined) return PatternRegistry.global;
  if (patterns instanceof PatternRegistry) return patterns;
  if (!Array.isArray(patterns))
    throw new RedactionError('patterns are a PatternRegistry or a list', { code: 'EC_PII_PATTERN_INVALID' });
  return { version: 0, checked: constant(checkPatterns(patterns as readonly CustomPattern[])) };
}

/** Patterns of a policy, and those that are registered. Of one category the policy's. */
export function withGlobal(own: readonly CustomPattern[]): PatternSource {
  if (own.length === 0) return PatternRegistry.global;
  const first = checkPatterns(own);
  const names = new Set(first.map(({ category }) => category));
  return {
    get version() {
      return PatternRegistry.global.version;
    },
    checked: () => [...first, ...PatternRegistry.global.checked().filter(({ category }) => !names.has(category))],
  };
}

function checkPatterns(given: readonly CustomPattern[]): readonly CheckedPattern[] {
  const checked = given.map(checkPattern);
  const names = new Set<string>();
  for (const { category } of checked) {
    if (names.has(category))
      throw new RedactionError(`two patterns are called \`${category}\``, { code: 'EC_PII_PATTERN_DUPLICATE' });
    names.add(category);
  }
  return checked;
}

function constant<T>(value: T): () => T {
  return () => value;
}
