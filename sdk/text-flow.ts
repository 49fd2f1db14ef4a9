/** @module Text that arrives in pieces, redacted exactly as the whole would be. */
import { andThen, isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import type { CallOfValue, TextFlow } from '../kernel/sanitizer.ts';
import type { Span, TextRedactor } from './points.ts';
import { checkSpan, replacementOf } from './replace.ts';
import { coverSpans, MOST_COVERED } from './spans.ts';
import type { Cover } from './spans.ts';

/** A replacement in a flow. Offsets are UTF-16 code units of the whole original text, `end` exclusive. */
export interface FlowFind {
  readonly category: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** Writes what is given out, in order. */
export interface FlowWriter {
  /** Text in which nothing was found. */
  plain(text: string): string;
  /** What stands in place of a find. */
  replaced(replacement: string, original: string): string;
}

/** Who is told of finds, and how what is given out is written. */
export interface FlowOptions {
  /** Writes as it is, when absent. */
  readonly writer?: FlowWriter | undefined;
  readonly call?: CallOfValue | undefined;
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
 *
 * @example
 * ```ts
 * const flow = new RedactingFlow([provideAlone(DETECTION).redactor()], { found: () => undefined });
 * `${await flow.push('to jane@exa')}${await flow.push('mple.com')}${await flow.flush()}`; // 'to <EMAIL>'
 * ```
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

  /** How many characters were taken and not given out yet. */
  get held(): number {
    return this.#window.length - this.#done;
  }

  push(text: string): Awaitable<string> {
    this.#window += text;
    const ahead = this.#window.length - (this.#options.lookahead ?? 0);
    return ahead > this.#from ? this.#advance(this.#limit(ahead)) : '';
  }

  flush(): Awaitable<string> {
    const { length } = this.#window;
    return andThen(this.#advance(length, true), (text) => {
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

  /** @param last - nothing is to come */
  #advance(limit: number, last = false): Awaitable<string> {
    if (limit <= this.#from) return '';
    let spans: readonly Span[] = this.#open;
    let waiting: Promise<readonly Span[]>[] | undefined;
    for (const finder of this.#finders) {
      const more = finder.find(this.#window, this.#from, this.#options.call);
      if (isThenable(more)) (waiting ??= []).push(Promise.resolve(more));
      else if (more.length > 0) spans = spans.length > 0 ? [...spans, ...more] : more;
    }
    if (!waiting) return this.#give(spans, limit, last);
    const known = spans;
    return Promise.all(waiting).then((lists) => this.#give([...known, ...lists.flat()], limit, last));
  }

  #give(found: readonly Span[], limit: number, last: boolean): string {
    const window = this.#window;
    const spans = found.filter(({ start }) => start < limit);
    for (const span of spans) checkSpan(span, window);
    const covers = coverSpans(spans, this.#done);
    const end = last ? limit : this.#settled(covers, spans, limit);
    let text = '';
    for (const cover of covers) {
      if (cover.start >= end) break;
      text += this.#plain(cover.start) + this.#replace(cover);
      this.#done = cover.end;
    }
    if (end > this.#done) {
      text += this.#plain(end);
      this.#done = end;
    }
    this.#from = end;
    this.#open = spans.filter((span) => span.start < end && span.end > this.#done);
    this.#forget();
    return text;
  }

  /** Up to where all is known: not within a find, nor where a find has a say in what is to come. */
  #settled(covers: readonly Cover[], spans: readonly Span[], limit: number): number {
    const reaching = spans.filter(({ end, until = 0 }) => until > end);
    let end = limit;
    for (let before = -1; before !== end;) {
      before = end;
      // A find that would be longer than is waited for was closed, and is given out.
      for (const { start, end: last, closed } of covers) if (start < end && last > end && !closed) end = start;
      for (const { start, until = 0 } of reaching)
        if (start < end && until > end && limit - start < MOST_COVERED) end = start;
    }
    return Math.max(end, this.#from);
  }

  #plain(end: number): string {
    const text = this.#window.slice(this.#done, end);
    return this.#options.writer?.plain(text) ?? text;
  }

  #replace({ start, end, winner }: Cover): string {
    const replacement = replacementOf(winner, this.#window);
    const { category } = winner;
    this.#options.found({ category, start: this.#base + start, end: this.#base + end, replacement });
    return this.#options.writer?.replaced(replacement, this.#window.slice(start, end)) ?? replacement;
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
