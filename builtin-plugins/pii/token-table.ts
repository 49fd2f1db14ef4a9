/** @module Which recognizers a token is of interest to, by its characters and its length. */
import { DIGIT, LETTER } from './characters.ts';
import type { Found } from './candidates.ts';
import type { Lengths, TokenRecognizer } from './recognizer.ts';

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

  find(text: string, start: number, end: number, kinds: number, free: number[], found: Found[]): void {
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
