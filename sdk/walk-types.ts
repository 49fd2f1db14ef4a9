/** @module What the parts of a walk share: how it is set up, and what a kind of object may ask of it. */

/**
 * Gives the text that stands in place of `text`; `key` says that it is the name of a property or the key of a map.
 * `name` is the key that the text stands under (of a list: the key of the list), `holder` the object it is a property of.
 */
export type StringMapper = (text: string, key: boolean, name?: string, holder?: object) => string;

/** How a value is walked. */
export interface WalkOptions {
  /** Deepest nesting that is followed; deeper throws `EC_WALK_TOO_DEEP`. At most and by default 1,000. */
  readonly maxDepth?: number | undefined;
  /**
   * What to do when a string changes inside an object that cannot be copied (a class with private fields or one of the
   * runtime's own), and with what may hold text that cannot be read at once (a Blob, a body, a promise): `keep` leaves
   * the object as it is (default), `throw` fails with `EC_WALK_OPAQUE`, `mark` puts the text `[withheld]` in its place.
   */
  readonly opaque?: 'keep' | 'throw' | 'mark' | undefined;
  /** What stands in place of a whole number of seven digits or more, such as a string. Absent: numbers are left alone. */
  readonly number?: ((value: number | bigint, name?: string) => unknown) | undefined;
}

/** Properties besides the listed ones. */
export interface Extras {
  readonly keys: readonly PropertyKey[];
  readonly values: readonly unknown[];
  readonly differs: boolean;
}
export const NO_EXTRAS: Extras = Object.freeze({ keys: [], values: [], differs: false });

/** A walk, as kinds of objects see it. */
export interface Walking {
  /** Whether what cannot be read is left alone. */
  readonly lenient: boolean;
  text(text: string, key: boolean, name?: string, holder?: object): string;
  value(value: unknown, depth: number, name?: string): unknown;
  /** The copy to fill, when one is needed: something differs, or the copy was handed out early. */
  target(object: object, differs: boolean): object | undefined;
  extras(object: object, keys: readonly PropertyKey[], depth: number): Extras;
  /** What becomes of an object that cannot be rewritten: itself, when the walk is lenient. */
  opaque(object: object): object;
}
