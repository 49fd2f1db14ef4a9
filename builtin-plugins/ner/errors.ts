/** @module What goes wrong when entities are to be recognized. */
import { brandError, EnforceCoreError, registerCodes } from 'enforcecore/sdk';

/** Entities cannot be recognized as asked. */
export class NERError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

registerCodes({
  EC_NER_BACKEND_UNKNOWN: {
    summary: 'no plugin contributes the recognizer that was chosen',
    hint: 'use embedded or transformers for `backend`, or activate the plugin that contributes the recognizer',
  },
  EC_NER_CATEGORY_UNKNOWN: {
    summary: 'there is no such category of entities',
    hint: 'ask for some of the 17 categories in the README of the room, or leave `categories` out',
  },
  EC_NER_CATEGORY_UNAVAILABLE: {
    summary: 'nothing that is loaded finds entities of this category',
    hint: 'load the room that recognizes structured entities, or ask for person_name and location',
  },
  EC_NER_OPTION_INVALID: {
    summary: 'an option of the recognizer has no meaning',
    hint: 'give a threshold from 0 to 1 and a language tag such as `en`',
  },
  EC_NER_LIBRARY_MISSING: {
    summary: 'the library that runs the chosen model is not installed',
    hint: 'run `npm install @huggingface/transformers`, or leave the backend out to use the embedded model',
  },
  EC_NER_MODEL_UNUSABLE: {
    summary: 'the model could not be loaded, or gives no entities',
    hint: 'give a folder with config.json, tokenizer.json and onnx/model.onnx of a token-classification or GLiNER model',
  },
});
