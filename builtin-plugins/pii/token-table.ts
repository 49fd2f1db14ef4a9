/** @module Which recognizers a token is of interest to, by its characters and its length. */
import { alphabet, DIGIT, isDigitAt, LETTER } from './characters.ts';
import type { Found } from './candidates.ts';
import type { Lengths, TokenRecognizer } from './recognizer.ts';
import type { Tokens } from './tokens.ts';

/**
 * Shorter tokens are of interest only with one of these signs right before or behind them: `14:05`, `1.5.2024`, `May 1`,
 * `AB 12 34 56 C`.
 */
const LEAST_ALONE = 5;
const BEFORE = alphabet(/[ \-&*]/);
const BEHIND_NUMBERS = alphabet(/[ \-./:*]/);
const BEHIND_LETTERS = alphabet(/[ \-.&*(]/);

/** This and all longer ones are one length. */
const LONGEST = 127;
const NOBODY: readonly number[] = Object.freeze([]);

export class TokenTable {
  readonly #recognizers: readonly TokenRecognizer[];
  readonly #numbers: readonly (readonly number[])[];
  readonly #mixed: readonly (readonly number[])[];
  readonly #words: readonly (readonly number[])[];

  constructor(recognizers: readonly TokenRecognizer[]) {
    this.#recognizers = recognizers;
    this.#numbers = table(recognizers, ({ numbers }) => numbers);
    this.#mixed = table(recognizers, ({ mixed }) => mixed);
    this.#words = table(recognizers, ({ words }) => words);
  }

  /** Where the last find of each recognizer ended, for a pass from a place on. */
  begin(from: number): number[] {
    return this.#recognizers.map(() => from);
  }

  find(text: string, { start, end, kinds }: Tokens, free: number[], found: Found[]): void {
    if (end - start < LEAST_ALONE && standsAlone(text, start, end, kinds)) return;
    const rows = (kinds & DIGIT) === 0 ? this.#words : (kinds & LETTER) === 0 ? this.#numbers : this.#mixed;
    const asked = rows[end - start < LONGEST ? end - start : LONGEST] as readonly number[];
    for (let i = 0; i < asked.length; i++) {
      const which = asked[i] as number;
      const recognizer = this.#recognizers[which] as TokenRecognizer;
      const range = recognizer.find(text, start, end, free[which] as number);
      if (range === undefined) continue;
      found.push({ start: range.start, end: range.end, category: recognizer.category });
      free[which] = range.end;
    }
  }
}

function standsAlone(text: string, start: number, end: number, kinds: number): boolean {
  const numeric = (kinds & LETTER) === 0;
  // `3pm`, `1st`
  if (!numeric && isDigitAt(text, start)) return false;
  const before = start > 0 ? text.charCodeAt(start - 1) : 0;
  const behind = end < text.length ? text.charCodeAt(end) : 0;
  if (before < 128 && BEFORE[before] === 1) return false;
  return behind < 128 ? (numeric ? BEHIND_NUMBERS : BEHIND_LETTERS)[behind] === 0 : numeric;
}

function table(
  recognizers: readonly TokenRecognizer[],
  lengthsOf: (one: TokenRecognizer) => readonly Lengths[] | undefined,
): readonly (readonly number[])[] {
  return Array.from({ length: LONGEST + 1 }, (_, length) => {
    const rows = recognizers.flatMap((one, i) =>
      lengthsOf(one)?.some(([least, most]) => length >= least && length <= most) ? [i] : [],
    );
    return rows.length > 0 ? rows : NOBODY;
  });
}
