/** @module A checked expression, and where it is found: each find is decided by what is near it, in a text of any length. */
import { RedactionError } from './errors.ts';
import { engineFor } from './pattern-safety.ts';
import type { Engine, Matcher } from './pattern-safety.ts';
import { parse, shapeOf } from './pattern-shape.ts';
import type { Shape } from './pattern-shape.ts';
import type { Range } from './range.ts';

/** The longest match, in characters. Longer ones do not count: a shorter one is looked for at the same place. */
export const LONGEST_MATCH = 1_024;
/** How far around a match an expression may look. */
const FARTHEST_LOOK = 256;
/** How many starts are looked for at once when matches could be longer than counts. */
const BLOCK = 3_072;
const LEAST_BLOCK = 16;
const USED_FLAGS = /[imsu]/g;
const LEADING_FLAGS = /^\(\?([imsu]+)\)/;

/** A regular expression that is known to be safe, with bounds to what it sees. */
export class Expression {
  readonly source: string;
  readonly flags: string;
  readonly engine: Engine['name'];
  /** How many characters before a match have a say in it. */
  readonly before: number;
  /** From the start of a match, how many characters have a say in it, at most. */
  readonly reach: number;
  readonly #isBounded: boolean;
  readonly #after: number;
  readonly #matcher: (spare: number) => Matcher;
  readonly #match: Matcher;

  /** @throws RedactionError `EC_PII_PATTERN_SYNTAX`, `EC_PII_PATTERN_EMPTY`, `EC_PII_PATTERN_LONG`, `EC_PII_PATTERN_UNSAFE` */
  constructor(source: string, flags: string) {
    const pattern = parse(source, flags);
    const shape = shapeOf(pattern, flags.includes('u'));
    checkShape(shape);
    this.source = source;
    this.flags = flags;
    // A character to the left always tells that a text begins further on, and one to the right that a pair is whole.
    this.before = shape.before + 1;
    this.#isBounded = shape.most <= LONGEST_MATCH;
    this.#after = shape.after;
    this.reach = (this.#isBounded ? shape.most : LONGEST_MATCH) + shape.after + 1;
    const engine = engineFor(pattern, flags);
    this.engine = engine.name;
    const made = new Map<number, Matcher>();
    this.#matcher = (spare) => {
      const known = made.get(spare) ?? engine.matcher(spare);
      made.set(spare, known);
      return known;
    };
    this.#match = this.#matcher(0);
  }

  /** The first match that starts at or after a place. */
  next(text: string, from: number): Range | undefined {
    const found = this.#isBounded ? matchFrom(this.#match, text, from) : this.#nextShort(text, from);
    // Half a character is no character.
    return found && isPair(text, found.end) ? { start: found.start, end: found.end + 1 } : found;
  }

  /**
   * The first place where a match of no more than counts begins. What is seen of the text grows as long as nothing is
   * found: a match that is too long can hide none that counts, as only a place that has any match at all can have one.
   */
  #nextShort(text: string, from: number): Range | undefined {
    let block = BLOCK;
    for (let at = from; at < text.length;) {
      const end = at + block + this.reach;
      const isWhole = end >= text.length;
      const base = Math.max(0, at - this.before);
      // The end of what is looked at is not the end of the text: nothing may be decided by it.
      const match = this.#matcher(isWhole ? 0 : this.#after);
      const found = matchFrom(match, text.slice(base, isWhole ? text.length : end), at - base);
      if (!found && isWhole) return undefined;
      const start = found ? base + found.start : Infinity;
      if (found && start <= at + block) {
        const short = found.end - found.start <= LONGEST_MATCH ? found.end + base : this.#shortEnd(text, start);
        if (short !== undefined) return { start, end: short };
        at = start + 1;
        block = Math.max(LEAST_BLOCK, block >> 2);
      } else {
        at += block + 1;
        block = Math.min(BLOCK, block * 2);
      }
    }
    return undefined;
  }

  /** The end of the match that counts at a place, if there is one. */
  #shortEnd(text: string, start: number): number | undefined {
    const base = Math.max(0, start - this.before);
    let last = Math.min(text.length, start + LONGEST_MATCH);
    if (isPair(text, last)) last--;
    const end = Math.min(text.length, last + this.#after);
    const found = matchFrom(this.#matcher(end - last), text.slice(base, end), start - base);
    return found && found.start === start - base ? found.end + base : undefined;
  }
}

/** With the flag `u` an engine steps back to the beginning of a character. */
function matchFrom(match: Matcher, text: string, at: number): Range | undefined {
  const found = match(text, at);
  return found && found.start < at ? match(text, at + 1) : found;
}

/** Whether a place is within a surrogate pair. */
function isPair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}

function checkShape({ least, before, after }: Shape): void {
  if (least === 0)
    throw new RedactionError('the pattern can match where there is nothing', { code: 'EC_PII_PATTERN_EMPTY' });
  if (least > LONGEST_MATCH || before > FARTHEST_LOOK || after > FARTHEST_LOOK)
    throw new RedactionError('the pattern needs to see more of a text than is kept', { code: 'EC_PII_PATTERN_LONG' });
}

const known = new Map<string, Expression>();
const MOST_KNOWN = 256;

/** The expression for a pattern. Checking one takes time: each is checked once. */
export function expressionFor(pattern: RegExp | string): Expression {
  const { source, flags } = typeof pattern === 'string' ? fromText(pattern) : fromRegExp(pattern);
  const key = `${flags}/${source}`;
  const expression = known.get(key) ?? new Expression(source, flags);
  known.delete(key);
  known.set(key, expression);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value as string);
  return expression;
}

function fromRegExp(pattern: RegExp): Pick<RegExp, 'source' | 'flags'> {
  if (pattern.flags.includes('v'))
    throw new RedactionError('a pattern cannot have the flag `v`', { code: 'EC_PII_PATTERN_SYNTAX' });
  return { source: pattern.source, flags: (pattern.flags.match(USED_FLAGS) ?? []).join('') };
}

/** A text may begin with flags, as in other languages: `(?i)`. */
function fromText(text: string): Pick<RegExp, 'source' | 'flags'> {
  const leading = LEADING_FLAGS.exec(text);
  const flags = [...new Set(leading?.[1])].sort().join('');
  try {
    return { source: new RegExp(leading ? text.slice(leading[0].length) : text, flags).source, flags };
  } catch (error) {
    throw new RedactionError('the pattern is no regular expression of JavaScript', {
      code: 'EC_PII_PATTERN_SYNTAX',
      cause: error,
    });
  }
}
