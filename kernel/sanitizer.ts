/** @module What replaces sensitive values, whoever provides it. */
import type { Awaitable } from './awaitable.ts';
import { token } from './tokens.ts';

/** One thing that redaction found. */
export interface Find {
  readonly category: string;
}

/** Where a value is going: to the tool, to the caller, or to somebody who only looks on. */
export type Destination = 'input' | 'output' | 'view';

/** Replaces what is sensitive in a value of any shape. Gives the same reference back when nothing was found. */
export interface Sanitizer {
  clean(value: unknown, to: Destination, found: (find: Find) => void): Awaitable<unknown>;
  /** A short text, such as a reason or a name, by the redactors that need no time. */
  cleanText?(text: string): string;
  /** Whether what is clean for the tool is clean for everybody: nothing more is taken out for views. */
  readonly viewIsInput?: boolean | undefined;
  /** Who to name when a synchronous call meets a promise. */
  readonly asyncRedactor?: string | undefined;
}
export const SANITIZER = token<Sanitizer>('enforcecore/sanitizer');
