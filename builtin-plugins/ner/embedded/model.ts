/** @module The weights: one number a feature and class, in tables that hashes lead into. */
import { MOST_FEATURES, featuresOf } from './features.ts';
import type { Lexicon } from './lexicon.ts';
import type { Tokens } from './tokens.ts';

/** 2^16 features. */
export const FEATURE_BITS = 16;

export interface Model {
  readonly lexicon: Lexicon;
  /** For a person and for a place, against neither. */
  readonly person: Int8Array;
  readonly place: Int8Array;
  /** What one step of a weight is worth. */
  readonly step: number;
}

const features = new Uint32Array(MOST_FEATURES);

/** Log odds of person and of place against neither, into `odds`. */
export function judge(model: Model, text: string, tokens: Tokens, i: number, odds: Float64Array): void {
  const count = featuresOf(text, tokens, i, model.lexicon, features);
  let person = 0;
  let place = 0;
  for (let k = 0; k < count; k++) {
    const at = (features[k] as number) >>> (32 - FEATURE_BITS);
    person += model.person[at] as number;
    place += model.place[at] as number;
  }
  odds[0] = person * model.step;
  odds[1] = place * model.step;
}
