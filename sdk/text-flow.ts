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
const NO_COVERS: readonly Cover[] = [];

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
  readonly #lookahead: number;
  readonly #before: number;
  /** Context, and what was looked at and not given out yet. */
  #window = '';
  /** What came since: joined to the window when it is looked at, since most pieces need no look. */
  #fresh = '';
  /** Where `#window` begins in the whole text. */
  #base = 0;
  /** Up to here finds are known. */
  #from = 0;
  /** Up to here it is known what is given out: behind `#from` only within a find that is longer than is waited for. */
  #covered = 0;
  /** Up to here the text was given out. */
  #done = 0;
  /** Finds that reach beyond `#covered` from before `#from`. */
  #open: readonly Span[] = NO_SPANS;
  /** What is replaced between `#done` and `#covered`. */
  #covers: readonly Cover[] = NO_COVERS;

  constructor(finders: readonly TextRedactor[], options: FlowOptions) {
    this.#finders = finders;
    this.#options = options;
    this.#lookahead = options.lookahead ?? 0;
    this.#before = finders.reduce((most, { stream }) => Math.max(most, stream?.before ?? Infinity), 0);
  }

  /** How many characters were taken and not given out yet. */
  get held(): number {
    return this.#window.length + this.#fresh.length - this.#done;
  }

  push(text: string): Awaitable<string> {
    this.#fresh += text;
    const ahead = this.#window.length + this.#fresh.length - this.#lookahead;
    if (ahead <= this.#from) return this.#give(ahead);
    const before = this.#join();
    const scanned = this.#scan(this.#limit(), false);
    return isThenable(scanned) ? scanned.then(() => this.#give(ahead - before)) : this.#give(ahead - before);
  }

  flush(): Awaitable<string> {
    this.#join();
    const { length } = this.#window;
    return andThen(this.#scan(length, true), () => {
      const text = this.#give(length);
      this.#base += length;
      this.#window = '';
      this.#from = this.#covered = this.#done = 0;
      this.#open = NO_SPANS;
      return text;
    });
  }

  /** The first place that text to come may have a say in. */
  #limit(): number {
    const window = this.#window;
    let limit = window.length;
    for (const { stream } of this.#finders) {
      if (!stream) return this.#from;
      limit = Math.min(limit, stream.hold(window, this.#from));
      if (limit <= this.#from) return this.#from;
    }
    return limit < window.length ? wholeCharacters(window, limit) : limit;
  }

  /** @param last - nothing is to come */
  #scan(limit: number, last: boolean): Awaitable<void> {
    if (limit <= this.#from) return;
    let spans: readonly Span[] = this.#open;
    let waiting: Promise<readonly Span[]>[] | undefined;
    for (const finder of this.#finders) {
      const more = finder.find(this.#window, this.#from, this.#options.call);
      if (isThenable(more)) (waiting ??= []).push(Promise.resolve(more));
      else if (more.length > 0) spans = spans.length > 0 ? [...spans, ...more] : more;
    }
    if (!waiting) return this.#settle(spans, limit, last);
    const known = spans;
    return Promise.all(waiting).then((lists) => this.#settle([...known, ...lists.flat()], limit, last));
  }

  #settle(found: readonly Span[], limit: number, last: boolean): void {
    if (found.length === 0) {
      this.#from = limit;
      this.#covered = Math.max(this.#covered, limit);
      return;
    }
    const spans = found.filter(({ start }) => start < limit);
    for (const span of spans) checkSpan(span, this.#window);
    const covers = coverSpans(spans, this.#covered);
    const end = last ? limit : this.#settled(covers, spans, limit);
    const known = covers.filter(({ start }) => start < end);
    if (known.length > 0) this.#covers = [...this.#covers, ...known];
    this.#covered = Math.max(end, this.#covered, known.at(-1)?.end ?? 0);
    this.#from = end;
    this.#open = spans.filter((span) => span.start < end && span.end > this.#covered);
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

  /** Gives out what is known up to a place. */
  #give(ahead: number): string {
    let text = '';
    let given = 0;
    for (const cover of this.#covers) {
      if (cover.start >= ahead || (cover.end > ahead && !cover.closed)) break;
      text += this.#plain(cover.start) + this.#replace(cover);
      this.#done = cover.end;
      given++;
    }
    if (given > 0) this.#covers = given < this.#covers.length ? this.#covers.slice(given) : NO_COVERS;
    const end = Math.min(ahead, this.#from, this.#covers[0]?.start ?? Infinity);
    if (end <= this.#done) return text;
    text += this.#plain(end < this.#from ? wholeCharacters(this.#window, end) : end);
    return text;
  }

  #plain(end: number): string {
    if (end <= this.#done) return '';
    const text = this.#window.slice(this.#done, end);
    this.#done = end;
    return this.#options.writer?.plain(text) ?? text;
  }

  #replace({ start, end, winner }: Cover): string {
    const replacement = replacementOf(winner, this.#window);
    const { category } = winner;
    this.#options.found({ category, start: this.#base + start, end: this.#base + end, replacement });
    return this.#options.writer?.replaced(replacement, this.#window.slice(start, end)) ?? replacement;
  }

  /**
   * Takes what came into the window, which keeps as much of what was given out as finds to come may look back at.
   *
   * @returns how much was forgotten
   */
  #join(): number {
    const spare = this.#spare();
    this.#window = (spare > 0 ? this.#window.slice(spare) : this.#window) + this.#fresh;
    this.#fresh = '';
    if (spare === 0) return 0;
    this.#base += spare;
    this.#from -= spare;
    this.#covered -= spare;
    this.#done -= spare;
    this.#open = this.#open.map((span) => moved(span, spare));
    this.#covers = this.#covers.map((cover) => ({ ...moved(cover, spare), winner: moved(cover.winner, spare) }));
    return spare;
  }

  #spare(): number {
    const needed = this.#open.reduce((least, { start }) => Math.min(least, start), Math.min(this.#from, this.#covered));
    const spare = Math.min(needed - this.#before, this.#done);
    return spare >= 1024 || (spare > 0 && spare >= this.#window.length / 2) ? spare : 0;
  }
}

function moved<R extends { readonly start: number; readonly end: number }>(range: R, by: number): R {
  return { ...range, start: range.start - by, end: range.end - by };
}

/** Half a character is no character. */
function wholeCharacters(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 ? end - 1 : end;
}
