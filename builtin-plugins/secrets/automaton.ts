/** @module Aho-Corasick over all keywords at once: one dense table, one step a character, whatever the number of words. */

const WIDTH_BITS = 6;
const WIDTH = 1 << WIDTH_BITS;

/** Lower-case letters, digits and the signs that keywords have; capitals step as small letters do. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789_-.:/=" @~<+(\'$;|!#^>{';

/** Steps through a text, ASCII case aside. */
export class Automaton {
  readonly keywords: readonly string[];
  /** By state and character class: the next state. States that end a keyword come last. */
  readonly next: Uint16Array;
  /** By code unit below 128: its class; 0 is any character that no keyword has. */
  readonly classes: Uint8Array;
  /** States from this one on end a keyword. */
  readonly accepting: number;
  /** By state: how many characters of a keyword have been seen. */
  readonly depth: Uint8Array;
  readonly #ends: readonly (readonly number[])[];

  /** @param keywords - in lower case */
  constructor(keywords: readonly string[]) {
    this.keywords = keywords;
    this.classes = classTable();
    const trie = new Trie(keywords, this.classes);
    const order = trie.link();
    const first = order.findIndex((state) => (trie.ends[state] as number[]).length > 0);
    this.accepting = first < 0 ? order.length : first;
    this.depth = Uint8Array.from(order, (state) => trie.depth[state] as number);
    this.next = trie.tableOf(order);
    this.#ends = order.map((state) => trie.ends[state] ?? []);
  }

  /** Which keywords (by index) end in a state. */
  endsOf(state: number): readonly number[] {
    return this.#ends[state] as readonly number[];
  }
}

/** The state after a character: for the loops that walk a text, so that there is one place that knows the layout. */
export const STEP_BITS = WIDTH_BITS;

function classTable(): Uint8Array {
  const classes = new Uint8Array(128);
  [...ALPHABET].forEach((char, i) => {
    classes[char.charCodeAt(0)] = i + 1;
    classes[char.toUpperCase().charCodeAt(0)] = i + 1;
  });
  return classes;
}

/** The words as a tree, kept as lists of children until every step is known. */
class Trie {
  readonly depth: number[] = [0];
  readonly ends: number[][] = [[]];
  readonly #kind: number[] = [0];
  readonly #firstChild: number[] = [0];
  readonly #sibling: number[] = [0];
  readonly #fail: number[] = [0];
  readonly #byDepth: number[] = [0];

  constructor(keywords: readonly string[], classes: Uint8Array) {
    keywords.forEach((word, index) => {
      let state = 0;
      for (let i = 0; i < word.length; i++) {
        const kind = classes[word.charCodeAt(i)];
        if (!kind) throw new TypeError(`the keyword \`${word}\` has a character that none may have`);
        state = this.#child(state, kind) || this.#grow(state, kind);
      }
      (this.ends[state] as number[]).push(index);
    });
    if (this.depth.length > 0xffff) throw new RangeError('there are too many keywords');
  }

  #child(state: number, kind: number): number {
    let child = this.#firstChild[state] as number;
    while (child !== 0 && this.#kind[child] !== kind) child = this.#sibling[child] as number;
    return child;
  }

  #grow(state: number, kind: number): number {
    const child = this.depth.push((this.depth[state] as number) + 1) - 1;
    this.ends.push([]);
    this.#kind.push(kind);
    this.#firstChild.push(0);
    this.#sibling.push(this.#firstChild[state] as number);
    this.#firstChild[state] = child;
    return child;
  }

  /** Finds for each state the one to fall back to. Gives the states by depth, those that end a keyword last. */
  link(): readonly number[] {
    for (let head = 0; head < this.#byDepth.length; head++) {
      const state = this.#byDepth[head] as number;
      for (let child = this.#firstChild[state] as number; child !== 0; child = this.#sibling[child] as number) {
        this.#byDepth.push(child);
        const back = state === 0 ? 0 : this.#fallback(this.#fail[state] as number, this.#kind[child] as number);
        this.#fail[child] = back;
        const inherited = this.ends[back] as number[];
        if (inherited.length > 0) (this.ends[child] as number[]).push(...inherited);
      }
    }
    const isEnd = (state: number): boolean => (this.ends[state] as number[]).length > 0;
    return [...this.#byDepth.filter((state) => !isEnd(state)), ...this.#byDepth.filter(isEnd)];
  }

  #fallback(from: number, kind: number): number {
    for (let state = from; ; state = this.#fail[state] as number) {
      const child = this.#child(state, kind);
      if (child !== 0 || state === 0) return child;
    }
  }

  /** Every step there is, so that none ever has to fall back; states are numbered as in `order`. */
  tableOf(order: readonly number[]): Uint16Array {
    const place = new Uint16Array(order.length);
    for (let i = 0; i < order.length; i++) place[order[i] as number] = i;
    const table = new Uint16Array(order.length * WIDTH);
    // By depth: what a state falls back to is complete before it.
    for (const state of this.#byDepth) {
      const row = (place[state] as number) * WIDTH;
      const back = (place[this.#fail[state] as number] as number) * WIDTH;
      if (state !== 0) table.copyWithin(row, back, back + WIDTH);
      for (let child = this.#firstChild[state] as number; child !== 0; child = this.#sibling[child] as number)
        table[row + (this.#kind[child] as number)] = place[child] as number;
    }
    return table;
  }
}
