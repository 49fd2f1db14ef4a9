/** @module Rules about names: tools, and the calls of an API. */
import { Automaton } from './automaton.ts';
import { alternatives, foldTokens, parseGlob } from './pattern.ts';
import type { Token } from './pattern.ts';
import type { RuleAction, RuleAnswer, RuleSet } from './rules.ts';
import { RuleTable } from './rule-table.ts';

const READING = { crossing: true, dots: true, below: false };
const HEAD_READING = { separator: '/', crossing: false, dots: true, below: false } as const;

/** What has to match besides the text: for an API that is allowed, the head of the address. */
type Head = Automaton | undefined;

/** `*` stands for any characters. The target is folded by whoever asks, the patterns are folded here. */
export class NameRules implements RuleSet {
  #size = 0;
  readonly #tables = { deny: new RuleTable<Head>(), allow: new RuleTable<Head>() };
  readonly #fold: (text: string) => string;
  readonly #addresses: boolean;

  /** @param addresses - whether names may be addresses, so that a host cannot be imitated in a path */
  constructor(fold: (text: string) => string, { addresses = false }: { readonly addresses?: boolean } = {}) {
    this.#fold = fold;
    this.#addresses = addresses;
  }

  get size(): number {
    return this.#size;
  }

  add(rule: string, action: RuleAction, pattern: string): void {
    const parse = (text: string): Token[] => foldTokens(parseGlob(text, 'regex'), this.#fold);
    for (const text of alternatives(pattern)) {
      // INVARIANT: a `*` before the first `/` of an allowed address stays in the host. A denial is as wide as it reads.
      const guarded = this.#addresses && action === 'allow' && !/^\*+$/.test(text);
      const head = guarded ? new Automaton(parse(headOf(text)), HEAD_READING) : undefined;
      this.#tables[action].add(rule, head, parse(text), READING);
    }
    this.#size++;
  }

  match(target: string): RuleAnswer | undefined {
    const accepts = (head: Head): boolean => head === undefined || head.matches(headOf(target));
    for (const action of ['deny', 'allow'] as const) {
      const table = this.#tables[action];
      const rule = table.exact(target, accepts) ?? table.glob(target, accepts);
      if (rule !== undefined) return { action, rule };
    }
    return undefined;
  }
}

/** An address up to its path: scheme and host. A name without a `/` is its own head. */
function headOf(text: string): string {
  const scheme = text.indexOf('://');
  const end = text.indexOf('/', scheme < 0 ? 0 : scheme + 3);
  return end < 0 ? text : text.slice(0, end);
}
