/** @module The rules of one action: exact targets in a map, patterns in a list. */
import { Automaton } from './automaton.ts';
import type { Reading } from './automaton.ts';
import { exactText } from './pattern.ts';
import type { Token } from './pattern.ts';

interface Row<Tag> {
  readonly rule: string;
  readonly tag: Tag;
}

/** `Tag` is what a rule asks besides the text: the access of a file, the port of a host. */
export class RuleTable<Tag> {
  readonly #exact = new Map<string, Row<Tag>[]>();
  #longest = 0;
  readonly #globs: (Row<Tag> & { readonly automaton: Automaton })[] = [];

  add(rule: string, tag: Tag, tokens: readonly Token[], reading: Reading): void {
    const text = exactText(tokens);
    if (text === undefined) {
      this.#globs.push({ rule, tag, automaton: new Automaton(tokens, reading) });
      return;
    }
    this.#longest = Math.max(this.#longest, text.length);
    const rows = this.#exact.get(text);
    if (rows) rows.push({ rule, tag });
    else this.#exact.set(text, [{ rule, tag }]);
  }

  /** Length of the longest exact text; 0 when there is none. */
  get longest(): number {
    return this.#longest;
  }

  /** The rule for an exact text: one lookup, however many rules there are. */
  exact(text: string, accepts: (tag: Tag) => boolean): string | undefined {
    return this.#exact.get(text)?.find((row) => accepts(row.tag))?.rule;
  }

  /** The first rule, in the order of the document, whose pattern matches. */
  glob(text: string, accepts: (tag: Tag) => boolean): string | undefined {
    return this.#globs.find((row) => accepts(row.tag) && row.automaton.matches(text))?.rule;
  }
}
