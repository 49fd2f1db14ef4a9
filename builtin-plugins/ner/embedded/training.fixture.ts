/** @module What the training script uses of the room. */
export { MOST_FEATURES, classify, featuresOf } from './features.ts';
export { wordHash } from './hash.ts';
export {
  bigramKey,
  buildLexicon,
  CITY,
  COMMON,
  COUNTRY,
  FIRM,
  FIRST,
  LAST,
  USUAL_FIRST,
  USUAL_LAST,
} from './lexicon.ts';
export { FEATURE_BITS } from './model.ts';
export { findNames, isAsked } from './spans.ts';
export { tokenize, Tokens } from './tokens.ts';
