/** @module One text, cleaned by all redactors: as it stands, as the JSON that it is, and in what is encoded in it. */
import { isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import type { CallOfValue, Find } from '../kernel/sanitizer.ts';
import { encodedRuns, LEAST_RUN, tokenAround } from './encoded-runs.ts';
import type { EncodedRun } from './encoded-runs.ts';
import { isJson, looksLikeJson, mapEscapedStrings, replaceInJson } from './json-strings.ts';
import type { Span, TextRedactor, TextRewriter } from './points.ts';
import { replacementOf, replaceSpans } from './replace.ts';
import type { ToldSpan } from './replace.ts';
import { coverSpans } from './spans.ts';
import { rewriteBytes } from './walk-bytes.ts';

/** Who redacts. */
export interface Line {
  readonly finders: readonly TextRedactor[];
  readonly rewriters: readonly TextRewriter[];
}

/** Waits for what a redactor has not answered yet, or throws. */
export type Await = <T>(redactor: string, promise: PromiseLike<T>) => T;

/** Longer values are no phone number, and say themselves what they are. */
const LONGEST_IN_CONTEXT = 64;
/** As much of a key is shown as redactors look back at. */
const LONGEST_KEY = 46;
/** JSON in base64 in JSON, and so on. What is deeper is looked at as the text that it is. */
const MOST_LEVELS = 4;
const NO_FINDS: readonly Find[] = Object.freeze([]);
const NO_SPANS: readonly Span[] = Object.freeze([]);
const BASE64 = /^[A-Za-z0-9+/_-]{64,}={0,2}$/;

/** Cleans the texts of one value. */
export class TextCleaner {
  #finds: Find[] | undefined;
  readonly #line: Line;
  readonly #call: CallOfValue | undefined;
  readonly #settle: Await;
  /** What stood last in place of a find: for a token, which has to go as a whole. */
  #last: string | undefined;

  constructor(line: Line, call: CallOfValue | undefined, settle: Await) {
    this.#line = line;
    this.#call = call;
    this.#settle = settle;
  }

  /** What was found, in all texts so far. */
  get finds(): readonly Find[] {
    return this.#finds ?? NO_FINDS;
  }

  /** @param name - the key that the text stands under */
  text(text: string, name?: string): string {
    return this.#clean(text, name, 0);
  }

  /** A number that holds something becomes the text that stands in its place. */
  number(value: number | bigint, name?: string): unknown {
    const text = String(value);
    const now = this.#clean(text, name, MOST_LEVELS);
    return now === text ? value : now;
  }

  /** A base64 text whose medium is known: nothing in its letters is a find, what it says may be. */
  blob(text: string): string {
    if (!BASE64.test(text)) return this.#clean(text, undefined, 0);
    const bytes = Buffer.from(text, 'base64');
    const now = rewriteBytes(bytes, (inner) => this.#clean(inner, undefined, 1));
    return now === bytes ? text : now.toString('base64');
  }

  #clean(text: string, name: string | undefined, level: number): string {
    const nests = level < MOST_LEVELS;
    const isStructured = nests && looksLikeJson(text);
    const plain = isStructured ? this.#unescaped(text, level) : text;
    let spans = name !== undefined && needsContext(plain) ? this.#findUnder(name, plain) : this.#find(plain);
    if (nests && plain.length >= LEAST_RUN) {
      const runs = encodedRuns(plain);
      if (runs.length > 0) spans = this.#withRuns(plain, runs, spans, level);
    }
    let clean = spans.length > 0 ? this.#replaced(plain, spans, isStructured) : plain;
    const { rewriters } = this.#line;
    for (let i = 0; i < rewriters.length; i++) clean = this.#rewritten(clean, rewriters[i] as TextRewriter);
    return clean;
  }

  #replaced(text: string, spans: readonly Span[], isStructured: boolean): string {
    const found = (find: Find): void => void (this.#finds ??= []).push(find);
    this.#last = replacementOf(spans[0] as Span, text);
    const json = isStructured && isJson(text) ? replaceInJson(text, spans, found) : undefined;
    return json ?? replaceSpans(text, spans, found);
  }

  #unescaped(text: string, level: number): string {
    if (!text.includes('\\') || !isJson(text)) return text;
    return mapEscapedStrings(text, (inner, name) => this.#clean(inner, name, level + 1));
  }

  #find(text: string): readonly Span[] {
    let spans: readonly Span[] = NO_SPANS;
    const { finders } = this.#line;
    for (let i = 0; i < finders.length; i++) {
      const finder = finders[i] as TextRedactor;
      const more = this.#ask(finder.name, finder.find(text, 0, this.#call));
      if (more.length > 0) spans = spans.length > 0 ? [...spans, ...more] : more;
    }
    return spans;
  }

  #findUnder(name: string, text: string): readonly Span[] {
    const prefix = `${name.length > LONGEST_KEY ? name.slice(-LONGEST_KEY) : name}: `;
    let spans: readonly Span[] = NO_SPANS;
    for (const finder of this.#line.finders) {
      // Who says how far it looks back takes what is there for context. Others may count from the start of a text.
      const usesContext = finder.stream !== undefined && finder.stream.before > 0;
      const [whole, from] = usesContext ? [prefix + text, prefix.length] : [text, 0];
      const more = shifted(this.#ask(finder.name, finder.find(whole, from, this.#call)), from);
      if (more.length > 0) spans = spans.length > 0 ? [...spans, ...more] : more;
    }
    return spans;
  }

  #ask<T>(redactor: string, answer: Awaitable<T>): T {
    return isThenable(answer) ? this.#settle(redactor, answer as Promise<T>) : answer;
  }

  /** The spans, and those of runs in which something was found. */
  #withRuns(text: string, runs: readonly EncodedRun[], spans: readonly Span[], level: number): readonly Span[] {
    const covers = coverSpans(spans);
    const all: ToldSpan[] = [];
    let next = 0;
    for (const run of runs) {
      const before = this.finds.length;
      const now = this.#clean(run.text, undefined, level + 1);
      while (next < covers.length && (covers[next]?.end ?? 0) <= run.start) next++;
      const cover = covers[next];
      const isOver = cover !== undefined && cover.start < run.end;
      if (now === run.text) continue;
      const { start, end } = tokenAround(text, run) ?? run;
      const category = isOver ? cover.winner.category : (this.finds[before]?.category ?? 'encoded');
      const whole = isOver ? replacementOf(cover.winner, text) : (this.#last ?? '[REDACTED]');
      const isToken = isOver || end !== run.end || start !== run.start;
      const spelt = isToken ? whole : run.encode(now);
      // Letters that stand for a clean text can look like something themselves.
      const isClean = isToken || this.#find(spelt).length === 0;
      all.push({ start, end, category, replacement: isClean ? spelt : whole, rank: Infinity, told: true });
    }
    return all.length === 0 ? spans : [...spans, ...all];
  }

  #rewritten(text: string, rewriter: TextRewriter): string {
    const result = this.#ask(rewriter.name, rewriter.redact(text));
    if (typeof result?.text !== 'string') throw new TypeError(`redactor \`${rewriter.name}\` gave back no text`);
    const category = rewriter.categories[0] ?? rewriter.name;
    for (let i = 0; i < result.count; i++) (this.#finds ??= []).push({ category });
    if (result.text !== text) this.#last = `<${category.toUpperCase()}>`;
    return result.text;
  }
}

/** Spans of a text that had something before it. */
function shifted(spans: readonly Span[], by: number): readonly Span[] {
  if (by === 0 || spans.length === 0) return spans;
  const own = spans.filter(({ end }) => end > by);
  return own.map((span) => ({ ...span, start: Math.max(0, span.start - by), end: span.end - by }));
}

/** Whether the key that a text stands under may decide about it. */
function needsContext(text: string): boolean {
  if (text.length > LONGEST_IN_CONTEXT) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Digits of other scripts, and digits that are spelt as escapes, count too.
    if ((code < 58 && code > 47) || code > 127) return true;
  }
  return false;
}
