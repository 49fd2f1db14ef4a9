/** @module What a recognizer of one kind of personal data is. */
import type { Range } from './range.ts';
import type { Beside } from './sides.ts';

export type { Range } from './range.ts';

/**
 * Digits with separators: starts with a digit, `+` or `(`, ends with a digit or `)`, and has at most three of the
 * separators ` .-()/+` and U+00A0 between two digits.
 */
export interface NumberRun {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  /** No find starts after this place; absent where any may. */
  readonly last?: number | undefined;
}

/** Finds numbers within one run. Looks at no more than 256 characters left of a find, and two right of it. */
export interface NumberRecognizer {
  readonly category: string;
  /** How specific the category is: of two finds of one length the higher rank names both. */
  readonly rank: number;
  /** How many digits a find has: at least, and at most. */
  readonly digits: readonly [least: number, most: number];
  /** The finds of the run that start at or after `from`, left to right, without overlap. */
  find(text: string, run: NumberRun, from: number): readonly Range[];
}

/**
 * What a text must have for anything to be found in it: one of these strings, a digit, or an ASCII letter with a digit
 * directly before or after it.
 */
export type Trigger = readonly string[] | 'digit' | 'letter-digit';

/** Finds what is more than a number. Looks at no more than 64 characters left of a find. */
export interface TextRecognizer {
  readonly category: string;
  readonly rank: number;
  /** How many characters from the start of a find decide about it, at most. */
  readonly longest: number;
  /** For each of the 128 ASCII characters 1 when a find, or what must be seen right of it, can have it. */
  readonly alphabet: Uint8Array;
  /** Whether a find, or what must be seen right of it, can have characters beyond ASCII. */
  readonly wide: boolean;
  readonly trigger: Trigger;
  /** Which row of signs a text must have for anything to be found in it, where it is known (see `signs.ts`). */
  readonly row?: number;
  /** The finds that start at or after `from`, left to right, without overlap. */
  find(text: string, from: number): readonly Range[];
  /** The first place of a text that could become a find, where that is known better than by the characters at its end. */
  hold?(text: string): number;
}

/** How many characters a token can have: at least, and at most. */
export type Lengths = readonly [least: number, most: number];

/**
 * Finds what begins in or around a token: a run of ASCII letters and digits that has no letter or digit before it. Is
 * asked only about tokens that may be one, and looks at no more than 64 characters left of a find.
 */
export interface TokenRecognizer extends Omit<TextRecognizer, 'trigger' | 'row' | 'find' | 'hold'> {
  /** The lengths of tokens that are of interest: of digits alone, and of letters with digits. */
  readonly numbers?: readonly Lengths[];
  readonly mixed?: readonly Lengths[];
  /** Of a token of up to four digits alone: a sign that must be beside it, or nothing is found. */
  readonly beside?: Beside;
  /** Of letters alone: from 16 on, and of capitals from 8 on. */
  readonly words?: readonly Lengths[];
  /** The find that this token tells of and that starts at or after `least`, which may be before the token. */
  find(text: string, start: number, end: number, least: number): Range | undefined;
}

export type Recognizer = NumberRecognizer | TextRecognizer | TokenRecognizer;

export const NO_RANGES: readonly Range[] = Object.freeze([]);
