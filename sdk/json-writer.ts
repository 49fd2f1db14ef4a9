/** @module Keeps JSON that arrives in pieces JSON, whatever is replaced in it. */
import type { FlowWriter } from './text-flow.ts';

/**
 * Writes JSON in which something is replaced. Knows whether it stands in a string: a find outside of one, such as a
 * number, becomes a string.
 *
 * @example
 * ```ts
 * const writer = new JsonWriter();
 * writer.plain('{"ssn": ') + writer.replaced('<SSN>', '123456789') + writer.plain('}'); // '{"ssn": "<SSN>"}'
 * ```
 */
export class JsonWriter implements FlowWriter {
  #inString = false;
  #escaped = false;

  /** Whether what comes next stands in a string. */
  get inString(): boolean {
    return this.#inString;
  }

  /** Text that stays. */
  plain(text: string): string {
    for (let i = 0; i < text.length; i++) {
      const char = text.charAt(i);
      if (this.#escaped) this.#escaped = false;
      else if (char === '\\') this.#escaped = this.#inString;
      else if (char === '"') this.#inString = !this.#inString;
    }
    return text;
  }

  /** What stands in place of a find. */
  replaced(replacement: string, original: string): string {
    const quoted = JSON.stringify(replacement);
    const wasInString = this.#inString;
    // A backslash that was given out already would escape what is put in: it is made one that stands for itself.
    const mended = this.#escaped ? '\\' : '';
    this.#escaped = false;
    this.plain(original);
    this.#escaped = false;
    const text = mended + (wasInString ? quoted.slice(1, -1) : quoted);
    // A find that reaches over the end of its string: the string ends with it.
    return wasInString === this.#inString ? text : `${text}"`;
  }
}
