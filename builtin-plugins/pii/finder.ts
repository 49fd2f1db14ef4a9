/** @module What is found in a text as it stands. */
import type { Span } from 'enforcecore/sdk';
import { Candidates } from './candidates.ts';
import type { RuleRecognizer } from './candidates.ts';
import { ALPHANUMERIC, kindAt } from './characters.ts';
import type { NumberRecognizer, Range, Recognizer, TextRecognizer, TokenRecognizer } from './recognizer.ts';
import { Runs } from './runs.ts';
import { disguiseFrom, nextSign } from './signs.ts';
import { TokenTable } from './token-table.ts';
import { Tokens } from './tokens.ts';

/** What all finds of a category are. */
export type Kind = Pick<Span, 'category' | 'replacement' | 'rank'>;
export type Kinds = ReadonlyMap<string, Kind>;

/** Asks recognizers about the places of a text that may be theirs. */
export class Finder {
  /** How many digits numbers have at least; `Infinity` when none are looked for. */
  readonly leastDigits: number;
  /** Those whose finds end with the characters that they can have. */
  readonly bounded: readonly (TextRecognizer | TokenRecognizer)[];
  readonly #kinds: Kinds;
  readonly #numbers: readonly NumberRecognizer[];
  readonly #rules: Candidates | undefined;
  readonly #texts: readonly TextRecognizer[];
  readonly #kindsOfTexts: readonly Kind[];
  readonly #kindsOfNumbers: readonly Kind[];
  readonly #tokens: TokenTable | undefined;

