/** @module The embedded model, unpacked when it is first asked. */
import { readFileSync } from 'node:fs';
import { unpackLexicon } from './lexicon.ts';
import type { Model } from './model.ts';

/** Written by scripts/train-ner.mjs, which names its sources and their licences: no word of them is in here. */
interface Weights {
  readonly step: number;
  /** Base64, each. */
  readonly sizes: string;
  readonly entries: string;
  readonly person: string;
  readonly place: string;
}

let model: Model | undefined;

export function embeddedModel(): Model {
  if (model) return model;
  // A file of its own, so that nobody reads it who asks for no names; beside the bundle in what is published.
  const file = readFileSync(new URL('./ner-weights.json', import.meta.url), 'utf8');
  const weights = JSON.parse(file) as Weights;
  const nibbles = bytes(weights.sizes);
  const sizes = new Uint8Array(nibbles.length * 2);
  for (let i = 0; i < nibbles.length; i++) {
    sizes[2 * i] = (nibbles[i] as number) & 15;
    sizes[2 * i + 1] = (nibbles[i] as number) >> 4;
  }
  const entries = bytes(weights.entries);
  return (model = {
    lexicon: unpackLexicon(sizes, new Uint16Array(entries.buffer, 0, entries.length / 2)),
    person: new Int8Array(bytes(weights.person).buffer),
    place: new Int8Array(bytes(weights.place).buffer),
    step: weights.step,
  });
}

/** In a buffer of its own: those of `Buffer` are slices of a pool, at places where no number of 16 bits may start. */
function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
