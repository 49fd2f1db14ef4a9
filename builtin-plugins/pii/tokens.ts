/** @module One pass over a text: its tokens, which are runs of ASCII letters and digits, and what signs it has. */
import { DIGIT, LETTER, LOWER, UPPER } from './characters.ts';
import { DISGUISE } from './signs.ts';

/** By the kinds of its characters, how long a token has to be at least to be of interest to anybody. */
const LEAST = new Uint16Array(8);
for (const kinds of [0, UPPER, LOWER, LETTER]) LEAST[kinds] = kinds === 0 ? 65535 : kinds === UPPER ? 8 : 16;

/** The last is for all characters beyond ASCII. */
const KINDS = Uint8Array.from({ length: 129 }, (_, code) => {
  if (code === 128) return DISGUISE;
  const char = String.fromCharCode(code);
  if ('%&\\'.includes(char)) return DISGUISE;
  if (/\d/.test(char)) return DIGIT;
  if (/[A-Z]/.test(char)) return UPPER;
  return /[a-z]/.test(char) ? LOWER : 0;
});
const TOKEN = DIGIT | LETTER;

/** The characters that are looked at: a loop over numbers takes half the time of one over a string. */
const WINDOW = 8192;
const codes = new Uint16Array(WINDOW);
const bytes = Buffer.from(codes.buffer);
/** From here on the engine's own copying is faster than a loop; it gives the lower byte first. */
const LONG = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 256 : Infinity;

function load(text: string, from: number, to: number): void {
  if (to - from >= LONG) bytes.write(text.slice(from, to), 'utf16le');
  else for (let at = from; at < to; at++) codes[at - from] = text.charCodeAt(at);
}

/**
 * Goes through the tokens of a text that have a digit, are long or are capitals, from a place on. Is itself the token
 * that it stands at. Of all of them only one is used at a time.
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
  /** What of the text was loaded. */
  #first: number;
  #last: number;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = this.#first = this.#last = from;
  }

  next(): boolean {
    const size = this.#text.length;
    let kinds = 0;
    let signs = this.signs;
    let start = this.#at;
    for (let at = start; at < size;) {
      if (at === this.#last) this.#load(at);
      const first = this.#first;
      const last = this.#last;
      for (; at < last; at++) {
        const code = codes[at - first] as number;
        const kind = KINDS[code < 128 ? code : 128] as number;
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
    }
    this.signs = signs;
    this.#at = size;
    return size - start >= (LEAST[kinds] as number) && this.#found(start, size, kinds);
  }

  #load(from: number): void {
    this.#first = from;
    this.#last = Math.min(this.#text.length, from + WINDOW);
    load(this.#text, from, this.#last);
  }

  #found(start: number, end: number, kinds: number): true {
    this.start = start;
    this.end = end;
    this.kinds = kinds;
    this.#at = end;
    return true;
  }
}
