/** @module Words with their places in the text, and the pieces that a tokenizer makes of each: so that a piece's place is known. */
import type { Tokenizer } from './library.ts';

export interface Word {
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly number[];
}

/** Longer ones are cut: no tokenizer is given a word of ten million letters. */
const LONGEST = 128;
// Runs of letters, marks and digits; anything else that is no space stands alone. Each alternative is bounded.
const WORD = new RegExp(`[\\p{L}\\p{M}\\p{N}_]{1,${LONGEST}}|[^\\s]`, 'gu');

/** The words of `text` from `from` on. Tokenizers that mark a word's start by the space before it are given that space. */
export function splitWords(text: string, from: number, tokenizer: Tokenizer): Word[] {
  const known = new Map<string, readonly number[]>();
  const words: Word[] = [];
  WORD.lastIndex = from;
  for (let match = WORD.exec(text); match; match = WORD.exec(text)) {
    const start = match.index;
    const spaced = start > 0 && /\s/.test(text.charAt(start - 1)) ? ` ${match[0]}` : match[0];
    const pieces = known.get(spaced) ?? tokenizer.encode(spaced, { add_special_tokens: false });
    known.set(spaced, pieces);
    if (pieces.length > 0) words.push({ start, end: start + match[0].length, pieces });
  }
  return words;
}

/** Stretches of words of at most `most` pieces, each overlapping the one before by a quarter. */
export function* windows(words: readonly Word[], most: number): Generator<readonly [first: number, last: number]> {
  for (let first = 0; first < words.length;) {
    let pieces = 0;
    let last = first;
    while (last < words.length && (last === first || pieces + (words[last] as Word).pieces.length <= most))
      pieces += (words[last++] as Word).pieces.length;
    yield [first, last];
    if (last >= words.length) return;
    first = Math.max(first + 1, last - Math.floor((last - first) / 4));
  }
}
