/** @module What everybody is given of a call: the tool, the caller, and those who only look on. */
import { andThen, isThenable } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import { CallIdentity } from './call.ts';
import type { Call } from './call.ts';
import { isTextStream } from './iterables.ts';
import type { Find, Sanitizer, TextFlow, Way } from './sanitizer.ts';

const WITHHELD = '<withheld>';

/** Redacts for one call, each thing once and when it is first wanted. */
export abstract class RedactedCall extends CallIdentity {
  abstract readonly setting: { readonly sanitizer: Sanitizer | undefined };
  abstract call: Call;
  /** An iterable the tool returned, kept aside so that it is enforced item by item. */
  stream: unknown;
  /** The stream has ended: what was held back of its text is given out. */
  draining = false;
  #flow: TextFlow | undefined;
  #shownTool: string | undefined;
  #cleaned:
    | { readonly from: readonly unknown[]; readonly args: Awaitable<readonly unknown[]>; readonly finds: Find[] }
    | undefined;
  #view: { readonly args: readonly unknown[] } | undefined;

  abstract found(find: Find, direction: 'input' | 'output'): void;

  get tool(): string {
    return this.facts.tool;
  }

  /** The arguments as the tool will see them. Computed once, when first wanted. */
  cleanInput(call: Call): Awaitable<readonly unknown[]> {
    const { sanitizer } = this.setting;
    if (!sanitizer) return call.args;
    if (this.#cleaned?.from === call.args) return this.#cleaned.args;
    const finds: Find[] = [];
    const args = sanitizer.clean(call.args, 'input', (find) => finds.push(find), this.facts) as Awaitable<
      readonly unknown[]
    >;
    this.#cleaned = { from: call.args, args, finds };
    return args;
  }

  /** Counts and announces what {@link cleanInput} found, once the redacted arguments are on their way to the tool. */
  countInput(): void {
    for (const find of this.#cleaned?.finds ?? []) this.found(find, 'input');
  }

  /** Whether text of the stream may be held back. */
  get flows(): boolean {
    return this.#flow !== undefined;
  }

  /** A value on its way to the caller. The strings of a stream of text are one text. */
  cleanOutput(value: unknown, sanitizer: Sanitizer): Awaitable<unknown> {
    const found = (find: Find): void => this.found(find, 'output');
    const pieces = this.stream !== undefined && (this.facts.textStream ?? isTextStream(this.stream));
    if (!pieces || typeof value !== 'string') return sanitizer.clean(value, 'output', found, this.facts);
    const flow = (this.#flow ??= sanitizer.flow?.('output', found, this.facts));
    if (!flow) return sanitizer.clean(value, 'output', found, this.facts);
    return this.draining ? flow.flush() : flow.push(value);
  }

  /** The arguments as hooks see them, before anybody has judged them. */
  viewInput(call: Call): Awaitable<readonly unknown[]> {
    const { sanitizer } = this.setting;
    if (!sanitizer) return call.args;
    const noted = (args: unknown): readonly unknown[] => {
      this.#view = { args: args as readonly unknown[] };
      return this.#view.args;
    };
    return andThen(sanitizer.clean(call.args, 'view', ignore, this.facts), noted);
  }

  /** A value as somebody who only looks on may see it. Never a promise: what would take time is withheld. */
  viewOf(value: unknown, to: Way = 'view'): unknown {
    const { sanitizer } = this.setting;
    if (!sanitizer) return value;
    try {
      const view = sanitizer.clean(value, to, ignore, this.facts);
      if (!isThenable(view)) return view;
      view.then(ignore, ignore);
      return WITHHELD;
    } catch {
      return WITHHELD; // a value that cannot be inspected is not shown
    }
  }

  /** The arguments for observers, redacted when first read. */
  viewArgs(): readonly unknown[] {
    if (!this.#view) {
      const { args } = this.call;
      const to = this.#cleaned?.args === args ? 'view_of_input' : 'view';
      this.#view = { args: args.map((arg) => this.viewOf(arg, to)) };
    }
    return this.#view.args;
  }

  /** The tool's name as it may be shown: a model may have made it up. */
  get shownTool(): string {
    return (this.#shownTool ??= this.text(this.tool));
  }

  /** A name or a reason as it may be shown. */
  text(value: string): string {
    const { sanitizer } = this.setting;
    try {
      if (sanitizer?.cleanText) return sanitizer.cleanText(value);
    } catch {
      return WITHHELD; // what cannot be inspected is not shown
    }
    const view = this.viewOf(value);
    return typeof view === 'string' ? view : WITHHELD;
  }
}

function ignore(): void {}
