/** @module All redactors as one: their spans are merged once, and everything that a value holds is covered. */
import type { Awaitable } from '../kernel/awaitable.ts';
import { EnforceCoreError } from '../kernel/errors.ts';
import { definePlugin } from '../kernel/plugin.ts';
import { SANITIZER } from '../kernel/sanitizer.ts';
import type { CallOfValue, Destination, Find, Sanitizer, TextFlow, Way } from '../kernel/sanitizer.ts';
import { isBlob } from './media.ts';
import { REDACTORS } from './points.ts';
import type { TextRedactor, TextRewriter } from './points.ts';
import { TextCleaner } from './text-cleaner.ts';
import type { Await, Line } from './text-cleaner.ts';
import { RedactingFlow } from './text-flow.ts';
import { mapStrings } from './walk.ts';

type Found = (find: Find) => void;
/** One value on its way: who redacts it, where it goes, and what call it belongs to. */
interface Work extends Line {
  readonly to: Way;
  readonly call: CallOfValue | undefined;
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

class RedactorSet implements Sanitizer {
  #lines: Readonly<Record<Way, Line>> = { input: NOBODY, output: NOBODY, view: NOBODY, view_of_input: NOBODY };
  /** The redactors of views that have not been seen to need time. */
  #quick: Line = NOBODY;
  asyncRedactor: string | undefined;

  use(redactors: readonly (TextRedactor | TextRewriter)[], enabled: boolean): void {
    const line = (to: Destination): Line => {
      const here = redactors.filter((one) => one.to === undefined || one.to.includes(to));
      return { finders: here.filter(isFinder), rewriters: here.filter((one) => !isFinder(one)) as TextRewriter[] };
    };
    const input = enabled ? line('input') : NOBODY;
    const view = line('view');
    this.#lines = { input, output: enabled ? line('output') : NOBODY, view, view_of_input: without(view, input) };
    this.#quick = view;
  }

