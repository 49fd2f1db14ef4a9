/** @module All redactors as one: their spans are merged once, and every string of a value is covered. */
import { isThenable } from '../kernel/awaitable.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import { definePlugin } from '../kernel/plugin.ts';
import { SANITIZER } from '../kernel/sanitizer.ts';
import type { Destination, Find, Sanitizer, TextFlow } from '../kernel/sanitizer.ts';
import { REDACTORS } from './points.ts';
import type { Span, TextRedactor, TextRewriter } from './points.ts';
import { replaceSpans } from './replace.ts';
import { RedactingFlow } from './text-flow.ts';
import { mapStrings, mapStringsAsync } from './walk.ts';

type Found = (find: Find) => void;
interface Line {
  readonly finders: readonly TextRedactor[];
  readonly rewriters: readonly TextRewriter[];
}

/** The plugin that turns contributed redactors into the kernel's sanitizer. Part of every enforcer. */
export function redactionPlugin(options: { readonly enabled: boolean }) {
  return definePlugin({
    name: 'enforcecore-redaction',
    version: '1.0.0',
    provides: [SANITIZER],
    setup(host) {
      const sanitizer = new RedactorSet();
      host.provide(SANITIZER, sanitizer);
      return {
        start: () => sanitizer.use(host.read(REDACTORS), options.enabled),
      };
    },
  });
}

const NOBODY: Line = { finders: [], rewriters: [] };

// INVARIANT: an instance that cannot be copied is withheld when it holds something, never passed on as it is.
const STRICT = { opaque: 'throw' } as const;

class RedactorSet implements Sanitizer {
  #lines: Readonly<Record<Destination, Line>> = { input: NOBODY, output: NOBODY, view: NOBODY };
  /** The redactors of views that have not been seen to need time. */
  #quick: Line = NOBODY;
  asyncRedactor: string | undefined;
  viewIsInput = false;

  use(redactors: readonly (TextRedactor | TextRewriter)[], enabled: boolean): void {
    const line = (to: Destination): Line => {
      const here = redactors.filter((one) => one.to === undefined || one.to.includes(to));
      return { finders: here.filter(isFinder), rewriters: here.filter((one) => !isFinder(one)) as TextRewriter[] };
    };
    this.#lines = {
      input: enabled ? line('input') : NOBODY,
      output: enabled ? line('output') : NOBODY,
      view: line('view'),
    };
  }

  clean(value: unknown, to: Destination, found: Found): Awaitable<unknown> {
    const line = this.#lines[to];
    if ((line.finders.length === 0 && line.rewriters.length === 0) || isPlainScalar(value)) return value;
    if (this.asyncRedactor !== undefined) return this.#cleanLater(value, line, found);
    let finds: Find[] | undefined;
    const note = (find: Find): void => void (finds ??= []).push(find);
    try {
      const clean =
        to === 'input' && Array.isArray(value) ? cleanItems(value, line, note) : cleanValue(value, line, note);
      finds?.forEach(found);
      return clean;
    } catch (error) {
      if (!(error instanceof Waiting)) throw error;
      this.asyncRedactor = `redactor \`${error.redactor}\``;
      return this.#cleanLater(value, line, found);
    }
  }

  flow(to: Destination, found: Found): TextFlow | undefined {
    const { finders, rewriters } = this.#lines[to];
    if (rewriters.length > 0) return new WholeFlow((text) => this.clean(text, to, found) as Awaitable<string>);
    return finders.length > 0 ? new RedactingFlow(finders, { found }) : undefined;
  }

  cleanText(text: string): string {
    for (;;) {
      try {
        return cleanText(text, this.#quick, ignore);
      } catch (error) {
        if (!(error instanceof Waiting)) throw error;
        const { finders, rewriters } = this.#quick;
        const isQuick = (one: { readonly name: string }): boolean => one.name !== error.redactor;
        this.#quick = { finders: finders.filter(isQuick), rewriters: rewriters.filter(isQuick) };
      }
    }
  }

  #cleanLater(value: unknown, line: Line, found: Found): Promise<unknown> {
    return Promise.resolve(mapStringsAsync(value, (text) => cleanTextLater(text, line, found), STRICT));
  }
}

/** Text for redactors that have to see all of it. */
class WholeFlow implements TextFlow {
  readonly #clean: (text: string) => Awaitable<string>;
  #text = '';

  constructor(clean: (text: string) => Awaitable<string>) {
    this.#clean = clean;
  }
  push(text: string): string {
    this.#text += text;
    return '';
  }
  flush(): Awaitable<string> {
    const text = this.#text;
    this.#text = '';
    return text === '' ? '' : this.#clean(text);
  }
}

/** Signals that a redactor needs time, so that the whole value is walked again with promises. */
class Waiting extends Error {
  readonly redactor: string;
  constructor(redactor: string) {
    super('a redactor answered with a promise');
    this.redactor = redactor;
  }
}

function ignore(): void {}

function isPlainScalar(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean';
}

function cleanValue(value: unknown, line: Line, found: Found): unknown {
  if (typeof value === 'string') return cleanText(value, line, found);
  return isPlainScalar(value) ? value : mapStrings(value, (text) => cleanText(text, line, found), STRICT);
}

/** The arguments: a list that the kernel made, so it holds nothing but its items. Other lists are for the full walk. */
function cleanItems(items: readonly unknown[], line: Line, found: Found): unknown {
  if (!items.every((item) => typeof item === 'string' || isPlainScalar(item))) {
    return mapStrings(items, (text) => cleanText(text, line, found), STRICT);
  }
  let clean: unknown[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = cleanValue(items[i], line, found);
    if (item !== items[i]) (clean ??= items.slice())[i] = item;
  }
  return clean ?? items;
}

function isFinder(one: TextRedactor | TextRewriter): one is TextRedactor {
  return 'find' in one;
}

function cleanText(text: string, line: Line, found: Found): string {
  let spans: readonly Span[] = NO_SPANS;
  for (const finder of line.finders) {
    const more = finder.find(text);
    if (isThenable(more)) throw waitingFor(finder.name, more);
    if (more.length > 0) spans = spans.length > 0 ? [...spans, ...more] : more;
  }
  let clean = spans.length > 0 ? replaceSpans(text, spans, found) : text;
  for (const rewriter of line.rewriters) {
    const result = rewriter.redact(clean);
    if (isThenable(result)) throw waitingFor(rewriter.name, result);
    clean = rewritten(result, rewriter, found);
  }
  return clean;
}

async function cleanTextLater(text: string, line: Line, found: Found): Promise<string> {
  const spans = (await Promise.all(line.finders.map((finder) => finder.find(text)))).flat();
  let clean = spans.length > 0 ? replaceSpans(text, spans, found) : text;
  for (const rewriter of line.rewriters) clean = rewritten(await rewriter.redact(clean), rewriter, found);
  return clean;
}

function waitingFor(redactor: string, promise: PromiseLike<unknown>): Waiting {
  Promise.resolve(promise).catch(() => undefined);
  return new Waiting(redactor);
}

function rewritten(result: { text: string; count: number }, rewriter: TextRewriter, found: Found): string {
  if (typeof result?.text !== 'string') throw new TypeError(`redactor \`${rewriter.name}\` gave back no text`);
  for (let i = 0; i < result.count; i++) found({ category: rewriter.categories[0] ?? rewriter.name });
  return result.text;
}

const NO_SPANS: readonly Span[] = Object.freeze([]);
