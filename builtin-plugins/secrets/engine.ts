/** @module Finds the secrets of a set of rules in one pass over a text. */
import { bitOf, CREDENTIAL, isIn, TOKEN } from './alphabet.ts';
import { Automaton, STEP_BITS } from './automaton.ts';
import { checksOf } from './checks.ts';
import type { Check } from './checks.ts';
import { Reader } from './reader.ts';
import { isReplaced } from './replaced.ts';
import type { Detection, Rule } from './rule.ts';

/** How many characters before a find can decide about it: a keyword and its context, and the word beside it. */
export const BEFORE = 192;

const NOTHING: readonly Detection[] = Object.freeze([]);
const WORD = CREDENTIAL | TOKEN | bitOf('before');
const SPACE_AND_QUOTES = bitOf('space') | bitOf('quote');

export class RuleSet {
  readonly #automaton: Automaton;
  /** By keyword: what to look at where it stands. */
  readonly #checks: readonly (readonly Check[])[];
  /** How many characters from a keyword on any check looks at, and how many before it a find can start. */
  readonly #span: number;
  readonly #reach: number;

  constructor(rules: readonly Rule[]) {
    const byKeyword = new Map<string, Check[]>();
    const categories = new Set(rules.map(({ category }) => category));
    const isCovered = (rule: Rule): boolean => rule.kind === 'probe' && categories.has(rule.unless ?? '');
    for (const rule of rules.filter((one) => !isCovered(one)))
      for (const check of checksOf(rule))
        for (const keyword of check.keywords) byKeyword.set(keyword, [...(byKeyword.get(keyword) ?? []), check]);
    this.#automaton = new Automaton([...byKeyword.keys()]);
    this.#checks = [...byKeyword.values()];
    const all = this.#checks.flat();
    this.#span = Math.max(0, ...all.map(({ span }) => span));
    this.#reach = Math.max(0, ...all.map(({ reach }) => reach));
  }

  /** What starts at or after `from`, in order. Finds may overlap. Takes time linear in the length of the text. */
  find(text: string, from = 0): readonly Detection[] {
    const { next, classes, accepting } = this.#automaton;
    const { length } = text;
    let reader: Reader | undefined;
    let found: Detection[] | undefined;
    let state = 0;
    for (let i = Math.max(0, from - BEFORE); i < length; i++) {
      const code = text.charCodeAt(i);
      state = next[(state << STEP_BITS) | (code < 128 ? (classes[code] as number) : 0)] as number;
      if (state >= accepting) this.#look(state, i + 1, (reader ??= new Reader(text)), (found ??= []));
    }
    return found === undefined || found.length === 0 ? NOTHING : ordered(found, from);
  }

  /** The first place of a text that characters yet to come could have a say in. */
  hold(text: string): number {
    const { next, classes, accepting, depth } = this.#automaton;
    const { length } = text;
    const reader = new Reader(text);
    let held = length;
    let state = 0;
    for (let i = Math.max(0, length - this.#span); i < length; i++) {
      const code = text.charCodeAt(i);
      state = next[(state << STEP_BITS) | (code < 128 ? (classes[code] as number) : 0)] as number;
      if (state >= accepting) held = Math.min(held, this.#undecided(state, i + 1, reader));
    }
    return Math.max(0, Math.min(held, length - (depth[state] as number), this.#wordBefore(text)));
  }

  #look(state: number, end: number, reader: Reader, found: Detection[]): void {
    for (const keyword of this.#automaton.endsOf(state)) {
      const start = end - (this.#automaton.keywords[keyword] as string).length;
      if (isReplaced(reader, start)) continue;
      for (const check of this.#checks[keyword] as readonly Check[]) check.look(reader, start, end, found);
    }
  }

  /** Where the first find could start that is not decided yet by what stands behind these keywords. */
  #undecided(state: number, end: number, reader: Reader): number {
    let first = reader.end;
    for (const keyword of this.#automaton.endsOf(state)) {
      const start = end - (this.#automaton.keywords[keyword] as string).length;
      reader.touched = false;
      const replaced = isReplaced(reader, start);
      if (reader.touched) first = Math.min(first, start - this.#reach);
      if (replaced) continue;
      for (const check of this.#checks[keyword] as readonly Check[]) {
        if (start + check.span < reader.end || start - check.reach >= first) continue;
        reader.touched = false;
        check.look(reader, start, end, []);
        if (reader.touched) first = Math.min(first, start - check.reach);
      }
    }
    return first;
  }

  /** A keyword yet to come can reach back over the word that the text ends in. */
  #wordBefore(text: string): number {
    let at = text.length;
    const stop = Math.max(0, at - this.#reach - LONGEST_ANCHOR);
    while (at > stop && isIn(text.charCodeAt(at - 1), WORD) && !isIn(text.charCodeAt(at - 1), SPACE_AND_QUOTES)) at--;
    return at;
  }
}

const LONGEST_ANCHOR = 48;

/** Sorted by start, then the longer and the more specific first, each once. */
function ordered(found: Detection[], from: number): readonly Detection[] {
  const sorted = found
    .filter(({ start }) => start >= from)
    .sort((a, b) => a.start - b.start || b.end - a.end || b.rank - a.rank || (a.category < b.category ? -1 : 1));
  return sorted.filter((one, i) => {
    const before = sorted[i - 1];
    return before?.start !== one.start || before.end !== one.end || before.category !== one.category;
  });
}