  clean(value: unknown, to: Way, found: Found, call?: CallOfValue): Awaitable<unknown> {
    const { finders, rewriters } = this.#lines[to];
    if ((finders.length === 0 && rewriters.length === 0) || isPlainScalar(value)) return value;
    if (this.asyncRedactor !== undefined) return cleanLater(value, { finders, rewriters, to, call }, found);
    const cleaner = new TextCleaner(this.#lines[to], call, refuseToWait);
    try {
      const clean = cleanValue(value, cleaner, to);
      if (cleaner.finds.length > 0) cleaner.finds.forEach(found);
      return clean;
    } catch (error) {
      if (!(error instanceof Waiting)) throw error;
      this.asyncRedactor = `redactor \`${error.redactor}\``;
      return cleanLater(value, { finders, rewriters, to, call }, found);
    }
  }

  flow(to: Destination, found: Found, call?: CallOfValue): TextFlow | undefined {
    const { finders, rewriters } = this.#lines[to];
    if (rewriters.length > 0) return new WholeFlow((text) => this.clean(text, to, found, call) as Awaitable<string>);
    return finders.length > 0 ? new RedactingFlow(finders, { found, call }) : undefined;
  }

  cleanText(text: string): string {
    for (;;) {
      try {
        return new TextCleaner(this.#quick, undefined, refuseToWait).text(text);
      } catch (error) {
        if (!(error instanceof Waiting)) throw error;
        const { finders, rewriters } = this.#quick;
        const isQuick = (one: { readonly name: string }): boolean => one.name !== error.redactor;
        this.#quick = { finders: finders.filter(isQuick), rewriters: rewriters.filter(isQuick) };
      }
    }
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

function refuseToWait(redactor: string, promise: PromiseLike<unknown>): never {
  Promise.resolve(promise).catch(() => undefined);
  throw new Waiting(redactor);
}

/** What a view takes out besides what was taken out for the tool; all of it where the tool is shown more. */
function without(view: Line, input: Line): Line {
  const all = [...input.finders, ...input.rewriters];
  if (
    !all.every(
      (one) =>
        (view.finders as readonly unknown[]).includes(one) || (view.rewriters as readonly unknown[]).includes(one),
    )
  )
    return view;
  return {
    finders: view.finders.filter((one) => !input.finders.includes(one)),
    rewriters: view.rewriters.filter((one) => !input.rewriters.includes(one)),
  };
}

function isFinder(one: TextRedactor | TextRewriter): one is TextRedactor {
  return 'find' in one;
}

function isPlainScalar(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && !(value >= LEAST_NUMBER))
  );
}
const LEAST_NUMBER = 1e6;

function cleanValue(value: unknown, cleaner: TextCleaner, to: Way): unknown {
  if (typeof value === 'string') return cleaner.text(value);
  if (to === 'input' && Array.isArray(value) && isFlat(value)) return cleanItems(value, cleaner);
  return cleanDeep(value, cleaner, to);
}

/** The arguments: a list that the kernel made, so it holds nothing but its items. Other lists are for the full walk. */
function cleanItems(items: readonly unknown[], cleaner: TextCleaner): unknown {
  let clean: unknown[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== 'string') continue;
    const now = cleaner.text(item);
    if (now !== item) (clean ??= items.slice())[i] = now;
  }
  return clean ?? items;
}

function isFlat(items: readonly unknown[]): boolean {
  for (let i = 0; i < items.length; i++) if (typeof items[i] !== 'string' && !isPlainScalar(items[i])) return false;
  return true;
}

// INVARIANT: what cannot be copied is withheld when it holds something, and so is what cannot be looked into; neither
// is passed on as it is. Who only looks on is shown the rest.
function cleanDeep(value: unknown, cleaner: TextCleaner, to: Way): unknown {
  return mapStrings(
    value,
    (text, key, name, holder) => {
      if (key) return cleaner.text(text);
      return holder !== undefined && isBlob(name, holder) ? cleaner.blob(text) : cleaner.text(text, name);
    },
    {
      opaque: to === 'input' || to === 'output' ? 'throw' : 'mark',
      number: (number, name) => cleaner.number(number, name),
    },
  );
}

/** Each round asks about texts that an answer of the round before brought up: what was encoded in what. */
const MOST_ROUNDS = 12;

/** The same way for redactors that need time: what they have not answered yet is asked, and the value walked again. */
async function cleanLater(value: unknown, work: Work, found: Found): Promise<unknown> {
  const known = new Answers();
  const finders = work.finders.map((finder) => ({
    ...pick(finder),
    find: (text: string, from?: number) =>
      known.get(finder, `${from}:${text}`, () => finder.find(text, from, work.call), []),
  }));
  const rewriters = work.rewriters.map((rewriter) => ({
    name: rewriter.name,
    categories: rewriter.categories,
    redact: (text: string) => known.get(rewriter, text, () => rewriter.redact(text), { text, count: 0 }),
  }));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const cleaner = new TextCleaner({ finders, rewriters }, work.call, refuseToWait as Await);
    const clean = known.whole(() => cleanValue(value, cleaner, work.to));
    if (known.areComplete) {
      cleaner.finds.forEach(found);
      return clean;
    }
    await known.settle();
  }
  throw new EnforceCoreError('a value changed while it was being inspected', { code: 'EC_WALK_UNSTABLE' });
}

function pick({ name, stream }: TextRedactor): Pick<TextRedactor, 'name' | 'stream'> {
  return { name, stream };
}

/** What redactors answered, each about each text once. */
class Answers {
  readonly #known = new Map<object, Map<string, unknown>>();
  #waiting: Promise<void>[] = [];

  get areComplete(): boolean {
    return this.#waiting.length === 0;
  }

  /** @param meanwhile - stands for an answer that is not there yet */
  get<T>(redactor: object, question: string, ask: () => Awaitable<T>, meanwhile: T): T {
    let known = this.#known.get(redactor);
    if (!known) this.#known.set(redactor, (known = new Map()));
    if (known.has(question)) return known.get(question) as T;
    const answers = known;
    answers.set(question, meanwhile);
    this.#waiting.push(Promise.resolve(ask()).then((answer) => void answers.set(question, answer)));
    return meanwhile;
  }

  /** When a round fails, nobody waits for its answers any more. */
  whole<T>(round: () => T): T {
    try {
      return round();
    } catch (error) {
      this.settle().catch(ignore);
      throw error;
    }
  }

  async settle(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    await Promise.all(waiting);
  }
}

function ignore(): void {}
