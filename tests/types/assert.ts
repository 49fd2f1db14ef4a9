/** @module Compares types exactly: `any`, `never` and optional keys are told apart. */

export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** A mistake of type `false` here is a compile error. */
export type Expect<T extends true> = T;
