/** @module Finds names of people and places: by an embedded model, or by one that the application places on disk. */
import { z } from 'zod';
import { definePlugin, NER, NER_BACKENDS, schemaLater } from 'enforcecore/sdk';
import { embedded } from './embedded/recognizer.ts';
import { ChosenRecognizer } from './chosen.ts';
import { TransformersRecognizer } from './transformers/recognizer.ts';
export { isNerAvailable, NERBackend } from './backend.ts';
export type { AnalyzeOptions, NEROptions, NERSpan } from './backend.ts';
export { NER_CATEGORIES } from './categories.ts';
export type { NerCategory } from './categories.ts';
export { NERError } from './errors.ts';

const section = schemaLater(() =>
  z
    .strictObject({
      /** `embedded`, `transformers`, or the name of a recognizer that another plugin contributes. */
      backend: z.string().min(1).default('embedded'),
      /** The folder of the model, for `transformers`. */
      model: z.string().min(1).optional(),
      /** What the model's labels mean, where they are not the usual ones: `{ GIVENNAME: person_name }`. */
      labels: z.record(z.string(), z.string().min(1)).optional(),
    })
    .refine(({ backend, model }) => backend !== 'transformers' || model !== undefined, {
      path: ['model'],
      error: 'is missing: the folder of the model',
    })
    .prefault({}),
);

export const ner = definePlugin({
  name: 'ner',
  version: '0.1.0',
  description: 'Finds names of people and places',
  policy: { sections: { ner: section }, main: 'ner' },
  provides: [NER],
  setup(host, _deps, { ner: { backend, model, labels } }) {
    host.contribute(NER_BACKENDS, embedded);
    if (backend === embedded.name) {
      host.provide(NER, embedded);
      return {};
    }
    if (backend === 'transformers') {
      const recognizer = new TransformersRecognizer({ model: model as string, labels });
      host.provide(NER, recognizer);
      return { start: () => recognizer.load(), stop: () => recognizer.unload() };
    }
    const chosen = new ChosenRecognizer(backend);
    host.provide(NER, chosen);
    return { start: () => chosen.choose(host.read(NER_BACKENDS)) };
  },
});

export default ner;
