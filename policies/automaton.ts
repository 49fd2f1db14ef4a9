/** @module Matches a target against a pattern in one pass: time grows with target times pattern, whatever they are. */
import type { Token } from './pattern.ts';

export interface Reading {
  /** Whether `*`, `?` and sets match this character too. Absent: every character is alike. */
  readonly separator?: '/' | undefined;
  readonly crossing: boolean;
  /** Whether wildcards match a dot at the start of a segment, as in `.env`. */
  readonly dots: boolean;
  /** Whether what lies below a match (after a separator) matches as well. */
  readonly below: boolean;
}

/** A pattern made ready: all ways to read it are followed at once, so there is no backtracking. */
export class Automaton {
  readonly #tokens: readonly Token[];
  readonly #reading: Reading;
  readonly #needle: string;

  constructor(tokens: readonly Token[], reading: Reading) {
    this.#tokens = tokens;
    this.#reading = reading;
    this.#needle = longestText(tokens);
  }

  matches(target: string): boolean {
    // Most targets match none of many patterns. Searching for the literal part costs a hundredth of following it.
    if (!target.includes(this.#needle)) return false;
    const { separator, below } = this.#reading;
    const end = this.#tokens.length;
    const marks = new Int32Array(end + 1).fill(-1);
    let active: number[] = [];
    this.#enter(active, marks, 0, 0, true);
    let starting = true;
    let step = 0;
    for (const char of target) {
      if (active.length === 0) return false;
      if (below && char === separator && marks[end] === step) return true;
      step++;
      const next: number[] = [];
      for (const state of active) this.#advance(state, char, starting, next, marks, step);
      active = next;
      starting = char === separator;
    }
    return marks[end] === step;
  }

  #advance(state: number, char: string, starting: boolean, next: number[], marks: Int32Array, step: number): void {
    const token = this.#tokens[state];
    if (!token) return;
    const after = char === this.#reading.separator;
    if (token.kind === 'char') {
      if (token.char === char) this.#enter(next, marks, step, state + 1, after);
      return;
    }
    if (starting && char === '.' && !this.#reading.dots) return;
    if (token.kind === 'folders' || token.kind === 'rest') {
      this.#enter(next, marks, step, state, after);
      if (token.kind === 'rest') this.#enter(next, marks, step, state + 1, after);
      return;
    }
    if (after && !this.#reading.crossing) return;
    if (token.kind === 'star') this.#enter(next, marks, step, state, after);
    else if (token.kind !== 'set' || token.members.has(char) !== token.negated) {
      this.#enter(next, marks, step, state + 1, after);
    }
  }

  /** Adds a state, and those that follow it without reading anything. */
  #enter(states: number[], marks: Int32Array, step: number, from: number, starting: boolean): void {
    for (let state = from; marks[state] !== step; state++) {
      marks[state] = step;
      states.push(state);
      const kind = this.#tokens[state]?.kind;
      if (kind !== 'star' && !(kind === 'folders' && starting)) return;
    }
  }
}

/** The longest run of literal characters: every target that matches has it in it. */
function longestText(tokens: readonly Token[]): string {
  let longest = '';
  let run = '';
  for (const token of tokens) {
    run = token.kind === 'char' ? run + token.char : '';
    if (run.length > longest.length) longest = run;
  }
  return longest;
}
