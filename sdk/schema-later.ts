/** @module Schemas that are made when they are first asked for, so that a plugin costs nothing while it is only known. */
import type { StandardSchema } from '../kernel/plugin.ts';

/** A schema of the same input and output as the one that it is made from. */
export interface SchemaLater<S extends StandardSchema> {
  readonly '~standard': S['~standard'];
}

/** What a schema gives: the section with its defaults. */
export type OutputOf<S extends StandardSchema> = S extends StandardSchema<infer Output> ? Output : never;

/**
 * A section's schema, made on first use and then kept. Describing a section is the dear part of most plugins, and a
 * policy is read long after they were imported.
 *
 * @param make - gives the schema, of any library that speaks https://standardschema.dev
 * @example
 * ```ts
 * const anything = schemaLater(() => ({
 *   '~standard': { version: 1, vendor: 'example', validate: (value: unknown) => ({ value }) },
 * }));
 * anything['~standard'].vendor; // 'example'
 * ```
 */
export function schemaLater<S extends StandardSchema>(make: () => S): SchemaLater<S> {
  let made: S | undefined;
  return {
    get '~standard'() {
      return (made ??= make())['~standard'];
    },
  };
}
