/** @module Patterns of one's own, looked for in a text: as it stands, and in what it stands for. */
import { foldForDetection, FOLD_REACH, holdForFolding } from 'enforcecore/sdk';
import type { Span } from 'enforcecore/sdk';
import { firstAt, startIn } from './detector.ts';
import { RedactionError } from './errors.ts';
import type { CheckedPattern, PatternSource } from './patterns.ts';
import type { Range } from './range.ts';
import { replacementFor } from './strategy.ts';
import type { HashKey, RedactionStrategy } from './strategy.ts';
import type { PiiCategory } from './categories.ts';

/** Of two finds of one length, one's own is the more specific. */
const RANK = 1_000;
const NO_SPANS: readonly Span[] = Object.freeze([]);

interface Wanted {
  readonly pattern: CheckedPattern;
  readonly kind: Pick<Span, 'category' | 'replacement' | 'rank'>;
}

/**
 * Finds what patterns match, from left to right. What each pattern finds does not overlap itself.
 *
 * The law of streams holds: the only state is the place, and a find is decided by what is near it.
 */
export class CustomScan {
  /** How many characters before a find can decide about it. */
  readonly before: number;
  readonly #wanted: readonly Wanted[];
  readonly #reach: number;

  constructor(patterns: readonly CheckedPattern[], strategy: RedactionStrategy, key?: HashKey) {
    this.#wanted = patterns.map((pattern) => ({ pattern, kind: kindOf(pattern, strategy, key) }));
    // What was put in place by an earlier redaction is looked for around a match.
    const around = Math.max(0, ...this.#wanted.map(({ kind }) => settledLength(kind.replacement)));
    const most = (key: 'before' | 'reach'): number =>
      patterns.reduce((all, { expression }) => Math.max(all, expression[key]), 0);
    this.before = patterns.length === 0 ? 0 : most('before') + around + FOLD_REACH;
    this.#reach = most('reach') + around;
  }

  /** What starts at or after a place. What different patterns find may overlap. */
  find(text: string, from: number): readonly Span[] {
    if (this.#wanted.length === 0) return NO_SPANS;
    let spans: Span[] | undefined;
    for (const wanted of this.#wanted) spans = findAll(wanted, text, from, spans);
    const folded = foldForDetection(text);
    if (!folded) return spans ?? NO_SPANS;
    let meant: Span[] | undefined;
    const first = firstAt(folded, from);
    for (const wanted of this.#wanted) meant = findAll(wanted, folded.text, first, meant);
    for (const span of meant ?? []) {
      const place = { start: folded.starts[span.start] as number, end: folded.ends[span.end - 1] as number };
      (spans ??= []).push({ ...span, ...place });
    }
    return spans ?? NO_SPANS;
  }

  /** The first place that characters yet to come could still have a say in. */
  hold(text: string, from: number): number {
    if (this.#wanted.length === 0) return text.length;
    const settled = holdForFolding(text);
    const folded = foldForDetection(settled < text.length ? text.slice(0, settled) : text);
    const meant = folded ? startIn(folded, this.#hold(folded.text)) : Infinity;
    return Math.max(from, Math.min(settled, meant, this.#hold(text)));
  }

  #hold(text: string): number {
    return Math.max(0, text.length - this.#reach + 1);
  }
}

/** The scan for patterns that may change: made anew when they do. */
export class LiveScan {
  readonly #source: PatternSource;
  readonly #strategy: RedactionStrategy;
  readonly #key: HashKey | undefined;
  #scan: CustomScan | undefined;
  #version = -1;

  constructor(source: PatternSource, strategy: RedactionStrategy, key: HashKey | undefined) {
    this.#source = source;
    this.#strategy = strategy;
    this.#key = key;
  }

  get now(): CustomScan {
    const { version } = this.#source;
    if (this.#scan && version === this.#version) return this.#scan;
    this.#version = version;
    return (this.#scan = new CustomScan(this.#source.checked(), this.#strategy, this.#key));
  }
}

function findAll(wanted: Wanted, text: string, from: number, found: Span[] | undefined): Span[] | undefined {
  const { pattern, kind } = wanted;
  let spans = found;
  for (let at = from; at < text.length;) {
    const range = pattern.expression.next(text, at);
    if (!range) break;
    at = range.end;
    if (isReplacement(text, range, kind.replacement) || !isValid(pattern, text, range)) continue;
    (spans ??= []).push({ ...range, ...kind });
  }
  return spans;
}

/** Whether a match lies within what stands in place of one: that says nothing more, and redacting twice changes nothing. */
function isReplacement(text: string, { start, end }: Range, replacement: Span['replacement']): boolean {
  const length = settledLength(replacement);
  if (typeof replacement !== 'string' || end - start > length) return false;
  const at = text.slice(Math.max(0, end - length), start + length).indexOf(replacement);
  return at >= 0;
}

function settledLength(replacement: Span['replacement']): number {
  return typeof replacement === 'string' ? replacement.length : 0;
}

function isValid({ category, validator }: CheckedPattern, text: string, { start, end }: Range): boolean {
  if (!validator) return true;
  let answer: unknown;
  try {
    answer = validator(text.slice(start, end));
  } catch {
    // Not as a cause: what it threw may hold the text.
    answer = undefined;
  }
  if (typeof answer === 'boolean') return answer;
  throw new RedactionError(`the validator of the pattern \`${category}\` did not answer`, {
    code: 'EC_PII_VALIDATOR_FAILED',
  });
}

function kindOf(pattern: CheckedPattern, strategy: RedactionStrategy, key: HashKey | undefined): Wanted['kind'] {
  const { category, placeholder, mask } = pattern;
  const own = { placeholder, mask }[strategy as string];
  // Other strategies go by the name alone, whichever it is.
  return { category, replacement: own ?? replacementFor(category as PiiCategory, strategy, key), rank: RANK };
}
