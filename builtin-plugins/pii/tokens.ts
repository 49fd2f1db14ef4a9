/** @module One pass over a text: its tokens, which are runs of ASCII letters and digits, and what signs it has. */
import { DIGIT, LETTER, LOWER, UPPER } from './characters.ts';
import { DISGUISE } from './signs.ts';

/** By the kinds of its characters, how long a token has to be at least to be of interest to anybody. */
const LEAST = new Uint16Array(8);
for (const kinds of [0, UPPER, LOWER, LETTER]) LEAST[kinds] = kinds === 0 ? 65535 : kinds === UPPER ? 8 : 16;

const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if ('%&\\'.includes(char)) return DISGUISE;
  if (/\d/.test(char)) return DIGIT;
  if (/[A-Z]/.test(char)) return UPPER;
  return /[a-z]/.test(char) ? LOWER : 0;
});
const TOKEN = DIGIT | LETTER;

/**
 * Goes through the tokens of a text that have a digit, are long or are capitals, from a place on. Is itself the token
 * that it stands at.
 */
export class Tokens {
  start = 0;
  end = 0;
  /** The kinds of the characters of the token. */
  kinds = 0;
  /** The kinds of all characters up to here that are in no token. */
  signs = 0;
  readonly #text: string;
  #at: number;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
  }

  next(): boolean {
    const text = this.#text;
    const size = text.length;
    let kinds = 0;
    let signs = this.signs;
    let start = this.#at;
    for (let at = start; at < size; at++) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? (KINDS[code] as number) : DISGUISE;
      if ((kind & TOKEN) !== 0) {
        kinds |= kind;
        continue;
      }
      signs |= kind;
      if (at - start >= (LEAST[kinds] as number)) {
        this.signs = signs;
        return this.#found(start, at, kinds);
      }
      kinds = 0;
      start = at + 1;
    }
    this.signs = signs;
    this.#at = size;
    return size - start >= (LEAST[kinds] as number) && this.#found(start, size, kinds);
  }

  #found(start: number, end: number, kinds: number): true {
    this.start = start;
    this.end = end;
    this.kinds = kinds;
    this.#at = end;
    return true;
  }
}
