/** @module Gathers the answers to a JSON-RPC batch, which go back as one array. */

export class BatchReply {
  readonly #texts: string[] = [];
  readonly #done: (text: string) => void;
  #left: number;

  constructor(count: number, done: (text: string) => void) {
    this.#left = count;
    this.#done = done;
  }

  /** One request of the batch has its answer; `undefined` when it was cancelled and gets none. */
  add(text: string | undefined): void {
    if (text !== undefined) this.#texts.push(text);
    this.#left--;
    if (this.#left === 0 && this.#texts.length > 0) this.#done(`[${this.#texts.join(',')}]`);
  }
}
