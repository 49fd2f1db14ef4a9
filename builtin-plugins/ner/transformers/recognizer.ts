/** @module The recognizer that runs a model which the application places on disk. */
import type { EntityRecognizer, RecognizerOptions, ScoredSpan } from 'enforcecore/sdk';
import { DEFAULT_THRESHOLD, NER_CATEGORIES } from '../categories.ts';
import { NERError } from '../errors.ts';
import { classifyWords } from './classify.ts';
import { isGliner, scoreSpans } from './gliner.ts';
import { loadModel } from './library.ts';
import type { LoadedModel } from './library.ts';
import { splitWords, windows } from './words.ts';
import type { Word } from './words.ts';

export interface TransformersOptions {
  /** The folder with `config.json`, `tokenizer.json` and `onnx/model.onnx`. */
  readonly model: string;
  /** What the model's labels mean; for GLiNER, what is asked. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Which of the ONNX files is taken: `fp32` is `model.onnx`, `q8` is `model_quantized.onnx`. */
  readonly precision?: string | undefined;
}

/** Pieces a window: usual models take 512, with the frame and, for GLiNER, the labels. */
const WINDOW = 384;

/** Runs asynchronously, and holds a stream back to its end: what such a model reads has no bound. */
export class TransformersRecognizer implements EntityRecognizer {
  readonly name = 'transformers';
  readonly categories = NER_CATEGORIES;
  readonly #options: TransformersOptions;
  #loaded: LoadedModel | undefined;

  constructor(options: TransformersOptions) {
    this.#options = options;
  }

  /** @throws NERError `EC_NER_LIBRARY_MISSING`, `EC_NER_MODEL_UNUSABLE` */
  async load(): Promise<void> {
    const { model, precision = 'fp32' } = this.#options;
    this.#loaded = await loadModel(model, precision);
    // A model that gives something else is found out now, not in the middle of a call.
    await this.spans('Jane Doe', 0, {});
  }

  async unload(): Promise<void> {
    await this.#loaded?.model.dispose();
    this.#loaded = undefined;
  }

  async spans(text: string, from: number, options: RecognizerOptions): Promise<readonly ScoredSpan[]> {
    const loaded = this.#loaded;
    if (!loaded) throw new NERError('the model is not loaded', { code: 'EC_NER_MODEL_UNUSABLE' });
    const { threshold = DEFAULT_THRESHOLD, categories } = options;
    // What stands before `from` is context for the model too, as far as half a window of short words.
    const words = splitWords(text, Math.max(0, from - WINDOW * 2), loaded.tokenizer);
    const finds = await this.#run(loaded, words);
    return finds.filter(
      (find) => find.start >= from && find.score >= threshold && (categories?.has(find.category) ?? true),
    );
  }

  async #run(loaded: LoadedModel, words: readonly Word[]): Promise<readonly ScoredSpan[]> {
    const labels = this.#options.labels ?? {};
    const run = isGliner(loaded) ? scoreSpans : classifyWords;
    const all = new Map<string, ScoredSpan>();
    for (const [first, last] of windows(words, WINDOW))
      for (const find of await run(loaded, words.slice(first, last), labels)) {
        const key = `${find.start} ${find.end} ${find.category}`;
        if ((all.get(key)?.score ?? 0) < find.score) all.set(key, find);
      }
    return [...all.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  }
}
