/** @module Which recognizers a token is of interest to, by its characters and its length. */
import { DIGIT, LETTER } from './characters.ts';
import type { Lengths, TokenRecognizer } from './recognizer.ts';
import { has, LEAST_ALONE, SIDE_BITS } from './sides.ts';

/** This and all longer ones are one length. */
const LONGEST = 127;
const NOBODY: readonly number[] = Object.freeze([]);

export class TokenTable {
  readonly recognizers: readonly TokenRecognizer[];
  readonly #numbers: readonly (readonly number[])[];
  readonly #mixed: readonly (readonly number[])[];
  readonly #words: readonly (readonly number[])[];
  /** For short numbers, by their length and what is beside them; filled as they come. */
  readonly #short: (readonly number[] | undefined)[] = new Array<undefined>(LEAST_ALONE << SIDE_BITS).fill(undefined);

  constructor(recognizers: readonly TokenRecognizer[]) {
    this.recognizers = recognizers;
    this.#numbers = table(recognizers, ({ numbers }) => numbers);
    this.#mixed = table(recognizers, ({ mixed }) => mixed);
    this.#words = table(recognizers, ({ words }) => words);
  }

  /** Where the last find of each recognizer ended, for a pass from a place on. */
  begin(from: number): number[] {
    return this.recognizers.map(() => from);
  }

  /** Who is asked about a token, by its length, the kinds of its characters and what is beside it. */
  asked(length: number, kinds: number, sides: number): readonly number[] {
    const rows = (kinds & DIGIT) === 0 ? this.#words : (kinds & LETTER) === 0 ? this.#numbers : this.#mixed;
    if (length >= LEAST_ALONE) return rows[length < LONGEST ? length : LONGEST] as readonly number[];
    if (rows !== this.#numbers) return rows[length] as readonly number[];
    return (this.#short[(length << SIDE_BITS) | sides] ??= this.#askedBeside(length, sides));
  }

  /** Of those that are asked about numbers of a length, those who look for what is beside this one. */
  #askedBeside(length: number, sides: number): readonly number[] {
    return (this.#numbers[length] as readonly number[]).filter((which) => {
      const { beside } = this.recognizers[which] as TokenRecognizer;
      return beside === undefined || has(sides, beside);
    });
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
