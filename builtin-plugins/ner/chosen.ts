/** @module Stands for a recognizer of another plugin, which is known only when all plugins have been set up. */
import type { Awaitable, EntityRecognizer, RecognizerOptions, ScoredSpan, StreamBounds } from 'enforcecore/sdk';
import { NERError } from './errors.ts';

export class ChosenRecognizer implements EntityRecognizer {
  readonly name: string;
  #backend: EntityRecognizer | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get categories(): readonly string[] {
    return this.#chosen().categories;
  }

  get stream(): StreamBounds | undefined {
    return this.#chosen().stream;
  }

  spans(text: string, from: number, options: RecognizerOptions): Awaitable<readonly ScoredSpan[]> {
    return this.#chosen().spans(text, from, options);
  }

  /** @throws NERError `EC_NER_BACKEND_UNKNOWN` */
  choose(backends: readonly EntityRecognizer[]): void {
    this.#backend = backends.find(({ name }) => name === this.name);
    this.#chosen();
  }

  #chosen(): EntityRecognizer {
    if (this.#backend) return this.#backend;
    throw new NERError(`no plugin contributes a recognizer of names called \`${this.name}\``, {
      code: 'EC_NER_BACKEND_UNKNOWN',
    });
  }
}