  constructor(recognizers: readonly Recognizer[], kinds: Kinds) {
    this.#kinds = kinds;
    const numbers = recognizers.filter(isNumber);
    const rules = numbers.filter(isRule).map(({ rule }) => rule);
    this.#rules = rules.length > 0 ? new Candidates(rules) : undefined;
    this.#numbers = numbers.filter((one) => !isRule(one));
    this.#texts = recognizers.filter(isText);
    this.#kindsOfTexts = this.#texts.map((one) => this.#kindOf(one.category));
    this.#kindsOfNumbers = this.#numbers.map((one) => this.#kindOf(one.category));
    const tokens = recognizers.filter((one) => !isNumber(one) && !isText(one)) as TokenRecognizer[];
    this.#tokens = tokens.length > 0 ? new TokenTable(tokens) : undefined;
    this.bounded = [...this.#texts, ...tokens];
    this.leastDigits = Math.min(...numbers.map(({ digits }) => digits[0]));
  }

  /** Adds what is found at or after a place, and returns the kinds of signs of the text. */
  find(text: string, from: number, found: Span[]): number {
    const table = this.#tokens;
    if (!table) return this.#findNumbers(text, from, found);
    for (let i = 0; i < this.#texts.length; i++) if (this.#rowOf(i) === 0) this.#findText(i, text, from, found);
    const tokens = new Tokens(text, from, this.leastDigits);
    this.#findTokens(text, from, tokens, table, found);
    // What is a row begins not far before the place that shows it.
    const first = Math.max(from, tokens.rowAt - ROW_REACH);
    for (let i = 0; i < this.#texts.length; i++)
      if ((tokens.rows & this.#rowOf(i)) !== 0) this.#findText(i, text, first, found);
    return tokens.signs;
  }

  /** Numbers alone need no tokens. */
  #findNumbers(text: string, from: number, found: Span[]): number {
    const first = nextSign(text, from);
    for (let i = 0; i < this.#texts.length; i++) {
      if ((this.#texts[i] as TextRecognizer).trigger !== 'digit') this.#findText(i, text, from, found);
      else if (first >= 0) this.#findText(i, text, first, found);
    }
    if (first < 0) return 0;
    if (this.leastDigits < Infinity) {
      const runs = new Runs(text, from, this.leastDigits);
      runs.skipTo(first);
      while (runs.next()) this.#findIn(text, from, runs, found);
    }
    return disguiseFrom(text, first);
  }

  #findTokens(text: string, from: number, tokens: Tokens, table: TokenTable, found: Span[]): void {
    const free = table.begin(from);
    const runs = new Runs(text, from, this.leastDigits);
    while (tokens.next()) this.#findWindow(text, from, tokens, table, free, runs, found);
  }

  #findWindow(
    text: string,
    from: number,
    { count, starts, ends, kinds, sides, numbers }: Tokens,
    table: TokenTable,
    free: number[],
    runs: Runs,
    found: Span[],
  ): void {
    const { firsts } = numbers;
    // What stands left of `from` can belong to the first token.
    const whole = (kindAt(text, from - 1) & ALPHANUMERIC) === 0 ? from : from + 1;
    let number = 0;
    for (let i = 0; i < count; i++) {
      const start = starts[i] as number;
      const end = ends[i] as number;
      // Side by side, since labels are read once for all who ask about one place.
      while (number < numbers.count && (firsts[number] as number) < end)
        this.#findRun(text, from, runs, firsts[number++] as number, found);
      if (start < whole) continue;
      const asked = table.asked(end - start, kinds[i] as number, sides[i] as number);
      if (asked.length > 0) this.#ask(text, start, end, table, asked, free, found);
    }
    while (number < numbers.count) this.#findRun(text, from, runs, firsts[number++] as number, found);
  }

  #ask(
    text: string,
    start: number,
    end: number,
    { recognizers }: TokenTable,
    asked: readonly number[],
    free: number[],
    found: Span[],
  ): void {
    for (let i = 0; i < asked.length; i++) {
      const which = asked[i] as number;
      const recognizer = recognizers[which] as TokenRecognizer;
      const range = recognizer.find(text, start, end, free[which] as number);
      if (range === undefined) continue;
      add(this.#kindOf(recognizer.category), range, found);
      free[which] = range.end;
    }
  }

  #findRun(text: string, from: number, runs: Runs, first: number, found: Span[]): void {
    for (let more = runs.moveTo(first); more; more = runs.nextPiece()) this.#findIn(text, from, runs, found);
  }

  #findIn(text: string, from: number, run: Runs, found: Span[]): void {
    for (let i = 0; i < this.#numbers.length; i++) {
      const { digits, find } = this.#numbers[i] as NumberRecognizer;
      if (run.digits >= digits[0]) addAll(this.#kindsOfNumbers[i] as Kind, find(text, run, from), found);
    }
    const rules = this.#rules?.find(text, run, from);
    // To go through an empty list takes longer than to ask.
    if (rules && rules.length > 0) for (const one of rules) add(this.#kindOf(one.category), one, found);
  }

  #findText(which: number, text: string, from: number, found: Span[]): void {
    addAll(this.#kindsOfTexts[which] as Kind, (this.#texts[which] as TextRecognizer).find(text, from), found);
  }

  #rowOf(which: number): number {
    return (this.#texts[which] as TextRecognizer).row ?? 0;
  }

  #kindOf(category: string): Kind {
    return this.#kinds.get(category) as Kind;
  }
}

function addAll(kind: Kind, ranges: readonly Range[], found: Span[]): void {
  for (let i = 0; i < ranges.length; i++) add(kind, ranges[i] as Range, found);
}

function add({ category, replacement, rank }: Kind, { start, end }: Range, found: Span[]): void {
  // Field by field: a spread takes longer than finding.
  found.push({ start, end, category, replacement, rank, until: undefined });
}

/** The longest row is an address of version 6. */
const ROW_REACH = 64;

function isNumber(one: Recognizer): one is NumberRecognizer {
  return 'digits' in one;
}

function isRule(one: NumberRecognizer): one is RuleRecognizer {
  return 'rule' in one;
}

function isText(one: Recognizer): one is TextRecognizer {
  return 'trigger' in one;
}
