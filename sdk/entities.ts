/** @module What finds names in text gives to rooms that redact. */
import { point, token } from '../kernel/tokens.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import type { StreamBounds } from './points.ts';

/** A find with how sure its finder is, from 0 to 1. Offsets are UTF-16 code units, `end` exclusive. */
export interface ScoredSpan {
  readonly start: number;
  readonly end: number;
  readonly category: string;
  readonly score: number;
}

/** Which names are looked for, and how sure they have to be. */
export interface RecognizerOptions {
  /** Finds under this score are left out. 0.8 when absent. */
  readonly threshold?: number | undefined;
  /** The language of the text, as a BCP 47 tag, for backends that care. */
  readonly language?: string | undefined;
  /** What is looked for; all that the recognizer knows when absent. */
  readonly categories?: ReadonlySet<string> | undefined;
}

/** Finds named entities by a model. */
export interface EntityRecognizer {
  readonly name: string;
  readonly categories: readonly string[];
  /** The finds that start at or after `from`, in order. What stands before `from` is context. */
  spans(text: string, from: number, options: RecognizerOptions): Awaitable<readonly ScoredSpan[]>;
  /** Absent: a stream is held back to its end. */
  readonly stream?: StreamBounds | undefined;
}

/** The recognizer of names that the policy chose, for whoever redacts by it. */
export const NER = token<EntityRecognizer>('enforcecore/ner');

/** More recognizers of names, to be chosen by their name. */
export const NER_BACKENDS = point<EntityRecognizer>('enforcecore/ner-backends');
