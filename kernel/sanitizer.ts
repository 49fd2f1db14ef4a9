/** @module What replaces sensitive values, whoever provides it. */
import type { Awaitable } from './awaitable.ts';
import type { CallFacts } from './call.ts';
import { token } from './tokens.ts';

/** One thing that redaction found. */
export interface Find {
  readonly category: string;
  /** In the text of a stream: where it stood, in UTF-16 code units of the original; `end` is exclusive. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** Where a value is going: to the tool, to the caller, or to somebody who only looks on. */
export type Destination = 'input' | 'output' | 'view';
/** `view_of_input`: what was cleaned for the tool already, on its way to somebody who only looks on. */
export type Way = Destination | 'view_of_input';

/** Text that arrives in pieces: what is found across them is replaced, and nothing of it is given out early. */
export interface TextFlow {
  /** Takes the next piece and gives what can be given out by now, which may be nothing. */
  push(text: string): Awaitable<string>;
  /** The end of the text: gives the rest. */
  flush(): Awaitable<string>;
}

/** The call that a value belongs to. */
export type CallOfValue = Pick<CallFacts, 'tool' | 'tenant' | 'session'>;

/** Replaces what is sensitive in a value of any shape. Gives the same reference back when nothing was found. */
export interface Sanitizer {
  clean(value: unknown, to: Way, found: (find: Find) => void, call?: CallOfValue): Awaitable<unknown>;
  /** A short text, such as a reason or a name, by the redactors that need no time. */
  cleanText?(text: string): string;
  /** For the strings of a stream, which are one text. Absent: each is cleaned by itself. */
  flow?(to: Destination, found: (find: Find) => void, call?: CallOfValue): TextFlow | undefined;
  /** Who to name when a synchronous call meets a promise. */
  readonly asyncRedactor?: string | undefined;
}
export const SANITIZER = token<Sanitizer>('enforcecore/sanitizer');
