/** @module The redactor for text that arrives in pieces, by itself. */
import type { Transform } from 'node:stream';
import { DETECTION, EnforceCoreError, JsonWriter, provideAlone, RedactingFlow, registerCodes } from 'enforcecore/sdk';
import type { FlowFind } from 'enforcecore/sdk';
import { nodeTransform } from './transform.ts';

/** One replacement. Does not hold what was replaced; offsets are UTF-16 code units of the whole original text. */
export interface StreamRedactionEvent {
  readonly entityType: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly replacement: string;
}

/** All categories of the spec: the usual ones, and passports. */
export const SPEC_CATEGORIES: readonly string[] = ['email', 'phone', 'ssn', 'credit_card', 'ip_address', 'passport'];

/** What is looked for in a stream, and how it is replaced. */
export interface StreamingRedactorOptions {
  /** How what is found is replaced; `placeholder` when absent. */
  readonly strategy?: string | undefined;
  /** How many characters are held back at least; more while a find may still grow. 64 when absent. */
  readonly lookahead?: number | undefined;
  /** Which personal data is looked for; `SPEC_CATEGORIES` when absent. */
  readonly categories?: readonly string[] | ReadonlySet<string> | undefined;
  /** The key of hashes, with `strategy: 'hash'`. */
  readonly hashKey?: string | Uint8Array | undefined;
  /** `json`: the text is JSON, such as the arguments of a tool call as a model writes them, and stays JSON. */
  readonly format?: 'text' | 'json' | undefined;
}

registerCodes({
  EC_STREAM_LOOKAHEAD: {
    summary: '`lookahead` is not a whole number above zero',
    hint: 'give a number of characters, such as 64',
  },
});

/** @throws EnforceCoreError `EC_STREAM_LOOKAHEAD` */
export function checkLookahead(lookahead: number): number {
  if (Number.isSafeInteger(lookahead) && lookahead > 0) return lookahead;
  throw new EnforceCoreError('`lookahead` must be a whole number above zero', { code: 'EC_STREAM_LOOKAHEAD' });
}

/**
 * Redacts text that arrives in pieces. For every way to cut a text, the output is that of the whole text, and nothing
 * of a find is ever given out.
 *
 * @throws EnforceCoreError `EC_STREAM_LOOKAHEAD`; RedactionError for an unknown category or strategy
 * @example
 * ```ts
 * const redactor = new StreamingRedactor();
 * const [first] = redactor.push('write to jane@exa');
 * const [rest] = redactor.push('mple.com today');
 * first + rest + redactor.flush()[0]; // 'write to <EMAIL> today'
 * ```
 */
export class StreamingRedactor {
  readonly #make: () => RedactingFlow;
  #flow: RedactingFlow;
  #events: StreamRedactionEvent[] = [];
  /** Of the events, how many were given to the caller. */
  #told = 0;

  constructor(options: StreamingRedactorOptions = {}) {
    const { strategy, lookahead = 64, categories = SPEC_CATEGORIES, hashKey, format } = options;
    checkLookahead(lookahead);
    const redactor = provideAlone(DETECTION).redactor({ strategy, hashKey, categories: [...categories] });
    const found = (find: FlowFind): void => this.#found(find);
    this.#make = () =>
      new RedactingFlow([redactor], { lookahead, found, writer: format === 'json' ? new JsonWriter() : undefined });
    this.#flow = this.#make();
  }

  /** Takes the next piece. Gives what can be given out by now, and what was replaced in it. */
  push(text: string): [text: string, events: readonly StreamRedactionEvent[]] {
    return this.#given(this.#flow.push(text) as string);
  }

  /** The end of the text: gives the rest. */
  flush(): [text: string, events: readonly StreamRedactionEvent[]] {
    return this.#given(this.#flow.flush() as string);
  }

  /** Forgets everything, for the next text. */
  reset(): void {
    this.#flow = this.#make();
    this.#events = [];
    this.#told = 0;
  }

  /** How many characters were taken and not given out yet. */
  get held(): number {
    return this.#flow.held;
  }

  get redactionCount(): number {
    return this.#events.length;
  }
  get events(): readonly StreamRedactionEvent[] {
    return [...this.#events];
  }

  /** This redactor as a transform of Web streams. */
  toTransformStream(): TransformStream<string, string> {
    const give = ([text]: [string, unknown], enqueue: (text: string) => void): void => {
      if (text !== '') enqueue(text);
    };
    return new TransformStream<string, string>({
      transform: (text, controller) => give(this.push(text), (out) => controller.enqueue(out)),
      flush: (controller) => give(this.flush(), (out) => controller.enqueue(out)),
    });
  }

  /** This redactor as a transform of Node's streams. Bytes are read as UTF-8, whatever they are cut into. */
  toNodeTransform(): Transform {
    return nodeTransform({ push: (text) => this.push(text)[0], flush: () => this.flush()[0] });
  }

  #found({ category, start, end, replacement }: FlowFind): void {
    this.#events.push(Object.freeze({ entityType: category, start, end, replacement }));
  }

  #given(text: string): [string, readonly StreamRedactionEvent[]] {
    const events = this.#events.slice(this.#told);
    this.#told = this.#events.length;
    return [text, events];
  }
}
