/** @module What a rule is: data that says how the secrets of one provider look and where they stand. */
import type { Checksum } from './checksum.ts';
import type { Range, Reader } from './reader.ts';

/** What a rule found. */
export interface Detection extends Range {
  readonly category: string;
  /** How specific the rule is. */
  readonly rank: number;
}

interface Named {
  /** In kebab-case, unique. */
  readonly id: string;
  /** In snake_case; several rules can share one. */
  readonly category: string;
}

/** A token that shows by its own form what it is. */
export interface TokenRule extends Named {
  readonly kind: 'token';
  readonly shapes: readonly string[];
  readonly contains?: string | undefined;
  /** Least bits a character of what follows the prefix; by length when absent. 0: anything. */
  readonly entropy?: number | undefined;
  readonly checksum?: Checksum | undefined;
  /** Words such as EXAMPLE are part of the provider's documented keys. */
  readonly examples?: boolean | undefined;
}

/** A value of a common form that is a secret because of the words beside it. */
export interface ContextRule extends Named {
  readonly kind: 'context';
  /** In lower case; one of them stands at most {@link CONTEXT} characters before the value. */
  readonly words: readonly string[];
  readonly shapes: readonly string[];
  readonly entropy?: number | undefined;
  readonly checksum?: Checksum | undefined;
}

/** A secret that takes a scanner of its own: documents, URLs, headers, assignments. */
export interface ProbeRule extends Named {
  readonly kind: 'probe';
  readonly keywords: readonly string[];
  /** How many characters from the start of a keyword on the probe looks at, at most. */
  readonly span: number;
  readonly rank: number;
  /** How many characters before a keyword a find can start. */
  readonly reach?: number | undefined;
  /** A category whose rules find all of this too: then it is not looked for twice. */
  readonly unless?: string | undefined;
  readonly probe: Probe;
}

/** Looks at one place where a keyword stands. A pure function of the text around it. */
export type Probe = (reader: Reader, start: number, end: number) => Range | undefined;

export type Rule = TokenRule | ContextRule | ProbeRule;

/** How far behind a word its value may stand, from the word's end. */
export const CONTEXT = 72;

type Shapes = string | readonly string[];
const listOf = (shapes: Shapes): readonly string[] => (typeof shapes === 'string' ? [shapes] : shapes);

export function token(
  id: string,
  category: string,
  shapes: Shapes,
  more: Partial<Pick<TokenRule, 'contains' | 'entropy' | 'checksum' | 'examples'>> = {},
): TokenRule {
  return { kind: 'token', id, category, shapes: listOf(shapes), ...more };
}

export function beside(
  id: string,
  category: string,
  words: Shapes,
  shapes: Shapes,
  more: Partial<Pick<ContextRule, 'entropy' | 'checksum'>> = {},
): ContextRule {
  return { kind: 'context', id, category, words: listOf(words), shapes: listOf(shapes), ...more };
}
