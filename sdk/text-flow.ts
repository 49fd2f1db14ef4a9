/** @module Text that arrives in pieces, redacted exactly as the whole would be. */
import { andThen, isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import type { TextFlow } from '../kernel/sanitizer.ts';
import type { Span, TextRedactor } from './points.ts';
import { checkSpan, replacementOf } from './replace.ts';
import { coverSpans } from './spans.ts';
import type { Cover } from './spans.ts';

/** A replacement in a flow. Offsets are UTF-16 code units of the whole original text, `end` exclusive. */
export interface FlowFind {
  readonly category: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export interface FlowOptions {
  /** How many characters are held back at least. More, where a find may still grow. 0 when absent. */
  readonly lookahead?: number | undefined;
  found(find: FlowFind): void;
}

const NO_SPANS: readonly Span[] = [];

/**
 * Redacts text that arrives in pieces. For every way to cut a text, what comes out and what is found are those of the
 * whole, and nothing of a find is given out before it is replaced.
 *
 * INVARIANT: text is given out up to a place that no find crosses and that text to come has no say in.
 */
export class RedactingFlow implements TextFlow {
  readonly #finders: readonly TextRedactor[];
  readonly #options: FlowOptions;
  readonly #before: number;
  /** Context, and what was not given out yet. */
  #window = '';
  /** Where `#window` begins in the whole text. */
  #base = 0;
  /** Up to here finds are known. */
  #from = 0;
  /** Up to here the text was given out: behind `#from` only within a find that is longer than is waited for. */
  #done = 0;
  /** Finds that reach beyond `#done` from before `#from`. */
  #open: readonly Span[] = NO_SPANS;

  constructor(finders: readonly TextRedactor[], options: FlowOptions) {
    this.#finders = finders;
    this.#options = options;
    this.#before = finders.reduce((most, { stream }) => Math.max(most, stream?.before ?? Infinity), 0);
  }

  push(text: string): Awaitable<string> {
    this.#window += text;
    const ahead = this.#window.length - (this.#options.lookahead ?? 0);
    return ahead > this.#from ? this.#advance(this.#limit(ahead)) : '';
  }

  flush(): Awaitable<string> {
    const { length } = this.#window;
    return andThen(this.#advance(length), (text) => {
      this.#base += length;
      this.#window = '';
      this.#from = this.#done = 0;
      this.#open = NO_SPANS;
      return text;
    });
  }

  /** The first place that text to come may have a say in. */
  #limit(ahead: number): number {
    let limit = ahead;
    for (const { stream } of this.#finders) {
      if (!stream) return this.#from;
      limit = Math.min(limit, stream.hold(this.#window, this.#from));
      if (limit <= this.#from) return this.#from;
    }
    // Half a character is no character.
    const code = this.#window.charCodeAt(limit - 1);
    return limit < this.#window.length && code >= 0xd800 && code < 0xdc00 ? limit - 1 : limit;
  }

  #advance(limit: number): Awaitable<string> {
    if (limit <= this.#from) return '';
    let spans: readonly Span[] = this.#open;
    let waiting: Promise<readonly Span[]>[] | undefined;
    for (const finder of this.#finders) {
      const more = finder.find(this.#window, this.#from);
      if (isThenable(more)) (waiting ??= []).push(Promise.resolve(more));
      else if (more.length > 0) spans = spans.length > 0 ? [...spans, ...more] : more;
    }
    if (!waiting) return this.#give(spans, limit);
    const known = spans;
    return Promise.all(waiting).then((lists) => this.#give([...known, ...lists.flat()], limit));
  }

  #give(found: readonly Span[], limit: number): string {
    const window = this.#window;
    const spans = found.filter(({ start }) => start < limit);
    for (const span of spans) checkSpan(span, window);
    let text = '';
    let end = limit;
    for (const cover of coverSpans(spans, this.#done)) {
      if (cover.end > limit && !cover.closed) {
        end = Math.min(end, cover.start);
        break;
      }
      text += window.slice(this.#done, cover.start) + this.#replace(cover);
      this.#done = cover.end;
    }
    if (end > this.#done) {
      text += window.slice(this.#done, end);
      this.#done = end;
    }
    this.#from = end;
    this.#open = spans.filter((span) => span.start < end && span.end > this.#done);
    this.#forget();
    return text;
  }

  #replace({ start, end, winner }: Cover): string {
    const replacement = replacementOf(winner, this.#window);
    const { category } = winner;
    this.#options.found({ category, start: this.#base + start, end: this.#base + end, replacement });
    return replacement;
  }

  /** Keeps as much of what was given out as finds to come may look back at. */
  #forget(): void {
    const spare = Math.min(this.#from, this.#done, ...this.#open.map(({ start }) => start)) - this.#before;
    if (spare < 1024 && spare < this.#window.length / 2) return;
    if (spare <= 0) return;
    this.#window = this.#window.slice(spare);
    this.#base += spare;
    this.#from -= spare;
    this.#done -= spare;
    this.#open = this.#open.map((span) => ({ ...span, start: span.start - spare, end: span.end - spare }));
  }
}
