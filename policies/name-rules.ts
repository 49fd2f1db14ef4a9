/** @module Rules about names: tools, and the calls of an API. */
import { alternatives, foldTokens, parseGlob } from './pattern.ts';
import type { RuleAction, RuleAnswer, RuleSet } from './rules.ts';
import { RuleTable } from './rule-table.ts';

const READING = { crossing: true, dots: true, below: false };
const always = (): boolean => true;

/** `*` stands for any characters. The target is folded by whoever asks, the patterns are folded here. */
export class NameRules implements RuleSet {
  #size = 0;
  readonly #tables = { deny: new RuleTable<undefined>(), allow: new RuleTable<undefined>() };
  readonly #fold: (text: string) => string;

  constructor(fold: (text: string) => string) {
    this.#fold = fold;
  }

  get size(): number {
    return this.#size;
  }

  add(rule: string, action: RuleAction, pattern: string): void {
    const parsed = alternatives(pattern).map((text) => foldTokens(parseGlob(text, 'regex'), this.#fold));
    for (const tokens of parsed) this.#tables[action].add(rule, undefined, tokens, READING);
    this.#size++;
  }

  match(target: string): RuleAnswer | undefined {
    for (const action of ['deny', 'allow'] as const) {
      const table = this.#tables[action];
      const rule = table.exact(target, always) ?? table.glob(target, always);
      if (rule !== undefined) return { action, rule };
    }
    return undefined;
  }
}
